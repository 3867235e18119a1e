"""Normalising flows."""
import math

import numpy as np

from . import jitter, twin
from .GAN import complex_step


def log_normal(x, mean=0.0, std=1.0):
    return -((x - mean) / std) ** 2 / 2 - np.log(std) - math.log(2 * math.pi) / 2


def log_normal_full(x, mean, cov):
    d = x - mean
    return -(d @ np.linalg.inv(cov) @ d + math.log(np.linalg.det(2 * math.pi * cov))) / 2


def between_0_and_1(*keys):
    """A `fresh` that draws these inputs from (0, 1) and makes the others by `jitter`."""
    def fresh(inputs, rng):
        drawn = {key: rng.uniform(0.01, 0.99, inputs[key].shape) for key in keys}
        return jitter(inputs, rng) | drawn
    return fresh


def positive_definite(inputs, rng):
    inputs = jitter(inputs, rng)
    n = len(inputs["Sigma"])
    root = rng.normal(size=(n, n))
    inputs["Sigma"] = root @ root.T + 0.5 * np.eye(n)
    return inputs


@twin("UDL-16.1", fresh=between_0_and_1("xs"))
def squared_uniform(inputs, params):
    return {"pdf": inputs["xs"] ** -0.5 / 2, "cdf": inputs["xs"] ** 0.5}


@twin("UDL-16.2", fresh=between_0_and_1("xs"))
def logit_normal(inputs, params):
    x = inputs["xs"]
    pdf = np.exp(log_normal(np.log(x / (1 - x)))) / (x * (1 - x))
    return {"pdf": pdf, "log_pdf": np.log(pdf)}


@twin("UDL-16.3")
def composed(inputs, params):
    inverse1, inverse3 = np.linalg.inv(inputs["A1"]), np.linalg.inv(inputs["A3"])
    h = inverse3 @ (inputs["x"] - inputs["b3"])
    slope = np.where(h < 0, 10, 1)
    J = inverse1 @ np.diag(slope) @ inverse3
    return {"z": inverse1 @ (slope * h - inputs["b1"]), "J_inverse": J, "log_abs_det": np.log(abs(np.linalg.det(J)))}


@twin("UDL-16.4")
def triangular(inputs, params):
    O1, O2 = inputs["O1"], inputs["O2"]
    return {"inv_O1_diag": np.diag(np.linalg.inv(np.diag(O1))), "det_O1": np.linalg.det(np.diag(O1)),
            "inv_O2": np.linalg.inv(O2), "det_O2": np.linalg.det(O2)}


@twin("UDL-16.5", fresh=positive_definite)
def affine(inputs, params):
    A = inputs["A"]
    return {"mean": A @ inputs["mu"] + inputs["b"], "cov": A @ inputs["Sigma"] @ A.T}


@twin("UDL-16.6", fresh=positive_definite)
def affine_density(inputs, params):
    A = inputs["A"]
    return {"log_density": log_normal_full(inputs["x"], A @ inputs["mu"] + inputs["b"], A @ inputs["Sigma"] @ A.T)}


@twin("UDL-16.7")
def leaky(inputs, params):
    z = inputs["z"]
    return {"x": np.where(z < 0, params["alpha"] * z, z), "inverse": z,
            "inv_abs_det": params["alpha"] ** -float((z < 0).sum())}


@twin("UDL-16.8", fresh=between_0_and_1("h"))
def piecewise_linear(inputs, params):
    h = inputs["h"]
    phi = np.exp(inputs["logits"]) / np.exp(inputs["logits"]).sum()
    K = len(phi)
    b = np.floor(K * h).astype(int)
    start = np.array([phi[:i].sum() for i in b])
    diagonal = K * phi[b]
    return {"hprime": start + (K * h - b) * phi[b], "jac_diag": diagonal, "det": diagonal.prod(),
            "dlogdet_dlogits": np.bincount(b, minlength=K) - len(h) * phi}


@twin("UDL-16.9", fresh=between_0_and_1("hs"))
def square_root(inputs, params):
    phi, h = inputs["phi"], inputs["hs"]
    K = len(phi)
    b = np.floor(K * h).astype(int)
    r = K * h - b
    return {"printed": np.sqrt(r * phi[b]) + [np.sqrt(phi[:i]).sum() for i in b],
            "conical": np.sqrt(r) * phi[b] + [phi[:i].sum() for i in b], "printed_at_1": np.sqrt(phi).sum(),
            "log_deriv_conical": np.log(K * phi[b] / (2 * np.sqrt(r)))}


