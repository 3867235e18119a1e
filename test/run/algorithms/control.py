#!/usr/bin/env python3
"""Witnesses of reinforcement learning: control.py [NAME...]"""
import numpy as np

from witness import main


def random_world(seed, S=7, A=3):
    r = np.random.RandomState(seed)
    P = r.uniform(0, 1, (S, A, S)) ** 4
    return {"P": P / P.sum(axis=2, keepdims=True), "R": r.standard_normal((S, A))}


def best(world, gamma):
    v = np.zeros(len(world["R"]))
    for _ in range(3000):
        v = np.max(world["R"] + gamma * world["P"] @ v, axis=1)
    return v


CLIFF = -(1 - 0.95 ** 13) / 0.05  # thirteen steps, discounted


def value_iteration(w):
    got = w.run()
    w.close("the way along the cliff", got["v"][3, 0], CLIFF, 1e-9)
    for world, gamma in ((random_world(1), 0.95), (random_world(2, 4, 2), 0.8)):
        got = w.run("solve", world, "--set", f"gamma={gamma}")
        v, n = best(world, gamma), int(got["sweeps"])
        w.close("values", got["v"], v, 0, 1e-8)
        w.close("policy", got["policy"], np.argmax(world["R"] + gamma * world["P"] @ v, axis=1))
        changes = got["changes"][:n]
        w.holds("a contraction", np.all(changes[1:] <= gamma * changes[:-1] + 1e-14), changes)
        w.holds("stops in time", changes[-1] <= 1e-8 * (1 - gamma) / gamma < changes[-2], changes[-2:])


def policy_iteration(w):
    got = w.run()
    w.close("the way along the cliff", got["v"][3, 0], CLIFF, 1e-12)
    slips = [w.run("main", None, "--set", "slip=0.2", file=file) for file in ("policy_iteration", "value_iteration")]
    w.close("on slippery ground as by value iteration", slips[0]["v"], slips[1]["v"], 0, 1e-8)
    for world, gamma in ((random_world(1), 0.95), (random_world(2, 4, 2), 0.8)):
        got = w.run("solve", world, "--set", f"gamma={gamma}")
        v, n = best(world, gamma), int(got["policies"])
        w.close("values", got["v"], v, 1e-10)
        w.close("policy", got["policy"], np.argmax(world["R"] + gamma * world["P"] @ v, axis=1))
        w.holds("better and better", np.all(np.diff(got["totals"][:n]) >= -1e-9) and 1 < n < 10, got["totals"][:n])


def q_learning(w):
    got = w.run()
    w.holds("total", got["total"] == -13, got["total"])
    path = list(got["path"][:14])
    w.holds("path", path == [36, *range(24, 36), 47], path)
    v = w.run(file="value_iteration")["v"].ravel()
    w.close("values along the path", got["Q"][path[:13]].max(axis=1), v[path[:13]], 1e-6)
    w.holds("never beyond the best", np.all(got["Q"].max(axis=1)[:36] >= v[:36] - 1e-9), got["v"])
    got = w.run("main", None, "--set", "slip=0.1", "--set", "alpha=0.02", "--set", "steps=300000")
    slip = w.run("main", None, "--set", "slip=0.1", file="value_iteration")["v"]
    w.close("on slippery ground, at the start", got["v"][3, 0], slip[3, 0], 0.15)


def corridor(theta):
    """The expected return, exactly; right with probability p."""
    p = np.exp(theta[1]) / np.exp(theta).sum()
    P = np.array([[1 - p, p, 0], [p, 0, 1 - p], [0, 1 - p, 0]])
    return np.linalg.solve(np.eye(3) - P, -np.ones(3))[0]


def reinforce(w):
    p = 2 - np.sqrt(2)
    w.close("the best return", corridor(np.log([1 - p, p])), -2 * (3 + 2 * np.sqrt(2)), 1e-12)
    got = w.run()
    w.close("probability", got["right"], p, 0, 0.08)
    w.holds("returns", got["totals"][:3].mean() < -40 and -12.6 < got["totals"][-200:].mean() < -11, got["totals"][-200:].mean())
    theta, h = np.array([0.5, 0.2]), 1e-5
    want = [(corridor(theta + h * e) - corridor(theta - h * e)) / (2 * h) for e in np.eye(2)]
    given, noise = {"theta": theta.reshape(2, 1), "w": np.array(corridor(theta))}, {}
    change = ("  // `totals` are", """  func @many(%theta: f64[A, D], %w: f64) -> (dtheta: f64[400, A, D], total: f64[400]) {
    %dthetas, %totals = for %i = 1 to 400 {
      %dtheta, %dw, %total = call @gradient(%theta, %w)
      yield stack(%dtheta, %total) }
    return %dthetas, %totals }
  // `totals` are""")
    for baseline in ("true", "false"):
        got = w.run("many", given, "--set", f"baseline={baseline}", change=change)
        noise[baseline] = got["dtheta"][:, 0, 0].std()
        w.close(f"gradient, baseline {baseline}", got["dtheta"].mean(axis=0).ravel(), want, 0, 5 * noise[baseline] / 20)
        w.close("return", got["total"].mean(), corridor(theta), 0, 5 * got["total"].std() / 20)
    w.holds("the baseline takes noise away", noise["true"] < 0.8 * noise["false"], noise)


main([value_iteration, policy_iteration, q_learning, reinforce])
