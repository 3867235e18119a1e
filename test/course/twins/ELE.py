"""Elementwise functions and activations."""
import numpy as np

from . import twin


@twin("GT-2a")
def softsign(inputs, params):
    g = inputs["xs"] / (1 + np.abs(inputs["xs"]))
    return {"g": g, "g_plus_gneg": np.zeros_like(g)}


@twin("GT-2b")
def softsign_slopes(inputs, params):
    x = inputs["xs"]
    return {"dg": (1 + np.abs(x)) ** -2, "d2g": -2 * np.sign(x) * (1 + np.abs(x)) ** -3}


@twin("UDL-3.5")
def homogeneity(inputs, params):
    z, a = inputs["z"], np.array(params["alpha"])[:, None]
    return {"relu_az": np.maximum(a * z, 0), "a_relu_z": a * np.maximum(z, 0)}


def step(z):
    return np.where(z >= 0, 1.0, 0.0)


def rect(z):
    return np.where((z >= 0) & (z <= 1), 1.0, 0.0)


@twin("UDL-3.8")
def activations(inputs, params):
    row = inputs["phi"]
    units = (len(row) - 1) // 3
    phi, theta = row[1:units + 1], row[units + 1:].reshape(units, 2)

    def f(activation, x):
        return np.array([row[0] + sum(p * activation(t0 + t1 * at) for p, (t0, t1) in zip(phi, theta)) for at in x])

    xs, at_steps = inputs["xs"], inputs["xs_step"]
    return {"relu": f(lambda z: np.maximum(z, 0), xs), "tanh": f(np.tanh, xs),
            "heaviside": f(step, at_steps), "rect": f(rect, at_steps)}


@twin("UDL-5.1")
def logistic(inputs, params):
    z = inputs["zs"]
    small = np.exp(-np.abs(z))
    return {"sig": np.where(z >= 0, 1, small) / (1 + small), "log_sig": np.minimum(z, 0) - np.log1p(small)}


@twin("UDL-7.7")
def sigmoid_slope(inputs, params):
    small = np.exp(-np.abs(inputs["fs"]))
    return {"dh_df": small / (1 + small) ** 2}


@twin("UDL-7.8")
def flat_activations(inputs, params):
    theta, phi, x, y = (inputs[key] for key in ("theta", "phi", "x", "y"))
    expected = {}
    for name, activation in (("step", step), ("rect", rect)):
        h = np.column_stack([np.ones_like(x), activation(theta[:, 0] + np.outer(x, theta[:, 1]))])
        error = h @ phi - y
        expected |= {f"{name}_loss": error @ error, f"{name}_dphi": 2 * h.T @ error,
                     f"{name}_dtheta": np.zeros_like(theta)}
    return expected
