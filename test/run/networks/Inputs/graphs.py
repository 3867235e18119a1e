#!/usr/bin/env python3
"""Graphs for the graph networks, as npz files.

    graphs.py club FILE          Zachary's karate club: two labels are known
    graphs.py communities FILE   small graphs of two communities, and others for testing
    graphs.py edges FILE         graphs whose edges say what is asked of the nodes
"""
import sys

import numpy as np

# W. W. Zachary, "An information flow model for conflict and fission in small groups", 1977:
# for each member, the members of lower number that are tied to it.
TIES = {
    2: [1], 3: [1, 2], 4: [1, 2, 3], 5: [1], 6: [1], 7: [1, 5, 6], 8: [1, 2, 3, 4], 9: [1, 3],
    10: [3], 11: [1, 5, 6], 12: [1], 13: [1, 4], 14: [1, 2, 3, 4], 17: [6, 7], 18: [1, 2], 20: [1, 2],
    22: [1, 2], 26: [24, 25], 28: [3, 24, 25], 29: [3], 30: [24, 27], 31: [2, 9], 32: [1, 25, 26, 29],
    33: [3, 9, 15, 16, 19, 21, 23, 24, 30, 31, 32],
    34: [9, 10, 14, 15, 16, 19, 20, 21, 23, 24, 27, 28, 29, 30, 31, 32, 33],
}
FIRST = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 17, 18, 20, 22]  # those who stayed with member 1


def club():
    adjacency = np.zeros((34, 34), np.float32)
    for a, others in TIES.items():
        for b in others:
            adjacency[a - 1, b - 1] = adjacency[b - 1, a - 1] = 1
    label = np.array([0 if n + 1 in FIRST else 1 for n in range(34)])
    known = np.zeros(34, np.float32)
    known[[0, 33]] = 1
    graph = {"adjacency": adjacency, "x": np.eye(34, dtype=np.float32), "label": label, "known": known}
    return {name: array[None] for name, array in graph.items()}


def communities(r, count, nodes=20, features=8):
    """Ties are likely within a community; a node's features hardly tell which one it is in."""
    label = np.stack([r.permutation(nodes) % 2 for _ in range(count)])
    same = label[:, :, None] == label[:, None, :]
    upper = np.triu(r.uniform(size=same.shape) < np.where(same, 0.4, 0.05), 1)
    x = r.standard_normal((count, nodes, features))
    x[..., 0] += label - 0.5
    return {"adjacency": (upper | upper.transpose(0, 2, 1)).astype(np.float32), "x": x.astype(np.float32), "label": label}


def edges(r, count, nodes=10, ties=15, features=4):
    """The label of a node is 1 where the first numbers of its edges sum up to more than 0."""
    pairs = np.argwhere(np.triu(np.ones((nodes, nodes)), 1))
    ends = np.stack([pairs[r.permutation(len(pairs))[:ties]] for _ in range(count)])
    edge = r.standard_normal((count, ties, features)).astype(np.float32)
    sums = np.zeros((count, nodes))
    for g in range(count):
        np.add.at(sums[g], ends[g].ravel(), np.repeat(edge[g, :, 0], 2))
    x = r.standard_normal((count, nodes, features)).astype(np.float32)
    return {"ends": ends, "edge": edge, "x": x, "label": (sums > 0).astype(np.int64)}


def main():
    kind, path = sys.argv[1:]
    if kind == "club":
        return np.savez(path, **club())
    make = {"communities": communities, "edges": edges}[kind]
    r = np.random.RandomState(0)
    train, test = make(r, 64), make(r, 32)
    np.savez(path, **train, **{name + "_test": array for name, array in test.items()})


if __name__ == "__main__":
    main()