@twin("UDL-16.10")
def residual_blocks(inputs, params):
    h1, h2 = np.split(inputs["h"], 2)
    I = np.eye(len(h1))
    W1, W2, a1, a2 = (inputs[key] for key in ("W1", "W2", "a1", "a2"))
    results = {}
    for name, V1, V2 in (("dense", W1, W2), ("elementwise", np.diag(a1), np.diag(a2))):
        t1 = np.tanh(V1 @ h2)
        t2 = np.tanh(V2 @ (h1 + t1))
        F1, F2 = (1 - t1 ** 2)[:, None] * V1, (1 - t2 ** 2)[:, None] * V2
        J = np.block([[I, F1], [F2, I + F2 @ F1]])
        results |= {name + "_y": np.append(h1 + t1, h2 + t2), name + "_J": J, name + "_pattern": (J != 0) * 1}
    return results


@twin("UDL-16.11")
def reverse_kl(inputs, params):
    z, (a, b), m, s = inputs["z"], inputs["ab"], params["m"], params["s"]
    e = (a * z + b - m) / s
    best = s / z.std()
    return {"A_kappa": (e ** 2).sum() / 2 - len(z) * np.log(params["kappa"]), "gradA": [e @ z / s, e.sum() / s],
            "B": (e ** 2).mean() / 2 - np.log(abs(a)), "gradB": [(e * z).mean() / s - 1 / a, e.mean() / s],
            "B_minimiser_abs_a_b": [best, m - best * z.mean()]}


@twin("NET-FLOW-COUPLING")
def coupling(inputs, params):
    x1, x2 = np.split(inputs["x"], 2, 1)
    z1, z2 = np.split(inputs["z"], 2, 1)

    def net(v, h):
        raw, t = np.split(np.tanh(h @ v["W1"].T + v["b1"]) @ v["W2"].T + v["b2"], 2, 1)
        return np.tanh(raw), t

    def inverse(v):
        s, t = net(v, x1)
        return (x2 - t) * np.exp(-s), s.sum(1)

    def nll(v):
        back, logdet = inverse(v)
        return (logdet - log_normal(x1).sum(1) - log_normal(back).sum(1)).mean()

    s, t = net(inputs, z1)
    return {"x_from_z": np.append(z1, z2 * np.exp(s) + t, 1), "logdet": s.sum(1),
            "z_from_x": np.append(x1, inverse(inputs)[0], 1), "nll": nll(inputs),
            **{"d" + key: complex_step(lambda v: nll(inputs | {key: v}), inputs[key])
               for key in ("W1", "b1", "W2", "b2")}}


@twin("NET-FLOW-AR")
def autoregressive(inputs, params):
    z, A, M = inputs["z"], inputs["A"], inputs["M"]
    a = np.array([np.tanh(A[d, :d] @ z[:d] + inputs["a0"][d]) for d in range(len(z))])
    m = np.array([M[d, :d] @ z[:d] + inputs["m0"][d] for d in range(len(z))])
    return {"x": z * np.exp(a) + m, "logdet": a.sum()}


@twin("NET-FLOW-RESIDUAL")
def residual(inputs, params):
    z, v = inputs["z"], inputs["v"]
    W = params["lip"] * inputs["W_raw"] / np.linalg.norm(inputs["W_raw"], 2)
    g = np.tanh(W @ z + inputs["b"])
    J = (1 - g ** 2)[:, None] * W
    powers = [np.linalg.matrix_power(J, k) * (-1) ** (k + 1) / k for k in range(1, 11)]
    return {"x": z + g, "inverse": z, "logdet": np.log(np.linalg.det(np.eye(len(z)) + J)),
            "series10": sum(np.trace(p) for p in powers), "hutchinson10": sum(v @ p @ v for p in powers),
            "sigma_max_W": params["lip"]}


def shuffled(inputs, rng):
    return jitter(inputs, rng) | {"perm": rng.permutation(len(inputs["perm"]))}


@twin("NET-FLOW-LU", fresh=shuffled)
def lu(inputs, params):
    x, C = inputs["x"], len(inputs["d"])
    lower, upper = np.tril(inputs["L"], -1) + np.eye(C), np.triu(inputs["U"], 1) + np.diag(inputs["d"])
    W = (lower @ upper)[inputs["perm"]]
    return {"y": np.einsum("oc,chw->ohw", W, x), "dlogabsdet_dW": np.linalg.inv(W).T,
            "logdet": x.shape[1] * x.shape[2] * np.log(abs(np.linalg.det(W)))}


@twin("NET-FLOW-TRAIN")
def elementwise(inputs, params):
    x = inputs["x"]

    def nll(p):
        b, s, w, v = p
        z = (x - b) * np.exp(-s)
        t = np.tanh(w * z + v)
        return -(log_normal(z + 0.5 * t) - s + np.log(1 + 0.5 * w * (1 - t ** 2))).mean()

    p = inputs["params_b_s_w_v"]
    return {"affine_optimum_b_s": [x.mean(), np.log(x.std())], "affine_nll": nll([x.mean(), np.log(x.std()), 0, 0]),
            "nll": nll(p), "grad": complex_step(nll, p)}
