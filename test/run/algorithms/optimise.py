#!/usr/bin/env python3
"""Witnesses of newton, steepest_descent, line_search and em: optimise.py [NAME...]"""
import numpy as np

from witness import main


def rosenbrock(x):
    return np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def gradient(x):
    g = np.zeros_like(x)
    e = x[1:] - x[:-1] ** 2
    g[1:] += 200 * e
    g[:-1] -= 400 * e * x[:-1] + 2 * (1 - x[:-1])
    return g


def newton(w):
    got = w.run("main", {"x0": np.array([-1.2, 1])})
    x, lengths = np.array([-1.2, 1]), []
    while np.linalg.norm(gradient(x)) > 1e-12:
        H = np.array([[1200 * x[0] ** 2 - 400 * x[1] + 2, -400 * x[0]], [-400 * x[0], 200]])
        lengths.append(np.linalg.norm(gradient(x)))
        x = x - np.linalg.solve(H, gradient(x))
    w.close("minimum", got["x"], np.ones(2), 1e-12)
    w.close("gradients", got["gradients"][:len(lengths) - 1], lengths[:-1], 1e-9)
    w.holds("steps", got["steps"] == len(lengths), got["steps"])
    got = w.run("root", {"x0": np.array([-1.0, 1])})
    x, r = got["x"], got["residuals"][:int(got["steps"])]
    w.close("root", [x @ x - 4, np.exp(x[0]) + x[1] - 1], np.zeros(2), atol=1e-12)
    order = np.log(r[-1] / r[-2]) / np.log(r[-2] / r[-3])
    w.holds("errors are squared", 1.7 < order < 2.3 and np.all(r[1:] <= r[:-1] ** 2), f"order {order}, {r}")


def steepest_descent(w):
    k = 10.0
    worst = np.array([k, 1])
    got = w.run("main", {"x0": worst})
    f = np.concatenate([[(worst @ (worst * [1, k])) / 2], got["values"]])
    w.close("Kantorovich's rate, at its worst", f[1:] / f[:-1], np.full(50, ((k - 1) / (k + 1)) ** 2), 1e-9)
    got = w.run("main", {"x0": np.array([3.0, -2, 1])}, "--set", "steps=12")
    curvature = k ** (np.arange(3) / 2)
    path = np.vstack([[3, -2, 1], got["path"]])
    g = path * curvature
    dots = np.sum(g[1:] * g[:-1], axis=1) / np.linalg.norm(g[:-1], axis=1) ** 2
    w.close("gradients are orthogonal", dots, np.zeros(12), atol=1e-12)
    f = np.sum(curvature * path ** 2, axis=1) / 2
    w.holds("no slower", np.all(f[1:] / f[:-1] <= ((k - 1) / (k + 1)) ** 2 + 1e-12), f)
    got = w.run("fixed", {"x0": np.array([3.0, -2, 1])}, "--set", "lr=0.15")
    w.close("fixed step", got["path"], [(1 - 0.15 * curvature) ** t * [3, -2, 1] for t in range(1, 51)], 1e-12)


def line_search(w):
    x0 = np.array([-1.2, 1, 0.5])
    got = w.run("main", {"x0": x0}, "--set", "steps=60")
    w.close("BFGS", got["x"], np.ones(3), 1e-8)
    x = np.vstack([x0, got["path"]])
    steps = int(np.sum(got["alphas"] > 0))
    for t in range(steps):
        s = x[t + 1] - x[t]
        slope, after = gradient(x[t]) @ s, gradient(x[t + 1]) @ s
        if abs(slope) < 1e-13:
            break  # where f no longer tells one point from the other
        w.holds(f"Armijo {t}", rosenbrock(x[t + 1]) <= rosenbrock(x[t]) + 1e-4 * slope + 1e-15, slope)
        w.holds(f"curvature {t}", slope < 0 and abs(after) <= 0.9 * abs(slope), (slope, after))
        w.holds(f"y.s {t}", after > slope, (slope, after))
    w.holds("superlinear", steps < 60 and got["values"][-1] < 1e-20, (steps, got["values"][-1]))
    got = w.run("descend", {"x0": x0})
    x = np.vstack([x0, got["path"]])
    for t, alpha in enumerate(got["alphas"]):
        g = gradient(x[t])
        good = [rosenbrock(x[t] - a * g) <= rosenbrock(x[t]) - 1e-4 * a * (g @ g) for a in (alpha, 2 * alpha)]
        w.holds(f"backtracking {t}", good[0] and (alpha == 1 or not good[1]), (alpha, good))


def em(w):
    r = np.random.RandomState(1)
    x = np.vstack([r.standard_normal((80, 2)) * [1, 0.4], r.standard_normal((120, 2)) + [4, 1]])
    start = {"x": x, "w": np.array([0.3, 0.7]), "m": np.array([[0.0, 1], [2, 0]]),
             "S": np.array([[[1, 0.2], [0.2, 2]], [[1.5, 0], [0, 0.5]]])}
    got = w.run("step", start)
    joint = np.empty((2, 200))
    for k in range(2):
        e = x - start["m"][k]
        square = np.sum(e * np.linalg.solve(start["S"][k], e.T).T, axis=1)
        joint[k] = start["w"][k] * np.exp(-square / 2) / (2 * np.pi * np.sqrt(np.linalg.det(start["S"][k])))
    p = joint / joint.sum(axis=0)
    m = p @ x / p.sum(axis=1, keepdims=True)
    S = [(p[k][:, None] * (x - m[k])).T @ (x - m[k]) / p[k].sum() + 1e-9 * np.eye(2) for k in range(2)]
    w.close("log-likelihood", got["log_likelihood"], np.log(joint.sum(axis=0)).sum())
    w.close("weights", got["w"], p.mean(axis=1))
    w.close("means", got["m"], m)
    w.close("covariances", got["S"], S)
    got = w.run("main")
    rise = np.diff(got["log_likelihoods"])
    w.holds("never falls", np.all(rise > -1e-6) and rise[0] > 100, rise)
    centres = np.array([[-4, 0], [4, 0], [0, 4]])
    nearest = np.min(np.linalg.norm(got["m"][:, None] - centres, axis=2), axis=0)
    w.holds("finds the centres", np.all(nearest < 0.3), nearest)
    w.close("finds the covariances", got["S"], np.tile(np.eye(2), (3, 1, 1)), 0, 0.3)


main([newton, steepest_descent, line_search, em])
