"""What must hold of eleven images of fashion.mlir, and of those of fashion_editing.mlir, whatever it has learned."""
import pathlib
import sys

import numpy as np

x = {name: np.load(pathlib.Path(sys.argv[1]) / name / "image.npy") for name in ("turns", "threes", "edm", "ddpm")}
for name, image in x.items():
    assert image.shape == (11, 1, 28, 28) and 0 <= image.min() < image.max() <= 1, name
# Row 3 is of class 3, of the same noise; the others are not.
same = [np.array_equal(a, b) for a, b in zip(x["turns"], x["threes"])]
assert same == [i == 3 for i in range(11)], same

# What is known of an image stays, the rest is made.
given = np.load(pathlib.Path(sys.argv[1]) / "clothes.npz")["image"]
repaired = np.load(pathlib.Path(sys.argv[1]) / "repaired" / "image.npy")
assert np.abs(repaired - given)[:, :, :9].max() < 1e-6 and np.abs(repaired - given)[:, :, 9:].max() > 0.1
# Neighbours between two images are nearer to each other than these are, and a row does not know of the others.
rows = np.load(pathlib.Path(sys.argv[1]) / "between" / "image.npy").reshape(2, 5, -1)
far = lambda a, b: np.linalg.norm(a - b, axis=-1)
assert (far(rows[:, 1:], rows[:, :-1]) < far(rows[:, :1], rows[:, -1:])).all()
