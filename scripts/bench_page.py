#!/usr/bin/env python3
"""docs/benchmarks.md from what `./dev bench` measured.

    bench_page.py FOLDER

FOLDER holds call.json and library.json of Google Benchmark (library.json with random
interleaving and repetitions) and, where they were measured, training.json of pytorch_training.py
and diffusion.json of pytorch_diffusion.py. Times are medians; a ratio is the time of another
library over the time of Leat: above 1, Leat is faster.
"""
import collections
import json
import pathlib
import platform
import re
import statistics
import sys


def runs(path):
    """(name, run) of each measurement; an error ends the script."""
    results = json.loads(path.read_text())["benchmarks"]
    if errors := [f"{run['name']}: {run['error_message']}" for run in results if "error_message" in run]:
        sys.exit("\n".join(errors))
    return [(run["run_name"], run) for run in results if run["run_type"] == "iteration"]


def library_table(path):
    times, flops = collections.defaultdict(lambda: collections.defaultdict(list)), collections.defaultdict(list)
    for name, run in runs(path):
        kind, size, library = name.split("/")[:3]
        times[kind, size][library].append(run["cpu_time"])
        if library == "leat":
            flops[kind, size].append(run["FLOPS"] / 1e9)
    yield "| work | Leat us | GFLOP/s | OpenBLAS / Leat | oneDNN / Leat |\n|---|---|---|---|---|"
    kinds = list(dict.fromkeys(kind for kind, _ in sorted(times)))
    size_of = lambda work: [int(n) for n in work[1].split("x")]
    for work in sorted(times, key=lambda work: (kinds.index(work[0]), size_of(work))):
        median = {library: statistics.median(t) for library, t in times[work].items()}
        ratios = [f"{median[peer] / median['leat']:.2f}" if peer in median else "" for peer in ("openblas", "onednn")]
        yield f"| {' '.join(work)} | {median['leat']:.1f} | {statistics.median(flops[work]):.1f} | {' | '.join(ratios)} |"


def training_table(path):
    found = json.loads(path.read_text())
    yield f"PyTorch {found['pytorch']}, eager, {found['threads']} thread(s), {found['rounds']} rounds, interleaved.\n"
    yield "| network | batch | Leat us | PyTorch us | PyTorch / Leat | least - most | Leat: file to first step, cold, ms |"
    yield "|---|---|---|---|---|---|---|"
    for case in found["cases"]:
        ratios = sorted(theirs / ours for ours, theirs in case["seconds"])
        ours, theirs = (statistics.median(column) for column in zip(*case["seconds"]))
        yield (f"| {case['network']} | {case['batch']} | {ours * 1e6:.0f} | {theirs * 1e6:.0f} | "
               f"{statistics.median(ratios):.2f} | {ratios[0]:.2f} - {ratios[-1]:.2f} | {case['compile'] * 1e3:.0f} |")


def diffusion_table(path):
    found = json.loads(path.read_text())
    yield f"PyTorch {found['pytorch']}, {found['threads']} thread(s), {found['rounds']} rounds, interleaved.\n"
    yield "| work | Leat ms | PyTorch eager ms | compiled ms | eager / Leat | compiled / Leat |\n|---|---|---|---|---|---|"
    for work, rounds in found["seconds"].items():
        times = [statistics.median(side) * 1e3 for side in zip(*rounds)]
        ratios = [statistics.median(theirs[i] / theirs[0] for theirs in rounds) for i in (1, 2)]
        yield f"| {work} | " + " | ".join([f"{t:.1f}" for t in times] + [f"{ratio:.2f}" for ratio in ratios]) + " |"


def call_table(path):
    times = collections.defaultdict(list)
    for name, run in runs(path):
        times[name].append(run["cpu_time"])
    yield "| call | ns |\n|---|---|"
    for name, found in times.items():
        yield f"| {name} | {statistics.median(found):.0f} |"


def processor():
    text = pathlib.Path("/proc/cpuinfo").read_text()
    return re.search(r"model name\s*: (.*)", text)[1] if "model name" in text else platform.machine()


PAGE = """# Benchmarks

What `./dev bench` measured on a virtual machine with {cpus} hardware threads of "{processor}".
The machine is shared, so times move by tens of per cent from run to run; ratios are of
repetitions that took turns, and move less. A ratio above 1 says that Leat is faster. What was
measured lies beside this page as JSON, in [benchmarks/](benchmarks/).

## Kernels, one thread

Each result is checked against the peers' before anything is timed. OpenBLAS runs with the core
type that it chooses for this processor, oneDNN with the layouts of the framework (NCHW, row
major): what a caller has and wants. Leat is called as a program calls it, checks of the call
included; `linear` is `x w^T`, sizes are m x n x k; `conv` is n x in x out x h x w x size, padded
to the same size; the others are rows x columns. `layer_norm` is the formula, not an op.

{library}

## A training step

Forward, cross entropy, backward and Adam in f32, on a batch that lies in memory.

{training}

## Diffusion

A training step of [the U-Net](diffusion.md) of 1,049,153 parameters, with Adam, clipped norm and moving averages; an
image of each sampler, of 20 that are made at once with guidance; PyTorch's loop over the steps is in Python. Both
sides make the same images. `test/acceptance/diffusion-6.sh` measures it, which takes half an hour.

{diffusion}

## The price of a call

A small function of that many elements, called from C++ with tensors (`softsign` is one loop; `scaled`
is one loop that also reads a state).

{call}
"""


def main():
    folder = pathlib.Path(sys.argv[1])
    def peers_table(name, table):
        path = folder / name
        return "\n".join(table(path)) if path.exists() else "Not measured."

    context = json.loads((folder / "library.json").read_text())["context"]
    print(PAGE.format(
        cpus=context["num_cpus"], processor=processor(), library="\n".join(library_table(folder / "library.json")),
        training=peers_table("training.json", training_table), diffusion=peers_table("diffusion.json", diffusion_table),
        call="\n".join(call_table(folder / "call.json"))), end="")


if __name__ == "__main__":
    main()
