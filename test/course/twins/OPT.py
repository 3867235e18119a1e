"""Optimisers and training loops. Gradients by hand."""
import numpy as np

from . import counts, jitter, twin

REPORT = [1, 2, 3, 5, 10, 15, 20, 30]


def sig(z):
    return 0.5 * (1 + np.tanh(z / 2))


@twin("UDL-2.2")
def line(inputs, params):
    x, y = inputs["x"], inputs["y"]
    phi = np.polyfit(x, y, 1)[::-1]
    return {"phi": phi, "L_min": np.sum((phi[0] + phi[1] * x - y) ** 2)}


@twin("UDL-6.4")
def logistic(inputs, params):
    x, y = inputs["x"], inputs["y"]
    X = np.stack([np.ones_like(x), x], axis=1)

    def loss(phi):
        return np.sum(np.logaddexp(0, X @ phi) - y * (X @ phi))

    def grad(phi):
        return X.T @ (sig(X @ phi) - y)

    def hess(phi):
        p = sig(X @ phi)
        return X.T @ (X * (p * (1 - p))[:, None])

    phi, best = inputs["phi"], np.zeros(2)
    for _ in range(200): # with half of Newton's step, which does not overshoot here
        best = best - 0.5 * np.linalg.solve(hess(best), grad(best))
    grid = [[loss(np.array([a, b])) for b in inputs["grid_phi1"]] for a in inputs["grid_phi0"]]
    return {"loss_grid": grid, "grad": grad(phi), "H": hess(phi), "H_eig": np.linalg.eigvalsh(hess(phi)),
            "minimiser": best, "L_min": loss(best)}


@twin("UDL-6.6")
def critical_points(inputs, params):
    a, b, x = params["a"], params["b"], inputs["grid"]
    roots = np.roots([4, 0, -2 * a, b])
    at = np.sort(roots[np.abs(roots.imag) < 1e-9].real)
    return {"critical_points": at, "f_at": at ** 4 - a * at ** 2 + b * at,
            "second_derivative_at": 12 * at ** 2 - 2 * a, "d2_quartic": 12 * x ** 2 - 2 * a,
            "d2_softplus": sig(x) * sig(-x)}


def fresh_valley(inputs, rng):
    A = rng.normal(size=(2, 2))
    return {"Q": A @ A.T + np.diag([1.0, 10.0]), "w0": rng.normal(size=2)}


@twin("UDL-6.7", fresh=fresh_valley)
def valley(inputs, params):
    Q, w, lr, dots = inputs["Q"], inputs["w0"], params["lr"], []
    path = [w]
    for _ in range(params["steps"]):
        g = Q @ w
        w = w - g @ g / (g @ Q @ g) * g
        path.append(w)
        dots.append(g @ Q @ w)
    heavy = plain = inputs["w0"]
    v = np.zeros_like(heavy)
    for _ in range(30):
        v = params["beta"] * v + Q @ heavy
        heavy, plain = heavy - lr * v, plain - lr * Q @ plain
    return {"trajectory": path, "g_dot_gnext": dots, "newton": np.zeros_like(w),
            "f_after30_momentum": heavy @ Q @ heavy / 2, "f_after30_plain": plain @ Q @ plain / 2}


@twin("UDL-6.8", fresh=lambda inputs, rng: {"x0": np.array(rng.uniform(1.6, 2.05))})
def basins(inputs, params):
    path = [np.full(len(params["lrs"]), inputs["x0"])]
    for _ in range(params["steps"]):
        x = path[-1]
        path.append(x - np.array(params["lrs"]) * (4 * x ** 3 - 2 * params["a"] * x + params["b"]))
    return {"final": path[-1], "first_three": np.array(path[1:4]).T}


@twin("UDL-6.10")
def momentum_as_sum(inputs, params):
    beta, g = params["beta"], inputs["g"]
    weights = (1 - beta) * beta ** np.arange(len(g))[::-1]
    return {"m": weights @ g, "weights_oldest_first": weights}


