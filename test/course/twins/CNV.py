"""Convolutions, pooling, and networks of them."""
import numpy as np

from . import counts, twin

counts("GT-7.5", n_params=lambda functions: functions["net"]["parameters"])
counts("GT-7.6", full_n_params=lambda functions: functions["full"]["parameters"])
counts("GT-7.7", n_params=lambda functions: functions["net"]["parameters"])
counts("NET-ALEXNET", full_n_params=lambda functions: functions["full"]["parameters"],
       full_spatial_sizes=lambda functions: [layer["output"][-1] for layer in functions["full"]["layers"]
                                             if layer["op"] in ("conv", "max_pool")])
counts("NET-VGG16", full_n_params=lambda functions: functions["full"]["parameters"])
counts("NET-VGG19", full_n_params=lambda functions: functions["full"]["parameters"])


def windows(x, size, stride=1, pad=0, dilation=1, value=0.0):
    """[n, c, i, j, u, v]: element (u, v) of the window at (i, j)."""
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=value)
    span = [dilation * (k - 1) + 1 for k in size]
    view = np.lib.stride_tricks.sliding_window_view(x, span, axis=(2, 3))
    return view[:, :, ::stride, ::stride, ::dilation, ::dilation]


def from_windows(dwindows, shape, stride=1, pad=0):
    """The transpose of windows, without dilation."""
    n, c, h, w = shape
    dx = np.zeros((n, c, h + 2 * pad, w + 2 * pad))
    rows, columns, kh, kw = dwindows.shape[2:]
    for u in range(kh):
        for v in range(kw):
            dx[:, :, u:u + stride * rows:stride, v:v + stride * columns:stride] += dwindows[..., u, v]
    return dx[:, :, pad:pad + h, pad:pad + w]


def conv(x, w, stride=1, pad=0, dilation=1):
    return np.einsum("nchwuv,ocuv->nohw", windows(x, w.shape[2:], stride, pad, dilation), w)


def conv_backward(x, w, dy, stride=1, pad=0):
    dw = np.einsum("nchwuv,nohw->ocuv", windows(x, w.shape[2:], stride, pad), dy)
    return from_windows(np.einsum("nohw,ocuv->nchwuv", dy, w), x.shape, stride, pad), dw


def max_pool(x, k, stride):
    return windows(x, (k, k), stride).max(axis=(4, 5))


def max_pool_backward(x, dy, k, stride):
    flat = windows(x, (k, k), stride).reshape(*dy.shape, k * k)
    first = np.arange(k * k) == flat.argmax(axis=-1)[..., None]
    return from_windows((first * dy[..., None]).reshape(*dy.shape, k, k), x.shape, stride)


