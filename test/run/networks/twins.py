#!/usr/bin/env python3
"""Networks of sequences, graphs and points against NumPy, with the same random weights, in f64.

    twins.py NETWORK...

A network is written again below, as its paper has it; of a flow, what must hold is measured: its
inverse, its determinant by difference quotients, and that its density sums up to one.
"""
import json
import math
import pathlib
import sys
import tempfile
import zlib

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "test" / "run" / "ops"))

from check import Tally, ratio, run, write  # noqa: E402  (of test/run/ops)
from networks import save_state  # noqa: E402

RTOL, ATOL = 1e-10, 1e-12


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def leaky_relu(x):
    return np.where(x > 0, x, 0.2 * x)


def elu(x):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def gelu(x):
    return x / 2 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def gelu_tanh(x):
    return x / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


class Weights:
    """The weights of a network, and the layers that take them by name."""

    def __init__(self, arrays):
        self.arrays = arrays

    def __call__(self, name):
        return self.arrays[name]

    def linear(self, name, x):
        return x @ self(f"{name}.weight").T + self(f"{name}.bias")

    def norm(self, name, x):
        centred = x - x.mean(-1, keepdims=True)
        return self(f"{name}.weight") * centred / np.sqrt(centred.var(-1, keepdims=True) + 1e-5) + self(f"{name}.bias")

    def attention(self, name, x, heads, causal=False):
        split = lambda t: t.reshape(*t.shape[:2], heads, -1).transpose(0, 2, 1, 3)
        q, k, v = (split(self.linear(f"{name}.{part}_proj", x)) for part in "qkv")
        scores = q @ k.transpose(0, 1, 3, 2) / math.sqrt(q.shape[-1])
        if causal:
            scores = np.where(np.tril(np.ones(scores.shape[2:])) > 0, scores, -np.inf)
        joined = (softmax(scores) @ v).transpose(0, 2, 1, 3).reshape(x.shape)
        return self.linear(f"{name}.out_proj", joined)


def encoder(w, tokens):
    x = w.norm("embed.norm", w("embed.weight")[tokens] + w("positions.weight")[: tokens.shape[1]])
    for i in range(2):
        h = w.norm(f"layers.{i}.norm1", x + w.attention(f"layers.{i}.attention", x, 4))
        f = w.linear(f"layers.{i}.linear2", gelu(w.linear(f"layers.{i}.linear1", h)))
        x = w.norm(f"layers.{i}.norm2", h + f)
    h = w.norm("head.norm", gelu(w.linear("head.dense", x)))
    return {"logits": h @ w("embed.weight").T + w("head.bias")}


def decoder_logits(w, tokens):
    x = w("embed.weight")[tokens] + w("positions.weight")[: tokens.shape[1]]
    for i in range(2):
        x = x + w.attention(f"layers.{i}.attention", w.norm(f"layers.{i}.norm1", x), 4, causal=True)
        h = w.norm(f"layers.{i}.norm2", x)
        x = x + w.linear(f"layers.{i}.linear2", gelu_tanh(w.linear(f"layers.{i}.linear1", h)))
    return w.norm("norm", x) @ w("embed.weight").T


def decoder(w, tokens):
    return {"logits": decoder_logits(w, tokens)}


def continued(w, prompt, greedy):
    """The likeliest token, again and again, up to eight tokens."""
    tokens = prompt
    while tokens.shape[1] < 8:
        best = decoder_logits(w, tokens)[:, -1].argmax(-1)
        tokens = np.concatenate([tokens, best[:, None]], axis=1)
    return {"tokens": tokens}


def products(q, k, v, causal):
    """Linear attention as it is defined: the weights of all pairs, normalised."""
    split = lambda t: t.reshape(*t.shape[:2], 4, -1).transpose(0, 2, 1, 3)
    q, k, v = (split(t) for t in (q, k, v))
    weights = (elu(q) + 1) @ (elu(k) + 1).transpose(0, 1, 3, 2)
    if causal:
        weights = np.tril(weights)
    y = weights / weights.sum(-1, keepdims=True) @ v
    return {"y": y.transpose(0, 2, 1, 3).reshape(y.shape[0], y.shape[2], -1)}


