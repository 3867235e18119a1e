"""Dense networks, shallow and deep."""
import numpy as np

from . import counts, twin

for name in ("UDL-3.14", "UDL-3.16", "UDL-4.4"):
    counts(name, n_params=lambda functions: functions["net"]["parameters"])


def relu(z):
    return np.maximum(z, 0)


def parts(row):
    """phi_0, phi_1 ... phi_D, and D rows theta_d0, theta_d1."""
    units = (len(row) - 1) // 3
    return row[0], row[1:units + 1], row[units + 1:].reshape(units, 2)


def net(row, x):
    """A shallow network of one input and one output."""
    phi0, phi, theta = parts(row)
    return phi0 + relu(theta[:, 0] + np.outer(x, theta[:, 1])) @ phi


def slopes(row, x):
    """What its active units add up to."""
    _, phi, theta = parts(row)
    return (theta[:, 0] + np.outer(x, theta[:, 1]) > 0) @ (phi * theta[:, 1])


def knots(f, joints, left, right, compositions):
    """The ends of the linear pieces of f o f o ..., a piecewise linear f, from left to right."""
    def composed(x, n):
        for _ in range(n):
            x = f(x)
        return x
    ends = np.array([left, right])
    for n in range(compositions):
        between = []
        for a, b in zip(ends[:-1], ends[1:]): # linear there: where does it meet a joint?
            at_a, at_b = composed(np.array([a, b]), n)
            inside = joints[(joints > min(at_a, at_b)) & (joints < max(at_a, at_b))]
            between += [a + (joint - at_a) / (at_b - at_a) * (b - a) for joint in inside]
        ends = np.unique(np.concatenate([ends, between]))
    values = composed(ends, compositions)
    return ends, np.diff(values) / np.diff(ends)


@twin("UDL-3.1")
def linear_activation(inputs, params):
    phi, theta, x = inputs["phi"], inputs["theta"], inputs["x"]

    def f(x, psi):
        return np.array([phi[0] + sum(p * (psi[0] + psi[1] * (a + b * at)) for p, (a, b) in zip(phi[1:], theta))
                         for at in x])

    at_0, at_1 = f([0, 1], params["psi"])
    return {"f": f(x, params["psi"]), "intercept": at_0, "slope": at_1 - at_0, "f_identity": f(x, [0, 1])}


@twin("UDL-3.2")
def activity(inputs, params):
    _, _, theta = parts(inputs["phi"])
    z = np.array([[a + b * x for a, b in theta] for x in inputs["xs"]])
    return {"active": np.where(z > 0, 1, 0), "h": relu(z)}


@twin("UDL-3.3")
def joints_and_slopes(inputs, params):
    theta = parts(inputs["phi"])[2]
    return {"joints": -theta[:, 0] / theta[:, 1], "slopes": slopes(inputs["phi"], inputs["xs"])}


@twin("UDL-3.4")
def third_unit(inputs, params):
    row = inputs["phi"]
    return {"f_old": net(row, inputs["xs"]), "f_new": net(np.concatenate([row[:-2], inputs["new3"]]), inputs["xs"])}


@twin("UDL-3.6")
def rescaling(inputs, params):
    x, (_, phi, theta) = inputs["xs"], parts(inputs["phi"])
    z = theta[0, 0] + theta[0, 1] * x
    return {"f": net(inputs["phi"], x),
            "diff": [np.zeros_like(x) if a > 0 else -phi[0] * np.abs(z) for a in params["alpha"]]}


@twin("UDL-3.7")
def symmetries(inputs, params):
    row, x = inputs["phi"], inputs["x"]
    _, phi, theta = parts(row)
    error = net(row, x) - inputs["y"]
    z = theta[:, 0] + np.outer(x, theta[:, 1])
    dz = 2 * error[:, None] * (z > 0) * phi
    dtheta = np.stack([dz.sum(0), x @ dz], 1)
    return {"losses": np.full(3, error @ error), "grad_dot_v": 0.0,
            "grad": np.concatenate([[2 * error.sum()], 2 * error @ relu(z), dtheta.ravel()])}


@twin("UDL-3.9")
def four_slopes(inputs, params):
    s = slopes(inputs["phi"], inputs["xs"])
    return {"slopes": s, "s3_minus_s1_minus_s4": s[2] - s[0] - s[3]}


def degenerate(inputs, rng):
    """Sets of round numbers, some of them 0, some with joints at one place."""
    sets = np.round(rng.uniform(-1, 1, (20, 10)), 1)
    sets[5:10, 6:8] = sets[5:10, 4:6] * rng.choice([-2, 0.5], (5, 1))
    sets[10:15, 2] = sets[10:15, 1]
    sets[10:15, 6:8] = -sets[10:15, 4:6]                          # bends that may add up
    sets[15:, 6:8], sets[15:, 2] = -sets[15:, 4:6], -sets[15:, 1] # or cancel
    return {"param_sets": sets}


@twin("UDL-3.10", fresh=degenerate)
def fewer_regions(inputs, params):
    regions = []
    for row in inputs["param_sets"]:
        joints = np.unique(np.round([-a / b for a, b in parts(row)[2] if b], 7))
        middles = np.concatenate([joints[:1] - 1, (joints[1:] + joints[:-1]) / 2, joints[-1:] + 1])
        regions.append(1 + np.sum(np.abs(np.diff(slopes(row, middles))) > 1e-6))
    return {"regions": np.array(regions)}


