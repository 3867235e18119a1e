#!/usr/bin/env python3
"""Networks of the visual kind against NumPy, and what else vision.test needs.

    vision.py values                  logits of each network, in f64, with weights that follow from their names
    vision.py augmented               what ResNet-20 sees of an image while it trains
    vision.py variances               of a residual network whose sums are divided by sqrt 2, and of one where not
    vision.py images FILE.npz SIZE    64 noisy images of four colours, their numbers as labels
    vision.py falls FILE.jsonl LOSS   fails unless the losses of a log start above LOSS and end below
"""
import json
import math
import pathlib
import sys
import tempfile
import zlib

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "test" / "run" / "ops"))

from check import ratio, run, write  # noqa: E402  (of test/run/ops)
from networks import save_state  # noqa: E402


class Weights(dict):
    """Weights by name; `under(name)` are those of a block."""

    def under(self, *names):
        start = ".".join(map(str, names)) + "."
        return Weights({name[len(start):]: array for name, array in self.items() if name.startswith(start)})


def relu(x):
    return np.maximum(x, 0)


def conv(w, x, stride=1, padding=0, groups=1):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    size = w["weight"].shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(x, size, axis=(2, 3))[:, :, ::stride, ::stride]
    parts = [np.einsum("nchwij,ocij->nohw", seen, filters, optimize=True)
             for seen, filters in zip(np.split(windows, groups, axis=1), np.split(w["weight"], groups))]
    return np.concatenate(parts, axis=1) + w.get("bias", np.zeros(1))[:, None, None]


def linear(w, x):
    return x @ w["weight"].T + w["bias"]


def pool(x, size, stride):
    return np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))[:, :, ::stride, ::stride].max((4, 5))


def batch_norm(w, x):
    mean, var, weight, bias = (w[name][:, None, None] for name in ("running_mean", "running_var", "weight", "bias"))
    return weight * (x - mean) / np.sqrt(var + 1e-5) + bias


def layer_norm(w, x):
    centred = x - x.mean(-1, keepdims=True)
    return w["weight"] * centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) + w["bias"]


