#!/usr/bin/env python3
"""Runs every kernel of a file by two roads and compares what it leaves in its buffers.

    check.py FILE.mlir

The reference road is -convert-linalg-to-loops. The road under test is
-leat-emit-loops, which is run with one and two threads, with narrow vectors, and
with a call between all ops so that nothing is fused: those must agree with each
other bit for bit, and with the reference within a relative tolerance. Directives in FILE, one a line:

    // args @kernel: 0=below:10 2=nan 3=ones     contents of argument number
    // tolerance @kernel: 1e-5                    default 2e-6 (f32), 1e-13 (f64)

Buffers without a directive get reproducible normal numbers or small integers.
"""
import ctypes
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np

LOWER = """-convert-linalg-to-loops -convert-scf-to-openmp -canonicalize
 -convert-scf-to-cf -expand-strided-metadata
 -lower-affine -convert-math-to-llvm -convert-math-to-libm -convert-vector-to-llvm
 -finalize-memref-to-llvm -convert-func-to-llvm=use-bare-ptr-memref-call-conv=1 -convert-openmp-to-llvm
 -convert-arith-to-llvm -convert-index-to-llvm -convert-cf-to-llvm -convert-ub-to-llvm
 -reconcile-unrealized-casts""".split()
LIBRARIES = "/usr/lib/llvm-22/lib"
ROADS = {
    "reference": [],
    "one thread": ["-leat-emit-loops=threads=1"],
    "two threads": ["-leat-emit-loops=threads=2"],
    "narrow vectors": ["-leat-emit-loops=threads=1 vector-bytes=32"],
    "unfused": ["-leat-emit-loops=threads=1"],
}
DTYPES = {"f32": np.float32, "f64": np.float64, "f16": np.float16, "i64": np.int64,
          "i32": np.int32, "i8": np.int8, "i1": np.uint8}


def command(arguments, text=None, timeout=60):
    """Standard output of a command; its diagnostics end the program if it fails."""
    done = subprocess.run(arguments, input=text, capture_output=True, text=True, timeout=timeout)
    if done.returncode != 0:
        sys.exit(" ".join(map(str, arguments)) + "\n" + done.stderr[:4000])
    return done.stdout


def build(source, road, folder):
    """Compiles the file `source` by a road; returns the loaded library."""
    name = road.replace(" ", "-")
    text = source.read_text()
    if road == "unfused":
        text = re.sub(r"(?m)^( +)(?=linalg\.(generic|fill))", r"\1func.call @barrier() : () -> ()\n\1", text)
        text += "\nfunc.func @barrier() {\n  return\n}\n"
    lowered = command(["leat-opt", "-", *ROADS[road], *LOWER], text)
    ir = command(["mlir-translate", "--mlir-to-llvmir"], lowered)
    library = folder / f"{name}.so"
    command(["clang-22", "-x", "ir", "-", "-shared", "-fPIC", "-O2", "-march=native", "-w", "-o", library,
             f"-L{LIBRARIES}", f"-Wl,-rpath,{LIBRARIES}", "-lomp", "-lmlir_c_runner_utils", "-lm"], ir, 120)
    return ctypes.CDLL(str(library))


def kernels(text):
    """Yields (name, [(shape, dtype)]) of every function."""
    for match in re.finditer(r"func\.func @(\w+)\((.*?)\)\s*(?:attributes.*)?\{", text, re.S):
        arguments = []
        for argument in re.findall(r"memref<([^>,]*)[^:%]*", match[2]):
            *shape, element = argument.split("x")
            arguments.append((tuple(map(int, shape)), element))
        yield match[1], arguments


def directives(text, kind, name):
    found = re.search(rf"// {kind} @{name}: (.*)", text)
    return found[1] if found else ""


def contents(number, shape, element, wish):
    rng = np.random.default_rng(number + 1)
    dtype = DTYPES[element]
    if wish.startswith("below:"):
        return rng.integers(0, int(wish[6:]), shape).astype(dtype)
    if wish == "ones":
        return np.ones(shape, dtype)
    if element == "i1":
        return rng.integers(0, 2, shape).astype(dtype)
    if element.startswith("i"):
        return rng.integers(-50, 50, shape).astype(dtype)
    values = rng.standard_normal(shape).astype(dtype)
    if wish == "positive":
        values = np.abs(values) + dtype(0.1)
    if wish == "nan":
        flat = values.reshape(-1)
        flat[rng.integers(0, flat.size, max(1, flat.size // 50))] = np.nan
    return values


def run(library, name, arguments, wishes):
    """Contents of all buffers after the call; buffers are guarded at both ends."""
    guard = 64
    whole, buffers = [], []
    for number, (shape, element) in enumerate(arguments):
        start = contents(number, shape, element, wishes.get(number, ""))
        padded = np.full(start.nbytes + 2 * guard, 0x5A, np.uint8)
        view = padded[guard:guard + start.nbytes].view(start.dtype).reshape(shape)
        view[...] = start
        whole.append(padded)
        buffers.append(view)
    getattr(library, name)(*[ctypes.c_void_p(b.ctypes.data) for b in buffers])
    for number, padded in enumerate(whole):
        if (padded[:guard] != 0x5A).any() or (padded[-guard:] != 0x5A).any():
            sys.exit(f"@{name}: wrote outside of argument {number}")
    return buffers


def difference(left, right, tolerance):
    """The largest relative difference beyond tolerance, or None."""
    if left.dtype.kind not in "f":
        return None if (left == right).all() else "integers differ"
    left, right = left.astype(np.float64), right.astype(np.float64)
    scale = np.maximum(np.nanmax(np.abs(right), initial=1e-30, where=np.isfinite(right)), 1e-30)
    same = np.isclose(left, right, rtol=tolerance, atol=tolerance * scale, equal_nan=True)
    return None if same.all() else f"relative difference {np.nanmax(np.abs(left - right)) / scale:.3g}"


def main():
    source = pathlib.Path(sys.argv[1])
    text = source.read_text()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        libraries = {road: build(source, road, pathlib.Path(folder)) for road in ROADS}
        for name, arguments in kernels(text):
            wishes = {int(k): v for k, v in re.findall(r"(\d+)=(\S+)", directives(text, "args", name))}
            results = {road: run(library, name, arguments, wishes) for road, library in libraries.items()}
            for number, (_, element) in enumerate(arguments):
                tolerance = float(directives(text, "tolerance", name) or
                                  (1e-13 if element == "f64" else 2e-3 if element == "f16" else 2e-6))
                ours = results["one thread"][number]
                problems = {"reference": difference(ours, results["reference"][number], tolerance)}
                for road in list(ROADS)[2:]:
                    if results[road][number].tobytes() != ours.tobytes():
                        problems[road] = "bits differ"
                for road, problem in problems.items():
                    if problem:
                        print(f"@{name}: argument {number}: one thread against {road}: {problem}")
                        failures += 1
            print(f"@{name}: compared")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
