#!/usr/bin/env python3
"""The energy distance between samples and held-out points, beside that between two sets of real points.

    energy.py [--limit RATIO] REAL.npz NAME=SAMPLES.npy...

E(A, B) = 2 mean |a - b| - mean |a - a'| - mean |b - b'| over all pairs, a point and itself among them
(Szekely & Rizzo 2013), of sets of n = 1000 points. From as many points as there are, its mean over all ways to
choose the two sets is known: with m the mean over different points,

    real, real      2 m_rr / n
    samples, real   2 m_sr - (1 - 1 / n) (m_ss + m_rr)

Printed is the second over the first, for each name over all its files, and for each file. The second half of
the real points stands there as samples, too: how far it is from 1 shows what chance does. Fails where a ratio is
not below the limit, 1.5.
"""
import collections
import sys

import numpy as np

N = 1000


def total(a, b):
    """The sum of |a - b| over all pairs."""
    def rows(part):
        square = (part**2).sum(1)[:, None] + (b**2).sum(1) - 2 * part @ b.T
        return np.sqrt(np.maximum(square, 0, out=square), out=square).sum()
    return sum(rows(part) for part in np.array_split(a, -(-len(a) // 500)))


def among(a):
    return total(a, a) / (len(a) * (len(a) - 1))


def main():
    words, limit = sys.argv[1:], 1.5
    if words[0] == "--limit":
        limit, words = float(words[1]), words[2:]
    with np.load(words[0]) as file:
        points = file["x"].astype(np.float64)
    real, other = np.array_split(points, 2)
    m_rr = among(real)
    samples = collections.defaultdict(list, {"real points": [other]})
    for word in words[1:]:
        name, path = word.split("=", 1)
        samples[name].append(np.load(path).astype(np.float64))
    print(f"E of two sets of {N} out of {len(real)} real points is {2 * m_rr / N:.3g} in the mean; of samples, times that:")
    failed = False
    for name, files in samples.items():
        m_sr = [total(x, real) / (len(x) * len(real)) for x in files]
        ratios = [(2 * m - (1 - 1 / N) * (among(x) + m_rr)) / (2 * m_rr / N) for m, x in zip(m_sr, files)]
        good = np.isfinite(ratios).all() and np.mean(ratios) < limit
        failed |= not good
        each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"{name:25} {np.mean(ratios):6.2f}   ({each}){'' if good else '   FAIL'}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
