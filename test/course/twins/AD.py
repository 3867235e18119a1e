"""Derivatives, by their closed forms."""
import numpy as np

from . import twin


def relu(z):
    return np.maximum(z, 0)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def line_loss(inputs):
    """The residuals of a line, and their derivatives by (phi0, phi1)."""
    x, (p0, p1) = inputs["x"], inputs["phi"]
    return p0 + p1 * x - inputs["y"], np.stack([np.ones_like(x), x], 1)


@twin("UDL-2.1")
def line(inputs, params):
    r, d = line_loss(inputs)
    return {"L": r @ r, "grad": 2 * r @ d}


@twin("UDL-6.1")
def per_example(inputs, params):
    r, d = line_loss(inputs)
    each = 2 * r[:, None] * d
    return {"per_example_grad": each, "grad": each.sum(0)}


@twin("UDL-6.2")
def convex(inputs, params):
    r, d = line_loss(inputs)
    h = 2 * d.T @ d
    return {"H": h, "trace": h[0, 0] + h[1, 1], "det": h[0, 0] * h[1, 1] - h[0, 1] ** 2, "eig": np.linalg.eigvalsh(h)}


@twin("UDL-6.3")
def gabor(inputs, params):
    x, (p0, p1) = inputs["x"], inputs["phi"]
    z = p0 + 0.06 * p1 * x
    envelope, dz = np.exp(-z ** 2 / 32), np.stack([np.ones_like(x), 0.06 * x], 1)
    f = np.sin(z) * envelope
    f1 = (np.cos(z) - z / 16 * np.sin(z)) * envelope
    f2 = ((z ** 2 / 256 - 17 / 16) * np.sin(z) - z / 8 * np.cos(z)) * envelope
    r = f - inputs["y"]
    h = 2 * (dz * (f1 ** 2 + r * f2)[:, None]).T @ dz
    return {"f": f, "L": r @ r, "grad": 2 * (r * f1) @ dz, "H": h}


@twin("UDL-6.5")
def ten_parameters(inputs, params):
    phi, x = inputs["phi"], inputs["x"]
    w, theta = phi[1:4], phi[4:].reshape(3, 2)
    z = theta[:, 0] + np.outer(x, theta[:, 1])
    r = phi[0] + relu(z) @ w - inputs["y"]
    on = w * (z > 0)
    df = np.concatenate([np.ones((x.size, 1)), relu(z), np.stack([on, on * x[:, None]], 2).reshape(x.size, 6)], 1)
    return {"L": r @ r, "grad": 2 * r @ df}


@twin("UDL-7.1")
def two_layers(inputs, params):
    p, ys, rows = inputs["params"], [], []
    phi, theta, psi = p[:3], p[3:7].reshape(2, 2), p[7:].reshape(2, 3)
    for x in inputs["xs"]:
        z = theta[:, 0] + theta[:, 1] * x
        g = psi[:, 0] + psi[:, 1:] @ relu(z)
        ys.append(phi[0] + phi[1:] @ relu(g))
        dg = phi[1:] * (g > 0)
        dz = (psi[:, 1:].T @ dg) * (z > 0)
        rows.append(np.concatenate([[1], relu(g), np.outer(dz, [1, x]).ravel(),
                                    np.outer(dg, [1, *relu(z)]).ravel()]))
    return {"y": np.array(ys), "dy_dparams": np.array(rows)}


@twin("UDL-7.2")
def toy(inputs, params):
    b, w, x = inputs["beta"], inputs["omega"], inputs["x"]
    f0 = b[0] + w[0] * x
    f1 = b[1] + w[1] * np.sin(f0)
    f2 = b[2] + w[2] * np.exp(f1)
    f3 = b[3] + w[3] * np.cos(f2)
    factors = np.array([-np.sin(f2), w[2], np.exp(f1), w[1], np.cos(f0)])
    adjoints = 2 * (f3 - inputs["y"]) * np.cumprod([1, w[3], *factors])
    dbeta = adjoints[[6, 4, 2, 0]]
    return {"loss": (f3 - inputs["y"]) ** 2, "local_factors": factors, "adjoints_f3_h3_f2_h2_f1_h1_f0": adjoints,
            "dbeta": dbeta, "domega": dbeta * np.array([x, np.sin(f0), np.exp(f1), np.cos(f2)])}


