#!/usr/bin/env python3
"""Witnesses of losses, layers and measures of networks: learning.py [NAME...]"""
import numpy as np

from witness import main

F64 = ("--float", "f64")


def bayes_by_backprop(w):
    # For a prior N(0, s1^2) alone the mean cost is a divergence of normal distributions, in closed form.
    change = ("  trainer @fit", """  func @costs(%x: f32[B, 2]) -> (cost: f32[2000]) {
    %c = for %i = 1 to 2000 {
      %logits, %cost = call @network(%x)
      yield stack(%cost) }
    return %c }
  trainer @fit""")
    r = np.random.RandomState(1)
    shapes = {"fc1.weight": (32, 2), "fc1.bias": (32, 1), "fc2.weight": (2, 32), "fc2.bias": (2, 1)}
    state = {}
    for name, shape in shapes.items():
        state[f"{name}.mu"] = 0.5 * r.standard_normal(shape)
        state[f"{name}.rho"] = r.uniform(-3, 0, shape)
    cost = w.run("costs", {"x": np.zeros((1, 2))}, "--set", "pi=1", "--set", "s1=0.7", *F64, change=change, state=state)["cost"]
    mu = np.concatenate([state[f"{name}.mu"].ravel() for name in shapes])
    sigma = np.log1p(np.exp(np.concatenate([state[f"{name}.rho"].ravel() for name in shapes])))
    divergence = np.sum(np.log(0.7 / sigma) + (sigma ** 2 + mu ** 2) / (2 * 0.49) - 0.5)
    w.close("mean cost", cost.mean(), divergence, 0, 5 * cost.std() / np.sqrt(2000))
    trained = w.train("two-moons", "--epochs", "100")
    w.holds("accuracy", w.evaluate("accuracy", "two-moons:test", "--state", trained)["accuracy"] > 0.97)
    got = w.run("predict", {"x": np.array([[0, 1], [1, -0.5], [-3, -4.0]])}, "--state", trained)
    w.close("probabilities", got["mean"].sum(axis=1), np.ones(3), 0, 1e-5)
    w.holds("sure on the moons, not far away",
            got["std"][:2].max() < 0.1 and got["mean"][0, 0] > 0.8 and got["mean"][1, 1] > 0.8 and got["std"][2, 0] > 0.1, got)


def softmax_loss(z, label):
    z = z - z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), label])


def margin_softmax(w):
    r = np.random.RandomState(2)
    e, W, label = r.standard_normal((12, 5)), r.standard_normal((7, 5)), r.randint(0, 7, 12)
    e[0] = -W[label[0]] + 0.1 * e[0]  # an angle near pi, beyond ArcFace's margin
    cos = (e @ W.T) / np.linalg.norm(e, axis=1)[:, None] / np.linalg.norm(W, axis=1)
    theta, true = np.arccos(cos), np.eye(7)[label] > 0
    length = np.linalg.norm(e, axis=1, keepdims=True)

    def psi(m):
        k = np.floor(m * theta / np.pi)
        return (-1) ** k * np.cos(m * theta) - 2 * k

    arc = np.where(theta + 0.5 < np.pi, np.cos(theta + 0.5), cos - 0.5 * np.sin(0.5))
    given = {"e": e, "W": W, "label": label.astype(np.int32)}
    for name, z, sets in (("normface", 16 * cos, []), ("cosface", 16 * np.where(true, cos - 0.35, cos), []),
                          ("arcface", 16 * np.where(true, arc, cos), []),
                          ("sphereface", length * np.where(true, psi(2), cos), []),
                          ("sphereface", length * np.where(true, psi(4), cos), ["--set", "sphere_m=4"])):
        w.close(name, w.run(name, given, *sets, *F64)["loss"], softmax_loss(z, label), 1e-9)
    w.holds("psi falls", np.all(np.diff(psi(4).ravel()[np.argsort(theta.ravel())]) < 1e-12))
    for trainer in ("norm", "sphere", "cos", "arc"):
        trained = w.train("mnist1d", "--trainer", trainer, "--epochs", "6")
        told = w.evaluate("accuracy", "mnist1d:test", "--state", trained)["accuracy"]
        w.holds(f"{trainer}: accuracy", told > 0.3, told)


