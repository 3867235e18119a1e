"""What must hold of eleven images of fashion.mlir, whatever it has learned."""
import pathlib
import sys

import numpy as np

x = {name: np.load(pathlib.Path(sys.argv[1]) / name / "image.npy") for name in ("turns", "threes", "edm", "ddpm")}
for name, image in x.items():
    assert image.shape == (11, 1, 28, 28) and 0 <= image.min() < image.max() <= 1, name
# Row 3 is of class 3, of the same noise; the others are not.
same = [np.array_equal(a, b) for a, b in zip(x["turns"], x["threes"])]
assert same == [i == 3 for i in range(11)], same
