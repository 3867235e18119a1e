#!/usr/bin/env python3
"""check_trace.py FILE CALLS: a trace of that many calls, as chrome://tracing reads it."""
import collections
import json
import sys

events = json.load(open(sys.argv[1]))["traceEvents"]
assert events and all(event["ph"] == "X" and event["dur"] >= 0 for event in events)
for before, after in zip(events, events[1:]):
    assert before["ts"] + before["dur"] <= after["ts"] + 1e-3, (before, after)
counts = collections.Counter(event["name"] for event in events if event["cat"] == "fit")
assert set(counts.values()) == {int(sys.argv[2])}, counts
matmul = next(event for event in events if ".matmul" in event["name"])
assert matmul["args"]["operations"] > 0 and matmul["args"]["bytes"] > 0 and "mlp.mlir:" in matmul["args"]["source"]