def triplet(w):
    r = np.random.RandomState(3)
    e, label = r.standard_normal((9, 4)), np.array([0, 0, 0, 1, 1, 2, 2, 2, 3])  # class 3 has no positive
    d = np.linalg.norm(e[:, None] - e, axis=2)
    every, hard, semi = [], [], []
    for a in range(9):
        positives = [p for p in range(9) if label[p] == label[a] and p != a]
        negatives = [n for n in range(9) if label[n] != label[a]]
        every += [d[a, p] - d[a, n] + 0.2 for p in positives for n in negatives]
        if positives:
            hard.append(max(0, max(d[a, p] for p in positives) - min(d[a, n] for n in negatives) + 0.2))
        for p in positives:
            farther = [d[a, n] for n in negatives if d[a, n] > d[a, p]]
            semi.append(max(0, d[a, p] - (min(farther) if farther else max(d[a, n] for n in negatives)) + 0.2))
    given = {"e": e, "label": label.astype(np.int32)}
    w.close("batch all", w.run("batch_all", given, *F64)["loss"], np.mean([t for t in every if t > 0]))
    w.close("batch hard", w.run("batch_hard", given, *F64)["loss"], np.mean(hard))
    w.close("batch semi-hard", w.run("batch_semi_hard", given, *F64)["loss"], np.mean(semi))
    alone = {"e": e[:3], "label": np.zeros(3, np.int32)}
    for loss in ("batch_all", "batch_hard"):
        w.close(f"{loss} without negatives", w.run(loss, alone, *F64)["loss"], 0.0)
    before = w.evaluate("nearest", "mnist1d:test")["nearest"]
    for trainer in ("all", "semi"):
        trained = w.train("mnist1d", "--trainer", trainer, "--epochs", "6")
        told = w.evaluate("nearest", "mnist1d:test", "--state", trained)["nearest"]
        w.holds(f"{trainer}: nearest", told > before + 0.05, (before, told))


def measures(h, label, W, b):
    K = len(W)
    means = np.array([h[label == c].mean(axis=0) for c in range(K)])
    M = means - means.mean(axis=0)
    within = h - means[label]
    S_W, S_B = within.T @ within / len(h), M.T @ M / K
    want = {"nc1": np.trace(S_W @ np.linalg.pinv(S_B, rcond=1e-6)) / K}
    for name, rows in (("M", M), ("W", W)):
        length = np.linalg.norm(rows, axis=1)
        cos = (rows @ rows.T) / np.outer(length, length)
        want[f"nc2_lengths_{name}"] = length.std() / length.mean()
        want[f"nc2_angles_{name}"] = np.abs(cos + 1 / (K - 1))[~np.eye(K, dtype=bool)].mean()
    want["nc3"] = np.sum((W / np.linalg.norm(W) - M / np.linalg.norm(M)) ** 2)
    nearest = np.argmin(np.linalg.norm(h[:, None] - means, axis=2), axis=1)
    want["nc4"] = np.mean(nearest != np.argmax(h @ W.T + b, axis=1))
    return want


def neural_collapse(w):
    r = np.random.RandomState(4)
    label = np.arange(60) % 4
    h, W, b = r.standard_normal((60, 6)) + 2 * np.eye(6)[label], r.standard_normal((4, 6)), r.standard_normal(4)
    given = {"h": h, "label": label.astype(np.int32), "W": W, "b": b}
    got = w.run("measures", given, *F64)
    for name, want in measures(h, label, W, b).items():
        w.close(name, got[name], want, 1e-8)
    simplex = np.eye(4, 6) - np.eye(4, 6).mean(axis=0)  # collapsed altogether
    got = w.run("measures", {**given, "h": simplex[label] + 5, "W": 3 * simplex, "b": -15 * simplex.sum(axis=1)}, *F64)
    for name, value in got.items():
        w.close(f"collapsed: {name}", value, 0.0, 0, 1e-7)
    two = ("--set", "inputs=2", "--set", "classes=2")
    whole = ("two-moons", "--batch", "1000", *two)
    before = w.evaluate("collapse", *whole)
    trained = w.train("two-moons", "--trainer", "long", "--epochs", "150", *two)
    after = w.evaluate("collapse", *whole, "--state", trained)
    for name in ("nc1", "nc2_angles_W", "nc3", "nc4"):
        w.holds(f"training: {name}", after[name] < 0.3 * before[name], (before[name], after[name]))


def whitening(w):
    r = np.random.RandomState(5)
    h = r.standard_normal((200, 6)) @ r.standard_normal((6, 6))
    S = np.cov(h.T, bias=True) + 1e-3 * np.eye(6)
    values, vectors = np.linalg.eigh(S)
    root = vectors / np.sqrt(values) @ vectors.T
    got = w.run("statistics", {"h": h}, *F64)
    w.close("mean", got["mean"], h.mean(axis=0))
    w.close("by eigenvectors", got["root"], root, 1e-9)
    y = w.run("whiten", {"h": h, **got}, *F64)["y"]
    w.close("whitened", np.cov(y.T, bias=True) + 1e-3 * root @ root, np.eye(6), 0, 1e-9)
    got = w.run("statistics", {"h": h}, "--set", "newton=true", "--set", "iterations=30", *F64)
    w.close("by Newton-Schulz", got["root"], root, 1e-9)
    for newton in ("false", "true"):
        sets = ("--set", f"newton={newton}")
        trained = w.train("mnist1d", "--epochs", "8", *sets)
        told = w.evaluate("accuracy", "mnist1d:test", "--state", trained, *sets)["accuracy"]
        w.holds(f"newton={newton}: accuracy", told > 0.35, told)


main([bayes_by_backprop, margin_softmax, triplet, neural_collapse, whitening])
