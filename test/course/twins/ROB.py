"""Adversarial robustness and randomised smoothing."""
import itertools
from statistics import NormalDist

import numpy as np

from . import twin

Phi = np.vectorize(NormalDist().cdf)
Phi_inverse = np.vectorize(NormalDist().inv_cdf)


@twin("PET-7.22")
def lp(inputs, params):
    def length(p, v):
        return sum(abs(c) ** p for c in v) ** (1 / p)

    x, y = inputs["x"], inputs["y"]
    return {"norm_e1_plus_e2": 2 ** (1 / inputs["ps"]),
            "x_y_xplusy": [[length(p, v) for v in (x, y, x + y)] for p in inputs["ps"]]}


@twin("PET-7.23")
def deepfool_step(inputs, params):
    w, f = inputs["w"], inputs["w"] @ inputs["x0"] + inputs["b"]
    return {"r": -f / (w @ w) * w, "norm": abs(f) / np.sqrt(w @ w)}


@twin("PET-7.24")
def fgsm_linear(inputs, params):
    w, eps = inputs["w"], params["eps"]
    return {"delta": np.where(w > 0, eps, -eps), "value": eps * np.abs(w).sum()}


@twin("PET-9.25")
def smoothed_linear(inputs, params):
    f = inputs["X"] @ inputs["w"] + inputs["b"]
    return {"f": f, "p_plus": [Phi(f / s / np.linalg.norm(inputs["w"])) for s in params["sigmas"]]}


@twin("PET-9.26")
def linear_radius(inputs, params):
    R = np.abs(inputs["X"] @ inputs["w"] + inputs["b"]) / np.linalg.norm(inputs["w"])
    return {"R": R, "pA": [Phi(R / s) for s in params["sigmas"]]}


@twin("PET-9.27")
def lipschitz(inputs, params):
    W1, W2 = inputs["W1"], inputs["W2"]

    def sigma_max(A):
        return np.linalg.svd(A, compute_uv=False)[0]

    active = W1 @ inputs["x"] + inputs["b1"] > 0
    return {"product_bound": sigma_max(W2) * sigma_max(W1),
            "pattern_max": max(sigma_max(W2 @ np.diag(s) @ W1) for s in itertools.product([0, 1], repeat=len(W1))),
            "local": sigma_max(W2[:, active] @ W1[active])}


@twin("PET-9.28", fresh=lambda inputs, rng: {"pA": rng.uniform(0.51, 0.9999, inputs["pA"].shape)})
def two_class_radius(inputs, params):
    z = Phi_inverse(inputs["pA"])
    return {"R": params["sigma"] * z,
            "worst_case": np.stack([Phi(z - d / params["sigma"]) for d in params["ds"]], axis=1)}


@twin("PET-10.29")
def smoothed_sine(inputs, params):
    a, x, s = inputs["a"], inputs["x"], params["sigma"]
    damping = np.exp(-s ** 2 * (a @ a) / 2)

    def g(x):
        return np.sin(a @ x) * damping

    eta = s * Phi_inverse((g(x) + 1) / 2)
    # Phi(eta / s) = (g + 1) / 2: phi(eta / s) grad eta / s = grad g / 2
    grad_eta = s / 2 * np.cos(a @ x) * damping * a / NormalDist().pdf(eta / s)
    d = params["dn"]
    shifted = x + d * inputs["dir"] / np.linalg.norm(inputs["dir"])
    return {"g": g(x), "eta": eta, "bounds": [2 * Phi((eta - d) / s) - 1, 2 * Phi((eta + d) / s) - 1],
            "g_shifted": g(shifted), "grad_eta_norm": np.linalg.norm(grad_eta)}


@twin("PET-10.30")
def smoothed_slope(inputs, params):
    return {"L_published": np.sqrt(2 / np.pi), "L_tight": 1 / np.sqrt(2 * np.pi),
            "slope": np.exp(-inputs["ts"] ** 2 / 2) / np.sqrt(2 * np.pi)}


