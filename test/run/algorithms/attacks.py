#!/usr/bin/env python3
"""Witnesses of the attacks and of smoothing: attacks.py [NAME...]"""
import math

import numpy as np

from witness import main


def network(seed, inputs=40, hidden=64, classes=10, shift=0.0):
    """Parameters of classifier.mlir. With a large shift no relu is 0 near 0: the network is affine."""
    r = np.random.RandomState(seed)
    sizes = [inputs, hidden, hidden, classes]
    state = {}
    for i in (1, 2, 3):
        state[f"fc{i}.weight"] = r.standard_normal((sizes[i], sizes[i - 1])) * math.sqrt(2 / sizes[i - 1])
        state[f"fc{i}.bias"] = 0.1 * r.standard_normal(sizes[i]) + (0, shift, 20 * shift, 0)[i]
    if shift:
        state["fc3.bias"] = 0.1 * r.standard_normal(classes) + state["fc3.bias"] - affine(state)[1]
    return state


def affine(state):
    """W and b of an affine network W x + b."""
    W, b = np.eye(state["fc1.weight"].shape[1]), 0
    for i in (1, 2, 3):
        b = state[f"fc{i}.weight"] @ b + state[f"fc{i}.bias"] if i > 1 else state["fc1.bias"]
        W = state[f"fc{i}.weight"] @ W
    return W, b


def input_gradient(state, x, label):
    """Of the mean cross-entropy, and the loss itself."""
    a = [x]
    for i in (1, 2):
        a.append(np.maximum(a[-1] @ state[f"fc{i}.weight"].T + state[f"fc{i}.bias"], 0))
    z = a[2] @ state["fc3.weight"].T + state["fc3.bias"]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(len(x)), label]))
    g = p - np.eye(z.shape[1])[label]
    for i in (3, 2, 1):
        g = g @ state[f"fc{i}.weight"]
        if i > 1:
            g = g * (a[i - 1] > 0)
    return g / len(x), loss


def examples(seed, count=7):
    r = np.random.RandomState(seed)
    return {"x": np.clip(0.5 * r.standard_normal((count, 40)), -1, 1), "label": r.randint(0, 10, count).astype(np.int32)}


F64 = ("--float", "f64")


def fgsm(w):
    state, given = network(1), examples(2)
    got = w.run("attack", given, *F64, state=state)["x_adv"]
    g, loss = input_gradient(state, given["x"], given["label"])
    w.close("attack", got, np.clip(given["x"] + 0.03 * np.sign(g), -1, 1), 1e-14)
    told = w.run("robustness", given, *F64, state=state)
    w.close("loss", told["loss"], loss)
    w.close("loss attacked", told["loss_attacked"], input_gradient(state, got, given["label"])[1])
    w.holds("the loss rises", told["loss_attacked"] > told["loss"] + 0.05, told)


def pgd(w):
    state, given = network(1), examples(2)
    x, label = given["x"], given["label"]
    want = x
    for _ in range(10):
        want = want + 0.01 * np.sign(input_gradient(state, want, label)[0])
        want = np.clip(np.clip(want, x - 0.03, x + 0.03), -1, 1)
    got = w.run("attack", given, "--set", "noise=0", *F64, state=state)["x_adv"]
    w.close("attack from x", got, want, 1e-13)
    one = w.run("attack", given, "--set", "noise=0", "--set", "steps=1", "--set", "alpha=0.03", *F64, state=state)
    w.close("one step is FGSM", one["x_adv"], np.clip(x + 0.03 * np.sign(input_gradient(state, x, label)[0]), -1, 1), 1e-14)
    got = w.run("attack", given, *F64, state=state)["x_adv"]
    w.holds("in the box", np.all(np.abs(got - x) <= 0.03 + 1e-12) and np.all(np.abs(got) <= 1), np.abs(got - x).max())
    w.holds("stronger than FGSM", input_gradient(state, got, label)[1] > input_gradient(state, one["x_adv"], label)[1])
    trained = w.train("mnist1d", "--trainer", "harden", "--epochs", "6")
    hard = w.evaluate("robustness", "mnist1d:test", "--state", trained)
    trained = w.train("mnist1d", "--trainer", "fit", "--epochs", "6")
    soft = w.evaluate("robustness", "mnist1d:test", "--state", trained)
    w.holds("attacked, the hardened network is better",
            hard["accuracy_attacked"] > soft["accuracy_attacked"] + 0.05 and hard["loss_attacked"] < soft["loss_attacked"],
            (hard, soft))


