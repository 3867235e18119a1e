#!/usr/bin/env python3
"""Networks of many layers against PyTorch, with the same weights: values, loss, every gradient.

    check.py [NETWORK...]         compares with the numbers in outside.npz, in f64
    check.py --make               writes outside.npz anew; needs PyTorch

The weights follow from their names, so that only what comes out is kept: the values whole, and of
each gradient its length and its product with a vector of signs, which follow from its name, too.
"""
import json
import pathlib
import sys
import tempfile
import zlib

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
NUMBERS = pathlib.Path(__file__).with_name("outside.npz")
sys.path.insert(0, str(ROOT / "test" / "run" / "ops"))

from check import Tally, ratio, run, write  # noqa: E402  (of test/run/ops)
from networks import save_state  # noqa: E402


def stream(name):
    return np.random.RandomState(zlib.crc32(name.encode()))


def weights(name, shape):
    """What a parameter or running statistic is in all networks here."""
    r = stream(name).standard_normal(shape)
    if name.endswith("running_var"):
        return 1 + 0.3 * np.abs(r)
    if name.endswith(".weight") and len(shape) == 1:  # of a norm
        return 1 + 0.1 * r
    return r * (0.1 if len(shape) < 2 else 1 / np.sqrt(np.prod(shape[1:])))


def inputs(network):
    r = stream(network)
    if network == "resnet18":
        return {"image": r.standard_normal((3, 3, 32, 32)), "label": r.randint(0, 10, 3).astype(np.int32)}
    if network == "transformer":
        return {name: r.randint(0, 32, shape).astype(np.int32)
                for name, shape in (("source", (2, 7)), ("target", (2, 5)), ("next", (2, 5)))}
    return {"x": r.standard_normal((2, 1, 16, 16)), "t": r.randint(0, 1000, 2), "eps": r.standard_normal((2, 1, 16, 16))}


# The function that is compared, and what its values are called. The noise of the U-Net is given here.
FUNCTIONS = {
    "resnet18": ("@logits(%image)", "image: f32[3, 3, 32, 32]", "f32[3, 10]", "@loss(%image, %label)", "label: i32[3]"),
    "transformer": ("@logits(%source, %target)", "source: i32[2, 7], %target: i32[2, 5]", "f32[2, 5, 32]",
                    "@loss(%source, %target, %next)", "next: i32[2, 5]"),
    "unet": ("@eps(%x, %t)", "x: f32[2, 1, 16, 16], %t: i64[2]", "f32[2, 1, 16, 16]",
             "@told(%x, %t, %eps)", "eps: f32[2, 1, 16, 16]"),
}
TOLD = """  func @told(%x: f32[B, 1, 16, 16], %t: i64[B], %eps: f32[B, 1, 16, 16]) -> (loss: f32) {
    %l = let mse_loss(@eps(%x, %t), %eps)
    return %l }
"""


def with_gradients(network, shapes):
    """The model and @gradients, which gives the values, the loss and the gradient of each parameter."""
    text = (ROOT / "examples" / "networks" / f"{network}.mlir").read_text()
    values, arguments, result, loss, rest = FUNCTIONS[network]
    reads = "\n".join(f'    %d.{name} = at %g, name = "{name}"' for name in shapes)
    types = ", ".join(f"d.{name}: f32[{', '.join(map(str, shape))}]" for name, shape in shapes.items())
    function = (TOLD if network == "unet" else "") + f"""  func @gradients(%{arguments}, %{rest})
      -> (values: {result}, loss: f32, {types}) {{
    %values = let {values}
    %loss, %g = grad {loss} wrt(params)
{reads}
    return %values, %loss, {', '.join('%d.' + name for name in shapes)} }}
"""
    end = text.rindex("}")
    return text[:end] + function + text[end:]


def state_of(network, folder):
    """Name -> shape of every parameter and statistic."""
    file = folder / "initial.safetensors"
    entry, names = {"resnet18": ("logits", ["image"]), "unet": ("eps", ["x", "t"]),
                    "transformer": ("logits", ["source", "target"])}[network]
    given = write(folder / "given", {name: inputs(network)[name] for name in names})
    run(ROOT / "examples" / "networks" / f"{network}.mlir", folder / "initial", given, entry, "--float", "f64", "--save", file)
    data = file.read_bytes()
    header = json.loads(data[8:8 + int.from_bytes(data[:8], "little")])
    shapes = {name: tuple(facts["shape"]) for name, facts in header.items() if name != "__metadata__"}
    slots = ("fit.", "ema.", "rng")
    return {name: shape for name, shape in shapes.items() if not name.startswith(slots)}


def summary(name, gradient):
    signs = stream("signs of " + name).choice([-1.0, 1.0], gradient.shape)
    return np.array([np.sqrt(np.sum(gradient**2)), np.sum(gradient * signs)])


def check(network, outside, folder):
    state = state_of(network, folder)
    shapes = {name: shape for name, shape in state.items() if "running_" not in name}
    source = folder / f"{network}.mlir"
    source.write_text(with_gradients(network, shapes))
    save_state(folder / "state.safetensors", {name: weights(name, shape) for name, shape in state.items()}, np.float64)
    got = run(source, folder / "got", write(folder / "inputs", inputs(network)), "gradients", "--float", "f64",
              "--state", folder / "state.safetensors", "--allow-missing")
    tally = Tally()
    for name in ("values", "loss"):
        tally.add(name, ratio(got[name], outside[f"{network}.{name}"], 1e-10, 1e-12))
    wanted = {name[len(network) + 3:] for name in outside if name.startswith(f"{network}.d.")}
    if wanted != set(shapes):
        raise SystemExit(f"{network}: parameters differ: {sorted(wanted ^ set(shapes))}")
    for name in shapes:
        want = outside[f"{network}.d.{name}"]
        # The product with signs is as exact as the length is long.
        tally.add(f"d.{name}", ratio(summary(name, got[f"d.{name}"]), want, 1e-9, 1e-9 * want[0] + 1e-13))
    tally.show(f"{network}, {sum(int(np.prod(s)) for s in shapes.values())} parameters")
    return bool(tally.faults)


def main():
    if "--make" in sys.argv:
        from pytorch import make
        with tempfile.TemporaryDirectory() as scratch:
            states = {}
            for network in FUNCTIONS:
                folder = pathlib.Path(scratch) / network
                folder.mkdir()
                states[network] = {name: weights(name, shape) for name, shape in state_of(network, folder).items()}
        return np.savez_compressed(NUMBERS, **make(states, {name: inputs(name) for name in FUNCTIONS}, summary))
    outside, failed = dict(np.load(NUMBERS)), False
    for network in sys.argv[1:] or FUNCTIONS:
        with tempfile.TemporaryDirectory() as scratch:
            failed |= check(network, outside, pathlib.Path(scratch))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