def logits(x, p):
    """W2 tanh(W1 x + b1) + b2 for each row of x."""
    return np.tanh(x @ p["W1"].T + p["b1"]) @ p["W2"].T + p["b2"]


@twin("NET-FGSM")
def fgsm(inputs, params):
    x0, label, eps = inputs["x"], params["label"], params["eps"]

    def loss(x):
        f = logits(x, inputs)
        return np.log(np.exp(f).sum()) - f[label]

    def gradient(x):
        h = np.tanh(inputs["W1"] @ x + inputs["b1"])
        f = logits(x, inputs)
        df = np.exp(f) / np.exp(f).sum() - np.eye(len(f))[label]
        return inputs["W1"].T @ ((1 - h * h) * (inputs["W2"].T @ df))

    x_adv = np.clip(x0 + eps * np.sign(gradient(x0)), 0, 1)
    x = x0
    for _ in range(3):
        x = np.clip(x + params["a"] * np.sign(gradient(x)), x0 - eps, x0 + eps).clip(0, 1)
    return {"grad": gradient(x0), "x_adv": x_adv, "loss_before_after": [loss(x0), loss(x_adv)],
            "x_pgd3": x, "loss_pgd3": loss(x)}


@twin("NET-DEEPFOOL")
def deepfool(inputs, params):
    x, r, n = inputs["x"], np.zeros_like(inputs["x"]), 0
    k0 = np.argmax(logits(x, inputs))
    others = [k for k in range(len(inputs["b2"])) if k != k0]
    while np.argmax(logits(x + 1.02 * r, inputs)) == k0:
        f = logits(x + r, inputs)
        h = np.tanh(inputs["W1"] @ (x + r) + inputs["b1"])
        J = inputs["W2"] @ ((1 - h * h)[:, None] * inputs["W1"])
        l = min(others, key=lambda k: abs(f[k] - f[k0]) / np.linalg.norm(J[k] - J[k0]))
        w = J[l] - J[k0]
        r = r + (abs(f[l] - f[k0]) + 1e-4) * w / (w @ w)
        n += 1
    return {"iterations": n, "r": 1.02 * r, "norm": 1.02 * np.linalg.norm(r),
            "labels": [k0, np.argmax(logits(x + 1.02 * r, inputs))]}


def clopper_pearson(k, n, alpha):
    """The p for which n trials have k successes or more with probability alpha."""
    log_factorial = np.concatenate([[0], np.cumsum(np.log(np.arange(1, n + 1)))])
    i = np.arange(k, n + 1)
    log_binomial = log_factorial[n] - log_factorial[i] - log_factorial[n - i]
    low, high = 0.0, 1.0
    for _ in range(60):
        p = (low + high) / 2
        tail = np.exp(log_binomial + i * np.log(p) + (n - i) * np.log1p(-p)).sum()
        low, high = (p, high) if tail < alpha else (low, p)
    return low


@twin("NET-RS")
def smoothing(inputs, params):
    pA = np.array([clopper_pearson(k, n, params["alpha"]) for k, n in params["counts"]])
    classes = np.argmax(logits(inputs["x"] + params["sigma"] * inputs["noise"], inputs), axis=1)
    return {"pA_low": pA, "radius": np.where(pA > 0.5, params["sigma"] * Phi_inverse(pA), params["abstain"]),
            "class_counts": np.bincount(classes, minlength=len(inputs["b2"]))}


@twin("NET-MEDSMOOTH")
def median_smoothing(inputs, params):
    w, shift = inputs["w"], params["eps"] / params["sigma"]
    median = w @ inputs["x"] + inputs["b"]
    reach = params["eps"] * np.linalg.norm(w)
    return {"levels": Phi([-shift, shift]), "bounds": [median - reach, median + reach], "median": median,
            "sample_median": np.median(inputs["samples"]), "sorted": np.sort(inputs["samples"])}
