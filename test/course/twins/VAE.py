"""Latent variables, VAE, EM, Bayesian networks."""
import math

import numpy as np

from . import jitter, twin
from .GAN import complex_step


def log_normal(x, mean, var):
    return -((x - mean) ** 2 / var + np.log(2 * math.pi * var)) / 2


def kl_normal(m1, v1, m2=0.0, v2=1.0):
    return (np.log(v2 / v1) + (v1 + (m1 - m2) ** 2) / v2 - 1) / 2


@twin("UDL-17.2")
def concave(inputs, params):
    return {"d2": -inputs["xs"] ** -2.0}


@twin("UDL-17.3")
def convex(inputs, params):
    x, p = inputs["values"], inputs["prob"] / inputs["prob"].sum()
    return {"d2": [[2 * n * (2 * n - 1) * t ** (2 * n - 2) for t in inputs["xs"]] for n in params["ns"]],
            "mean_sq_and_second_moment": [(p @ x) ** 2, p @ x ** 2]}


@twin("UDL-17.4")
def evidence(inputs, params):
    x, w, b, s2, m, v = (inputs[key] for key in ("x", "w", "b", "s2", "m", "v"))
    z, weight = np.polynomial.hermite_e.hermegauss(20) # exact for polynomials, which these expectations are of
    z, weight = m + np.sqrt(v) * z, weight / weight.sum()
    precision = 1 + w * w / s2
    posterior = w * (x - b) / s2 / precision, 1 / precision
    fit = weight @ log_normal(x, w * z + b, s2)
    prior = weight @ (log_normal(z, m, v) - log_normal(z, 0, 1.0))
    return {"E_loglik": fit, "KL_prior": prior, "elbo": fit - prior, "log_evidence": log_normal(x, b, w * w + s2),
            "KL_posterior": weight @ (log_normal(z, m, v) - log_normal(z, *posterior))}


@twin("UDL-17.5")
def expectation_gradients(inputs, params):
    eps, mu, sigma = inputs["eps"], params["mu"], params["sigma"]
    x = mu + sigma * eps
    return {"exact": [2 * mu, 2 * sigma], "score": [(x ** 2 * eps).mean() / sigma,
                                                    (x ** 2 * (eps ** 2 - 1)).mean() / sigma],
            "reparam": [2 * x.mean(), 2 * (x * eps).mean()]}


@twin("UDL-17.6")
def interpolation(inputs, params):
    z1, z2, ts = inputs["z1"], inputs["z2"], params["ts"]
    angle = math.acos(z1 @ z2 / math.sqrt(z1 @ z1 * (z2 @ z2)))
    slerp = np.array([(math.sin((1 - t) * angle) * z1 + math.sin(t * angle) * z2) / math.sin(angle) for t in ts])
    straight = np.array([(1 - t) * z1 + t * z2 for t in ts])
    return {"angle": angle, "slerp": slerp,
            "norms_slerp_lerp": np.stack([np.linalg.norm(slerp, axis=1), np.linalg.norm(straight, axis=1)], 1)}


@twin("UDL-17.7")
def em(inputs, params):
    x, mean = inputs["x"], inputs["mu0"]
    n = len(mean)
    weight, var = np.full(n, 1 / n), np.ones(n)
    path, loglik = [], []
    for _ in range(params["iters"]):
        joint = weight * np.exp(log_normal(x[:, None], mean, var))
        loglik.append(np.log(joint.sum(1)).sum())
        r = joint / joint.sum(1, keepdims=True)
        weight, mean = r.mean(0), r.T @ x / r.sum(0)
        var = np.array([r[:, k] @ (x - mean[k]) ** 2 / r[:, k].sum() for k in range(n)])
        path.append([weight, mean, var])
    return {"params_1": path[0], "params_2": path[1], "params_last": path[-1], "loglik_before_each_iter": loglik}


