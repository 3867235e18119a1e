#!/usr/bin/env python3
"""Bits per dimension of mixtures, by likelihood.mlir, against their exact entropy; takes minutes.

    bits.py

The entropy is a sum over a grid, fine and wide enough that half of its points give the same. The
points are 20,000 draws of each mixture, whose own exact mean is shown, too; its standard error is
below 0.005. Once with signs as probes, four a point, and once with normal ones.
"""
import numpy as np

from library import main
from samplers import mixture

# Number of centres, radius, deviation, number of steps.
MIXTURES = [(6, 2.0, 0.3, 100), (1, 0.0, 0.7, 50), (3, 1.0, 0.5, 50), (8, 2.5, 0.15, 200)]
COUNT = 20000


def made(centres, radius, std):
    model = mixture()
    k = np.arange(centres)
    angle = 2 * np.pi * k / centres
    model.weights, model.std = 2 * (k + 1) / (centres * (centres + 1)), std
    model.centres = radius * np.stack([np.cos(angle), np.sin(angle)], 1)
    return model


def entropy(model, points):
    """In bits per dimension, by so many points along each axis."""
    edge = np.abs(model.centres).max() + 9 * model.std
    line = np.linspace(-edge, edge, points)
    total, step = 0.0, (line[1] - line[0])**2
    for y in line:
        log_p = model.log_p(np.stack([line, np.full(points, y)], 1))
        total -= (np.exp(log_p) * log_p).sum() * step
    return total / (2 * np.log(2))


def bits(library):
    for centres, radius, std, steps in MIXTURES:
        model = made(centres, radius, std)
        exact = entropy(model, 801)
        library.close("the grid is fine enough", entropy(model, 401), exact, 1e-9)
        x = model.draw(np.random.RandomState(centres), COUNT)
        own = -model.log_p(x).mean() / (2 * np.log(2))
        for normals in (False, True):
            found = library.run("mixture", "bits_per_dim", {"x": x}, "--float", "f32", Steps=steps, K=centres, radius=radius,
                                std=std, Probes=4, normal_probes=normals)["bits"].astype(float).mean()
            print(f"  {centres} centres, deviation {std}, {'normal' if normals else 'signs '}: {found:.4f} bits, "
                  f"exact {exact:.4f}, mean over these points {own:.4f}", flush=True)
            library.close(f"{centres} centres", found, exact, 0, 0.02)


if __name__ == "__main__":
    main([bits])