@twin("UDL-7.4")
def squared_error(inputs, params):
    return {"dl_df": 2 * (inputs["f"] - inputs["y"])}


@twin("UDL-7.5")
def bce(inputs, params):
    f, y = inputs["fs"], inputs["ys"]
    return {"loss": np.logaddexp(0, f) - y * f, "dl_df": sigmoid(f) - y}


@twin("UDL-7.6")
def affine(inputs, params):
    omega = inputs["Omega"]
    return {"z": inputs["beta"] + omega @ inputs["h"], "dz_dh_denominator_layout": omega.T,
            "vjp": omega.T @ inputs["u"], "jvp": omega @ inputs["v"]}


@twin("UDL-7.9")
def outer_product(inputs, params):
    df = np.cos(inputs["beta"] + inputs["Omega"] @ inputs["h"])
    return {"dl_df": df, "dl_dOmega": np.outer(df, inputs["h"])}


@twin("UDL-7.10")
def leaky(inputs, params):
    weights, biases = [inputs[f"W{k}"] for k in range(3)], [inputs[f"b{k}"] for k in range(3)]
    slopes, h, hs = [], inputs["x"], []
    for w, b in zip(weights, biases):
        f = b + w @ h
        hs.append(h)
        slopes.append(np.where(f >= 0, 1, params["alpha"]))
        h = slopes[-1] * f
    df2 = f
    df1 = slopes[1] * (weights[2].T @ df2)
    df0 = slopes[0] * (weights[1].T @ df1)
    return {"y": f, "dl_df0": df0, "dl_df1": df1, "dl_df2": df2,
            "dW0": np.outer(df0, hs[0]), "dW1": np.outer(df1, hs[1]), "dW2": np.outer(df2, hs[2])}


@twin("UDL-7.11")
def checkpointing(inputs, params):
    hs = [inputs["x"]]
    for w, b in zip(inputs["W"], inputs["b"]):
        hs.append(np.tanh(w @ hs[-1] + b))
    dh, dws = np.ones_like(hs[-1]), []
    for k in range(len(inputs["W"]) - 1, -1, -1):
        dz = dh * (1 - hs[k + 1] ** 2)
        dws.insert(0, np.outer(dz, hs[k]))
        dh = inputs["W"][k].T @ dz
    return {"l": hs[-1].sum(), "dl_dx": dh, "dW_norm_per_layer": np.linalg.norm(dws, axis=(1, 2)), "dW0": dws[0]}


@twin("UDL-7.12")
def reverse(inputs, params):
    f1 = np.exp(inputs["xs"])
    f3 = f1 + f1 ** 2
    one, d3 = np.ones_like(f1), np.exp(f3) + np.cos(f3)
    d1 = d3 * (1 + 2 * f1)
    return {"y": np.exp(f3) + np.sin(f3), "adjoints": np.stack([one, one, d3, d3, d1, f1 * d1], 1)}


@twin("UDL-7.13")
def forward(inputs, params):
    f1 = np.exp(inputs["xs"])
    f3, t3, s3 = f1 + f1 ** 2, f1 + 2 * f1 ** 2, f1 + 4 * f1 ** 2 # f3 and its first two derivatives
    t4, t5 = np.exp(f3) * t3, np.cos(f3) * t3
    second = (np.exp(f3) - np.sin(f3)) * t3 ** 2 + (np.exp(f3) + np.cos(f3)) * s3
    return {"tangents": np.stack([f1, 2 * f1 ** 2, t3, t4, t5, t4 + t5], 1), "d2y_dx2": second}


@twin("GT-4")
def graph(inputs, params):
    def f(w):
        return np.array([np.cos(w[0]) * np.cos(w[1]) + sigmoid(w[1]), np.log(w[0] + w[1]) + w[0] ** 2 * w[1]])

    w, dw = inputs["w"], params["dw"]
    x, y = w
    s = sigmoid(y)
    j = np.array([[-np.sin(x) * np.cos(y), -np.cos(x) * np.sin(y) + s * (1 - s)],
                  [1 / (x + y) + 2 * x * y, 1 / (x + y) + x ** 2]])
    e = dw * np.eye(2)
    return {"f": f(w), "J": j, "J_forward_difference": np.stack([(f(w + e[i]) - f(w)) / dw for i in range(2)], 1),
            "J_central_difference": np.stack([(f(w + e[i]) - f(w - e[i])) / (2 * dw) for i in range(2)], 1),
            "warmup_f_dx_dy": np.array([(x + y) * (y + 1), y + 1, x + 2 * y + 1])}


