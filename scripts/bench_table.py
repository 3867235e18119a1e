#!/usr/bin/env python3
"""A table of what leat-bench-library measured, with random interleaving and repetitions.

    bench_table.py RESULTS.json

A row is one piece of work: medians of the processor's time in microseconds, the GFLOP/s of Leat,
and how many times longer each other library takes (above 1: Leat is faster).
"""
import collections
import json
import statistics
import sys


def main():
    results = json.load(open(sys.argv[1]))
    times, flops = collections.defaultdict(lambda: collections.defaultdict(list)), {}
    for run in results["benchmarks"]:
        if run["run_type"] != "iteration":
            continue
        if "error_message" in run:
            sys.exit(f"{run['name']}: {run['error_message']}")
        kind, size, library = run["run_name"].split("/")[:3]
        times[f"{kind} {size}"][library].append(run["cpu_time"])
        if library == "leat":
            flops.setdefault(f"{kind} {size}", []).append(run["FLOPS"] / 1e9)
    print("| work | Leat us | GFLOP/s | OpenBLAS / Leat | oneDNN / Leat |\n|---|---|---|---|---|")
    for work, by_library in times.items():
        median = {library: statistics.median(t) for library, t in by_library.items()}
        ratios = [f"{median[peer] / median['leat']:.2f}" if peer in median else "" for peer in ("openblas", "onednn")]
        print(f"| {work} | {median['leat']:.1f} | {statistics.median(flops[work]):.1f} | {' | '.join(ratios)} |")


if __name__ == "__main__":
    main()