def deepfool(w):
    state, given = network(1, shift=30), examples(2)
    W, b = affine(state)
    for x in given["x"][:3]:
        got = w.run("attack", {"x": x}, *F64, state=state)
        f = W @ x + b
        k = np.argmax(f)
        others = [j for j in range(10) if j != k]
        normal = W[others] - W[k]
        distance = (f[k] - f[others]) / np.linalg.norm(normal, axis=1)
        j = np.argmin(distance)
        want = 1.02 * distance[j] * normal[j] / np.linalg.norm(normal[j])
        w.close("affine: the distance to the nearest class", got["r"], want, 1e-9)
        w.holds("affine: one step", got["steps"] == 1, got["steps"])
    state = network(1)
    told = w.run("robustness", given, *F64, state=state)
    w.holds("all are fooled", told["fooled"] == 1 and 1 <= told["steps"] < 10, told)
    # In the direction that DeepFool found, FGSM's box has to be at least as large as its largest element.
    r = w.run("attack", {"x": given["x"][0]}, *F64, state=state)["r"]
    w.holds("short", np.linalg.norm(r) < 0.5 * np.linalg.norm(given["x"][0]), np.linalg.norm(r))


def tail(n, k, p):
    """P(Binomial(n, p) >= k), term by term."""
    log = [math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * math.log(p) + (n - i) * math.log1p(-p)
           for i in range(k, n + 1)]
    return math.fsum(math.exp(term) for term in log)


def phi(z):
    return 0.5 * math.erfc(-z / math.sqrt(2))


def randomised_smoothing(w):
    for k, n in ((990, 1000), (600, 1000), (1, 50), (49, 50), (9_900, 10_000)):
        p = float(w.run("lower", {"k": np.array(float(k)), "n": np.array(float(n))})["p"])
        w.close(f"tail of {k} of {n}", tail(n, k, p), 0.001, 1e-8)
    p = w.run("lower", {"k": np.array(100.0), "n": np.array(100.0)})["p"]
    w.close("all of 100", p, 0.001 ** 0.01, 1e-12)
    w.close("none", w.run("lower", {"k": np.array(0.0), "n": np.array(100.0)})["p"], 0.0)
    # An affine network of two classes: the radius is at most the distance to the boundary, nearly always.
    state = network(1, classes=2, shift=30)
    W, b = affine(state)
    normal, x = W[0] - W[1], examples(2)["x"][0]
    x = x - ((W @ x + b) @ [1, -1] - 0.03 * np.linalg.norm(normal)) * normal / (normal @ normal)  # 0.03 into class 0
    two = ("--set", "classes=2", *F64)
    votes = w.run("votes", {"x": x, "n": np.array(200)}, *two, state=state)["votes"]
    w.close("votes", votes / 20000, [phi(0.6), phi(-0.6)], 0, 0.018)
    got = w.run("certify", {"x": x}, *two, "--set", "rounds=100", state=state)
    w.holds("class", got["class"] == 0, got["class"])
    w.holds("radius", 0.025 < got["radius"] <= 0.03, got["radius"])
    x = x - 0.03 * normal / np.linalg.norm(normal)
    got = w.run("certify", {"x": x}, *two, state=state)
    w.holds("no answer on the boundary", got["class"] == -1 and got["radius"] == 0, got)
    trained = w.train("mnist1d", "--trainer", "noisy", "--epochs", "20")
    told = w.evaluate("certified", "mnist1d:n=60:test", "--state", trained)
    w.holds("trained", told["accuracy"] > 0.3 and told["mean_radius"] > 0.01
            and told["certified_accuracy"] <= told["accuracy"], told)


def median_smoothing(w):
    got, n = w.run("orders"), 1000
    low, high = phi(-0.5), phi(0.5)
    k = int(got["below"])
    w.holds("below", tail(n, k, low) >= 0.999 > tail(n, k + 1, low), (k, tail(n, k, low)))
    k = int(got["above"])
    w.holds("above", tail(n, k, high) > 0.001 >= tail(n, k + 1, high), (k, tail(n, k, high)))
    # Of an affine f the median is f(x), and the bounds f -+ eps |w| but for the confidence.
    state = network(1, inputs=2, classes=1, shift=30)
    W, b = affine(state)
    x = np.array([0.3, -0.4])
    got = w.run("certify", {"x": x}, "--set", "draws=20000", *F64, state=state)
    f, step = float((W @ x + b)[0]), 0.05 * float(np.linalg.norm(W))
    w.close("median", got["median"], f, 0, 0.15 * step)
    w.holds("low", f - 1.25 * step < got["low"] < f - step, (got["low"], f, step))
    w.holds("high", f + step < got["high"] < f + 1.25 * step, (got["high"], f, step))
    got = w.run("certify", {"x": x}, "--set", "draws=3", *F64, state=state)
    w.close("too few draws", [got["low"], got["high"]], [-np.inf, np.inf])
    trained = w.train("swiss-roll", "--epochs", "60")
    told = w.evaluate("certified", "swiss-roll:n=60:test", "--state", trained)
    w.holds("trained", told["error"] < 1 and 0 < told["width"] < 3, told)


main([fgsm, pgd, deepfool, randomised_smoothing, median_smoothing])
