"""Divergences, optimal transport and GANs."""
import math

import numpy as np

from . import jitter, twin


def complex_step(f, x):
    """The gradient of f, a real scalar that complex numbers may go through, at x."""
    x = np.asarray(x)
    gradient = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[i] += 1e-30j
        gradient[i] = f(moved).imag * 1e30
    return gradient


def softplus(x):
    return np.logaddexp(0, x) if x.dtype.kind == "f" else np.log(1 + np.exp(x))


def kl(p, q):
    return sum(a * math.log(a / b) for a, b in zip(p, q) if a > 0)


def js(p, q):
    return (kl(p, (p + q) / 2) + kl(q, (p + q) / 2)) / 2


def weights(inputs, rng):
    """Other positive weights, and another number of them."""
    n = rng.integers(2, 8)
    return {"p": rng.random(n) + 0.01, "q": rng.random(n) + 0.01}


@twin("UDL-15.1", fresh=weights)
def equal_distributions(inputs, params):
    p, q = inputs["p"] / inputs["p"].sum(), inputs["q"] / inputs["q"].sum()
    return {"L_equal": math.log(4), "L": math.log(4) - 2 * js(p, q), "JS": js(p, q)}


@twin("UDL-15.2", fresh=weights)
def jensen_shannon(inputs, params):
    p, q = inputs["p"] / inputs["p"].sum(), inputs["q"] / inputs["q"].sum()
    return {"L": math.log(4) - 2 * js(p, q), "D_JS": js(p, q), "D_star": 1 / (1 + q / p)}


@twin("UDL-15.3", fresh=weights)
def earth_mover(inputs, params):
    p, q = inputs["p"] / inputs["p"].sum(), inputs["q"] / inputs["q"].sum()
    n = len(p)
    A = np.zeros((2 * n, n * n), np.int64)
    for j in range(n):
        for i in range(n):
            A[i, n * j + i] = A[n + j, n * j + i] = 1
    left, right, cost, i, j = p.copy(), q.copy(), 0.0, 0, 0
    while i < n and j < n: # move what the first place still has to the first that still lacks
        moved = min(left[i], right[j])
        left[i] -= moved
        right[j] -= moved
        cost += moved * abs(i - j)
        i, j = (i + 1, j) if left[i] <= right[j] else (i, j + 1)
    return {"A": A, "W1": cost}


@twin("UDL-15.4")
def shifted_uniforms(inputs, params):
    a = np.abs(inputs["a"])
    return {"JS": np.minimum(a, 1) * math.log(2), "W1": a, "KL": np.where(a == 0, 0, np.inf)}


@twin("UDL-15.5")
def normal_distances(inputs, params):
    d, s1, s2 = inputs["d"], params["s1"], params["s2"]
    return {"KL_unit": d * d / 2, "W2sq_unit": d * d, "W2sq": d * d + s1 * s1 + s2 * s2 - 2 * s1 * s2,
            "KL": math.log(s2 / s1) + (s1 * s1 + d * d) / (2 * s2 * s2) - 0.5}


@twin("UDL-15.6")
def truncation(inputs, params):
    kept = np.array([math.erf(t / math.sqrt(2)) for t in inputs["taus"]])
    return {"log10_kept": params["dim"] * np.log10(kept), "truncated": 1 - kept ** params["dim"]}


@twin("PET-3.10")
def parallel_lines(inputs, params):
    theta = inputs["thetas"]
    apart = theta != 0
    return {"KL": np.where(apart, np.inf, 0), "JS": np.where(apart, math.log(2), 0), "W1": np.abs(theta),
            "dW1_dtheta": np.sign(theta)}


@twin("PET-3.11")
def gradient_penalty(inputs, params):
    x, y, u, lam = inputs["x"], inputs["y"], inputs["u"], params["lam"]
    length = np.linalg.norm(u)
    return {"loss": u @ (y - x) + lam * (length - 1) ** 2, "dloss_du": y - x + 2 * lam * (length - 1) * u / length,
            "loss_at_unit_direction": -np.linalg.norm(x - y)}


@twin("NET-GAN")
def gan(inputs, params):
    x, z = inputs["x"], inputs["z"]
    G_names, D_names = ("Wg1", "bg1", "Wg2", "bg2"), ("Wd1", "bd1", "wd2", "bd2")

    def D(v, x):
        return np.tanh(x @ v["Wd1"].T + v["bd1"]) @ v["wd2"] + v["bd2"]

    def fake(v):
        return D(v, np.tanh(z @ v["Wg1"].T + v["bg1"]) @ v["Wg2"].T + v["bg2"])

    def L_D(v):
        return softplus(-D(v, x)).mean() + softplus(fake(v)).mean()

    def L_G(v):
        return softplus(-fake(v)).mean()

    def gradients(L, v, names):
        return {name: complex_step(lambda value: L(v | {name: value}), v[name]) for name in names}

    v = inputs
    d, g = gradients(L_D, v, D_names), gradients(L_G, v, G_names)
    for _ in range(2):
        v = v | {name: v[name] - params["lr"] * d for name, d in gradients(L_D, v, D_names).items()}
        v = v | {name: v[name] - params["lr"] * d for name, d in gradients(L_G, v, G_names).items()}
    return {"L_D": L_D(inputs), "L_G": L_G(inputs), "after2_wd2": v["wd2"], "after2_Wg2": v["Wg2"],
            "minimax_dWg2": gradients(lambda v: -softplus(fake(v)).mean(), inputs, ["Wg2"])["Wg2"],
            **{"d" + name: value for name, value in (d | g).items()}}


