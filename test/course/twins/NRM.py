"""Normalisation. Gradients by the formulas of the textbooks."""
import numpy as np

from . import jitter, twin


def standardise(x, axes, eps):
    """(x - mean) / sqrt(var + eps) over the axes, and 1 / sqrt(var + eps)."""
    scale = 1 / np.sqrt(x.var(axes, keepdims=True) + eps)
    return (x - x.mean(axes, keepdims=True)) * scale, scale


def standardise_back(d, u, scale, axes):
    """The gradient by x, from d, that by u = standardise(x)."""
    return scale * (d - d.mean(axes, keepdims=True) - u * (d * u).mean(axes, keepdims=True))


def channels(v):
    return np.asarray(v)[:, None, None]


@twin("UDL-11.5")
def scalar_batch(inputs, params):
    z, c, gamma = inputs["z"], inputs["cotangent"], params["gamma"]
    u, scale = standardise(z, 0, params["eps"])
    J = gamma * scale * (np.eye(len(z)) - 1 / len(z) - np.outer(u, u) / len(z))
    return {"zprime": gamma * u + params["delta"], "J": J, "dz": c @ J, "dgamma": c @ u, "ddelta": c.sum()}


def fresh_constant_column(inputs, rng):
    other = jitter(inputs, rng)
    other["Y"][:, 0] = rng.normal()
    return other


@twin("UBC-2.1", fresh=fresh_constant_column)
def role_of_eps(inputs, params):
    u, scale = standardise(inputs["Y"], 0, params["eps"])
    v = inputs["Y"].var(0)
    return {"Yhat": inputs["gamma"] * u + inputs["beta"], "out_var": inputs["gamma"] ** 2 * v / (v + params["eps"]),
            "dY": standardise_back(inputs["dYhat"] * inputs["gamma"], u, scale, 0)}


@twin("UBC-2.2")
def moments(inputs, params):
    u, _ = standardise(inputs["Y"], 0, 0)
    return {"Yhat": inputs["gamma"] * u + inputs["beta"], "mean": inputs["beta"], "var": inputs["gamma"] ** 2}


@twin("UBC-2.3")
def relu_norm(inputs, params):
    Y, gamma, eps = inputs["Y"], inputs["gamma"], params["eps"]
    u, scale = standardise(Y, 0, eps)
    Yhat = gamma * u + inputs["beta"]
    d = inputs["dH"] * (Yhat > 0)
    root = np.sqrt(Y.var(0) + eps)
    return {"H": np.maximum(Yhat, 0), "dgamma": (d * u).sum(0), "dbeta": d.sum(0),
            "dmean": -gamma / root * d.sum(0), "dvar": -gamma / 2 * root ** -3 * (d * (Y - Y.mean(0))).sum(0),
            "dY": standardise_back(d * gamma, u, scale, 0)}


@twin("UBC-2.4")
def whitening(inputs, params):
    Y, Gamma, U = inputs["Y"], inputs["Gamma"], inputs["dYhat"] * inputs["Gamma"]
    B = len(Y)
    C = Y - Y.mean(0)
    lam, V = np.linalg.eigh(C.T @ C / B)
    root = V / np.sqrt(lam) @ V.T
    # Divided differences of lambda^(-1/2): how the inverse root moves with S (Daleckii and Krein).
    s = np.sqrt(lam)
    slope = -1 / (np.outer(s, s) * np.add.outer(s, s))
    G = C.T @ U # the gradient by the inverse root, made symmetric
    dS = V @ (slope * (V.T @ ((G + G.T) / 2) @ V)) @ V.T
    dC = U @ root + 2 / B * C @ dS
    return {"S_inv_sqrt": root, "Ytilde": C @ root, "Yhat": C @ root * Gamma + inputs["beta"],
            "cov_Ytilde": np.eye(Y.shape[1]), "dY": dC - dC.mean(0),
            "dGamma": (inputs["dYhat"] * (C @ root)).sum(0), "dbeta": inputs["dYhat"].sum(0)}


@twin("COS-4a")
def without_affine(inputs, params):
    gamma, beta, W = inputs["gamma"], inputs["beta"], inputs["W"]
    u, _ = standardise(inputs["Y"], 0, 0)
    h = gamma * u + beta
    return {"bn_affine_linear": u @ (W * gamma).T + inputs["c"] + W @ beta,
            "bn_affine_relu_linear": np.maximum(h, 0) @ W.T, "active_fraction_noaffine": np.mean(u > 0, axis=0),
            "active_fraction_beta_m2": np.mean(gamma * u > 2, axis=0)}


