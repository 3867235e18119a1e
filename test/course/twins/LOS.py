"""Losses and likelihoods."""
import math

import numpy as np

from . import twin


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def bessel(order, k):
    """I_n(k), as the mean of exp(k cos t) cos(n t) over the circle: exact for so many points."""
    t = 2 * np.pi * np.arange(400) / 400
    return np.mean(np.exp(np.multiply.outer(k, np.cos(t))) * np.cos(order * t), axis=-1)


def probabilities(inputs, rng):
    """Fresh probabilities, the ends among them."""
    return {key: np.concatenate([rng.uniform(0, 1, len(value) - 2), [0, 1]]) for key, value in inputs.items()}


@twin("UDL-8.1")
def never_zero(inputs, params):
    return {"log10_ce": np.log10(np.log1p(np.exp(-inputs["margins"])))}


@twin("UDL-2.3")
def two_fits(inputs, params):
    x, y = inputs["x"], inputs["y"]
    disc, gen = np.polyfit(x, y, 1)[::-1], np.polyfit(y, x, 1)[::-1]
    at = np.array([0.5, 1.5])
    return {"disc_phi0_phi1": disc, "gen_phi0_phi1": gen, "pred_disc": disc[0] + disc[1] * at,
            "pred_gen": (at - gen[0]) / gen[1]}


@twin("UDL-5.2", fresh=probabilities)
def bce_curve(inputs, params):
    with np.errstate(divide="ignore"):
        return {"L_y0": -np.log(1 - inputs["ps"]), "L_y1": -np.log(inputs["ps"])}


@twin("UDL-5.3", fresh=lambda inputs, rng: {key: rng.uniform(-9, 9, value.shape) for key, value in inputs.items()})
def von_mises(inputs, params):
    y, mu, kappa = inputs["y"], inputs["mu"], params["kappa"]
    reduced = -np.cos(y - mu).sum()
    return {"nll": kappa * reduced + len(y) * np.log(2 * np.pi * np.i0(kappa)), "reduced_loss": reduced,
            "dnll_dmu": -kappa * np.sin(y - mu), "wrapped_mu": mu - 2 * np.pi * np.round(mu / (2 * np.pi))}


@twin("UDL-5.4")
def mixture(inputs, params):
    f, y = inputs["f"].T, inputs["y"]
    log_p = np.stack([-np.log(2 * np.pi * s ** 2) / 2 - (y - mu) ** 2 / (2 * s ** 2)
                      for mu, s in ((f[1], f[2]), (f[3], f[4]))])
    log_p += np.stack([-np.logaddexp(0, -f[0]), -np.logaddexp(0, f[0])])
    each = -np.logaddexp(*log_p)
    r = np.exp(log_p + each) # how much each component answers for the example
    df = [sigmoid(f[0]) - r[0]]
    for k, (mu, s) in enumerate(((f[1], f[2]), (f[3], f[4]))):
        df += [r[k] * (mu - y) / s ** 2, r[k] * (1 / s - (y - mu) ** 2 / s ** 3)]
    return {"per_example": each, "L": each.sum(), "dL_df": np.stack(df, 1)}


@twin("UDL-5.5")
def von_mises_mixture(inputs, params):
    f, y = inputs["f"].T, inputs["y"]
    weights, components = (sigmoid(f[0]), sigmoid(-f[0])), ((f[1], np.exp(f[2])), (f[3], np.exp(f[4])))
    p = np.stack([w * np.exp(k * np.cos(y - mu)) / (2 * np.pi * bessel(0, k))
                  for w, (mu, k) in zip(weights, components)])
    r = p / p.sum(0)
    df = [weights[0] - r[0]]
    for rk, (mu, k) in zip(r, components):
        df += [-rk * k * np.sin(y - mu), rk * k * (bessel(1, k) / bessel(0, k) - np.cos(y - mu))]
    return {"nll": -np.log(p.sum(0)), "grad": np.stack(df, 1)}


@twin("UDL-5.6", fresh=lambda inputs, rng: {"f": rng.normal(size=inputs["f"].shape),
                                            "y": rng.integers(0, 20, inputs["y"].shape)})
def poisson(inputs, params):
    f, y = inputs["f"], inputs["y"]
    short = (np.exp(f) - y * f).sum()
    return {"L": short + sum(math.log(math.factorial(n)) for n in y), "L_without_const": short,
            "dL_df": np.exp(f) - y}


@twin("UDL-5.7")
def spherical(inputs, params):
    d, s2 = inputs["mu"] - inputs["y"], params["s2"]
    sum_sq = (d ** 2).sum()
    return {"nll": d.size / 2 * np.log(2 * np.pi * s2) + sum_sq / (2 * s2), "sum_sq": sum_sq, "dnll_dmu": d / s2}


@twin("UDL-5.8")
def heteroscedastic(inputs, params):
    d, s = inputs["f1"] - inputs["y"], inputs["f2"]
    return {"L": (np.log(2 * np.pi * s ** 2) / 2 + d ** 2 / (2 * s ** 2)).sum(), "dL_df1": d / s ** 2,
            "dL_df2": 1 / s - d ** 2 / s ** 3}


@twin("UDL-5.9")
def units(inputs, params):
    y = inputs["Y"]
    design = np.stack([np.ones_like(inputs["x"]), inputs["x"]], 1)
    ss = ((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2).sum(0)
    alike = ss / y.var(0)
    return {"ss": ss, "share": ss / ss.sum(), "opt_var": ss / len(y), "share_standardised": alike / alike.sum()}


@twin("UDL-5.10")
def wind(inputs, params):
    y, s, (f1, f2) = inputs["y"], inputs["s"], inputs["f"].T
    kappa, q, theta = params["kappa"], params["q"], np.exp(f2)
    direction = np.exp(kappa * np.cos(y - f1)) / (2 * np.pi * np.i0(kappa))
    speed = s ** (q - 1) * np.exp(-s / theta) / (theta ** q * math.gamma(q))
    return {"nll": -np.log(direction * speed), "grad": np.stack([-kappa * np.sin(y - f1), q - s / theta], 1)}


@twin("UDL-8.5")
def collapse(inputs, params):
    s = inputs["s"]
    half_log = np.log(2 * np.pi) / 2
    return {"nll": half_log + np.log(s), "nll_floored": half_log + np.log(np.maximum(s, np.sqrt(params["floor"])))}


@twin("PET-1.2")
def classifier(inputs, params):
    scores = np.array([[w @ x for w in inputs["W"]] for x in inputs["X"]])
    return {"scores": scores, "label": [int(np.argmax(row)) for row in scores]}


@twin("PET-1.3", fresh=probabilities)
def ranges(inputs, params):
    with np.errstate(divide="ignore"):
        ce = -np.log(inputs["eps"])
    return {"ce": ce, "kl": ce, "kl_reverse_of_p10_qhalf": [np.log(2)], "max_entropy_K10": np.log(10)}


@twin("PET-1.4")
def decomposition(inputs, params):
    p, q = inputs["p"] / inputs["p"].sum(), inputs["q"] / inputs["q"].sum()
    on = p > 0
    h, ce = -p[on] @ np.log(p[on]), -p[on] @ np.log(q[on])
    return {"H": h, "CE": ce, "KL": ce - h}
