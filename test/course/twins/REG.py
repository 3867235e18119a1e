"""Regularisation: penalties, noise, label smoothing, dropout."""
import math

import numpy as np

from . import twin


def softmax(f):
    e = np.exp(f - f.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def binomial(n, q):
    return np.array([math.comb(n, k) * q ** k * (1 - q) ** (n - k) for k in range(n + 1)])


def poisson(count, lam):
    """The probabilities of 0, ..., count - 1."""
    return math.exp(-lam) * np.cumprod([1.0] + [lam / k for k in range(1, count)])


@twin("UDL-9.1")
def gaussian_prior(inputs, params):
    x, y, s2, sp2 = inputs["X"], inputs["y"], params["s2"], params["sp2"]
    lam = s2 / sp2
    # Ridge is least squares with rows sqrt(lambda) 1 and targets 0 beside the data.
    rows = np.concatenate([x, math.sqrt(lam) * np.eye(x.shape[1])])
    phi = np.linalg.lstsq(rows, np.concatenate([y, np.zeros(x.shape[1])]), rcond=None)[0]
    r = y - x @ phi
    return {"lambda": lam, "map": phi,
            "neg_log_posterior": (np.log(2 * np.pi * s2) + r ** 2 / s2).sum() / 2
            + (np.log(2 * np.pi * sp2) + phi ** 2 / sp2).sum() / 2}


@twin("UDL-9.2")
def l2_gradient(inputs, params):
    x, phi = inputs["X"], inputs["phi"]
    return {"grad": 2 * x.T @ (x @ phi - inputs["y"]) + 2 * params["lam"] * phi}


@twin("UDL-9.3")
def input_noise(inputs, params):
    x, (p0, p1), s2 = inputs["x"], inputs["phi"], params["s2"]
    r2 = ((p0 + p1 * x - inputs["y"]) ** 2).sum()
    variance = 2 * len(x) * s2 ** 2 * p1 ** 4 + 4 * p1 ** 2 * s2 * r2
    return {"expected_loss": r2 + len(x) * s2 * p1 ** 2, "lambda": len(x) * s2,
            "mc_standard_error": np.sqrt(variance / params["mc_R"])}


@twin("UDL-9.4", fresh=lambda inputs, rng: {"f": rng.normal(size=inputs["f"].shape),
                                            "y": rng.integers(0, inputs["f"].shape[1], inputs["y"].shape)})
def label_smoothing(inputs, params):
    s, eps = softmax(inputs["f"]), params["eps"]
    k = s.shape[1]
    t = eps / (k - 1) + (1 - eps - eps / (k - 1)) * np.eye(k)[inputs["y"]]
    mix = (t * s).sum(1, keepdims=True)
    return {"loss_ce": -(t * np.log(s)).sum(1), "grad_ce": s - t, "loss_mixture": -np.log(mix[:, 0]),
            "grad_mixture": s - t * s / mix}


@twin("UDL-9.5")
def weight_decay(inputs, params):
    phi, g, lam, alpha = inputs["phi"], inputs["dL"], params["lam"], params["alpha"]
    g2 = g + lam / alpha * phi
    return {"sgd": (1 - lam) * phi - alpha * g, "adam_l2_first_step": phi - alpha * g2 / (np.abs(g2) + 1e-8),
            "adam_decoupled_first_step": (1 - lam) * phi - alpha * g / (np.abs(g) + 1e-8)}


@twin("UDL-9.6")
def penalties(inputs, params):
    p = inputs["pts"]
    last, size = p[-2:], np.abs(p)
    return {"penalties": np.stack([(p != 0).sum(1), np.sqrt(size).sum(1), size.sum(1), (p ** 2).sum(1)], 1),
            "grads_last_two": np.stack([np.sign(last) / (2 * np.sqrt(np.abs(last))), np.sign(last), 2 * last])}


@twin("UBC-1.1")
def dropout_mean(inputs, params):
    terms, p = inputs["w"] * inputs["h"], params["p"]
    return {"E_scaled": terms.sum(), "E_unscaled": (1 - p) * terms.sum(), "w_dot_h": terms.sum(),
            "var_scaled": (terms ** 2).sum() * p / (1 - p)}


@twin("UBC-1.2", fresh=lambda inputs, rng: {"p": rng.uniform(0, 0.9, inputs["p"].shape)})
def relu_dropout(inputs, params):
    var_h = 0.5 - 1 / (2 * np.pi)
    return {"E_h": 1 / np.sqrt(2 * np.pi), "E_h2": 0.5, "var_h": var_h,
            "var_dropout": var_h + 0.5 * inputs["p"] / (1 - inputs["p"])}


@twin("UBC-1.3")
def kept_units(inputs, params):
    m, p = params["M"], params["p"]
    return {"EK": m * (1 - p), "VarK": m * p * (1 - p), "pmf": binomial(m, 1 - p)}


@twin("UBC-1.4")
def poisson_limit(inputs, params):
    lam, tv = params["lam"], []
    for m in params["Ms"]:
        poi = poisson(m + 1, lam)
        tv.append((np.abs(binomial(m, lam / m) - poi).sum() + 1 - poi.sum()) / 2)
    return {"poisson_pmf_0_8": poisson(9, lam), "tv": np.array(tv)}


@twin("UBC-1.5")
def thinning(inputs, params):
    mean = params["lam"] * (1 - params["p"])
    return {"pmf": poisson(8, mean), "mean": mean}


@twin("NET-DROPOUT")
def dropout(inputs, params):
    scale = inputs["mask"] / (1 - params["p"])
    return {"y_train": scale * inputs["x"], "dx_train": scale * inputs["dy"], "y_eval": inputs["x"]}
