#!/usr/bin/env python3
"""Runs every kernel of a file by two roads and compares the results with NumPy's.

    check.py FILE.mlir

Kernels go through -leat-lower-kernels, upstream's bufferization, upstream's loops
or ours, and clang. Directives stand before a kernel, its arguments' names being those of the
values and np, nan, inf and the functions of numbers_of_kernels.py being known:

    // input i: np.array([1, 0])        otherwise reproducible random numbers
    // expect: np.cumsum(x, 0)          one line a result, in their order
    // tolerance: 1e-5                  relative; by default 2e-6 (f32), 1e-13 (f64),
                                        1e-3 (f16), 1e-2 (bf16); integers are equal
"""
import ctypes
import pathlib
import re
import subprocess
import sys
import tempfile
import zlib

import numpy as np

import numbers_of_kernels as numbers

BUFFERIZE = ["-eliminate-empty-tensors", "-one-shot-bufferize=bufferize-function-boundaries=1 "
             "function-boundary-type-conversion=identity-layout-map", "-drop-equivalent-buffer-results"]
ROADS = {"upstream's loops": "-convert-linalg-to-loops", "our loops": "-leat-emit-loops"}
LOWER = """-leat-widen-bf16 -convert-scf-to-cf -expand-strided-metadata -lower-affine -convert-vector-to-llvm
 -convert-math-to-llvm -convert-math-to-libm -finalize-memref-to-llvm
 -convert-func-to-llvm=use-bare-ptr-memref-call-conv=1 -convert-arith-to-llvm -convert-index-to-llvm
 -convert-cf-to-llvm -reconcile-unrealized-casts""".split()
LIBRARIES = "/usr/lib/llvm-22/lib"
DTYPES = {"f64": np.float64, "f32": np.float32, "f16": np.float16, "bf16": np.float32,
          "i64": np.int64, "i32": np.int32, "i8": np.int8, "i1": np.int8}
TOLERANCE = {"f64": 1e-13, "f32": 2e-6, "f16": 1e-3, "bf16": 1e-2}
TYPE = re.compile(r"(\w+?)(?:\[([^\]]*)\])?$")


def build(source, road, folder):
    """Compiles the kernels by a road to a shared library."""
    kernels = subprocess.run(["leat-opt", source, "-leat-lower-kernels", *BUFFERIZE], check=True,
                             capture_output=True, text=True, timeout=60).stdout
    if road != "our loops": # which replace it by its operand
        kernels = re.sub(r"leat\.hide (%\w+) : (\w+)", r"arith.bitcast \1 : \2 to \2", kernels)
    lowered = subprocess.run(["leat-opt", "-", ROADS[road], *LOWER], input=kernels, check=True,
                             capture_output=True, text=True, timeout=60).stdout
    ir = subprocess.run(["mlir-translate", "--mlir-to-llvmir"], input=lowered, check=True,
                        capture_output=True, text=True, timeout=60).stdout
    library = folder / f"{road.split()[0]}.so"
    subprocess.run(["clang-22", "-x", "ir", "-", "-shared", "-fPIC", "-O1", "-march=native", "-w", "-o", library,
                    f"-L{LIBRARIES}", f"-Wl,-rpath,{LIBRARIES}", "-lmlir_c_runner_utils", "-lm"],
                   input=ir, check=True, text=True, timeout=120)
    return ctypes.CDLL(str(library))


def parse_type(text):
    dtype, extents = TYPE.match(text.strip()).groups()
    return dtype, tuple(int(n) for n in extents.split(",")) if extents else ()


def split_types(text):
    return [part for part in re.split(r",\s*(?![^\[]*\])", text) if part.strip()]


def kernels(text):
    """Yields (name, [(argument, type)], [result type], directives)."""
    directives = []
    for line in text.splitlines():
        if match := re.match(r"// (input|expect|tolerance)(?: (\w+))?: (.*)", line):
            directives.append(match.groups())
        elif match := re.match(r"leat\.kernel @(\w+)\((.*)\) -> \((.*)\) \{", line):
            arguments = []
            for part in split_types(match[2]):
                name, type_text = part.split(":")
                arguments.append((name.strip()[1:], parse_type(type_text)))
            yield match[1], arguments, [parse_type(t) for t in split_types(match[3])], directives
            directives = []


def to_memory(array, dtype):
    """A contiguous array with the bytes of `dtype`: bf16 is the upper half of f32."""
    array = np.ascontiguousarray(array, DTYPES[dtype])
    if dtype == "bf16":
        return np.ascontiguousarray(array.view(np.uint16).reshape(array.shape + (2,))[..., 1])
    return array


def from_memory(array, dtype):
    if dtype == "bf16":
        return (array.astype(np.uint32) << 16).view(np.float32)
    return array


def make_input(random, dtype, shape):
    if dtype == "i1":
        return random.integers(0, 2, shape).astype(np.int8)
    if dtype.startswith("i"):
        return random.integers(-4, 5, shape).astype(DTYPES[dtype])
    array = random.standard_normal(shape).astype(DTYPES[dtype])
    # What bf16 cannot hold is not put in.
    return from_memory(to_memory(array, dtype), dtype) if dtype == "bf16" else array


def differs(found, expected, dtype, tolerance):
    expected = np.broadcast_to(np.asarray(expected), found.shape)
    if dtype.startswith("i"):
        return not np.array_equal(found, expected)
    scale = max(1.0, float(np.nanmax(np.abs(np.where(np.isfinite(expected), expected, 0)), initial=0)))
    return not np.allclose(np.float64(found), np.float64(expected), rtol=tolerance, atol=tolerance * scale,
                           equal_nan=True)


def run(library, name, arguments, results, directives):
    """Runs one kernel; returns what is wrong with it, one line a fault."""
    random = np.random.default_rng(zlib.crc32(name.encode()))
    given = {key: text for what, key, text in directives if what == "input"}
    expressions = [text for what, _, text in directives if what == "expect"]
    if len(expressions) != len(results):
        return [f"{len(results)} results, {len(expressions)} expectations"]
    known = {"np": np, "inf": np.inf, "nan": np.nan, **vars(numbers)}
    buffers = []
    for argument, (dtype, shape) in arguments:
        value = (np.asarray(eval(given[argument], known)).astype(DTYPES[dtype]).reshape(shape)
                 if argument in given else make_input(random, dtype, shape))
        known[argument] = value
        buffers.append(to_memory(value, dtype))
    # Garbage, so that what a kernel leaves out shows.
    outputs = [to_memory(np.full(shape, 77, DTYPES[dtype]), dtype) for dtype, shape in results]
    getattr(library, name)(*(ctypes.c_void_p(b.ctypes.data) for b in buffers + outputs))
    faults = []
    for number, ((dtype, _), output, text) in enumerate(zip(results, outputs, expressions)):
        limits = [float(text) for what, _, text in directives if what == "tolerance"]
        tolerance = limits[0] if limits else TOLERANCE.get(dtype, 0)
        found, expected = from_memory(output, dtype), eval(text, known)
        if differs(found, expected, dtype, tolerance):
            faults.append(f"result {number} is\n{found}\nexpected\n{expected}")
    return faults


def main():
    source = pathlib.Path(sys.argv[1])
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for road in ROADS:
            library = build(source, road, pathlib.Path(folder))
            for name, *rest in kernels(source.read_text()):
                for fault in run(library, name, *rest):
                    print(f"{name} by {road}: {fault}")
                    failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
