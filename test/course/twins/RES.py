"""Residual networks and U-Nets."""
import numpy as np

from . import CNV, counts, twin
from .CNV import lengths, windows

counts("NET-RESNET20", n_params=lambda functions: functions["net"]["parameters"])
counts("NET-UNET", n_params=lambda functions: functions["net"]["parameters"])


def relu(x):
    return np.where(x.real > 0, x, 0)


def conv(x, w, stride=1, pad=0):
    """Of complex numbers, too."""
    return np.einsum("nchwuv,ocuv->nohw", windows(x, w.shape[2:], stride, pad), w)


def max_pool(x):
    flat = windows(x, (2, 2), 2)
    flat = flat.reshape(*flat.shape[:4], 4)
    return np.take_along_axis(flat, flat.real.argmax(axis=-1)[..., None], axis=-1)[..., 0]


def batch_norm(z, g, b):
    z = z - z.mean(axis=(0, 2, 3), keepdims=True)
    z = z / np.sqrt((z * z).mean(axis=(0, 2, 3), keepdims=True) + 1e-5)
    return g[:, None, None] * z + b[:, None, None]


def gradients(f, tensors):
    """Those of a real analytic f(*tensors), by complex steps."""
    grads = []
    for i, t in enumerate(tensors):
        g = np.empty(t.shape)
        for at in np.ndindex(t.shape):
            moved = t.astype(complex)
            moved[at] += 1e-30j
            g[at] = f(*tensors[:i], moved, *tensors[i + 1:]).imag / 1e-30
        grads.append(g)
    return grads


@twin("UDL-11.1")
def unrolled(inputs, params):
    h = [inputs["x"]]
    for k in range(1, params["K"] + 1):
        h.append(h[-1] + np.tanh(inputs[f"W{k}"] @ h[-1] + inputs[f"b{k}"]))
    return {"h": np.stack(h[1:])}


@twin("UDL-11.3")
def paths(inputs, params):
    """The derivative as a product of I + F_k."""
    h = inputs["x"] + np.tanh(inputs["W1"] @ inputs["x"])
    slope = np.eye(len(h))
    for k in (2, 3, 4):
        f = np.tanh(inputs[f"W{k}"] @ h)
        slope = slope + (1 - f * f)[:, None] * inputs[f"W{k}"] @ slope
        h = h + f
    return {"y": h, "dy_df1": slope}


@twin("UDL-11.4")
def variance_of_sum(inputs, params):
    p, x, y = inputs["prob"] / inputs["prob"].sum(), inputs["x"], inputs["y"]

    def cov(x, y):
        return p @ (x * y) - p @ x * (p @ y)
    return {"var_x_y_cov": np.array([cov(x, x), cov(y, y), cov(x, y)]),
            "var_sum": cov(x, x) + cov(y, y) + 2 * cov(x, y)}


@twin("COS-5b")
def scaled_residual(inputs, params):
    layers = np.arange(params["L"] + 1)
    return {"var_scaled": np.ones(len(layers)), "var_standard": 2.0 ** layers, "skip_coefficient": 2 ** (-layers / 2)}


@twin("UDL-11.9")
def any_size(inputs, params):
    def unet(x):
        e = relu(conv(x, inputs["W0"], pad=1))
        u = relu(conv(max_pool(e), inputs["W1"], pad=1)).repeat(2, axis=2).repeat(2, axis=3)
        return conv(relu(conv(np.concatenate([e, u], axis=1), inputs["W2"], pad=1)), inputs["W3"])
    size = params["sizes"][0]
    small = unet(inputs["big"][:, :, :size, :size])
    return {"small_norm": np.linalg.norm(small), "big_norm": np.linalg.norm(unet(inputs["big"])),
            "small_row_5": small[0, 0, 5]}


def block_twin(block, inputs, names):
    """y, dx and lengths of the gradients of sum(y dy) for block(x, *tensors)."""
    x, *tensors = [inputs[name] for name in ["x"] + names]
    grads = gradients(lambda *a: (block(*a) * inputs["dy"]).sum(), [x] + tensors)
    return {"y": block(x, *tensors), "dx": grads[0], "grad_norms": lengths(grads[1:])}


@twin("NET-RESBASIC")
def basic_block(inputs, params):
    def block(x, w1, g1, b1, w2, g2, b2, ws, gs, bs):
        h = relu(batch_norm(conv(x, w1, params["stride"], 1), g1, b1))
        return relu(batch_norm(conv(h, w2, 1, 1), g2, b2) + batch_norm(conv(x, ws, params["stride"]), gs, bs))
    return block_twin(block, inputs, ["W1", "g1", "b1", "W2", "g2", "b2", "Ws", "gs", "bs"])


@twin("NET-RESBOTTLENECK")
def bottleneck_block(inputs, params):
    def block(x, w1, g1, b1, w2, g2, b2, w3, g3, b3):
        h = relu(batch_norm(conv(x, w1), g1, b1))
        h = relu(batch_norm(conv(h, w2, params["stride"], 1), g2, b2))
        return relu(batch_norm(conv(h, w3), g3, b3) + x)
    return block_twin(block, inputs, ["W1", "g1", "b1", "W2", "g2", "b2", "W3", "g3", "b3"])