def norm_conv(w, x, i, stride=1):  # of the blocks of a ResNet: the i-th convolution and its norm
    size = w[f"conv{i}.weight"].shape[2]
    return batch_norm(w.under(f"bn{i}"), conv(w.under(f"conv{i}"), x, stride, size // 2))


def stages(w, x, depths, block):
    for stage, depth in enumerate(depths, 1):
        for i in range(depth):
            x = block(w.under(f"layer{stage}", i), x, 2 if stage > 1 and i == 0 else 1)
    return x


def resnet20(w, x):
    def block(w, x, stride):
        y = norm_conv(w, relu(norm_conv(w, x, 1, stride)), 2)
        shortcut = x[:, :, ::stride, ::stride]
        return relu(y + np.pad(shortcut, ((0, 0), (0, y.shape[1] - x.shape[1]), (0, 0), (0, 0))))
    y = stages(w, relu(norm_conv(w, x, 1)), (3, 3, 3), block)
    return linear(w.under("fc"), y.mean((2, 3)))


def preact_resnet(w, x):
    def block(w, x, stride):
        a = relu(batch_norm(w.under("bn1"), x))
        y = conv(w.under("conv1"), a, stride, 1)
        y = conv(w.under("conv2"), relu(batch_norm(w.under("bn2"), y)), 1, 1)
        return y + (x if stride == 1 else conv(w.under("shortcut"), a, stride))
    y = stages(w, conv(w.under("conv1"), x, 1, 1), (3, 3, 3), block)
    return linear(w.under("fc"), relu(batch_norm(w.under("bn"), y)).mean((2, 3)))


def resnet50(w, x):
    def block(w, x, stride):
        y = norm_conv(w, relu(norm_conv(w, relu(norm_conv(w, x, 1)), 2, stride)), 3)
        if "downsample.0.weight" in w:
            x = batch_norm(w.under("downsample.1"), conv(w.under("downsample.0"), x, stride))
        return relu(y + x)
    y = relu(norm_conv(w, x, 1, 2))
    y = pool(np.pad(y, ((0, 0), (0, 0), (1, 1), (1, 1))), 3, 2)  # of what is not negative
    return linear(w.under("fc"), stages(w, y, (3, 4, 6, 3), block).mean((2, 3)))


def scaled_resnet(w, x):
    x = conv(w.under("stem"), x, 2, 1)
    for i in range(3):
        y = relu(conv(w.under("blocks", i, "conv1"), relu(x), 1, 1))
        x = (x + conv(w.under("blocks", i, "conv2"), y, 1, 1)) / np.sqrt(2)
    return linear(w.under("fc"), relu(x).mean((2, 3)))


def alexnet(w, x):
    w = w.under("two_groups")
    y = pool(relu(conv(w.under("conv1"), x, 4)), 3, 2)
    y = pool(relu(conv(w.under("conv2"), y, 1, 2, groups=2)), 3, 2)
    y = relu(conv(w.under("conv3"), y, 1, 1))
    y = relu(conv(w.under("conv4"), y, 1, 1, groups=2))
    y = pool(relu(conv(w.under("conv5"), y, 1, 1, groups=2)), 3, 2).reshape(len(x), -1)
    return linear(w.under("fc8"), relu(linear(w.under("fc7"), relu(linear(w.under("fc6"), y)))))


def vgg(w, x):
    for stage, depth in enumerate((2, 2, 3, 3, 3), 1):
        for i in range(depth):
            x = relu(conv(w.under(f"stage{stage}.layer", i, "conv"), x, 1, 1))
        x = pool(x, 2, 2)
    x = x.reshape(len(x), -1)
    for i in (1, 2):
        x = relu(linear(w.under(f"classifier{i}.fc"), x))
    return linear(w.under("classifier3"), x)


def shallowconvnet(w, x):
    return linear(w.under("fc"), pool(relu(conv(w.under("conv"), x)), 2, 2).reshape(len(x), -1))


def vit(w, x, patch=4, heads=2):
    p = conv(w.under("patches.proj"), x, patch)
    x = p.reshape(*p.shape[:2], -1).transpose(0, 2, 1)
    x = np.concatenate([np.broadcast_to(w["class_token"], (len(x), 1, x.shape[2])), x], 1) + w["positions.weight"]
    for i in range(2):
        v = w.under("layers", i)
        n = layer_norm(v.under("norm1"), x)
        parts = [np.split(linear(v.under(f"{name}_proj"), n), heads, axis=2) for name in "qkv"]
        attended = []
        for q, k, value in zip(*parts):
            weight = np.exp(q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[2]))
            attended.append(weight / weight.sum(-1, keepdims=True) @ value)
        x = x + linear(v.under("out_proj"), np.concatenate(attended, 2))
        h = linear(v.under("fc1"), layer_norm(v.under("norm2"), x))
        x = x + linear(v.under("fc2"), h * (1 + np.vectorize(math.erf)(h / np.sqrt(2))) / 2)
    return linear(w.under("head"), layer_norm(w.under("norm"), x)[:, 0])


# Sizes that make them small: channels and pixels of two images, configs.
NETWORKS = [(resnet20, 3, 12, "C1=4 C2=8 C3=16"), (preact_resnet, 3, 12, "C1=4 C2=8 C3=16"), (vgg, 3, 32, "C1=4 C2=5 C3=6 C4=7 Units=8 Size=32"),
            (resnet50, 3, 41, "C1=2 C2=3 C3=4 C4=5 O1=8 O2=9 O3=10 O4=11 Classes=7"), (scaled_resnet, 1, 9, "C=5 Blocks=3"),
            (alexnet, 3, 67, "Size=67 Units=9 Classes=5"), (shallowconvnet, 3, 14, "Size=14 Filters=4"),
            (vit, 1, 12, "Size=12 D=8 F=12 Layers=2 Heads=2")]


def weight(name, shape):
    r = np.random.RandomState(zlib.crc32(name.encode())).standard_normal(shape)
    if name.endswith("running_var"):
        return 1 + 0.3 * np.abs(r)
    if name.endswith(".weight") and len(shape) == 1:  # of a norm
        return 1 + 0.1 * r
    return r * (0.1 if len(shape) < 2 else np.sqrt(2 / np.prod(shape[1:])))


def values(network, channels, size, configs, folder):
    source, entry = ROOT / "examples" / "networks" / f"{network.__name__}.mlir", "logits"
    if network is alexnet:
        entry = "logits_two_groups"
    image = np.random.RandomState(size).standard_normal((2, channels, size, size))
    given = write(folder / "given", {"image": image})
    options = ["--float", "f64"] + [word for config in configs.split() for word in ("--set", config)]
    first, second = folder / "first.safetensors", folder / "second.safetensors"
    run(source, folder / "first", given, entry, *options, "--save", first)
    data = first.read_bytes()
    header = json.loads(data[8:8 + int.from_bytes(data[:8], "little")])
    skip = ("__metadata__", "rng", "fit")
    weights = Weights({name: weight(name, facts["shape"]) for name, facts in header.items() if not name.startswith(skip)})
    save_state(second, weights, np.float64)
    got = run(source, folder / "second", given, entry, *options, "--state", second, "--allow-missing")["logits"]
    want = network(weights, image)
    good = np.std(want) > 1e-3 and ratio(got, want, 1e-10, 1e-12) <= 1
    print(f"{network.__name__}: {'ok' if good else 'WRONG'}, {want[0, :3]}")
    return good


def augmented(folder):
    """Each image is a window of itself or its mirror image with four pixels of zeros around, and all windows come."""
    source, size = ROOT / "examples" / "networks" / "resnet20.mlir", 5
    image = 1 + np.arange(500 * size * size, dtype=np.float64).reshape(500, 1, size, size)
    seen = run(source, folder / "seen", write(folder / "given", {"image": image}), "augmented", "--float", "f64")["image"]
    found = []
    for before, after in zip(image[:, 0], seen[:, 0]):
        for mirror, whole in enumerate((before, before[:, ::-1])):
            windows = np.lib.stride_tricks.sliding_window_view(np.pad(whole, 4), (size, size))
            found += [(mirror, top, left) for top in range(9) for left in range(9) if (windows[top, left] == after).all()]
    mirrors, tops, lefts = map(list, zip(*found))
    print(f"{len(found)} of 500 windows, {sum(mirrors)} mirrored, {len(set(tops))} x {len(set(lefts))} places")
    return len(found) == 500 and 200 < sum(mirrors) < 300 and set(tops) == set(lefts) == set(range(9))


def variances(folder):
    """The sums of eight blocks: the factor 1 / sqrt 2 of each takes 2 ** 8 from the variance, and keeps it."""
    source = ROOT / "examples" / "networks" / "scaled_resnet.mlir"
    given = write(folder / "given", {"image": np.random.RandomState(1).standard_normal((8, 1, 64, 64))})
    scaled = run(source, folder / "scaled", given, "variances", "--float", "f64")
    plain = run(source, folder / "plain", given, "variances", "--float", "f64", "--set", "scale=1")
    kept, times = scaled["last"] / scaled["first"], plain["last"] / scaled["last"]
    print(f"variance times {kept:.3g}, and without the factor {times:.12g} times that")
    return 1 / 4 < kept < 4 and abs(times - 256) < 1e-9


def images(file, size):
    colours = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    label = np.arange(64) % 4
    noise = 0.1 * np.random.RandomState(0).standard_normal((64, 3, size, size))
    np.savez(file, image=(colours[label][:, :, None, None] + noise).astype(np.float32), label=label)


def falls(file, limit):
    records = [json.loads(line) for line in open(file)]
    losses = [record["loss"] for record in records if "step" in record and "epoch" not in record]
    first, last = np.mean(losses[:5]), np.mean(losses[-5:])
    print(f"loss {first:.4g} at first, {last:.4g} at last")
    return last < limit < first


def main():
    words = sys.argv[1:]
    if words[0] == "images":
        return images(words[1], int(words[2]))
    if words[0] == "falls":
        return 0 if falls(words[1], float(words[2])) else 1
    checks = {"values": values, "augmented": augmented, "variances": variances}
    good = True
    for case in NETWORKS if words[0] == "values" else [()]:
        with tempfile.TemporaryDirectory() as scratch:
            good &= checks[words[0]](*case, pathlib.Path(scratch))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
