"""Elementwise functions and activations."""
import numpy as np

from . import twin


@twin("GT-2a")
def softsign(inputs, params):
    g = inputs["xs"] / (1 + np.abs(inputs["xs"]))
    return {"g": g, "g_plus_gneg": np.zeros_like(g)}


@twin("UDL-3.5")
def homogeneity(inputs, params):
    z, a = inputs["z"], np.array(params["alpha"])[:, None]
    return {"relu_az": np.maximum(a * z, 0), "a_relu_z": a * np.maximum(z, 0)}