def cross_entropy(z, labels):
    """The mean cross-entropy of rows, and its gradient."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p, rows = e / e.sum(axis=1, keepdims=True), np.arange(len(z))
    d = p.copy()
    d[rows, labels] -= 1
    return -np.log(p[rows, labels]).mean(), d / len(z)


def network(x, labels, layers):
    """Scores, mean cross-entropy, and the gradients by weights and biases in the layers' order, which are
    ("conv", w, b, stride, pad), ("linear", w, b), ("relu",), ("pool", k, stride) and ("flatten",)."""
    forward = {"conv": lambda x, w, b, *a: conv(x, w, *a) + b[:, None, None], "linear": lambda x, w, b: x @ w.T + b,
               "relu": lambda x: np.maximum(x, 0), "pool": max_pool, "flatten": lambda x: x.reshape(len(x), -1)}
    inputs, grads = [], []
    for kind, *a in layers:
        inputs.append(x)
        x = forward[kind](x, *a)
    loss, d = cross_entropy(x, labels)
    for (kind, *a), z in zip(layers[::-1], inputs[::-1]):
        if kind == "conv":
            db = d.sum(axis=(0, 2, 3))
            d, dw = conv_backward(z, a[0], d, *a[2:])
            grads[:0] = [dw, db]
        elif kind == "linear":
            grads[:0] = [d.T @ z, d.sum(axis=0)]
            d = d @ a[0]
        else:
            d = {"relu": lambda: d * (z > 0), "pool": lambda: max_pool_backward(z, d, *a),
                 "flatten": lambda: d.reshape(z.shape)}[kind]()
    return x, loss, grads


def lengths(tensors):
    return np.array([np.linalg.norm(g) for g in tensors])


def banded(w, length, stride=1, dilation=1):
    """The matrix of a convolution with zeros beyond the ends, as many as keep the middle of w on the signal."""
    matrix, middle = np.zeros((-(-length // stride), length)), len(w) // 2
    for i in range(len(matrix)):
        for k, value in enumerate(w):
            j = stride * i + dilation * (k - middle)
            if 0 <= j < length:
                matrix[i, j] = value
    return matrix


@twin("UDL-10.1")
def equivariance(inputs, params):
    x, w, b = inputs["x"], inputs["w"], inputs["b"]

    def circular(x):
        return np.tanh(w[0] * np.roll(x, 1) + w[1] * x + w[2] * np.roll(x, -1) + b)

    def zero(x):
        return np.tanh(banded(w, len(x)) @ x + b)
    shifted = np.roll(x, params["tau"])
    return {"h_circular": circular(x), "h_circular_shifted": circular(shifted),
            "h_zero": zero(x), "h_zero_shifted": zero(shifted)}


@twin("UDL-10.2")
@twin("UDL-10.3")
@twin("UDL-10.4")
def conv1d(inputs, params):
    x, w, b = inputs["x"], inputs["w"], inputs["b"]
    s, d, p = params["stride"], params["dil"], params["pad"]
    count = (len(x) + 2 * p - d * (len(w) - 1) - 1) // s + 1
    terms = [(i, k, s * i + d * k - p) for i in range(count) for k in range(len(w)) if 0 <= s * i + d * k - p < len(x)]
    z = np.full(count, b)
    for i, k, j in terms:
        z[i] += w[k] * x[j]
    h = np.maximum(z, 0)
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for i, k, j in terms:
        dx[j] += 2 * h[i] * w[k]
        dw[k] += 2 * h[i] * x[j]
    return {"z": z, "h": h, "dx": dx, "dw": dw, "db": 2 * h.sum()}


@twin("UDL-10.5")
def weight_matrices(inputs, params):
    w3, w5, n = inputs["w3"], inputs["w5"], params["L"]
    return {"W_stride2": banded(w3, n, stride=2), "W_k5": banded(w5, n), "W_dil2": banded(w3, n, dilation=2)}


@twin("UDL-10.6")
def one_to_two(inputs, params):
    x = inputs["x"]
    blocks = [banded(w[0], x.shape[1]) for w in inputs["w"]]
    return {"W": np.concatenate(blocks), "h": np.stack([t @ x[0] for t in blocks])}


@twin("UDL-10.7")
def two_to_one(inputs, params):
    h = inputs["h"]
    matrix = np.concatenate([banded(w, h.shape[1]) for w in inputs["w"][0]], axis=1)
    return {"W": matrix, "hprime": matrix @ h.ravel()}


@twin("UDL-10.13")
def doubly_banded(inputs, params):
    x, w = inputs["x"], inputs["w"]
    rows, columns = x.shape
    shifted = [[np.kron(np.eye(rows, k=u - 1), np.eye(columns, k=v - 1)) for v in range(3)] for u in range(3)]
    matrix = np.einsum("uv,uvij->ij", w, np.array(shifted))
    return {"nonzeros": np.count_nonzero(matrix), "row_0": matrix[0],
            "row_interior": matrix[params["row_interior_index"]], "y": (matrix @ x.ravel()).reshape(x.shape)}


@twin("UDL-10.15")
def sampling(inputs, params):
    n = params["L"]
    return {"S": np.eye(n)[::2], "W_stride2": banded(inputs["w"], n)[::2]}


@twin("GT-5a")
def circulant(inputs, params):
    x, w = inputs["x"], inputs["w"]
    y = np.fft.ifft(np.fft.fft(x) * np.fft.fft(w)).real
    return {"C": np.stack([np.roll(w, k) for k in range(len(w))], axis=1), "y": y, "y_shifted": np.roll(y, 1)}


@twin("GT-5b")
def commutant(inputs, params):
    a = inputs["A"]
    n = len(a)
    column = np.array([np.mean([a[(d + j) % n, j] for j in range(n)]) for d in range(n)])
    s = np.roll(np.eye(n), 1, axis=0)
    return {"P": np.stack([np.roll(column, k) for k in range(n)], axis=1), "first_column": column, "nullity": n,
            "commutator_norm_A": np.linalg.norm(a @ s - s @ a)}


@twin("GT-5c")
def strided_circular(inputs, params):
    x, w = inputs["x"], inputs["w"]
    h = np.maximum(w[0] * np.roll(x, 1) + w[1] * x + w[2] * np.roll(x, -1), 0)
    return {"f": h[::2], "f_shift1": np.roll(h, 1)[::2], "f_shift2": np.roll(h, 2)[::2], "gap": h.mean()}


@twin("GT-7.1")
def conv2d(inputs, params):
    x, w, b = inputs["x"], inputs["w"], inputs["b"]
    return {f"y_s{s}_p{p}": conv(x, w, s, p) + b[:, None, None] for s, p in params["sp"]}


@twin("GT-7.2")
def conv2d_backward(inputs, params):
    result = {}
    for s in (1, 2):
        dy = inputs[f"dy_s{s}"]
        dx, dw = conv_backward(inputs["x"], inputs["w"], dy, s, 1)
        result.update({f"dx_s{s}": dx, f"dw_s{s}": dw, f"db_s{s}": dy.sum(axis=(0, 2, 3))})
    return result


@twin("GT-7.3")
def max_pooling(inputs, params):
    result = {}
    for k in (2, 3):
        result[f"y_k{k}"] = max_pool(inputs["x"], k, 2)
        result[f"dx_k{k}"] = max_pool_backward(inputs["x"], inputs[f"dy_k{k}"], k, 2)
    return result


@twin("GT-7.4")
def two_layers(inputs, params):
    x, w1, b1, w2, b2 = (inputs[k] for k in ("x", "W1", "b1", "W2", "b2"))
    flat = x.reshape(len(x), -1)
    h = np.maximum(flat @ w1 + b1, 0)
    scores = h @ w2 + b2
    loss, d = cross_entropy(scores, inputs["labels"])
    dh = d @ w2.T * (h > 0)
    return {"scores": scores, "loss": loss, "dx": (dh @ w1.T).reshape(x.shape), "dW1": flat.T @ dh,
            "db1": dh.sum(axis=0), "dW2": h.T @ d, "db2": d.sum(axis=0)}


def shallow(images, labels, weights):
    w1, b1, w2, b2 = weights
    return network(images, labels, [("conv", w1, b1, 1, 0), ("relu",), ("pool", 2, 2), ("flatten",),
                                    ("linear", w2, b2)])


def momentum_step(weights, velocities, grads, params):
    velocities = [params["mu"] * v - params["lr"] * g for v, g in zip(velocities, grads)]
    return [w + v for w, v in zip(weights, velocities)], velocities


@twin("GT-7.5")
def shallow_conv_net(inputs, params):
    weights = [inputs[k] for k in ("W1", "b1", "W2", "b2")]
    velocities, losses = [0.0] * 4, []
    scores, loss, grads = shallow(inputs["images"], inputs["labels"], weights)
    first = {"n_params": sum(w.size for w in weights), "logits": scores, "loss": loss,
             "grad_norms_W1_b1_W2_b2": lengths(grads), "dW1_0_0": grads[0][0, 0, :3, :3]}
    for _ in range(params["steps"]):
        scores, loss, grads = shallow(inputs["images"], inputs["labels"], weights)
        losses.append(loss)
        weights, velocities = momentum_step(weights, velocities, grads, params)
    return first | {"training_losses": np.array(losses)}


@twin("GT-7.6")
def three_layers(inputs, params):
    w1, b1, w2, b2, w3, b3 = (inputs[k] for k in ("W1", "b1", "W2", "b2", "W3", "b3"))
    scores, loss, grads = network(inputs["images"], inputs["labels"], [
        ("conv", w1, b1, 1, params["k"] // 2), ("relu",), ("pool", 2, 2), ("flatten",),
        ("linear", w2, b2), ("relu",), ("linear", w3, b3)])
    for i, w in enumerate((w1, w2, w3)):
        loss += params["reg"] / 2 * (w * w).sum()
        grads[2 * i] += params["reg"] * w
    return {"full_n_params": (3 * 49 + 1) * 32 + (8192 + 1) * 100 + 101 * 10, "logits": scores, "loss": loss,
            "grad_norms": lengths(grads), "dW1": grads[0]}


@twin("GT-7.7")
def two_convolutions(inputs, params):
    w1, b1, w2, b2, w3, b3 = weights = [inputs[k] for k in ("W1", "b1", "W2", "b2", "W3", "b3")]
    scores, loss, grads = network(inputs["images"], inputs["labels"], [
        ("conv", w1, b1, 1, 2), ("relu",), ("conv", w2, b2, 1, 1), ("relu",), ("flatten",), ("linear", w3, b3)])
    return {"n_params": sum(w.size for w in weights), "logits": scores, "loss": loss, "grad_norms": lengths(grads)}


@twin("GT-7.8")
def overfit(inputs, params):
    images, labels = inputs["images"], inputs["labels"]
    weights, velocities, means = [inputs[k] for k in ("W1", "b1", "W2", "b2")], [0.0] * 4, []
    for _ in range(params["epochs"]):
        losses = []
        for i in range(0, len(images), params["B"]):
            batch = slice(i, i + params["B"])
            _, loss, grads = shallow(images[batch], labels[batch], weights)
            losses.append(loss)
            weights, velocities = momentum_step(weights, velocities, grads, params)
        means.append(np.mean(losses))
    scores = shallow(images, labels, weights)[0]
    return {"epoch_loss_1_2_3": np.array(means[:3]), "final_accuracy": np.mean(scores.argmax(axis=1) == labels)}


@twin("NET-CONV2D-DIL")
def convolutions(inputs, params):
    x = inputs["x"]
    halves = [conv(a, w) for a, w in zip(np.split(x, 2, axis=1), np.split(inputs["w_g2"], 2))]
    win = windows(x, inputs["w_dw"].shape[2:])
    y = np.einsum("nchwuv,cuv->nchw", win, inputs["w_dw"][:, 0])
    return {"y_dil2": conv(x, inputs["w"], dilation=2), "y_groups2": np.concatenate(halves, axis=1),
            "y_depthwise": y, "dw_depthwise": 2 * np.einsum("nchwuv,nchw->cuv", win, y)[:, None]}


@twin("NET-CONVT")
def upsampling(inputs, params):
    x, w = inputs["x"], inputs["w"]
    n, _, rows, columns = x.shape

    def linear(length):
        """The matrix that interpolates a signal at (j + 1/2) / 2 - 1/2."""
        at = np.clip((np.arange(2 * length) + 0.5) / 2 - 0.5, 0, length - 1)
        return np.maximum(0, 1 - np.abs(at[:, None] - np.arange(length)))
    # Stride 2, padding 1, output padding 1: twice the size for kernels of 3.
    spread = np.einsum("nchw,couv->nohwuv", x, w)
    return {"convT_s2_p1_op1": from_windows(spread, (n, w.shape[1], 2 * rows, 2 * columns), 2, 1),
            "nearest2": x.repeat(2, axis=2).repeat(2, axis=3),
            "bilinear2": np.einsum("ih,nchw,jw->ncij", linear(rows), x, linear(columns))}


@twin("NET-POOL")
def average_pooling(inputs, params):
    x = inputs["x"]
    return {"avg2": windows(x, (2, 2), 2).mean(axis=(4, 5)), "gap": x.mean(axis=(2, 3))}


def with_zeros(*layer):
    """The layer with a bias of zeros behind its weight."""
    return (*layer[:2], np.zeros(len(layer[1])), *layer[2:])


@twin("NET-ALEXNET")
def alexnet(inputs, params):
    w = inputs
    layers = [with_zeros("conv", w["conv1"], 4, 0), ("relu",), ("pool", 3, 2), with_zeros("conv", w["conv2"], 1, 2),
              ("relu",), ("pool", 3, 2), with_zeros("conv", w["conv3"], 1, 1), ("relu",),
              with_zeros("conv", w["conv4"], 1, 1), ("relu",), with_zeros("conv", w["conv5"], 1, 1), ("relu",),
              ("pool", 3, 2), ("flatten",), with_zeros("linear", w["fc1"]), ("relu",), with_zeros("linear", w["fc2"]),
              ("relu",), with_zeros("linear", w["fc3"])]
    logits, loss, grads = network(w["images"], w["labels"], layers)
    channels, sizes = [3, 96, 256, 384, 384, 256], [11, 5, 3, 3, 3]
    convs = sum((i * k * k + 1) * o for i, o, k in zip(channels, channels[1:], sizes))
    return {"full_n_params": convs + (9216 + 1) * 4096 + (4096 + 1) * 4096 + (4096 + 1) * 1000,
            "full_spatial_sizes": [55, 27, 27, 13, 13, 13, 13, 6],
            "thin_logits": logits, "thin_loss": loss, "thin_grad_norms": lengths(grads[::2])}


@twin("NET-VGG16")
@twin("NET-VGG19")
def vgg(inputs, params):
    layers, channels, count, j = [], 3, 0, 0
    for entry in params["cfg"]:
        if entry == "M":
            layers.append(("pool", 2, 2))
        else:
            layers += [with_zeros("conv", inputs[f"W{j}"], 1, 1), ("relu",)]
            count, channels, j = count + (9 * channels + 1) * 16 * entry, 16 * entry, j + 1
    fc = [with_zeros("linear", inputs[f"W{j + i}"]) for i in range(3)]
    layers += [("flatten",), fc[0], ("relu",), fc[1], ("relu",), fc[2]]
    logits, loss, grads = network(inputs["images"], inputs["labels"], layers)
    return {"full_n_params": count + (512 * 49 + 1) * 4096 + 4097 * 4096 + 4097 * 1000,
            "thin_logits": logits, "thin_loss": loss, "thin_grad_norms": lengths(grads[::2])}