def linear_attention(w, x):
    h = w.linear("embed", x[..., None]) + w("positions.weight")
    for i in range(2):
        n = w.norm(f"layers.{i}.norm1", h)
        q, k, v = (w.linear(f"layers.{i}.{part}_proj", n) for part in "qkv")
        h = h + w.linear(f"layers.{i}.out_proj", products(q, k, v, False)["y"])
        n = w.norm(f"layers.{i}.norm2", h)
        h = h + w.linear(f"layers.{i}.linear2", gelu(w.linear(f"layers.{i}.linear1", n)))
    return {"logits": w.linear("head", w.norm("norm", h).mean(1))}


def rnn(w, x):
    h = np.zeros((len(x), 64))
    for t in range(40):
        h = np.tanh(x[:, t : t + 1] @ w("rnn.weight_ih").T + w("rnn.bias_ih") + h @ w("rnn.weight_hh").T + w("rnn.bias_hh"))
    return {"logits": w.linear("head", h)}


def lstm(w, x):
    h = c = np.zeros((len(x), 64))
    for t in range(40):
        gates = x[:, t : t + 1] @ w("lstm.weight_ih").T + w("lstm.bias_ih") + h @ w("lstm.weight_hh").T + w("lstm.bias_hh")
        i, f, g, o = np.split(gates, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
    return {"logits": w.linear("head", h)}


def gcn(w, adjacency, x):
    loops = adjacency + np.eye(adjacency.shape[1])
    root = 1 / np.sqrt(loops.sum(2))
    hat = root[:, :, None] * loops * root[:, None, :]
    h = np.maximum(hat @ x @ w("conv1.weight").T + w("conv1.bias"), 0)
    return {"logits": hat @ h @ w("conv2.weight").T + w("conv2.bias")}


def graphsage(w, adjacency, x):
    for layer in ("sage1", "sage2"):
        means = np.zeros_like(x)
        for g, n in np.ndindex(x.shape[:2]):
            neighbours = np.flatnonzero(adjacency[g, n])
            if len(neighbours):
                means[g, n] = x[g, neighbours].mean(0)
        both = np.concatenate([w(f"{layer}.own.weight"), w(f"{layer}.mean.weight")], axis=1)
        x = np.maximum(np.concatenate([x, means], axis=2) @ both.T + w(f"{layer}.bias"), 0)
        x = x / np.maximum(np.linalg.norm(x, axis=2, keepdims=True), 1e-12)
    return {"logits": w.linear("head", x)}


def gat_layer(w, name, x, adjacency):
    heads = []
    for k in range(len(w(f"{name}.weight"))):
        h = x @ w(f"{name}.weight")[k].T
        y = np.zeros_like(h)
        for g, n in np.ndindex(x.shape[:2]):
            seen = np.flatnonzero(adjacency[g, n] + (np.arange(x.shape[1]) == n))
            scores = leaky_relu(h[g, n] @ w(f"{name}.own")[k] + h[g, seen] @ w(f"{name}.other")[k])
            y[g, n] = softmax(scores) @ h[g, seen]
        heads.append(y + w(f"{name}.bias")[k])
    return np.concatenate(heads, axis=2)


def gat(w, adjacency, x):
    return {"logits": gat_layer(w, "gat2", elu(gat_layer(w, "gat1", x, adjacency)), adjacency)}


def edge_embeddings(w, ends, edge, x):
    for layer in ("layer1", "layer2"):
        nodes, edges = x.copy(), np.zeros(x.shape[:2] + edge.shape[2:])
        for g, e in np.ndindex(ends.shape[:2]):
            a, b = ends[g, e]
            nodes[g, a] += x[g, b]
            nodes[g, b] += x[g, a]
            edges[g, a] += edge[g, e]
            edges[g, b] += edge[g, e]
        x = np.maximum(nodes @ w(f"{layer}.Omega").T + edges @ w(f"{layer}.Phi").T + w(f"{layer}.beta"), 0)
    return {"logits": w.linear("head", x)}


def vae_encode(w, x):
    h = np.maximum(w.linear("encoder.hidden", x), 0)
    return {"mu": w.linear("encoder.mu", h), "logvar": w.linear("encoder.logvar", h)}


def wgan_lengths(w, s):
    """The length of the critic's gradient, by the chain rule."""
    a = s @ w("D.fc1.weight").T + w("D.fc1.bias")
    b = leaky_relu(a) @ w("D.fc2.weight").T + w("D.fc2.bias")
    slope = lambda t: np.where(t > 0, 1, 0.2)
    d = ((w("D.fc3.weight") * slope(b)) @ w("D.fc2.weight") * slope(a)) @ w("D.fc1.weight")
    return {"lengths": np.linalg.norm(d, axis=1)}


def stream(name):
    return np.random.RandomState(zlib.crc32(name.encode()))


def graph(r, nodes=6):
    upper = np.triu(r.uniform(size=(2, nodes, nodes)) < 0.4, 1)
    upper[:, :, -1] = False  # the last node has no neighbours
    return (upper | upper.transpose(0, 2, 1)).astype(float)


def pairs(r, nodes=6, edges=5):
    every = np.argwhere(np.triu(np.ones((nodes, nodes)), 1))
    return np.stack([every[r.permutation(len(every))[:edges]] for _ in range(2)])


# Network -> entry, twin, inputs, options.
TWINS = {
    "encoder": [("logits", encoder, lambda r: {"tokens": r.randint(0, 257, (2, 5))})],
    "decoder": [("logits", decoder, lambda r: {"tokens": r.randint(0, 256, (2, 5))}),
                ("sample", continued, lambda r: {"prompt": r.randint(0, 256, (2, 3)), "greedy": np.array(True)}, "--count", "8")],
    "linear_attention": [("logits", linear_attention, lambda r: {"x": r.standard_normal((3, 40))})] + [
        (entry, lambda w, q, k, v, causal=entry == "causal": products(q, k, v, causal),
         lambda r: {name: r.standard_normal((2, 5, 32)) for name in "qkv"}) for entry in ("attend", "causal")],
    "rnn": [("logits", rnn, lambda r: {"x": r.standard_normal((3, 40))})],
    "lstm": [("logits", lstm, lambda r: {"x": r.standard_normal((3, 40))})],
    "gcn": [("logits", gcn, lambda r: {"adjacency": graph(r), "x": r.standard_normal((2, 6, 5))}, "--set", "Features=5")],
    "graphsage": [("logits", graphsage, lambda r: {"adjacency": graph(r), "x": r.standard_normal((2, 6, 8))})],
    "gat": [("logits", gat, lambda r: {"adjacency": graph(r), "x": r.standard_normal((2, 6, 8))})],
    "edge_embeddings": [("logits", edge_embeddings, lambda r: {
        "ends": pairs(r).astype(np.int32), "edge": r.standard_normal((2, 5, 4)), "x": r.standard_normal((2, 6, 4))})],
    "vae": [("encode", vae_encode, lambda r: {"x": r.uniform(size=(3, 784))})],
    "wgan_gp": [("gradient_lengths", wgan_lengths, lambda r: {"s": r.standard_normal((5, 2))})],
}
FLOWS = {"flow_elementwise": 1, "flow_coupling": 1, "flow_autoregressive": 1, "flow_residual": -1, "flow_piecewise": -1}


def call(network, folder, inputs, entry, *options):
    """Result name -> array."""
    source = ROOT / "examples" / "networks" / f"{network}.mlir"
    return run(source, folder / entry, write(folder / "given", inputs), entry, "--float", "f64", "--threads", "1", *options)


def shapes_of(network, folder, inputs, entry, *options):
    """Name -> shape of the parameters."""
    file = folder / "initial.safetensors"
    call(network, folder, inputs, entry, "--save", file, *options)
    data = file.read_bytes()
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    return {name: tuple(facts["shape"]) for name, facts in header.items()
            if name not in ("__metadata__", "rng") and not name.startswith("fit") and facts["dtype"] == "F64"}


def weights(name, shape, scale):
    r = scale * stream(name).standard_normal(shape)
    if name.endswith(".weight") and len(shape) == 1:  # of a norm
        return 1 + 0.1 * r
    return r * (0.1 if len(shape) < 2 else 1 / np.sqrt(shape[-1]))


def given(network, folder, inputs, entry, *options, scale=1):
    """A file of weights, and what is in it."""
    arrays = {name: weights(name, shape, scale) for name, shape in shapes_of(network, folder, inputs, entry, *options).items()}
    save_state(folder / "state.safetensors", arrays, np.float64)
    return folder / "state.safetensors", arrays


def twin(network, folder):
    tally = Tally()
    for entry, function, make, *options in TWINS[network]:
        inputs = make(stream(network))
        file, arrays = given(network, folder, inputs, entry, *options)
        got = call(network, folder, inputs, entry, "--state", file, "--allow-missing", *options)
        for name, want in function(Weights(arrays), **inputs).items():
            tally.add(f"{entry}.{name}", ratio(got[name], want, RTOL, ATOL))
    tally.show(network)
    return bool(tally.faults)


def flow(network, folder):
    """What must hold of every flow; the sign says whether its determinant is of x by z, or of z by x."""
    tally, sign, square = Tally(), FLOWS[network], network == "flow_piecewise"
    point, back = ("u", "u") if square else ("x", "x")
    r, step = stream(network), 2.0**-17
    x = r.uniform(0.05, 0.95, (40, 2)) if square else r.standard_normal((40, 2))
    moved = np.concatenate([x] + [x + s * step * np.eye(2)[d] for d in range(2) for s in (1, -1)])
    # Small enough that what is far away has a density that is next to nothing.
    file, _ = given(network, folder, {point: x}, "inverse", scale=0.3)
    state = ("--state", file, "--allow-missing")
    got = call(network, folder, {point: moved}, "inverse", *state)
    z = got["z"].reshape(5, 40, 2)
    jacobian = np.stack([(z[1] - z[2]) / (2 * step), (z[3] - z[4]) / (2 * step)], axis=2)
    log_det = np.log(np.abs(np.linalg.det(jacobian)))
    tally.add("inverse.log_det", ratio(-sign * got["log_det"][:40], log_det, 0, 1e-6))
    there = call(network, folder, {"z": z[0]}, "forward", *state)
    tally.add("forward.x", ratio(there[back], x, 0, 1e-5 if network == "flow_residual" else 1e-9))
    if "log_det" in there:
        tally.add("forward.log_det", ratio(there["log_det"], got["log_det"][:40], 0, 1e-9))
    edge, count = (2, 256) if square else (10, 500)
    middles = edge * (2 * (np.arange(count) + 0.5) / count - 1)
    grid = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)
    density = np.exp(call(network, folder, {"x": grid}, "log_density", *state)["log_density"])
    tally.add("log_density.sum", ratio(density.sum() * (2 * edge / count) ** 2, np.float64(1), 0, 2e-3))
    tally.show(network)
    return bool(tally.faults)


def main():
    failed = False
    for network in sys.argv[1:] or [*TWINS, *FLOWS]:
        with tempfile.TemporaryDirectory() as scratch:
            failed |= (flow if network in FLOWS else twin)(network, pathlib.Path(scratch))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
