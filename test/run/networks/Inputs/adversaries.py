#!/usr/bin/env python3
"""What must hold of generative adversarial networks that were trained on gauss-mixture.

    adversaries.py critic LOG.jsonl   5000 steps of the critic: all numbers are finite, the estimate of the
                                      distance is lower in the last 500 than in steps 500 to 1000, and
                                      the mean length of the gradient is near 1
    adversaries.py modes X.npy        most points are near one of the eight centres, and all centres are hit
"""
import json
import sys

import numpy as np


def critic(path):
    with open(path) as file:
        records = [json.loads(line) for line in file]
    steps = [r for r in records if "epoch" not in r and "fit_D.estimate" in r]
    numbers = np.array([[r["fit_D.loss"], r["fit_D.estimate"], r["fit_D.slope"]] for r in steps])
    early, late, slope = numbers[500:1000, 1].mean(), numbers[-500:, 1].mean(), numbers[:, 2].mean()
    print(f"{len(steps)} steps, estimate {early:.3f}, then {late:.3f}, mean length {slope:.3f}")
    return len(steps) == 5000 and np.isfinite(numbers).all() and late < early and 0.8 <= slope <= 1.2


def modes(path):
    x, angles = np.load(path), 2 * np.pi * np.arange(8) / 8
    centres = 2 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    distances = np.linalg.norm(x[:, None] - centres, axis=2)
    near = distances.min(1) < 0.4  # four deviations
    hits = np.bincount(distances.argmin(1)[near], minlength=8)
    print(f"{near.sum()} of {len(x)} points are near a centre: {hits.tolist()}")
    return near.mean() > 0.65 and hits.min() >= 5


if __name__ == "__main__":
    sys.exit(0 if {"critic": critic, "modes": modes}[sys.argv[1]](sys.argv[2]) else 1)
