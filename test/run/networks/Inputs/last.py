#!/usr/bin/env python3
"""Holds numbers of the last epoch in a log of leat train against bounds.

    last.py LOG.jsonl 'accuracy>0.9' 'loss<0.5'
"""
import json
import re
import sys


def main():
    with open(sys.argv[1]) as file:
        last = [json.loads(line) for line in file][-1]
    failed = False
    for bound in sys.argv[2:]:
        name, relation, value = re.fullmatch(r"([\w.]+)([<>])(.+)", bound).groups()
        found = last[name]
        holds = found < float(value) if relation == "<" else found > float(value)
        failed |= not holds
        print(f"{'ok' if holds else 'FAIL'}: {name} is {found:.6g}, expected {relation} {value}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