@twin("PET-4.12")
def bayes_by_backprop(inputs, params):
    X, y, mu, rho, eps = (inputs[key] for key in ("X", "y", "mu", "rho", "eps"))

    def f(mu, rho):
        sigma = np.log(1 + np.exp(rho))
        w = mu + sigma * eps
        prior = (params["pi"] * np.exp(log_normal(w, 0, params["s1"] ** 2))
                 + (1 - params["pi"]) * np.exp(log_normal(w, 0, params["s2"] ** 2)))
        return (log_normal(w, mu, sigma ** 2).sum() - np.log(prior).sum()
                - log_normal(y, X @ w, params["noise"] ** 2).sum())

    dmu = complex_step(lambda m: f(m, rho), mu)
    return {"f": f(mu, rho), "dmu": dmu, "drho": complex_step(lambda r: f(mu, r), rho),
            "mu_after_step": mu - params["lr"] * dmu,
            "closed_form_KL_to_N0s1": kl_normal(mu, np.log1p(np.exp(rho)) ** 2, 0, params["s1"] ** 2).sum()}


@twin("PET-4.13")
def vae_loss(inputs, params):
    mu, var, x, W = inputs["mu"], np.exp(inputs["logvar"]), inputs["x"], inputs["W"]

    def recon(z):
        return ((x - W @ z - inputs["b"]) ** 2).sum() / (2 * params["c2"])

    KL = kl_normal(mu, var).sum()
    expected = recon(mu) + np.trace(W @ np.diag(var) @ W.T) / (2 * params["c2"])
    return {"KL": KL, "dKL_dmu": mu, "dKL_dlogvar": (var - 1) / 2, "recon_expected": expected,
            "recon_sample": recon(mu + np.sqrt(var) * inputs["eps"]), "L_expected": KL + expected}


@twin("PET-6.17")
def hierarchical(inputs, params):
    x, a, s, c, r = (inputs[key] for key in ("x", "a", "s_var", "c", "r_var"))
    T = len(a)
    mean, noise = [x], np.zeros((T + 1, T)) # z_t is mean[t] + noise[t] @ eps, z_0 = x
    for t in range(T):
        mean.append(c[t] * mean[t])
        noise[t + 1] = c[t] * noise[t] + np.sqrt(r[t]) * np.eye(T)[t]

    def elbo(eps):
        z = [m + n @ eps for m, n in zip(mean, noise)]
        return log_normal(z[T], 0, 1.0) + sum(log_normal(z[t], a[t] * z[t + 1], s[t])
                                              - log_normal(z[t + 1], c[t] * z[t], r[t]) for t in range(T))

    # It is quadratic in eps, so its mean is the value at 0 and half the trace of its second derivatives.
    second = [elbo(e) + elbo(-e) - 2 * elbo(0 * e) for e in np.eye(T)]
    var = 1.0
    for t in reversed(range(T)):
        var = a[t] ** 2 * var + s[t]
    return {"one_sample": elbo(inputs["eps"]), "elbo": elbo(np.zeros(T)) + sum(second) / 2,
            "log_px": log_normal(x, 0, var)}


@twin("NET-VAE", fresh=lambda inputs, rng: jitter(inputs, rng) | {"eps": rng.normal(size=inputs["eps"].shape)})
def vae(inputs, params):
    x = inputs["x"]

    def forward(v):
        h = np.tanh(x @ v["We"].T + v["be"])
        mu, logvar = h @ v["Wm"].T + v["bm"], h @ v["Wv"].T + v["bv"]
        z = mu + np.exp(logvar / 2) * v["eps"]
        xr = np.tanh(z @ v["Wd"].T + v["bd"]) @ v["Wo"].T + v["bo"]
        return xr, kl_normal(mu, np.exp(logvar)).sum(1), ((x - xr) ** 2).sum(1) / (2 * params["c2"])

    xr, KL, recon = forward(inputs)
    names = ("We", "be", "Wm", "bm", "Wv", "bv", "Wd", "bd", "Wo", "bo")
    return {"xr": xr, "KL": KL, "recon": recon, "L": (KL + recon).mean(),
            **{"d" + name: complex_step(lambda v: sum(forward(inputs | {name: v})[1:]).mean(), inputs[name])
               for name in names}}
