"""Attention and transformers. Gradients are by complex steps."""
import math

import numpy as np

from . import twin
from .RES import gradients, relu


def softmax(s, axis=-1):
    e = np.exp(s - s.real.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def attend(q, k, v, seen=True):
    return softmax(np.where(seen, q @ k.T / math.sqrt(q.shape[1]), -np.inf)) @ v


def causal(n):
    return np.tril(np.ones((n, n), bool))


def affine(x, a, weight, bias):
    return x @ a[weight].T + a[bias]


def multi_head(x, z, a, heads, seen=True):
    """Tokens x attend to tokens z, with the tensors of a."""
    q, k, v = affine(x, a, "Wq", "bq"), affine(z, a, "Wk", "bk"), affine(z, a, "Wv", "bv")
    split = [np.split(t, heads, axis=1) for t in (q, k, v)]
    return affine(np.concatenate([attend(*head, seen) for head in zip(*split)], axis=1), a, "Wo", "bo")


def layer_norm(z, g, b):
    z = z - z.mean(axis=1, keepdims=True)
    return g * z / np.sqrt((z * z).mean(axis=1, keepdims=True) + 1e-5) + b


def feed_forward(x, a):
    return affine(relu(affine(x, a, "F1", "c1")), a, "F2", "c2")


def pre_layer(x, a, heads, seen=True):
    n = layer_norm(x, a["g1"], a["b1"])
    x = x + multi_head(n, n, a, heads, seen)
    return x + feed_forward(layer_norm(x, a["g2"], a["b2"]), a)


def post_layer(x, a, heads):
    x = layer_norm(x + multi_head(x, x, a, heads), a["g1"], a["b1"])
    return layer_norm(x + feed_forward(x, a), a["g2"], a["b2"])


def slopes(f, inputs, names):
    """The gradients of f(tensors by name) by some of them."""
    return gradients(lambda *moved: f(inputs | dict(zip(names, moved))), [inputs[name] for name in names])


def positions(n, d):
    pe = np.zeros((n, d))
    for i in range(d):
        angle = np.arange(n) / 10000 ** ((i - i % 2) / d)
        pe[:, i] = np.cos(angle) if i % 2 else np.sin(angle)
    return pe


def cross_entropy(z, labels):
    return -np.log(softmax(z)[np.arange(len(z)), labels]).mean()


@twin("UDL-12.3")
def equivariance(inputs, params):
    def column(name, bias):
        return inputs[name] @ inputs["X"] + inputs[bias][:, None]
    v, q, k = column("Ov", "bv"), column("Oq", "bq"), column("Ok", "bk")
    sa = v @ softmax(k.T @ q, axis=0)
    return {"Sa": sa, "Sa_perm": sa[:, inputs["perm"]]}


@twin("UDL-12.7")
def kv_cache(inputs, params):
    q, k, v = (inputs["X"] @ inputs[w].T for w in ("Wq", "Wk", "Wv"))
    n, d = q.shape
    return {"Y": attend(q, k, v, causal(n)), "extra_macs_last_token": 3 * d * d + 2 * n * d}


@twin("UDL-12.8")
def sparse_attention(inputs, params):
    q, k, v, w = inputs["q"], inputs["k"], inputs["v"], params["w"]
    n, d = q.shape
    windows = [attend(*(t[i:i + w] for t in (q, k, v))) for i in range(0, n, w)]
    strided = np.empty_like(v)
    for i in range(w):
        strided[i::w] = attend(q[i::w], k[i::w], v[i::w])
    return {"Y_window": np.concatenate(windows), "Y_strided": strided,
            "macs_dense_window_axial": np.array([2 * n * n * d, 2 * n * w * d, round(4 * n ** 1.5 * d)])}


@twin("UDL-12.10")
def linear_attention(inputs, params):
    gq, gk = (np.where(z > 0, z + 1, np.exp(z)) for z in (inputs["q"], inputs["k"]))
    products = gq @ gk.T

    def means(weights):
        return weights / weights.sum(axis=1, keepdims=True)
    return {"weights": means(products), "Y": means(products) @ inputs["v"],
            "Y_causal": means(np.tril(products)) @ inputs["v"]}


@twin("NET-GELU")
def activations(inputs, params):
    x = inputs["xs"]
    phi = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    cdf = np.array([0.5 * math.erfc(-v / math.sqrt(2)) for v in x])
    sig = 1 / (1 + np.exp(-x))
    c = math.sqrt(2 / math.pi)
    t = np.tanh(c * (x + 0.044715 * x ** 3))
    return {"gelu_erf": x * cdf, "d_gelu_erf": cdf + x * phi, "gelu_tanh": x / 2 * (1 + t),
            "d_gelu_tanh": (1 + t) / 2 + x / 2 * (1 - t * t) * c * (1 + 3 * 0.044715 * x * x),
            "silu": x * sig, "d_silu": sig * (1 + x * (1 - sig)),
            "elu": np.where(x > 0, x, np.expm1(x)), "d_elu": np.where(x > 0, 1, np.exp(x)),
            "softplus": np.log1p(np.exp(x)), "d_softplus": sig}


@twin("NET-MHA")
def mha(inputs, params):
    def y(a, seen):
        return multi_head(a["X"], a["X"], a, params["H"], seen)
    mask = causal(len(inputs["X"]))
    names = ["X", "Wq", "bk"]
    grads = slopes(lambda a: (y(a, mask) ** 2).sum() / 2, inputs, names)
    return {"Y": y(inputs, True), "Y_causal": y(inputs, mask)} | {"d" + n: g for n, g in zip(names, grads)}


@twin("NET-XATTN")
def cross_attention(inputs, params):
    def y(a):
        return multi_head(a["X_dec"], a["Z_enc"], a, params["H"])
    return {"Y": y(inputs), "dZ": slopes(lambda a: (y(a) ** 2).sum() / 2, inputs, ["Z_enc"])[0]}


def layer_twin(layer, inputs):
    names = ["X", "F1", "Wv", "g1"]
    grads = slopes(lambda a: (inputs["U"] * layer(a)).sum(), inputs, names)
    return {"Y": layer(inputs)} | {"d" + n: g for n, g in zip(names, grads)}


@twin("NET-TFENC")
def encoder_layer(inputs, params):
    return layer_twin(lambda a: post_layer(a["X"], a, params["H"]), inputs)


@twin("NET-TFENC-PRE")
def encoder_layer_pre(inputs, params):
    return layer_twin(lambda a: pre_layer(a["X"], a, params["H"]), inputs)


@twin("NET-TFDEC")
def decoder_layer(inputs, params):
    mask = causal(len(inputs["X"]))
    return layer_twin(lambda a: pre_layer(a["X"], a, params["H"], mask), inputs)


@twin("NET-EMBED")
def embedding(inputs, params):
    tokens, table = inputs["tokens"], inputs["E"]
    pe, grad = positions(len(tokens), table.shape[1]), np.zeros_like(table)
    np.add.at(grad, tokens, inputs["dY"])
    return {"PE": pe, "Y": table[tokens] + pe, "dE": grad}


@twin("NET-LM")
def language_model(inputs, params):
    tokens = inputs["tokens"]

    def logits(a):
        """All of them, though nothing is said about what comes behind the last token."""
        h = a["E"][tokens] + positions(len(tokens), a["E"].shape[1])
        return (pre_layer(h, a, params["H"], causal(len(tokens))) @ a["E"].T)[:-1]

    def loss(a):
        return cross_entropy(logits(a), tokens[1:])
    grads = slopes(loss, inputs, ["E"] + params["grad_norm_order"])
    return {"logits": logits(inputs), "loss": loss(inputs), "dE": grads[0],
            "grad_norms": np.array([np.linalg.norm(g) for g in grads[1:]])}


@twin("NET-MLM")
def bert(inputs, params):
    z, s, mask, y = inputs["logits"], inputs["pair_logit"], params["mask"], params["y"]
    tokens = np.array(params["tok"])[mask]
    grad = np.zeros_like(z)
    grad[mask] = (softmax(z[mask]) - np.eye(z.shape[1])[tokens]) / len(mask)
    return {"loss": cross_entropy(z[mask], tokens) + np.log1p(np.exp(s)) - y * s,
            "dlogits": grad, "dpair": 1 / (1 + np.exp(-s)) - y}


@twin("NET-VIT")
def vit(inputs, params):
    p = params["p"]

    def patches(img):
        _, rows, columns = img.shape
        return np.stack([img[:, i:i + p, j:j + p].ravel() for i in range(0, rows, p) for j in range(0, columns, p)])

    def logits(a):
        tokens = np.concatenate([a["cls"][None], affine(patches(a["img"]), a, "We", "be")]) + a["pos"]
        return a["Wh"] @ pre_layer(tokens, a, params["heads"])[0]

    def loss(a):
        return cross_entropy(logits(a)[None], [1])
    return {"patches": patches(inputs["img"]), "logits": logits(inputs), "loss_label1": loss(inputs),
            "dimg": slopes(loss, inputs, ["img"])[0]}


@twin("NET-CHANATTN")
def channel_attention(inputs, params):
    q, k, v = inputs["Q"], inputs["K"], inputs["V"]
    return {"Y": v @ softmax(k.T @ q / math.sqrt(len(q)), axis=0)}


@twin("NET-FLASH")
def flash(inputs, params):
    k, v = inputs["k"], inputs["v"]

    def lse(q):
        s = q @ k.T / math.sqrt(k.shape[1])
        m = s.max(axis=1)
        return m + np.log(np.exp(s - m[:, None]).sum(axis=1))
    q = inputs["q"]
    grad = slopes(lambda a: (inputs["U"] * attend(a["q"], k, v)).sum(), inputs, ["q"])[0]
    return {"Y": attend(q, k, v), "lse": lse(q), "Y_200": attend(200 * q, k, v), "lse_200": lse(200 * q), "dQ": grad}
