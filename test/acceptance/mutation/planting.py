"""Faults, planted one at a time in a copy of the sources: what run.py and hunt.py share.

A fault is (path, text, what stands in its place, kind, name); see mutants.py and fuzzed.py.
"""
import subprocess
import time


def build(copy, targets):
    """What went wrong, or nothing."""
    done = subprocess.run(["ninja", "-C", "build", *targets], cwd=copy, capture_output=True, text=True)
    return done.stdout[-500:] if done.returncode else None


def plant(copy, planted, judge):
    """(verdict, what found it): that of `judge` while the fault is in the copy."""
    path, text, fault, _, _ = planted
    file = copy / path
    original = file.read_text()
    if original.count(text) != 1:
        return "STALE", f"{path} has '{text}' {original.count(text)} times"
    file.write_text(original.replace(text, fault))
    try:
        return judge()
    finally:
        file.write_text(original)


def plant_all(copy, faults, numbers, judge, found, words):
    """
    Plants those of the `numbers`, or all, and prints a line each and how many there are of the
    verdict `found`. `judge(path)` gives (verdict, what found it). The exit code: 1 where one is
    not found.
    """
    numbers, missed = numbers or range(len(faults)), 0
    for number in numbers:
        begin = time.time()
        path, _, _, kind, name = faults[number]
        verdict, what = plant(copy, faults[number], lambda: judge(path))
        missed += verdict != found
        print(f"{number:2} {verdict:9} {name} ({kind}, {path}): {what}, {time.time() - begin:.0f} s", flush=True)
    print(f"{len(numbers) - missed} of {len(numbers)} {words}: {'FAIL' if missed else 'pass'}")
    return 1 if missed else 0
