#!/usr/bin/env python3
"""The example networks, compiled against the interpreter: logits, loss and every gradient.

    networks.py [--seed N] MODEL.mlir...

At random parameters and a small random batch, for f32 (1e-5) and f64 (1e-12), bounds as in
check.py. A function that returns the loss and the gradient of each parameter is added to the
model as it stands in examples/.
"""
import argparse
import json
import pathlib
import re
import sys
import tempfile

import numpy as np

from check import BOUNDS, Tally, ratio, run, write

PARAM = re.compile(r"param @([\w.]+) : f32\[([^\]]*)\]")
BATCH = 5


def parameters(text):
    """Name -> shape, configs replaced by their numbers."""
    configs = {name: int(value) for name, value in re.findall(r"config @(\w+) = (\d+)", text)}
    return {name: tuple(int(configs.get(n.strip(), n.strip())) for n in extents.split(","))
            for name, extents in PARAM.findall(text)}


def with_gradients(text, shapes):
    """The model and @gradients(image, label) -> (logits, loss, one gradient a parameter)."""
    image = re.search(r"func @loss\(%image: (f32\[[^\]]*\])", text)[1]
    reads = "\n".join(f'    %d.{name} = at %g, name = "{name}"' for name in shapes)
    types = ", ".join(f"d.{name}: f32[{', '.join(map(str, shape))}]" for name, shape in shapes.items())
    function = f"""  func @gradients(%image: {image}, %label: i32[B]) -> (logits: f32[B, 10], loss: f32, {types}) {{
    %logits = call @logits(%image)
    %loss, %g = grad @loss(%image, %label) wrt(params)
{reads}
    return %logits, %loss, {', '.join('%d.' + name for name in shapes)} }}
"""
    end = text.rindex("}")
    return text[:end] + function + text[end:], [int(n) for n in re.findall(r"\d+", image[4:])]


def save_state(path, arrays, dtype):
    """A safetensors file: a header in JSON, then the numbers."""
    header, offset = {}, 0
    for name, array in arrays.items():
        size = array.size * np.dtype(dtype).itemsize
        header[name] = {"dtype": "F64" if dtype == np.float64 else "F32", "shape": array.shape,
                        "data_offsets": [offset, offset + size]}
        offset += size
    words = json.dumps(header).encode()
    path.write_bytes(len(words).to_bytes(8, "little") + words +
                     b"".join(array.astype(dtype).tobytes() for array in arrays.values()))


def check(path, seed, folder):
    text = path.read_text()
    shapes = parameters(text)
    text, image = with_gradients(text, shapes)
    source = folder / path.name
    source.write_text(text)
    r = np.random.RandomState(seed)
    state = {name: r.standard_normal(shape) * (0.1 if len(shape) == 1 else np.sqrt(2 / np.prod(shape[1:])))
             for name, shape in shapes.items()}
    inputs = write(folder / "inputs", {"image": r.uniform(0, 1, [BATCH] + image).astype(np.float32),
                                       "label": r.randint(0, 10, BATCH).astype(np.int32)})
    tallies = {}
    for precision, dtype in (("f32", np.float32), ("f64", np.float64)):
        saved = folder / f"{precision}.safetensors"
        save_state(saved, state, dtype)
        options = ["--float", precision, "--state", saved]
        want = run(source, folder / f"reference.{precision}", inputs, "gradients", "--reference", *options)
        got = run(source, folder / precision, inputs, "gradients", *options)
        tallies[precision] = tally = Tally()
        for name in ["logits", "loss"] + [f"d.{name}" for name in shapes]:
            tally.add(name, ratio(got[name], want[name], *BOUNDS[precision]))
    return tallies


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("models", nargs="+", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    failed = False
    for path in arguments.models:
        with tempfile.TemporaryDirectory() as scratch:
            tallies = check(path, arguments.seed, pathlib.Path(scratch))
        print(f"{path.stem}, seed {arguments.seed}: a batch of {BATCH}")
        for what, tally in tallies.items():
            tally.show(what)
            failed |= bool(tally.faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
