#!/usr/bin/env python3
"""Witnesses of the samplers, against known moments: chains.py [NAME...]

A tolerance is some 5 standard errors of an estimate from a chain of this length.
"""
import math

import numpy as np

from witness import main

BANANA = "-(%x[0] ** 2 / 4 + %bent ** 2) / 2"
PLAIN = "    %bent = let %x[1] + 0.25 * (%x[0] ** 2 - 4)\n    %l = let " + BANANA
NORMAL = "    %l = let -sum(%x ** 2) / 2"


def moments(w, what, got, mean, cov, tolerance):
    w.close(f"{what}: mean", got["mean"], np.asarray(mean, float), 0, tolerance)
    w.close(f"{what}: covariance", got["cov"], np.asarray(cov, float), tolerance, 0)


def metropolis_hastings(w):
    got = w.run()
    moments(w, "walk", got, [0, 0], [[4, 0], [0, 3]], 0.12)
    w.holds("r_hat", np.all((got["r_hat"] > 1) & (got["r_hat"] < 1.02)), got["r_hat"])
    rows = got["samples"].reshape(-1, 2)
    w.close("the samples' covariance", got["cov"], np.cov(rows.T), 1e-9)
    # Langevin, with a drift that is right and one that is not: the target stays, by Hastings' ratio.
    for drift in (0.5, 0.2):
        got = w.run("main", None, "--set", "width=1", "--set", f"drift={drift}")
        moments(w, f"drift {drift}", got, [0, 0], [[4, 0], [0, 3]], 0.15)
    # A walk of width s over N(0, 1) is accepted with probability 2 / pi atan(2 / s).
    got = w.run("main", None, "--set", "D=1", "--set", "width=2.4", change=(PLAIN, NORMAL))
    moments(w, "one dimension", got, [0], [[1]], 0.03)
    w.close("acceptance", got["acceptance"], 2 / math.pi * math.atan(2 / 2.4), 0, 0.005)


def banana_force(x):
    bent = x[1] + 0.25 * (x[0] ** 2 - 4)
    return -np.array([x[0] / 4 + 0.5 * bent * x[0], bent])


def hamiltonian(x, p):
    return (x[0] ** 2 / 4 + (x[1] + 0.25 * (x[0] ** 2 - 4)) ** 2) / 2 + p @ p / 2


def hmc(w):
    got = w.run()
    moments(w, "banana", got, [0, 0], [[4, 0], [0, 3]], 0.12)
    w.holds("acceptance", 0.9 < got["acceptance"] < 1, got["acceptance"])
    start, push = np.array([1.0, 0.5]), np.array([-0.3, 1.2])
    x, p = start, push + 0.3 * banana_force(start)
    for _ in range(5):
        x = x + 0.6 * p
        p = p + 0.6 * banana_force(x)
    p = p - 0.3 * banana_force(x)
    there = w.run("leapfrog", {"x": start, "p": push})
    w.close("leapfrog: x", there["x"], x)
    w.close("leapfrog: p", there["p"], p)
    back = w.run("leapfrog", {"x": there["x"], "p": -there["p"]})
    w.close("reversible", [back["x"], back["p"]], [start, -push], 1e-12)
    errors = []
    for leaps in (20, 40):
        end = w.run("leapfrog", {"x": start, "p": push}, "--set", f"leaps={leaps}", "--set", f"eps={2 / leaps}")
        errors.append(hamiltonian(end["x"], end["p"]) - hamiltonian(start, push))
    w.close("error goes with eps^2", errors[0] / errors[1], 4.0, 0.05)
    got = w.run("main", None, "--set", "D=3", "--set", "leaps=3", change=(PLAIN, NORMAL))
    moments(w, "three dimensions", got, np.zeros(3), np.eye(3), 0.06)


def gibbs(w):
    got = w.run()
    moments(w, "three dimensions", got, [1, -1, 0], [[2, 1, 0], [1, 1, 0.5], [0, 0.5, 1]], 0.06)
    rho = 0.9
    got = w.run("main", {"mu": np.zeros(2), "S": np.array([[1, rho], [rho, 1]])})
    moments(w, "two dimensions", got, [0, 0], [[1, rho], [rho, 1]], 0.06)
    w.close("correlation of sweeps", got["lag1"], [rho ** 2, rho ** 2], 0, 0.01)


def sgld(w):
    r = np.random.RandomState(3)
    X = r.standard_normal((60, 2)) @ np.array([[1, 0.5], [0, 1]])
    y = X @ [1, -2] + 0.5 * r.standard_normal(60)
    A = X.T @ X / 0.25 + np.eye(2) / 100
    mean, cov = np.linalg.solve(A, X.T @ y / 0.25), np.linalg.inv(A)
    got = w.run("exact", {"X": X, "y": y})
    w.close("exact mean", got["mean"], mean)
    w.close("exact covariance", got["cov"], cov)
    # A fixed step with all examples has a covariance of its own, mini-batches with a falling one the posterior's.
    got = w.run("sample", {"X": X, "y": y}, "--set", "batch=60", "--set", "gamma=0", "--set", "a=0.002")
    w.close("fixed step: mean", got["mean"], mean, 0, 0.01)
    w.close("fixed step: covariance", got["cov"], np.linalg.inv(A - 0.002 * A @ A / 4), 0.12, 0)
    w.holds("fixed step: not the posterior's", got["cov"][0, 0] > 1.05 * cov[0, 0], got["cov"])
    got = w.run("sample", {"X": X, "y": y}, "--set", "batch=30", "--set", "a=0.002", "--set", "steps=40000")
    w.close("falling step: mean", got["mean"], mean, 0, 0.02)
    w.close("falling step: covariance", got["cov"], cov, 0.2, 0)
    size = 0.002 * (100 + np.arange(1001, 40001)) ** -0.55
    w.close("weighted mean", got["mean"], size @ got["samples"] / size.sum())


main([metropolis_hastings, hmc, gibbs, sgld])