@twin("UDL-7.15")
def equal_start(inputs, params):
    x, y, lr, D = inputs["x"], inputs["y"], params["lr"], params["D"]
    W, b, w, c = np.full((D, x.shape[1]), 0.3), np.full(D, 0.1), np.full(D, 0.2), 0.0
    bias = 0.0
    for _ in range(params["steps"]):
        bias -= lr * 2 * np.mean(bias - y)
        z = x @ W.T + b
        e = 2 * (np.maximum(z, 0) @ w + c - y) / len(y)
        dz = np.outer(e, w) * (z > 0)
        W, b, w, c = W - lr * dz.T @ x, b - lr * dz.sum(0), w - lr * e @ np.maximum(z, 0), c - lr * e.sum()
    return {"output_bias": bias, "max_abs_other_params": 0.0, "equal_init_W0": W}


def mlp_epochs(inputs, params, loss, slope):
    """The reported losses of the 10-40-40-? network, `slope` being the derivative of `loss` by its output."""
    p = [inputs[key] for key in ("W1", "b1", "W2", "b2", "W3", "b3")]
    v = [np.zeros_like(w) for w in p]
    losses = []
    for epoch in range(params["epochs"]):
        rate, batches = params["lr"] / 2 ** (epoch // 10), []
        for start in range(0, len(inputs["X"]), params["B"]):
            x, y = (inputs[key][start:start + params["B"]] for key in "XY")
            a1 = np.maximum(x @ p[0].T + p[1], 0)
            a2 = np.maximum(a1 @ p[2].T + p[3], 0)
            f = a2 @ p[4].T + p[5]
            batches.append(loss(f, y).mean())
            d3 = slope(f, y) / f.size
            d2 = d3 @ p[4] * (a2 > 0)
            d1 = d2 @ p[2] * (a1 > 0)
            g = [d1.T @ x, d1.sum(0), d2.T @ a1, d2.sum(0), d3.T @ a2, d3.sum(0)]
            v = [params["momentum"] * vi + gi for vi, gi in zip(v, g)]
            p = [pi - rate * vi for pi, vi in zip(p, v)]
        losses.append(np.mean(batches))
    epochs = [e for e in REPORT if e <= params["epochs"]]
    return {"epochs_reported": epochs, "loss": [losses[e - 1] for e in epochs],
            "n_params": sum(w.size for w in p)}


counts("UDL-7.16", n_params=lambda functions: functions["net"]["parameters"])
counts("UDL-7.17", n_params=lambda functions: functions["net"]["parameters"])


@twin("UDL-7.16")
def regression(inputs, params):
    return mlp_epochs(inputs, params, lambda f, y: (f - y) ** 2, lambda f, y: 2 * (f - y))


def fresh_classes(inputs, rng):
    return jitter(inputs, rng) | {"Y": rng.integers(0, 2, inputs["Y"].shape).astype(float)}


@twin("UDL-7.17", fresh=fresh_classes)
def two_classes(inputs, params):
    return mlp_epochs(inputs, params, lambda f, y: np.logaddexp(0, f) - y * f, lambda f, y: sig(f) - y)


def fresh_pixels(inputs, rng):
    return jitter(inputs, rng) | {"perm": rng.permutation(len(inputs["perm"])),
                                  "y_random": rng.integers(0, len(inputs["centers"]), len(inputs["y"]))}


@twin("UDL-20.2", fresh=fresh_pixels)
def shuffled_pixels(inputs, params):
    def losses(y):
        W1, W2 = inputs["W1"], inputs["W2"]
        x, target, path = inputs["centers"][inputs["y"]] + inputs["noise"], np.eye(len(W2))[y], []
        for _ in range(params["steps"]):
            h = np.tanh(x @ W1.T)
            z = np.exp(h @ W2.T)
            p = z / z.sum(1, keepdims=True)
            path.append(-np.mean(np.log((p * target).sum(1))))
            d = (p - target) / len(y)
            W1, W2 = W1 - params["lr"] * ((d @ W2) * (1 - h ** 2)).T @ x, W2 - params["lr"] * d.T @ h
        return [path[t - 1] for t in (1, 10, 20, 30)]
    return {"loss": losses(inputs["y"]), "loss_permuted_pixels": losses(inputs["y"]),
            "loss_random_labels": losses(inputs["y_random"])}


@twin("UDL-20.3")
def saddle(inputs, params):
    v, w, t, losses = inputs["v0"], inputs["w0"], params["target"], []
    for _ in range(params["steps"]):
        e = 2 * params["lr"] * (v * w - t)
        v, w = v - e * w, w - e * v
        losses.append((v * w - t) ** 2)
    return {"first_losses": losses[:5], "final_vw": v * w,
            "hessian_eig_at_origin": [-2 * abs(t), 2 * abs(t)]}


@twin("PET-1.1")
def line_search(inputs, params):
    X, y, w, steps = inputs["X"], inputs["y"], inputs["w0"], []
    for _ in range(params["steps"]):
        g = 2 * X.T @ (X @ w - y) / len(y)
        alpha = g @ g * len(y) / (2 * np.sum((X @ g) ** 2))
        w = w - alpha * g
        steps.append((alpha, w, 0.0))
    return dict(zip(("alpha", "w", "dots"), map(np.array, zip(*steps))))


@twin("GT-3.1")
def proximal(inputs, params):
    g = inputs["X"].T @ (sig(inputs["X"] @ inputs["w"]) - inputs["y"])
    return {"grad": g, "w_star": inputs["w"] - g / params["lam"]}


@twin("GT-3.2")
def telescope(inputs, params):
    v, w_star, eta = inputs["v"], inputs["w_star"], params["eta"]
    w = -eta * (np.cumsum(v, axis=0) - v) # before each step
    rhs = w_star @ w_star / (2 * eta) + eta / 2 * np.sum(v ** 2)
    return {"lhs": np.sum((w - w_star) * v), "rhs": rhs,
            "slack": np.sum((-eta * v.sum(0) - w_star) ** 2) / (2 * eta)}


@twin("GT-3.3")
def subgradient(inputs, params):
    A, w_star, Ts = inputs["A"], inputs["w_star"], np.array(params["Ts"])
    rho, B = np.mean(np.sqrt((A ** 2).sum(1))), np.sqrt(w_star @ w_star)
    w, total = np.zeros_like(w_star), np.zeros_like(w_star)
    for _ in range(Ts[0]):
        total = total + w
        w = w - B / (rho * np.sqrt(Ts[0])) * np.sign(A @ (w - w_star)) @ A / len(A)
    return {"bound": B * rho / np.sqrt(Ts), "rho": rho, "B": B,
            "gap_T0": np.mean(np.abs(A @ (total / Ts[0] - w_star)))}


@twin("GT-6")
def one_term(inputs, params):
    w, a, b, eta = inputs["w"], params["a"], params["b"], params["eta"]
    after = np.array([w - eta * (w - a), w - eta * (w - b)])

    def f(w):
        return ((w - a) ** 2 + (w - b) ** 2) / 2
    return {"f": f(w), "w_after_term1_term2": after, "f_after_term1_term2": f(after),
            "term1_before_after": [(w - a) ** 2 / 2, (after[0] - a) ** 2 / 2]}


def optimiser(rule, params):
    """w after a step of `rule`, which has one state of its own for each weight."""
    beta1, beta2, eps = 0.9, 0.999, 1e-8

    def step(w, g, state, t):
        if rule == "sgd":
            return w - params["lr"] * g, state
        if rule == "momentum":
            v = params["mu"] * state + g
            return w - params["lr"] * v, v
        m, v = beta1 * state[0] + (1 - beta1) * g, beta2 * state[1] + (1 - beta2) * g ** 2
        return w - params["lr"] * m / (1 - beta1 ** t) / (np.sqrt(v / (1 - beta2 ** t)) + eps), np.stack([m, v])
    return step


def rotated(inputs, rng):
    return jitter(inputs, rng) | {"R": np.linalg.qr(rng.normal(size=inputs["R"].shape))[0]}


@twin("COS-2", fresh=rotated)
def rotations(inputs, params):
    X, Y, R, A = (inputs[key] for key in ("X", "Y", "R", "W_auto"))

    def train(rule, X, W1):
        step, W2 = optimiser(rule, params), inputs["W2"]
        s1, s2 = (np.zeros((2,) + w.shape) if rule == "adam" else np.zeros_like(w) for w in (W1, W2))
        for t in range(1, params["steps"] + 1):
            h = np.tanh(X @ W1.T)
            d = 2 * (h @ W2.T - Y) / Y.size
            g1, g2 = (d @ W2 * (1 - h ** 2)).T @ X, d.T @ h
            (W1, s1), (W2, s2) = step(W1, g1, s1, t), step(W2, g2, s2, t)
        return np.tanh(X @ W1.T) @ W2.T

    expected = {}
    for rule, key in (("sgd", "sgd"), ("momentum", "mom"), ("adam", "adam")):
        pred = train(rule, X, inputs["W1"])
        expected[f"pred_{key}"] = pred
        expected[f"maxdev_{key}"] = np.abs(train(rule, X @ R.T, inputs["W1"] @ R.T) - pred).max()
    for _ in range(params["steps"]):
        A = A - params["lr"] * 2 * (X @ A.T - X).T @ X / len(X)
    return expected | {"auto_pred": X @ A.T}


def optimiser_row(name, update):
    """Row `name`: `update(w, grad, state, t, params)` gives the next w and state, a list of zeros at first."""
    @twin(name)
    def iterates(inputs, params):
        def grad(w):
            bend = w[1] - w[0] ** 2
            return np.array([-2 * (1 - w[0]) - 20 * w[0] * bend, 10 * bend])
        w, state, path = inputs["w0"], (np.zeros(2), np.zeros(2)), []
        for t in range(1, params["steps"] + 1):
            w, state = update(w, grad, state, t, params)
            path.append(w)
        return {"w_1_2_3": path[:3], "w_last": w, "f_last": (1 - w[0]) ** 2 + 5 * (w[1] - w[0] ** 2) ** 2}


def heavy_ball(w, grad, state, t, p):
    v = p["mu"] * state[0] + grad(w)
    return w - p["lr"] * v, (v, None)


def mean_momentum(w, grad, state, t, p):
    m = p["beta"] * state[0] + (1 - p["beta"]) * grad(w)
    return w - p["lr"] * m, (m, None)


def nesterov(w, grad, state, t, p):
    g = grad(w)
    v = p["mu"] * state[0] + g
    return w - p["lr"] * (g + p["mu"] * v), (v, None)


def look_ahead(w, grad, state, t, p):
    m = p["beta"] * state[0] + (1 - p["beta"]) * grad(w - p["lr"] * p["beta"] * state[0])
    return w - p["lr"] * m, (m, None)


def adam(w, grad, state, t, p):
    g = grad(w)
    m, v = p["b1"] * state[0] + (1 - p["b1"]) * g, p["b2"] * state[1] + (1 - p["b2"]) * g ** 2
    w = w * (1 - p["lr"] * p.get("wd", 0))
    return w - p["lr"] * m / (1 - p["b1"] ** t) / (np.sqrt(v / (1 - p["b2"] ** t)) + p["eps"]), (m, v)


def rmsprop(w, grad, state, t, p):
    g = grad(w)
    v = p["rho"] * state[0] + (1 - p["rho"]) * g ** 2
    return w - p["lr"] * g / (np.sqrt(v) + p["eps"]), (v, None)


optimiser_row("NET-SGD", lambda w, grad, state, t, p: (w - p["lr"] * grad(w), state))
optimiser_row("NET-MOMENTUM", heavy_ball)
optimiser_row("NET-MOMENTUM-UDL", mean_momentum)
optimiser_row("NET-NESTEROV", nesterov)
optimiser_row("NET-NESTEROV-UDL", look_ahead)
optimiser_row("NET-ADAM", adam)
optimiser_row("NET-ADAMW", adam)
optimiser_row("NET-RMSPROP", rmsprop)