@twin("UDL-12.4")
def saturated(inputs, params):
    z = inputs["z"]
    y = np.exp(z - z.max())
    y /= y.sum()
    j = -np.outer(y, y)
    for i in range(len(z)):
        j[i, i] = y[i] * np.delete(y, i).sum() # 1 - y[i] is the sum of the others
    return {"y": y, "J": j, "log10_abs_J": np.log10(np.abs(j))}


def deep_gradients(inputs, label, activate_last):
    """The loss and its gradients by the layers, weights and biases of a ReLU network of three layers."""
    hs, on = [inputs["x"]], []
    for k in (1, 2, 3):
        z = inputs[f"W{k}"] @ hs[-1] + inputs[f"b{k}"]
        on.append(z > 0 if k < 3 or activate_last else np.ones(z.shape))
        hs.append(on[-1] * z)
    loss = np.log(np.exp(hs[3]).sum()) - hs[3][label]
    dh = np.exp(hs[3]) / np.exp(hs[3]).sum() - np.eye(len(hs[3]))[label]
    out = {}
    for k in (3, 2, 1):
        db = dh * on[k - 1]
        out.update({f"dh{k}": dh, f"db{k}": db, f"dW{k}": np.outer(db, hs[k - 1])})
        dh = inputs[f"W{k}"].T @ db
    return out | {"loss": loss}


def both(inputs, params, keys):
    a = deep_gradients(inputs, params["label"], True)
    b = deep_gradients(inputs, params["label"], False)
    return {f"{key}_A": a[key] for key in keys} | {f"{key}_B": b[key] for key in keys}


@twin("UBC-3.1")
def hidden_gradients(inputs, params):
    return both(inputs, params, ["loss", "dh1", "dh2", "dh3"])


@twin("UBC-3.2")
def weight_gradients(inputs, params):
    return both(inputs, params, ["loss", "dW1", "db1", "dW2", "db2", "dW3", "db3"])


@twin("COS-3")
def propagation(inputs, params):
    activations = {"sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
                   "relu": (relu, lambda z: z > 0),
                   "leaky": (lambda z: np.where(z > 0, z, 0.1 * z), lambda z: np.where(z > 0, 1, 0.1))}
    out = {"dead_relu_grad": np.zeros(2), "leaky_grad": 0.1 * inputs["x"][:2]}
    for name, (act, slope) in activations.items():
        h, zs, weights = inputs["x"], [], inputs[f"W_{name}"]
        for w in weights:
            zs.append(w @ h)
            h = act(zs[-1])
        dh = [np.ones_like(h)]
        for w, z in zip(weights[::-1], zs[::-1]):
            dh.insert(0, w.T @ (slope(z) * dh[0]))
        out[f"log10_grad_norm_{name}"] = np.log10(np.linalg.norm(dh[0]))
        out[f"log10_grad_norm_mid_{name}"] = np.log10(np.linalg.norm(dh[len(weights) // 2]))
    return out


@twin("NET-HVP")
def double_backprop(inputs, params):
    w1, w2 = inputs["W1"], inputs["w2"]
    t = np.tanh(w1 @ inputs["x"] + inputs["b1"])
    s = 1 - t ** 2
    g = w1.T @ (w2 * s)
    hessian = w1.T @ np.diag(-2 * w2 * t * s) @ w1
    p = np.linalg.norm(g)
    u = w1 @ g / p # p = sum_d w2_d s_d u_d, with s moving with z = W1 x + b1
    dz = -2 * w2 * t * s * u
    return {"f": w2 @ t, "grad": g, "grad_norm": p, "Hv": hessian @ inputs["v"], "dp_dx": hessian @ g / p,
            "dp_dW1": np.outer(dz, inputs["x"]) + np.outer(w2 * s, g / p), "dp_db1": dz, "dp_dw2": s * u}
