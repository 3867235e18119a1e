"""Initialisation, and how moments travel."""
import numpy as np

from . import twin


@twin("UDL-7.14")
def after_relu(inputs, params):
    s = inputs["sigma"]
    return {"second_moment": s ** 2 / 2, "mean_gaussian": s / np.sqrt(2 * np.pi), "mean_uniform": np.sqrt(3) * s / 4,
            "mean_laplace": s / np.sqrt(8)}


@twin("UDL-10.19")
def he_conv(inputs, params):
    variance = 2 / (params["k"] ** 2 * np.array(params["C1"]))
    return {"variance": variance, "std": np.sqrt(variance)}


@twin("UBC-3.3")
def kaiming(inputs, params):
    x, out = inputs["X"], {}
    for times in (2, 1, 4):
        hs = [x]
        for w in inputs[f"W_{times}_over_D"]:
            hs.append(np.maximum(hs[-1] @ w.T, 0))
        out[f"measured_{times}_over_D"] = [np.mean(h ** 2) for h in hs]
        out[f"theory_{times}_over_D"] = (times / 2) ** np.arange(len(hs))
        if times == 2:
            dh = np.ones_like(x)
            for w, h in zip(inputs["W_2_over_D"][::-1], hs[::-1]):
                dh = (dh * (h > 0)) @ w
            out["grad_mean_sq_he"] = np.mean(dh ** 2)
    return out


@twin("NET-INIT")
def initialisers(inputs, params):
    (out, into), (co, ci, k) = params["lin"], params["conv"]

    def scales(fan_in, fan_out):
        both, one = fan_in + fan_out, fan_in
        return np.sqrt([2 / both, 6 / both, 2 / one, 6 / one, 2 / ((1 + params["a"] ** 2) * one)])
    return {"linear": scales(into, out), "conv": scales(ci * k ** 2, co * k ** 2)}
