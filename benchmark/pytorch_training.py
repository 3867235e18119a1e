"""Training steps of the example networks beside PyTorch's eager mode.

    build/peers/bin/python benchmark/pytorch_training.py --json FILE [--threads N] [--rounds N]

Each round times Leat (build/bin/leat-bench-training, a process of its own), then PyTorch,
for every network and batch size. FILE holds the seconds of both in every round, and how long
Leat takes cold from the model file to the end of the first step. The same work on both sides: forward, cross entropy,
backward, Adam (PyTorch's fused one), in f32, on one batch that lies in memory.
`./dev bench` makes the environment and runs this.
"""
import argparse
import json
import subprocess
import time

import torch
from torch import nn


def mlp():
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10)), (784,)


def convnet():
    return nn.Sequential(
        nn.Conv2d(1, 32, 7, padding=3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(6272, 100), nn.ReLU(), nn.Linear(100, 10)), (1, 28, 28)


def seconds(step, at_least):
    """The mean time of a step over that many seconds."""
    count, start = 0, time.perf_counter()
    while (took := time.perf_counter() - start) < at_least:
        step()
        count += 1
    return took / count


class PyTorchStep:
    """One training step of a network on one batch."""

    def __init__(self, make, batch):
        torch.manual_seed(0)
        start = time.perf_counter()
        self.network, shape = make()
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3, fused=True)
        self.image = torch.rand(batch, *shape)
        self.label = torch.randint(0, 10, (batch,))
        self()
        self.first = time.perf_counter() - start

    def __call__(self):
        self.optimizer.zero_grad()
        loss = nn.functional.cross_entropy(self.network(self.image), self.label)
        loss.backward()
        self.optimizer.step()


def leat(kind, name, batch, threads, at_least):
    """Seconds of Leat's benchmark of that name."""
    out = subprocess.run(
        ["build/bin/leat-bench-training", f"--threads={threads}", "--benchmark_format=json",
         f"--benchmark_min_time={at_least}", f"--benchmark_filter=^{kind}/{name}/{batch}/"],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    result = json.loads(out)["benchmarks"][0]
    if result.get("error_occurred"):
        raise SystemExit(f"{result['name']}: {result['error_message']}")
    return result["real_time"] * {"us": 1e-6, "ms": 1e-3}[result["time_unit"]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", required=True, help="the file to write")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.5, help="a measurement takes at least this")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cases = [(make, batch) for make in (mlp, convnet) for batch in (64, 256)]
    steps = {case: PyTorchStep(*case) for case in cases}
    times = {case: [] for case in cases}
    for _ in range(options.rounds):
        for case in cases:
            make, batch = case
            ours = leat("step", make.__name__, batch, options.threads, options.seconds)
            times[case].append((ours, seconds(steps[case], options.seconds)))
    found = [{"network": make.__name__, "batch": batch, "seconds": pairs,
              "compile": leat("compile", make.__name__, batch, options.threads, 0.1)}
             for (make, batch), pairs in times.items()]
    with open(options.json, "w") as out:
        json.dump({"pytorch": torch.__version__, "threads": options.threads, "rounds": options.rounds,
                   "cases": found}, out, indent=1)


if __name__ == "__main__":
    main()
