#!/usr/bin/env python3
"""The U-Net of fashion.mlir a second time, in NumPy, and what must hold of its samples: fashion.py [CHECK...]"""
import json
import subprocess
import sys
import zlib

import numpy as np

from library import ROOT, main

sys.path.insert(0, str(ROOT / "test" / "run" / "networks"))

from networks import save_state  # noqa: E402  (of test/run/ops)
from vision import Weights, conv, linear  # noqa: E402  (of test/run/networks)

THIN = {"C1": 8, "C2": 16, "C3": 24, "E": 16}


def silu(x):
    return x / (1 + np.exp(-x))


def group_norm(w, x, groups=8):
    rows = x.reshape(len(x), groups, -1)
    rows = (rows - rows.mean(2, keepdims=True)) / np.sqrt(rows.var(2, keepdims=True) + 1e-5)
    return rows.reshape(x.shape) * w["weight"][:, None, None] + w["bias"][:, None, None]


def branch(w, x, told):
    h = conv(w.under("conv1"), silu(group_norm(w.under("norm1"), x)), 1, 1)
    h = h + linear(w.under("time"), told)[:, :, None, None]
    return conv(w.under("conv2"), silu(group_norm(w.under("norm2"), h)), 1, 1)


def residual(w, x, told):
    shortcut = w.under("shortcut")
    return (conv(shortcut, x) if shortcut else x) + branch(w.under("branch"), x, told)


def attend(w, x, heads=4):
    rows = group_norm(w.under("norm"), x).reshape(*x.shape[:2], -1).transpose(0, 2, 1)
    q, k, v = (np.stack(np.split(linear(w.under(n), rows), heads, axis=2), 1) for n in "qkv")
    scores = np.exp(q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[3]))
    a = scores / scores.sum(-1, keepdims=True) @ v
    a = linear(w.under("out"), np.concatenate(list(a.transpose(1, 0, 2, 3)), axis=2))
    return x + a.transpose(0, 2, 1).reshape(x.shape)


def unet(w, x, told):
    at = lambda name: w.under(name)
    half = lambda name, x: conv(w.under(name, "conv"), x, 2, 1)
    large = lambda name, x: conv(w.under(name, "conv"), x.repeat(2, 2).repeat(2, 3), 1, 1)
    double = lambda name, x, skip: np.concatenate([large(name, x), skip], 1)
    a1 = residual(at("down1"), conv(at("stem"), x, 1, 1), told)
    a2 = residual(at("down2"), half("half1", a1), told)
    a3 = residual(at("down3"), half("half2", a2), told)
    m = residual(at("middle"), attend(at("attention"), a3), told)
    c2 = residual(at("up2"), double("double2", m, a2), told)
    c1 = residual(at("up1"), double("double1", c2, a1), told)
    return conv(at("out"), silu(group_norm(at("norm"), c1)), 1, 1)


def v_theta(w, x, t, label):
    size = THIN["E"] // 2
    turns = t[:, None] * 10000.0 ** (-np.arange(size) / size)
    e = linear(w.under("time2"), silu(linear(w.under("time1"), np.concatenate([np.cos(turns), np.sin(turns)], 1))))
    return unet(w.under("net"), x.reshape(-1, 1, 28, 28), silu(e + w["label.weight"][label])).reshape(x.shape)


def weights(library):
    """Numbers that follow from their names, for every parameter."""
    file = library.folder / "initial.safetensors"
    zero = {"x": np.zeros((1, 784)), "t": np.ones(1), "label": np.zeros(1, np.int64)}
    library.run("fashion", "v_theta", zero, "--save", str(file), **THIN)
    data = file.read_bytes()
    header = json.loads(data[8:8 + int.from_bytes(data[:8], "little")])
    made = Weights()
    for name, facts in header.items():
        if name.split(".")[0] in ("net", "time1", "time2", "label"):
            random = np.random.RandomState(zlib.crc32(name.encode())).standard_normal(facts["shape"])
            inputs = np.prod(facts["shape"][1:]) if len(facts["shape"]) > 1 else 10
            made[name] = random / np.sqrt(inputs) + (1 if "norm" in name and name.endswith("weight") else 0)
    return made


def network(library):
    """v of the U-Net; the noise with guidance; the classes of rows."""
    random, w = np.random.RandomState(0), weights(library)
    save_state(library.folder / "state.safetensors", w, np.float64)
    state = ["--state", str(library.folder / "state.safetensors"), "--allow-missing"]
    x, t, label = random.standard_normal((3, 784)), np.array([1.0, 300.5, 1000]), np.array([0, 10, 7])
    got = library.run("fashion", "v_theta", {"x": x, "t": t, "label": label}, *state, **THIN)
    library.close("v_theta", got["v"], v_theta(w, x, t, label))
    u = (np.arange(1001) / 1000 + 0.008) / 1.008
    ab = np.cumprod(1 - np.minimum(1 - (np.cos(u[1:] * np.pi / 2) / np.cos(u[:-1] * np.pi / 2))**2, 0.999))[399]
    a, s = np.sqrt(ab), np.sqrt(1 - ab)
    for name, sets, label in (("guided", {"w": 1.5}, np.arange(3)), ("of none", {"w": 7, "class": 10}, np.full(3, 10)),
                              ("of one class", {"w": 1.5, "class": 4}, np.full(3, 4))):
        got = library.run("fashion", "noise", {"x": x, "t": np.array(400.0)}, *state, **THIN, **sets)
        both = [v_theta(w, x, np.full(3, 400.0), labels) for labels in (label, np.full(3, 10))]
        v = (1 + sets["w"]) * both[0] - sets["w"] * both[1]
        x0 = np.clip(a * x - s * v, -1, 1)
        library.holds(f"{name}: some are clipped", 0.05 < np.mean(abs(x0) == 1) < 0.95)
        library.close(name, got["eps"], (x - a * x0) / s)


SMALL = """leat.model @small {
  include "unet.mlir"
  func @loss(%x: f32[B, 1, 8, 8], %told: f32[B, 8], %y: f32[B, 1, 8, 8]) -> (loss: f32) {
    %z = apply @unet as net (%x, %told) {C1 = 8, C2 = 8, C3 = 8}
    %l = mse_loss %z, %y
    return %l }
}
"""


def gradients(library):
    """Of the U-Net for images of 8 x 8, where what starts at zero does not, against difference quotients."""
    unet = library.folder / "unet.mlir"
    text = unet.read_text()
    assert text.count("3, 3] = zeros") == 1 and text.count("f32[I, I] = zeros") == 1
    text = text.replace("3, 3] = zeros", "3, 3] = xavier_uniform")
    unet.write_text(text.replace("I] = zeros     param @out", "I] = xavier_uniform     param @out"))
    library.model("small", SMALL)
    words = ["leat", "check", library.folder / "small.mlir", "--gradients", "--entry", "loss", "--shape", "B=2"]
    done = subprocess.run(words, capture_output=True, text=True)
    lines = [line.split() for line in done.stdout.splitlines()[1:]]
    library.holds("all agree", done.returncode == 0 and len(lines) > 60 and all(line[-1] == "ok" for line in lines),
                  done.stdout + done.stderr)
    library.holds("none is nothing", all(float(line[2]) != 0 for line in lines), done.stdout)


if __name__ == "__main__":
    main([network, gradients])