@twin("NET-RESPREACT")
def preactivation_block(inputs, params):
    def block(x, g1, b1, w1, g2, b2, w2):
        h = conv(relu(batch_norm(x, g1, b1)), w1, params["stride"], 1)
        return x + conv(relu(batch_norm(h, g2, b2)), w2, 1, 1)
    return block_twin(block, inputs, ["g1", "b1", "W1", "g2", "b2", "W2"])


class Node:
    """A value of a network, and how its gradient goes back to what it is made of."""

    def __init__(self, value, *parents):
        self.value, self.parents, self.grad = value, parents, 0.0

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)
        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, pull in node.parents:
                parent.grad = parent.grad + pull(node.grad)


def conv_node(x, w, stride=1, pad=0):
    return Node(CNV.conv(x.value, w.value, stride, pad),
                (x, lambda d: CNV.conv_backward(x.value, w.value, d, stride, pad)[0]),
                (w, lambda d: CNV.conv_backward(x.value, w.value, d, stride, pad)[1]))


def up_node(x, w):
    n, _, h, v = x.value.shape
    spread = np.einsum("nchw,couv->nohwuv", x.value, w.value)
    return Node(CNV.from_windows(spread, (n, w.value.shape[1], 2 * h, 2 * v), 2),
                (x, lambda d: np.einsum("nohwuv,couv->nchw", windows(d, (2, 2), 2), w.value)),
                (w, lambda d: np.einsum("nohwuv,nchw->couv", windows(d, (2, 2), 2), x.value)))


def relu_node(x):
    return Node(np.maximum(x.value, 0), (x, lambda d: d * (x.value > 0)))


def pool_node(x):
    return Node(CNV.max_pool(x.value, 2, 2), (x, lambda d: CNV.max_pool_backward(x.value, d, 2, 2)))


def concat_node(a, b):
    c = a.value.shape[1]
    return Node(np.concatenate([a.value, b.value], axis=1), (a, lambda d: d[:, :c]), (b, lambda d: d[:, c:]))


def norm_node(z):
    def mean(v):
        return v.mean(axis=(0, 2, 3), keepdims=True)
    scale = 1 / np.sqrt(mean((z.value - mean(z.value)) ** 2) + 1e-5)
    y = (z.value - mean(z.value)) * scale
    return Node(y, (z, lambda d: scale * (d - mean(d) - y * mean(d * y))))


def loss_node(logits, labels):
    """Mean cross-entropy of logits [n, k, ...]."""
    rows = np.moveaxis(logits.value, 1, -1)
    loss, d = CNV.cross_entropy(rows.reshape(-1, rows.shape[-1]), labels.ravel())
    return Node(loss, (logits, lambda one: one * np.moveaxis(d.reshape(rows.shape), -1, 1)))


@twin("NET-UNET")
def unet(inputs, params):
    w = [Node(inputs[f"W{j}"]) for j in range(13)]

    def double(x, j):
        return relu_node(conv_node(relu_node(conv_node(x, w[j], 1, 1)), w[j + 1], 1, 1))
    e1 = double(Node(inputs["x"]), 0)
    e2 = double(pool_node(e1), 2)
    d2 = double(concat_node(e2, up_node(double(pool_node(e2), 4), w[6])), 7)
    logits = conv_node(double(concat_node(e1, up_node(d2, w[9])), 10), w[12])
    loss = loss_node(logits, inputs["target"])
    loss.backward()
    return {"n_params": sum(node.value.size for node in w), "logits_norm": np.linalg.norm(logits.value),
            "logits_row0": logits.value[0, :, 0, :4], "loss": loss.value, "grad_norms": lengths(n.grad for n in w)}


@twin("NET-RESNET20")
def resnet20(inputs, params):
    w = [Node(inputs[f"W{j}"]) for j in range(20)]

    def shortcut(x, stride, channels):
        add = channels - x.value.shape[1]
        sides = (add // 2, add - add // 2)
        y = np.pad(x.value[:, :, ::stride, ::stride], ((0, 0), sides, (0, 0), (0, 0)))

        def pull(d):
            dx = np.zeros_like(x.value)
            dx[:, :, ::stride, ::stride] = d[:, sides[0]:channels - sides[1]]
            return dx
        return Node(y, (x, pull))

    def add(a, b):
        return Node(a.value + b.value, (a, lambda d: d), (b, lambda d: d))
    x = relu_node(norm_node(conv_node(Node(inputs["images"]), w[0], 1, 1)))
    for k in range(9):
        stride, a, b = 2 if k in (3, 6) else 1, w[2 * k + 1], w[2 * k + 2]
        h = norm_node(conv_node(relu_node(norm_node(conv_node(x, a, stride, 1))), b, 1, 1))
        x = relu_node(add(h, shortcut(x, stride, len(a.value))))
    n, _, rows, columns = x.value.shape
    p = Node(x.value.mean(axis=(2, 3)),
             (x, lambda d: np.broadcast_to(d[:, :, None, None] / (rows * columns), x.value.shape)))
    logits = Node(p.value @ w[19].value.T, (p, lambda d: d @ w[19].value), (w[19], lambda d: d.T @ p.value))
    loss = loss_node(logits, inputs["labels"])
    loss.backward()
    channels = [len(node.value) for node in w[:19]]
    return {"n_params": sum(node.value.size for node in w) + 2 * sum(channels) + len(w[19].value),
            "logits": logits.value, "loss": loss.value, "grad_norms": lengths(node.grad for node in w)}
