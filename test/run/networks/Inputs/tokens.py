#!/usr/bin/env python3
"""Sequences of tokens, and what must hold of those that a network made.

    tokens.py steps FILE      a, a + b, a + 2 b ... modulo 13: each token follows from two others
    tokens.py chain FILE      a Markov chain of 8 tokens, each of which has two equally likely successors:
                              to tell the next token takes log 2 = 0.693 at the least
    tokens.py follow FILE     how many of the successors in tokens.npy are those of the chain
"""
import sys

import numpy as np

NEXT = np.array([[(i + 1) % 8, (3 * i + 2) % 8] for i in range(8)])


def steps(r):
    first, step = r.randint(0, 13, (512, 1)), r.randint(1, 4, (512, 1))
    return (first + step * np.arange(12)) % 13


def chain(r):
    tokens = r.randint(0, 8, (2048, 1))
    while tokens.shape[1] < 17:
        following = NEXT[tokens[:, -1], r.randint(0, 2, len(tokens))]
        tokens = np.concatenate([tokens, following[:, None]], axis=1)
    return tokens


def main():
    kind, path = sys.argv[1:]
    if kind == "follow":
        tokens = np.load(path)
        follows = (NEXT[tokens[:, :-1]] == tokens[:, 1:, None]).any(2)
        print(f"{100 * follows.mean():.0f} % of {follows.size} follow")
        return 0 if follows.mean() > 0.95 else 1
    np.savez(path, tokens={"steps": steps, "chain": chain}[kind](np.random.RandomState(0)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
