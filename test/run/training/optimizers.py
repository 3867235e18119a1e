#!/usr/bin/env python3
"""Optimizers, schedules, clipping and moving averages against NumPy, step by step.

The loss is sum(c * (w - x)^2) / 2 averaged over a batch of equal rows, so the gradient at w is
c * (w - x) whatever the order of the data. Formulas: Sutskever et al. 2013 (momentum, Nesterov as
PyTorch has it), Kingma & Ba 2015, Loshchilov & Hutter 2017 and 2019, Pascanu et al. 2013.
"""
import argparse
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy as np

STEPS = 12
MODEL = """leat.model @m {
  param @w : f64[5] = constant(0.25)
  param @u : f64[2, 2] = ones
  func @loss(%x: f64[B, 5], %c: f64[B, 5], %z: f64[B, 2]) -> (loss: f64) {
    %d = let %x - @w
    %l = let sum(%c * %d * %d, axis = 1) / 2
    %y = let matmul(%z, @u)
    %k = let sum(%y * %y, axis = 1) / 2
    %m = let mean(%l + %k)
    return %m
  }
  trainer @fit minimizes @loss wrt(params) using @USING@
}
"""


def sgd(lr, momentum=0.0, weight_decay=0.0, nesterov=False):
    def update(w, g, slots, step):
        g = g + weight_decay * w
        v = momentum * slots.get("v", 0 * w) + g
        slots["v"] = v
        return w - lr(step) * (g + momentum * v if nesterov else v)
    return update


def adam(lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    def update(w, g, slots, step):
        m = slots["m"] = beta1 * slots.get("m", 0 * w) + (1 - beta1) * g
        v = slots["v"] = beta2 * slots.get("v", 0 * w) + (1 - beta2) * g * g
        w = w * (1 - lr(step) * weight_decay)
        return w - lr(step) * (m / (1 - beta1**step)) / (np.sqrt(v / (1 - beta2**step)) + eps)
    return update


def warmed(value, warmup):
    return lambda s: value * s / warmup


def cosine(peak, end=0.0, warmup=0):
    def at(s):
        t = min(max((s - warmup) / max(STEPS - warmup, 1), 0), 1)
        return peak * s / warmup if s < warmup else end + (peak - end) * (1 + np.cos(np.pi * t)) / 2
    return at


def linear(peak, end=0.0, warmup=0):
    def at(s):
        t = min(max((s - warmup) / max(STEPS - warmup, 1), 0), 1)
        return peak * s / warmup if s < warmup else peak + (end - peak) * t
    return at


def flat(value):
    return lambda s: value


CASES = {  # what a trainer says: update, norm to clip to, decay of the moving average
    "sgd(lr = 0.1)": (sgd(flat(0.1)), None, None),
    "sgd(lr = 0.1, momentum = 0.9)": (sgd(flat(0.1), 0.9), None, None),
    "sgd(lr = 0.1, momentum = 0.5, weight_decay = 0.1)": (sgd(flat(0.1), 0.5, 0.1), None, None),
    "nesterov(lr = 0.05, momentum = 0.8)": (sgd(flat(0.05), 0.8, nesterov=True), None, None),
    "nesterov(lr = 0.05, weight_decay = 0.2)": (sgd(flat(0.05), 0.9, 0.2, nesterov=True), None, None),
    "adam(lr = 0.1)": (adam(flat(0.1)), None, None),
    "adam(lr = 0.1, beta1 = 0.8, beta2 = 0.95, eps = 1e-3)": (adam(flat(0.1), 0.8, 0.95, 1e-3), None, None),
    "adamw(lr = 0.1)": (adam(flat(0.1), weight_decay=0.01), None, None),
    "adamw(lr = 0.1, weight_decay = 0.3)": (adam(flat(0.1), weight_decay=0.3), None, None),
    "sgd(lr = cosine(0.2))": (sgd(cosine(0.2)), None, None),
    "sgd(lr = cosine(0.2, end = 0.05, warmup = 4))": (sgd(cosine(0.2, 0.05, 4)), None, None),
    "sgd(lr = linear(0.2, end = 0.02, warmup = 3))": (sgd(linear(0.2, 0.02, 3)), None, None),
    "sgd(lr = step(0.2, every = 5, gamma = 0.3))": (sgd(lambda s: 0.2 * 0.3 ** ((s - 1) // 5)), None, None),
    "sgd(lr = constant(0.1))": (sgd(flat(0.1)), None, None),
    "sgd(lr = 0.1) clip_norm(0.7)": (sgd(flat(0.1)), 0.7, None),
    "adam(lr = 0.1) clip_norm(100) ema(0.8)": (adam(flat(0.1)), 100, 0.8),
}


def expected(update, clip, decay, x, c, z):
    values = {"w": np.full(5, 0.25), "u": np.ones((2, 2))}
    averages = {name: value.copy() for name, value in values.items()}
    slots = {name: {} for name in values}
    for step in range(1, STEPS + 1):
        grads = {"w": c * (values["w"] - x), "u": np.outer(z, z @ values["u"])}
        norm = np.sqrt(sum((g * g).sum() for g in grads.values()))
        if clip is not None:  # as clip_grad_norm_ of PyTorch
            grads = {name: g * min(clip / (norm + 1e-6), 1) for name, g in grads.items()}
        for name in values:
            values[name] = update(values[name], grads[name], slots[name], step)
            if decay is not None:
                averages[name] = decay * averages[name] + (1 - decay) * values[name]
    return values | ({f"ema.{name}": a for name, a in averages.items()} if decay is not None else {})


def read_safetensors(path):
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + size])
    header.pop("__metadata__", None)
    body = data[8 + size:]
    types = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "I32": "<i4"}
    return {name: np.frombuffer(body[slice(*h["data_offsets"])], types[h["dtype"]]).reshape(h["shape"])
            for name, h in header.items()}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", type=int, default=0)
    rng = np.random.default_rng(arguments.parse_args().seed)
    x, c, z = rng.normal(size=5), rng.uniform(0.5, 2, 5), rng.normal(size=2)
    worst, failed = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        np.savez(folder / "data.npz", **{n: np.tile(v, (2 * STEPS, 1)) for n, v in (("x", x), ("c", c), ("z", z))})
        for number, (using, (update, clip, decay)) in enumerate(CASES.items()):
            model, state = folder / f"{number}.mlir", folder / f"{number}.safetensors"
            model.write_text(MODEL.replace("@USING@", using))
            subprocess.run(["leat", "train", model, "--data", f"npz:{folder}/data.npz", "--batch", "2", "--steps",
                            str(STEPS), "--save", state], check=True, capture_output=True)
            found = read_safetensors(state)
            for name, want in expected(update, clip, decay, x, c, z).items():
                error = np.abs(found[name] - want).max() if name in found else np.inf
                worst = max(worst, error)
                if not error < 1e-12:
                    failed += 1
                    print(f"FAIL {using}: {name} is\n{found.get(name)}\nexpected\n{want}")
    print(f"{len(CASES)} trainers, {STEPS} steps each: worst error {worst:.1e}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