@twin("NET-WGANGP")
def wgan_gp(inputs, params):
    acts = {"tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
            "leaky": (lambda z: np.where(z.real > 0, z, 0.2 * z), lambda z: np.where(z.real > 0, 1, 0.2))}
    t = inputs["t"][:, None]
    s = t * inputs["x"] + (1 - t) * inputs["y"]
    results = {}
    for name, (act, slope) in acts.items():
        def D(v, x):
            return act(act(x @ v["W1"].T + v["b1"]) @ v["W2"].T + v["b2"]) @ v["w3"]

        def norms(v):
            z1 = s @ v["W1"].T + v["b1"]
            z2 = act(z1) @ v["W2"].T + v["b2"]
            return np.sqrt((((slope(z2) * v["w3"]) @ v["W2"] * slope(z1) @ v["W1"]) ** 2).sum(1))

        def penalty(v):
            return params["lam"] * ((norms(v) - 1) ** 2).mean()

        def L(v):
            return D(v, inputs["y"]).mean() - D(v, inputs["x"]).mean() + penalty(v)

        results |= {name + "_grad_norms": norms(inputs), name + "_penalty": penalty(inputs), name + "_L": L(inputs)}
        for key in ("W1", "b1", "W2", "b2", "w3"):
            results[f"{name}_d{key}"] = complex_step(lambda value: L(inputs | {key: value}), inputs[key])
    return results


def windows(x):
    """The 4 x 4 windows that a convolution of stride 2 and padding 1 sees: [N, C, 4, 4, height, width]."""
    x = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    h, w = x.shape[2] // 2 - 1, x.shape[3] // 2 - 1
    return np.stack([np.stack([x[:, :, k:k + 2 * h:2, m:m + 2 * w:2] for m in range(4)], 2) for k in range(4)], 2)


def conv(x, w):
    return np.einsum("nckmij,ockm->noij", windows(x), w)


def conv_transpose(y, w):
    x = np.zeros((len(y), w.shape[1], 2 * y.shape[2] + 2, 2 * y.shape[3] + 2))
    for k in range(4):
        for m in range(4):
            x[:, :, k:k + 2 * y.shape[2]:2, m:m + 2 * y.shape[3]:2] += np.einsum("noij,oc->ncij", y, w[:, :, k, m])
    return x[:, :, 1:-1, 1:-1]


def filter_gradient(x, dy):
    return np.einsum("nckmij,noij->ockm", windows(x), dy)


def batch_norm(h):
    std = np.sqrt(h.var((0, 2, 3), keepdims=True) + 1e-5)
    n = (h - h.mean((0, 2, 3), keepdims=True)) / std

    def back(dn):
        return (dn - dn.mean((0, 2, 3), keepdims=True) - n * (n * dn).mean((0, 2, 3), keepdims=True)) / std
    return n, back


@twin("NET-DCGAN", fresh=lambda inputs, rng: {key: rng.permutation(value.ravel()).reshape(value.shape)
                                              for key, value in jitter(inputs, rng).items()})
def dcgan(inputs, params):
    Wl, T1, T2, C1, C2, Wd, z = (inputs[key] for key in ("Wl", "T1", "T2", "C1", "C2", "Wd", "z"))
    n0, back0 = batch_norm((z @ Wl.T).reshape(len(z), len(T1), 2, 2))
    a0 = np.maximum(n0, 0)
    n1, back1 = batch_norm(conv_transpose(a0, T1))
    a1 = np.maximum(n1, 0)
    image = np.tanh(conv_transpose(a1, T2))
    h1 = conv(image, C1)
    l1 = np.where(h1 > 0, h1, 0.2 * h1)
    h2 = conv(l1, C2)
    l2 = np.where(h2 > 0, h2, 0.2 * h2).reshape(len(z), -1)
    D = l2 @ Wd[0]
    dD = -1 / (1 + np.exp(D)) / len(z)
    dh2 = np.outer(dD, Wd[0]).reshape(h2.shape) * np.where(h2 > 0, 1, 0.2)
    dh1 = conv_transpose(dh2, C2) * np.where(h1 > 0, 1, 0.2)
    dout = conv_transpose(dh1, C1) * (1 - image ** 2)
    dh = back1(conv(dout, T2) * (n1 > 0))
    dl = back0(conv(dh, T1) * (n0 > 0)).reshape(len(z), -1)
    gradients = [dl.T @ z, filter_gradient(dh, a0), filter_gradient(dout, a1), filter_gradient(image, dh1),
                 filter_gradient(l1, dh2), dD @ l2]
    return {"image_norm": np.linalg.norm(image), "image_0_row0": image[0, 0, 0], "D": D,
            "L_G": np.log1p(np.exp(-D)).mean(), "grad_norms": [np.linalg.norm(g) for g in gradients]}
