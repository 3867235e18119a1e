"""Margin softmaxes and metric learning. Gradients of losses by hand."""
import numpy as np

from . import jitter, twin


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


@twin("PET-2.5")
def feature_scale(inputs, params):
    z = inputs["W"] @ inputs["h"]
    p = softmax(z)
    return {"max_prob": [softmax(s * z).max() for s in params["ss"]], "dmax_ds_at_1": p.max() * (z.max() - p @ z)}


@twin("PET-2.6")
def bound(inputs, params):
    # The loss of a simplex: logits l^2 of the class and -l^2 / (K - 1) of each other.
    return {"bound": [np.log1p((K - 1) * np.exp(-l * l / (K - 1) - l * l)) for K, l in params["cases"]]}


@twin("PET-2.7")
def triplets(inputs, params):
    a, p, n, T = (inputs[key] for key in ("anchor", "positive", "negative", "T"))
    margin = ((a @ T.T) * ((n - p) @ T.T)).sum(1)
    slope = 0.5 * (1 + np.tanh(margin / 2)) / len(a)
    outer = np.einsum("i,ij,ik->jk", slope, a, n - p)
    return {"L": np.mean(np.logaddexp(0, margin)), "dT": T @ (outer + outer.T)}


@twin("PET-2.8")
def sphere_margins(inputs, params):
    m, theta = np.array(params["ms"]), 2 * np.pi / params["K"]
    own = theta / (m + 1) # from a weight to its boundary, towards a neighbour
    return {"intra": 2 * own, "inter": theta - 2 * own, "intra_binary": own + theta / (m - 1),
            "thresholds": [3.0, 2 + np.sqrt(3)]}


@twin("PET-2.9")
def cosine_margins(inputs, params):
    K = np.array(params["Ks"])
    return {"bound": 1 + 1 / (K - 1), "bound_2d": 2 * np.sin(np.pi / K) ** 2}


def fresh_labels(inputs, rng):
    return jitter(inputs, rng) | {"labels": rng.integers(0, len(inputs["W"]), len(inputs["labels"]))}


def face(inputs, scale, margin):
    """Logits, loss and gradients where z_y = scale |x|^a g(cos), z_j = scale |x|^a cos: `scale(|x|)` gives the
    factor and its derivative by |x|, `margin(cos)` g and its derivative."""
    X, W, labels = inputs["X"], inputs["W"], inputs["labels"]
    nx, nw = (np.linalg.norm(a, axis=1, keepdims=True) for a in (X, W))
    cos = (X / nx) @ (W / nw).T
    true = np.eye(len(W))[labels]
    s, ds = scale(nx)
    g, dg = margin(cos)
    c = np.where(true == 1, g, cos)
    p = softmax(s * c)
    d = (p - true) / len(X)
    dcos = d * s * np.where(true == 1, dg, 1)
    dX = (dcos @ (W / nw) - (dcos * cos).sum(1, keepdims=True) * X / nx) / nx
    dX += (d * c).sum(1, keepdims=True) * ds * X / nx
    dW = (dcos.T @ (X / nx) - (dcos * cos).sum(0)[:, None] * W / nw) / nw
    return {"logits": s * c, "loss": -np.mean(np.log((p * true).sum(1))), "dX": dX, "dW": dW}


@twin("NET-NORMFACE", fresh=fresh_labels)
def normface(inputs, params):
    return face(inputs, lambda n: (params["s"], 0), lambda c: (c, 1))


@twin("NET-COSFACE", fresh=fresh_labels)
def cosface(inputs, params):
    return face(inputs, lambda n: (params["s"], 0), lambda c: (c - params["m"], 1))


@twin("NET-SPHEREFACE", fresh=fresh_labels)
def sphereface(inputs, params):
    m = params["m"]

    def margin(c):
        theta = np.arccos(c)
        k = np.floor(m * theta / np.pi)
        return (-1) ** k * np.cos(m * theta) - 2 * k, (-1) ** k * m * np.sin(m * theta) / np.sin(theta)
    return face(inputs, lambda n: (n, 1), margin)
