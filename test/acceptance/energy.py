#!/usr/bin/env python3
"""The energy distance between samples and held-out points, beside that between two sets of real points.

    energy.py [--limit RATIO] REAL.npz NAME=SAMPLES.npy...

E(A, B) = 2 mean |a - b| - mean |a - a'| - mean |b - b'| over all pairs, a point and itself among them
(Szekely & Rizzo 2013). Of two sets of n draws of one distribution it is 2 / n mean |a - b| in the mean,
and of two distributions their distance more. Points are taken in sets of n = 1000, as many as there are:
what is printed for each name is the mean of E(samples, real) over the mean of E(real, real), over all
pairs of sets, and what it is for each file. Were the samples real, it would be 1 +- what is printed
first. Fails where the ratio of a name, over all its files, is not below the limit, 1.5.
"""
import collections
import sys

import numpy as np

N = 1000


def lengths(a, b):
    """The mean of |a - b| over all pairs."""
    square = (a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T
    return np.sqrt(np.maximum(square, 0)).mean()


def sets(points):
    points = points[: len(points) // N * N].astype(np.float64)
    return points.reshape(-1, N, points.shape[1])


def between(some, others):
    """E of each set of `some` and each of `others`."""
    own, theirs = [lengths(a, a) for a in some], [lengths(b, b) for b in others]
    return np.array([[2 * lengths(a, b) - i - j for b, j in zip(others, theirs)] for a, i in zip(some, own)])


def main():
    words = sys.argv[1:]
    limit = 1.5
    if words[0] == "--limit":
        limit, words = float(words[1]), words[2:]
    with np.load(words[0]) as file:
        real = sets(file["x"])
    different = ~np.eye(len(real), dtype=bool)
    among = between(real, real)
    usual = among[different].mean()
    samples = collections.defaultdict(list)
    for word in words[1:]:
        name, path = word.split("=", 1)
        samples[name].append(sets(np.load(path)))
    # How far the mean of one set against all others is from that of all, for as many sets as a file holds.
    spread = (among.sum(1) / (len(real) - 1) / usual).std() / np.sqrt(len(next(iter(samples.values()))[0]))
    print(f"E of two of {len(real)} sets of {N} real points is {usual:.3g}; the ratio by chance 1 +- {spread:.2f}")
    failed = False
    for name, files in samples.items():
        ratios = [between(file, real).mean() / usual for file in files]
        good = np.isfinite(ratios).all() and np.mean(ratios) < limit
        failed |= not good
        each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"{name:22} {np.mean(ratios):6.2f}   ({each}){'' if good else '   FAIL'}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
