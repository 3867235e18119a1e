"""Markov chains and Monte Carlo."""
import itertools
import math

import numpy as np

from . import twin
from .DIF import draws, mixture_score


@twin("PET-5.14", fresh=draws(x=7))
def minibatch(inputs, params):
    x, n = inputs["x"], params["n"]
    g = x - params["theta"]
    estimates = [x.size / n * sum(subset) for subset in itertools.combinations(g, n)]
    return {"full": g.sum(), "mean_over_subsets": np.mean(estimates), "var_over_subsets": np.var(estimates)}


@twin("PET-5.15", fresh=lambda inputs, rng: {"pi": rng.uniform(0.1, 1, 6), "path": rng.integers(0, 6, 9)})
def reversible(inputs, params):
    pi, path = inputs["pi"] / inputs["pi"].sum(), inputs.get("path", params["path"])
    k = len(pi)
    t = np.zeros((k, k))
    for i, j in itertools.permutations(range(k), 2):
        t[i, j] = min(1, pi[j] / pi[i]) / (k - 1)
    t += np.diag(1 - t.sum(axis=1))
    backward = math.prod(t[j, i] for i, j in zip(path, path[1:])) * pi[path[-1]]
    return {"T": t, "path_prob": backward, "cyclic_forward_backward": [0.8 ** 2 / k, 0.0]}


@twin("PET-5.16", fresh=draws(x0=2, eps=(9, 2)))
def gibbs(inputs, params):
    rho, eps = params["rho"], inputs["eps"] * np.sqrt(1 - params["rho"] ** 2)
    x2, rows = inputs["x0"][1], []
    for e1, e2 in eps:
        x1 = rho * x2 + e1
        x2 = rho ** 2 * x2 + rho * e1 + e2
        rows.append([x1, x2])
    return {"chain": np.array(rows), "stationary_cov": np.array([[1, rho], [rho, 1]]), "lag1_autocorr": rho ** 2}


@twin("NET-SGLD", fresh=lambda inputs, rng: draws(x=8, eps=7, theta0=())(inputs, rng) | {
    "batches": rng.integers(0, 8, (7, 3))})
def sgld(inputs, params):
    x, eta, prior = inputs["x"], params["eta"], params["prior_var"]
    theta, path, n = inputs["theta0"], [], inputs["batches"].shape[1]
    for batch, eps in zip(inputs["batches"], inputs["eps"]):
        slope = -theta / prior + x.size / n * (x[batch] - theta).sum()
        theta = theta + eta * slope + np.sqrt(2 * eta) * eps
        path.append(theta)
    a = x.size + 1 / prior
    keep = 1 - eta * a      # theta' - mean = keep (theta - mean) + sqrt(2 eta) eps
    return {"trajectory": np.array(path), "fullbatch_stationary_var": 2 * eta / (1 - keep ** 2),
            "posterior_mean_var": np.array([x.sum() / a, 1 / a])}


@twin("NET-LANGEVIN", fresh=draws(w=3, m=3, v=3, eps=9, x0=(), grid=5))
def langevin(inputs, params):
    mixture = [inputs[name] for name in ("w", "m", "v")]
    x, eta, path = np.array([inputs["x0"]]), params["eta"], []
    for eps in inputs["eps"]:
        x = x + eta * mixture_score(x, 1, *mixture) + np.sqrt(2 * eta) * eps
        path.append(x[0])
    return {"score": mixture_score(inputs["grid"], 1, *mixture), "trajectory": np.array(path)}


@twin("NET-MH", fresh=lambda inputs, rng: {"proposal": rng.normal(size=20), "u": rng.uniform(size=20)})
def metropolis_hastings(inputs, params):
    x, chain, accept = params["x0"], [], []
    for d, u in zip(inputs["proposal"], inputs["u"]):
        accept.append(int(u < math.exp((x ** 4 - (x + d) ** 4) / 4)))
        x += accept[-1] * d
        chain.append(x)
    grid = np.linspace(-8, 8, 4001)
    p = np.exp(-grid ** 4 / 4)
    return {"chain": np.array(chain), "accept": np.array(accept),
            "stationary_second_moment": (grid ** 2 * p).sum() / p.sum()}
