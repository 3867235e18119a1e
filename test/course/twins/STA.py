"""High-dimensional statistics and capacity."""
from math import exp, lgamma, log, pi, sqrt

import numpy as np

from . import twin


@twin("UDL-8.4")
def double_descent(inputs, params):
    w, X, Xtest = inputs["w"], inputs["X"], inputs["Xtest"]
    y = X @ w + params["noise"] * inputs["e"]
    test, train = [], []
    for n in params["ns"]:
        fit = np.linalg.pinv(X[:n]) @ y[:n]
        test.append(np.mean((Xtest @ (fit - w)) ** 2))
        train.append(np.mean((X[:n] @ fit - y[:n]) ** 2))
    return {"test_mse": test, "train_mse": train, "argmax_n": params["ns"][int(np.argmax(test))]}


@twin("UDL-8.6")
def angles(inputs, params):
    Ds, off = np.array(params["Ds"]), []
    for D in Ds: # the density of the angle is that of sin^(D-2), here as a mean over the middle of strips
        at = (np.arange(400000) + 0.5) / 400000
        density = exp(lgamma(D / 2) - lgamma((D - 1) / 2)) / sqrt(pi) * np.cos(at * 5 * pi / 180) ** (D - 2)
        off.append(1 - 2 * 5 * pi / 180 * density.mean())
    return {"E_cos2": 1 / Ds, "std_cos": Ds ** -0.5, "P_angle_off_by_5deg": off}


@twin("UDL-8.7")
def ball(inputs, params):
    exact, stirling = [], []
    for D in params["Ds"]:
        rest = D * log(params["r"]) + D / 2 * log(pi)
        exact.append((rest - lgamma(D / 2 + 1)) / log(10))
        stirling.append((rest - (D / 2 * log(D / 2) - D / 2 + 0.5 * log(pi * D))) / log(10))
    return {"log10_V": exact, "log10_V_stirling": stirling}


@twin("UDL-8.8")
def shell(inputs, params):
    return {"fraction": 1 - params["f"] ** np.array(params["Ds"])}


@twin("UDL-8.9")
def distances(inputs, params):
    mean = np.array([sqrt(2) * exp(lgamma((D + 1) / 2) - lgamma(D / 2)) for D in params["Ds"]])
    return {"mean": mean, "var": np.array(params["Ds"]) - mean ** 2}