@twin("COS-4b")
def rescaled(inputs, params):
    def bn(u):
        return standardise(u, 0, 0)[0]
    a, W = inputs["a"], inputs["W"]
    return {"out": [bn(np.maximum(np.sign(c) * a, 0) @ W.T) for c in params["cs"]],
            "bn_minus_u": -bn(np.maximum(a, 0) @ W.T)}


@twin("UDL-11.7")
def decay(inputs, params):
    X, W, t = inputs["X"], inputs["W"], inputs["t"]

    def loss(W):
        u, scale = standardise(X @ W.T, 0, 0)
        h = np.maximum(u, 0)
        d = 2 * (h - t) / t.size * (u > 0)
        return np.mean((h - t) ** 2), standardise_back(d, u, scale, 0).T @ X
    before, grad = loss(W)
    expected = {"loss": before, "grad": grad, "row_inner": np.zeros(len(W))}
    for _ in range(params["steps"]):
        W = W - params["lr"] * (loss(W)[1] + params["wd"] * W)
    return expected | {"row_norms_after": np.sqrt((W ** 2).sum(1)), "loss_after": loss(W)[0]}


def conv3(x, W, b=0):
    """The 3 x 3 convolution with padding 1."""
    H, width = x.shape[2:]
    p = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)])
    y = sum(np.einsum("nchw,oc->nohw", p[:, :, i:i + H, j:j + width], W[:, :, i, j])
            for i in range(3) for j in range(3))
    return y + channels(np.broadcast_to(b, len(W)))


@twin("COS-5a")
def residual(inputs, params):
    x = inputs["x"]

    def H(c, eps):
        u, _ = standardise(conv3(x, c * inputs["W1"]), (0, 2, 3), eps)
        h = channels(params["gamma"]) * u + channels(params["beta"])
        return x + conv3(np.maximum(h, 0), inputs["W2"])
    return {"H": H(1, 0), "H_c_minus1": H(-1, 0), "maxdev_c5_eps1em2": np.abs(H(5, 1e-2) - H(1, 1e-2)).max()}


@twin("NET-BN")
def batch_norm(inputs, params):
    x, dy, axes, n, mom = inputs["x"], inputs["dy"], (0, 2, 3), inputs["x"][:, 0].size, params["mom"]
    gamma, beta = channels(inputs["gamma"]), channels(inputs["beta"])
    u, scale = standardise(x, axes, params["eps"])
    rm, rv = mom * x.mean(axes), (1 - mom) + mom * x.var(axes) * n / (n - 1)
    return {"y_train": gamma * u + beta, "running_mean": rm, "running_var": rv,
            "y_eval": gamma * (x - channels(rm)) / np.sqrt(channels(rv) + params["eps"]) + beta,
            "dx": standardise_back(dy * gamma, u, scale, axes), "dgamma": (dy * u).sum(axes), "dbeta": dy.sum(axes)}


@twin("NET-BNFOLD")
def fold(inputs, params):
    scale = inputs["gamma"] / np.sqrt(inputs["rv"] + 1e-5)
    y = conv3(inputs["x"], inputs["W"], inputs["b"])
    return {"W_folded": inputs["W"] * scale[:, None, None, None],
            "b_folded": (inputs["b"] - inputs["rm"]) * scale + inputs["beta"],
            "y": (y - channels(inputs["rm"])) * channels(scale) + channels(inputs["beta"])}


@twin("NET-LAYERNORM")
def layer_norm(inputs, params):
    dy = inputs["dy"]
    u, scale = standardise(inputs["x"], 1, params["eps"])
    return {"y": inputs["g"] * u + inputs["b"], "dx": standardise_back(dy * inputs["g"], u, scale, 1),
            "dg": (dy * u).sum(0), "db": dy.sum(0)}


@twin("NET-GROUPNORM")
def group_norm(inputs, params):
    x, g, b, dy = inputs["x"], channels(inputs["g"]), channels(inputs["b"]), inputs["dy"]
    groups = (len(x), params["G"], -1)
    u, scale = standardise(x.reshape(groups), 2, params["eps"])
    dx = standardise_back((dy * g).reshape(groups), u, scale, 2)
    return {"y": g * u.reshape(x.shape) + b, "dx": dx.reshape(x.shape)}
