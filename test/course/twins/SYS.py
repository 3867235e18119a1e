"""Random numbers, linear algebra, control flow, indices and reductions."""
import math
import statistics

import numpy as np

from . import twin
from .DIF import complex_step, draws


@twin("SYS-PHILOX", fresh=lambda inputs, rng: {"counter": rng.integers(0, 2 ** 32, (7, 4)),
                                               "key": rng.integers(0, 2 ** 32, (7, 2))})
def philox(inputs, params):
    cases = list(zip(inputs["counter"].tolist(), inputs["key"].tolist())) if inputs else params["cases"]
    out = []
    for (c0, c1, c2, c3), (k0, k1) in cases:
        for _ in range(10):
            p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
            c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 % 2 ** 32, (p0 >> 32) ^ c3 ^ k1, p0 % 2 ** 32
            k0, k1 = (k0 + 0x9E3779B9) % 2 ** 32, (k1 + 0xBB67AE85) % 2 ** 32
        out.append([c0, c1, c2, c3])
    return {"out": np.array(out)}


@twin("SYS-NORMAL", fresh=lambda inputs, rng: {"u1": rng.uniform(size=9), "u2": rng.uniform(size=9)})
def normal_numbers(inputs, params):
    z = np.sqrt(np.log(inputs["u1"] ** -2)) * np.exp(2j * np.pi * inputs["u2"])
    return {"box_muller_cos": z.real, "box_muller_sin": z.imag}


def digamma(x):
    shift = 0
    while x < 20:
        shift, x = shift - 1 / x, x + 1
    series = 1 / 12 - (1 / 120 - (1 / 252 - 1 / 240 / x ** 2) / x ** 2) / x ** 2
    return shift + math.log(x) - 1 / (2 * x) - series / x ** 2


@twin("SYS-SPECIAL", fresh=lambda inputs, rng: {"xs": rng.uniform(0.01, 0.99, 5), "big": rng.uniform(0.2, 8, 7)})
def special(inputs, params):
    big, normal = inputs["big"].tolist(), statistics.NormalDist()
    quantiles = np.array([normal.inv_cdf(p) for p in inputs["xs"].tolist()])
    angles = np.pi * (np.arange(200) + 0.5) / 200
    weights = np.exp(inputs["big"][:, None] * np.cos(angles))       # I_n = mean of e^(x cos a) cos(n a)
    tiny = [1e-12, 1e-3]
    return {"erf": [math.erf(x) for x in big], "ndtri": quantiles,
            "dndtri": np.sqrt(2 * np.pi) * np.exp(quantiles ** 2 / 2), "lgamma": [math.lgamma(x) for x in big],
            "digamma": [digamma(x) for x in big], "log_i0": np.log(weights.mean(axis=1)),
            "dlog_i0": (weights * np.cos(angles)).sum(axis=1) / weights.sum(axis=1),
            "log1p_tiny": [math.log1p(x) for x in tiny], "expm1_tiny": [math.expm1(x) for x in tiny]}


@twin("SYS-LINALG", fresh=draws(A=(4, 4), b=4, u=4))
def linear_algebra(inputs, params):
    inverse = np.linalg.inv(inputs["A"])
    x, back = inverse @ inputs["b"], inverse.T @ inputs["u"]
    return {"L": np.linalg.cholesky(inputs["A"]), "x": x, "logdet": np.log(np.linalg.det(inputs["A"])), "db": back,
            "dA": -np.outer(back, x), "dlogdet": inverse.T}


@twin("SYS-EIGH", fresh=lambda inputs, rng: draws(A=(5, 5))(inputs, rng) | {"U": rng.normal(size=(5, 5))})
def eigen(inputs, params):
    def inv_sqrt(a):
        y, z = a, np.eye(len(a))
        for _ in range(30):     # Denman & Beavers 1976
            y, z = (y + np.linalg.inv(z)) / 2, (z + np.linalg.inv(y)) / 2
        return z
    g = complex_step(lambda a: (inputs["U"] * inv_sqrt(a)).sum(), inputs["A"])
    return {"eigenvalues": np.sort(np.linalg.eigvals(inputs["A"]).real), "A_inv_sqrt": inv_sqrt(inputs["A"]),
            "grad_sym": (g + g.T) / 2}


@twin("SYS-SCAN", fresh=draws(W=(2, 2), h0=2, x=(7, 2), c=2))
def recurrence(inputs, params):
    def loss(**changed):
        p = inputs | changed
        h, total = p["h0"], 0
        for x in p["x"]:
            h = np.tanh(p["W"] @ h + x)
            total += p["c"] @ h
        return total
    return {"L": loss()} | {"d" + name: complex_step(lambda value: loss(**{name: value}), inputs[name])
                            for name in ("W", "h0", "x")}


@twin("SYS-WHILE", fresh=draws(W_raw=(4, 4), x=4, u=4))
def fixed_point(inputs, params):
    w = 0.5 * inputs["W_raw"] / np.linalg.norm(inputs["W_raw"], 2)

    def solution(x):
        z = 0 * x
        for _ in range(100):
            z = np.tanh(w @ z + x)
        return z
    return {"z": solution(inputs["x"]), "dx": complex_step(lambda x: inputs["u"] @ solution(x), inputs["x"])}


@twin("SYS-INDEX", fresh=lambda inputs, rng: draws(x=9, u=9)(inputs, rng) | {"idx": rng.integers(0, 9, 9)})
def indices(inputs, params):
    x, u, idx = inputs["x"], inputs["u"], inputs["idx"]
    ranks = [sum(x < value) for value in x]
    return {"gather": [x[i] for i in idx], "dx_gather": [u[idx == i].sum() for i in range(x.size)],
            "sorted": np.sort(x), "dx_sort": u[ranks], "cumsum": [x[:i + 1].sum() for i in range(x.size)],
            "dx_cumsum": [u[i:].sum() for i in range(x.size)], "topk": np.sort(x)[::-1][:params["k"]],
            "argmax": ranks.index(x.size - 1)}


@twin("SYS-BROADCAST", fresh=draws(x=(4, 1, 3), y=(5, 1), s=(), u=(4, 5, 3)))
def broadcasting(inputs, params):
    x, y, s, u = inputs["x"][:, 0], inputs["y"][:, 0], inputs["s"], inputs["u"]
    z = np.array([[[x[i, k] * y[j] + s for k in range(x.shape[1])] for j in range(y.size)] for i in range(len(x))])
    return {"z": z, "dx": np.einsum("ijk,j->ik", u, y)[:, None], "dy": np.einsum("ijk,ik->j", u, x)[:, None],
            "ds": u.sum(), "max": [block.max() for block in z], "mean": [z[:, j].mean() for j in range(y.size)]}


@twin("SYS-REDUCE", fresh=lambda inputs, rng: {"x": rng.uniform(-1, 1, 1234567)})
def long_sums(inputs, params):
    x = inputs["x"]
    return {"sum": math.fsum(x), "sum_positive": math.fsum((1 + x) / 2), "sum_sq": math.fsum(x * x)}