@twin("UDL-3.14")
@twin("UDL-3.16")
def one_hidden_layer(inputs, params):
    x, w0, b0, w1, b1 = (inputs[key] for key in ("x", "W0", "b0", "W1", "b1"))
    z = x @ w0.T + b0
    y = relu(z) @ w1.T + b1
    dz = 2 * y @ w1 * (z > 0)
    return {"y": y, "n_params": w0.size + b0.size + w1.size + b1.size, "dW0": dz.T @ x, "db0": dz.sum(0),
            "dW1": 2 * y.T @ relu(z), "db1": 2 * y.sum(0)}


@twin("UDL-4.1")
def composition(inputs, params):
    row = inputs["phi"]
    theta = parts(row)[2]
    _, slope = knots(lambda x: net(row, x), -theta[:, 0] / theta[:, 1], -1, 1, 2)
    y = net(row, inputs["xs"])
    return {"y": y, "y2": net(row, y), "monotone_pieces": 1 + np.sum(np.diff(np.sign(slope)) != 0)}


@twin("UDL-4.3")
def scale_factors(inputs, params):
    lam0, lam1 = params["lam"]
    h = relu(inputs["beta0"] + lam0 * inputs["Omega0"] @ inputs["x"])
    return {"lhs": relu(inputs["beta1"] + lam1 * inputs["Omega1"] @ h)}


@twin("UDL-4.4")
def widths(inputs, params):
    h, sizes = inputs["x"], list(zip(params["dims"][1:], params["dims"]))
    for k, (rows, columns) in enumerate(sizes):
        omega = np.array([[np.sin(1 + k + 3 * i + 5 * j) for j in range(columns)] for i in range(rows)])
        y = omega @ h / np.sqrt(columns) + np.cos(k + np.arange(rows)) / 4
        h = relu(y)
    return {"sizes": np.array(sizes), "n_params": sum(rows * columns + rows for rows, columns in sizes), "y": y}


@twin("UDL-4.7")
def identity(inputs, params):
    return {"f": net(inputs["phi"], inputs["xs"])}


def saw(joints, phi, left_active):
    """The network with hidden units relu(x - joint), but one relu(joint - x)."""
    side = np.where(np.arange(len(joints)) == left_active, -1, 1)
    return lambda x: phi[0] + relu(side * (x[:, None] - joints)) @ phi[1:]


@twin("UDL-4.8")
def saw_of_saws(inputs, params):
    f = saw(inputs["joints"], inputs["phi"], len(inputs["joints"]) - 1)
    ys = [f(inputs["xs"])]
    for _ in range(params["K"]):
        ys.append(f(ys[-1]))
    all_slopes = [knots(f, inputs["joints"], 0, 1, k + 1)[1] for k in range(params["K"] + 1)]
    pieces = [1 + np.sum(np.abs(np.diff(slope)) > 1e-6) for slope in all_slopes]
    return {"f": ys[0], "f_composed": ys[-1], "pieces": np.array(pieces)}


@twin("UDL-4.9")
def up_down_up(inputs, params):
    f = saw(inputs["joints"], inputs["phi"], params["left_active_unit"])
    trials = np.random.default_rng(0).normal(size=(1000, 2))
    feasible = 0
    for sides in ([1, 1], [1, -1], [-1, 1], [-1, -1]):
        found = [[a * (side * (at - joint) > 0) @ np.ones(2) for at in (-1, 0.5, 2)]
                 for side, joint in [(np.array(sides), np.array([0, 1]))] for a in trials]
        feasible += np.any(np.all(np.sign(found) == np.sign(params["slopes"][:3]), axis=1))
    return {"f": f(inputs["xs"]), "two_unit_feasible_orientations": np.array(int(feasible))}


@twin("UDL-8.2")
def joints_placed(inputs, params):
    return {"h": [[max(x - joint, 0) for joint in inputs["joints"]] for x in inputs["xs"]]}


@twin("UDL-8.3")
def last_layer(inputs, params):
    x, y = inputs["x"], inputs["y"]
    columns = [np.ones_like(x)] + [relu(x - joint) for joint in inputs["joints"]]
    solution, residual, *_ = np.linalg.lstsq(np.stack(columns, 1), y, rcond=None)
    return {"params": solution, "rss": residual[0]}


@twin("NET-SHALLOW")
def shallow(inputs, params):
    x, t, w0, b0, w1, b1 = (inputs[key] for key in ("x", "t", "W0", "b0", "W1", "b1"))
    z = x @ w0.T + b0
    y = relu(z) @ w1.T + b1
    dy = 2 * (y - t) / y.size
    dz = dy @ w1 * (z > 0)
    return {"y": y, "L": np.mean((y - t) ** 2), "dW0": dz.T @ x, "db0": dz.sum(0), "dW1": dy.T @ relu(z),
            "db1": dy.sum(0), "dx": dz @ w0}


@twin("NET-MLP")
def mlp(inputs, params):
    x, labels = inputs["x"], inputs["labels"]
    w, b = [inputs[f"W{k}"] for k in range(3)], [inputs[f"b{k}"] for k in range(3)]
    rows = np.arange(len(x))
    h = [x]
    for k in range(2):
        h.append(relu(h[k] @ w[k].T + b[k]))
    logits = h[2] @ w[2].T + b[2]
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    d = (p - np.eye(p.shape[1])[labels]) / len(x)
    expected = {"logits": logits, "loss": -np.mean(np.log(p[rows, labels])), "dlogits": d,
                "accuracy": np.mean(logits.argmax(1) == labels)}
    for k in (2, 1, 0):
        expected |= {f"dW{k}": d.T @ h[k], f"db{k}": d.sum(0)}
        d = d @ w[k] * (h[k] > 0)
    return expected
