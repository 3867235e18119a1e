#!/usr/bin/env python3
"""Files that NumPy writes, for the unit tests to read: `numpy_files.py write DIR`;
and the files that the tests wrote, for NumPy to read: `numpy_files.py check DIR`.

Each case is NAME.npy with NAME.txt, what print(array) writes, and NAME.npz.
"""
import pathlib
import sys

import numpy as np


def print_cases():
    rng = np.random.default_rng(0)
    floats = {
        "plain": [1.5, -2.25, 3.0], "one": [1.0], "zeros": [0.0, -0.0],
        "tiny": [1e-5, 1.0], "small": [1e-4, 1e-3], "large": [1e8, 1.0], "wide": [1.0, 1000.0],
        "wider": [1.0, 1001.0], "huge": [1e300, 1e-300], "third": [1 / 3, 2 / 3, 100 / 3],
        "nan": [np.nan, 1.0], "infinite": [np.inf, -np.inf, 0.5], "only_nan": [np.nan, np.nan],
        "nan_exponent": [np.nan, 1e-10, -np.inf], "digits": [0.1, 0.123456789, 123.456],
        "exponent_digits": [1.1e-5, 1.23456789e-5], "exponent_round": [1e10, 123456789012.0],
        "halfway": [0.000000125 + 1, 2.000000375], "negative_exponent": [-1e-10, 1e10],
        "long_row": np.arange(40) / 7, "wrap": np.arange(30) * 1.0e5,
        "matrix": np.arange(12.0).reshape(3, 4) / 8, "cube": np.arange(24.0).reshape(2, 3, 4),
        "column": np.arange(5.0).reshape(5, 1), "four": np.arange(16.0).reshape(2, 2, 2, 2),
        "many": np.linspace(0, 1, 2000), "many_rows": np.linspace(-3, 3, 3000).reshape(1000, 3),
        "many_columns": np.arange(4000.0).reshape(4, 1000),
        "many_deep": np.arange(4096.0).reshape(8, 8, 8, 8),
        "normal": rng.standard_normal((6, 7)), "tail": np.r_[np.zeros(1500), 1e9],
        "thousand": np.arange(1000.0), "wide_rows": rng.standard_normal((3, 50)),
    }
    for name, values in floats.items():
        for dtype in ("f8", "f4", "f2"):
            with np.errstate(over="ignore"):
                yield f"{name}_{dtype}", np.array(values, dtype=dtype)
    for value in (0.1, 1.0, -0.0, 1e-4, 9e-5, 1e15, 1e16, 123456.789, np.nan, np.inf, -np.inf, 2e-7):
        for dtype in ("f8", "f4", "f2"):
            with np.errstate(over="ignore"):
                yield f"scalar_{value}_{dtype}", np.array(value, dtype=dtype)
    for dtype in ("i8", "i4", "i1"):
        yield f"integers_{dtype}", np.array([[1, -20], [127, 4]], dtype=dtype)
        yield f"integer_{dtype}", np.array(-7, dtype=dtype)
        yield f"many_integers_{dtype}", (np.arange(5000) % 100).astype(dtype).reshape(50, 100)
    yield "large_integers", np.array([2**63 - 1, -(2**63)])
    yield "bools", np.array([True, False])
    yield "true", np.array(True)
    yield "many_bools", np.arange(3000) % 3 == 0
    yield "empty", np.zeros((0,))
    yield "empty_matrix", np.zeros((3, 0), dtype="i4")
    for k in range(40):  # what no list thinks of
        shape = rng.integers(1, 12, size=rng.integers(1, 4))
        scale = 10.0 ** rng.integers(-6, 9)
        values = rng.standard_normal(shape) * scale
        yield f"random_{k}", values.astype(["f8", "f4", "f2"][k % 3]) if scale < 1e4 else values
    yield "fortran", np.asfortranarray(np.arange(24.0).reshape(2, 3, 4))
    yield "big_endian", np.arange(6.0).reshape(2, 3).astype(">f4")


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in print_cases():
        np.save(folder / f"{name}.npy", array)
        (folder / f"{name}.txt").write_text(str(array))
    np.savez(folder / "stored.npz", a=np.arange(5), b=np.eye(3, dtype="f4"))
    np.savez_compressed(folder / "deflated.npz", a=np.arange(5000) % 7, b=np.float16(0.5))


def check(folder):
    array = np.load(folder / "written.npy", allow_pickle=False)
    assert array.dtype == np.float32 and array.tolist() == [[1.5, -2.0], [0.0, 4.0]], array
    with np.load(folder / "written.npz", allow_pickle=False) as archive:
        assert archive.files == ["x", "flag"], archive.files
        assert archive["x"].dtype == np.int64 and archive["x"].tolist() == [1, 2, 3]
        assert archive["flag"].dtype == np.bool_ and archive["flag"].shape == () and archive["flag"]


if __name__ == "__main__":
    {"write": write, "check": check}[sys.argv[1]](pathlib.Path(sys.argv[2]))
