"""The U-Net of examples/diffusion/fashion.mlir beside PyTorch, eager and compiled: a training step, and images.

    build/peers/bin/python benchmark/pytorch_diffusion.py [--threads N] [--rounds N] [--json FILE] [--check]

A training step is the forward process, the loss of v, backward, the clipped norm, Adam and the moving averages, in
f32, on one batch that lies in memory. A sampler makes `--images` images of all classes with guidance, both
answers of the network by one evaluation; PyTorch's loop over the steps is in Python, under no_grad, with all
numbers of the schedule made before. Each round times Leat (`leat bench`, a process of its own), then both
forms of PyTorch. Before, every sampler that draws no noise must give the same images on both sides, of the same weights
and the same start; with --check that is all.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "test" / "run" / "ops"))

from networks import save_state  # noqa: E402  (of test/run/ops)
from pytorch_training import seconds  # noqa: E402

MODEL = ROOT / "examples" / "diffusion" / "fashion.mlir"
LEAT = str(pathlib.Path(os.environ.get("LEAT_BIN", ROOT / "build" / "bin")) / "leat")
T, CLASSES, WIDTHS, TOLD, GUIDANCE = 1000, 10, (32, 64, 128), 128, 0.5


class Branch(nn.Module):
    def __init__(self, channels, out):
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(8, channels), nn.Conv2d(channels, out, 3, padding=1)
        self.time, self.norm2 = nn.Linear(TOLD, out), nn.GroupNorm(8, out)
        self.conv2 = nn.Conv2d(out, out, 3, padding=1)

    def forward(self, x, told):
        h = self.conv1(F.silu(self.norm1(x))) + self.time(told)[:, :, None, None]
        return self.conv2(F.silu(self.norm2(h)))


class Residual(nn.Module):
    def __init__(self, channels, out=None):
        super().__init__()
        self.branch = Branch(channels, out or channels)
        if out:
            self.shortcut = nn.Conv2d(channels, out, 1)

    def forward(self, x, told):
        return (self.shortcut(x) if hasattr(self, "shortcut") else x) + self.branch(x, told)


class Attention(nn.Module):
    def __init__(self, channels, heads=4):
        super().__init__()
        self.norm, self.heads = nn.GroupNorm(8, channels), heads
        self.q, self.k, self.v, self.out = (nn.Linear(channels, channels) for _ in range(4))

    def forward(self, x):
        rows = self.norm(x).flatten(2).transpose(1, 2)
        apart = lambda y: y.unflatten(2, (self.heads, -1)).transpose(1, 2)
        a = F.scaled_dot_product_attention(apart(self.q(rows)), apart(self.k(rows)), apart(self.v(rows)))
        return x + self.out(a.transpose(1, 2).flatten(2)).transpose(1, 2).view_as(x)


class Conv(nn.Module):
    """A convolution of a block that has nothing else: half the size, or twice."""

    def __init__(self, channels, out, stride):
        super().__init__()
        self.conv = nn.Conv2d(channels, out, 3, stride, 1)

    def forward(self, x):
        return self.conv(x)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        a, b, c = WIDTHS
        self.stem, self.down1, self.half1 = nn.Conv2d(1, a, 3, padding=1), Residual(a), Conv(a, a, 2)
        self.down2, self.half2, self.down3 = Residual(a, b), Conv(b, b, 2), Residual(b, c)
        self.attention, self.middle = Attention(c), Residual(c)
        self.double2, self.up2 = Conv(c, b, 1), Residual(2 * b, b)
        self.double1, self.up1 = Conv(b, a, 1), Residual(2 * a, a)
        self.norm, self.out = nn.GroupNorm(8, a), nn.Conv2d(a, 1, 3, padding=1)

    def forward(self, x, told):
        a1 = self.down1(self.stem(x), told)
        a2 = self.down2(self.half1(a1), told)
        a3 = self.down3(self.half2(a2), told)
        m = self.middle(self.attention(a3), told)
        c2 = self.up2(torch.cat([self.double2(F.interpolate(m, scale_factor=2)), a2], 1), told)
        c1 = self.up1(torch.cat([self.double1(F.interpolate(c2, scale_factor=2)), a1], 1), told)
        return self.out(F.silu(self.norm(c1)))


class Network(nn.Module):
    """v of images, times and labels; parameters are called as in fashion.mlir."""

    def __init__(self):
        super().__init__()
        self.time1, self.time2 = nn.Linear(TOLD, TOLD), nn.Linear(TOLD, TOLD)
        self.label, self.net = nn.Embedding(CLASSES + 1, TOLD), UNet()
        self.register_buffer("rates", 10000.0 ** (-torch.arange(TOLD // 2) / (TOLD // 2)), persistent=False)

    def forward(self, x, t, label):
        turns = t[:, None] * self.rates
        e = self.time2(F.silu(self.time1(torch.cat([turns.cos(), turns.sin()], 1))))
        return self.net(x, F.silu(e + self.label(label)))


def alpha_bars():
    """alpha_bar of t = 0 ... T: cosine."""
    u = np.arange(T + 1) / T
    f = np.cos((u + 0.008) / 1.008 * np.pi / 2) ** 2
    return np.cumprod(np.append(1, 1 - np.minimum(1 - f[1:] / f[:-1], 0.999)))


AB = alpha_bars()
LOGS = -np.log(AB)
alpha_bar = lambda t: np.exp(-np.interp(t, np.arange(T + 1), LOGS))
lam = lambda ab: np.log(ab / (1 - ab)) / 2


def train(network):
    """The step of a batch: a function of images in [0, 1] and labels."""
    optimizer = torch.optim.Adam(network.parameters(), 1e-3, fused=True)
    moving = [p.detach().clone() for p in network.parameters()]
    table = torch.tensor(AB, dtype=torch.float32)

    def step(image, label):
        optimizer.zero_grad()
        t = torch.randint(1, T + 1, (len(image),))
        ab = table[t][:, None, None, None]
        x0, eps = 2 * image - 1, torch.randn_like(image)
        label = torch.where(torch.rand(len(image)) < 0.1, CLASSES, label)
        v = network(ab.sqrt() * x0 + (1 - ab).sqrt() * eps, t.float(), label)
        F.mse_loss(v, ab.sqrt() * eps - (1 - ab).sqrt() * x0).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        torch._foreach_lerp_(moving, list(network.parameters()), 0.001)
    return step


class Sampler:
    """Loops over the steps, as samplers.mlir has them; everything but x is a number."""

    def __init__(self, network, count):
        self.network, self.count = network, count
        label = torch.arange(count) % CLASSES
        self.labels = torch.cat([label, torch.full_like(label, CLASSES)])

    def predict(self, x, t, ab):
        """The data and the noise."""
        a, s = float(ab) ** 0.5, float(1 - ab) ** 0.5
        both = self.network(torch.cat([x, x]), torch.full((2 * self.count,), float(t)), self.labels)
        c, none = both.chunk(2)
        x0 = (a * x - s * ((1 + GUIDANCE) * c - GUIDANCE * none)).clamp(-1, 1)
        return x0, (x - a * x0) / s

    def times(self, steps):
        t = np.round(T * (1 - np.arange(steps) / steps))
        return list(zip(t, alpha_bar(t), alpha_bar(np.append(t[1:], 0))))

    def ddpm(self, x, steps):
        for t, ab, ab_s in self.times(steps):
            x0, _ = self.predict(x, t, ab)
            a = ab / ab_s
            x = ab_s**0.5 * (1 - a) / (1 - ab) * x0 + a**0.5 * (1 - ab_s) / (1 - ab) * x
            if ab_s < 1:
                x = x + ((1 - a) * (1 - ab_s) / (1 - ab)) ** 0.5 * torch.randn_like(x)
        return x

    def ddim(self, x, steps):
        for t, ab, ab_s in self.times(steps):
            x0, eps = self.predict(x, t, ab)
            x = ab_s**0.5 * x0 + (1 - ab_s) ** 0.5 * eps
        return x

    def dpm_solver(self, x, steps, order):
        known = []
        for t, ab, ab_s in self.times(steps):
            known = [(lam(ab), self.predict(x, t, ab)[0]), *known][:order]
            (at, x0), *before = known
            if ab_s == 1:
                x = x0
                continue
            h = lam(ab_s) - at
            if len(before) == 2:
                (l1, x1), (l2, x2) = before
                r0, r1 = (at - l1) / h, (l1 - l2) / h
                slope0, slope1 = (x0 - x1) / r0, (x1 - x2) / r1
                D2 = (slope0 - slope1) / (r0 + r1)
                D1 = slope0 + r0 * D2
                phi1 = np.expm1(-h)
                phi2 = phi1 / h + 1
                phi3 = phi2 / h - 0.5
                part = phi1 * x0 - phi2 * D1 + 2 * phi3 * D2
            else:
                middle = x0 + h / (2 * (at - before[0][0])) * (x0 - before[0][1]) if before else x0
                part = np.expm1(-h) * middle
            x = ((1 - ab_s) / (1 - ab)) ** 0.5 * x - ab_s**0.5 * part
        return x

    def dpm_solver_2m(self, x, steps):
        return self.dpm_solver(x, steps, 2)

    def dpm_solver_3m(self, x, steps):
        return self.dpm_solver(x, steps, 3)

    def edm(self, x, steps):
        sigma_of = lambda t: ((1 - alpha_bar(t)) / alpha_bar(t)) ** 0.5
        low, high = max(0.002, sigma_of(1)), min(80.0, sigma_of(T))
        sigmas = (high ** (1 / 7) + np.linspace(0, 1, steps) * (low ** (1 / 7) - high ** (1 / 7))) ** 7
        times = np.interp(np.log1p(sigmas**2), LOGS, np.arange(T + 1))
        slope = lambda y, t, sigma: (y - self.predict(y / (1 + sigma**2) ** 0.5, t, 1 / (1 + sigma**2))[0]) / sigma
        y = x * (1 + sigmas[0] ** 2) ** 0.5
        for i, (t, sigma) in enumerate(zip(times, sigmas)):
            to = sigmas[i + 1] if i + 1 < steps else 0.0
            d = slope(y, t, sigma)
            there = y + (to - sigma) * d
            y = y + (to - sigma) / 2 * (d + slope(there, times[i + 1], to)) if to else there
        return y


SAMPLERS = {"ddpm": 1000, "ddim": 50, "dpm_solver_2m": 20, "dpm_solver_3m": 20, "edm": 18}


def leat(*words, **inputs):
    words = [LEAT, *map(str, words)] + [word for name, path in inputs.items() for word in ("--input", f"{name}={path}")]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def check(network, folder):
    """Weights that are not zero, and then the same images."""
    for name, p in network.named_parameters():
        if ".conv2." in name or ".out." in name:
            nn.init.normal_(p, std=0.02)
    save_state(folder / "state.safetensors", {n: p.detach().numpy() for n, p in network.named_parameters()}, np.float32)
    start = torch.randn(4, 784)
    np.save(folder / "start.npy", start.numpy())
    for name, steps in SAMPLERS.items():
        if name == "ddpm":
            continue
        leat("run", MODEL, "--state", folder / "state.safetensors", "--allow-missing", "--entry", f"{name}_from",
             "--set", f"Steps={steps}", "--output-dir", folder, x=folder / "start.npy")
        ours = np.load(folder / "x.npy")
        with torch.no_grad():
            theirs = getattr(Sampler(network, 4), name)(start.view(4, 1, 28, 28), steps).flatten(1).numpy()
        apart = np.abs(ours - theirs).max()
        print(f"{name:14} of {steps:2} steps: images differ by {apart:.1e} at most")
        if not apart < 2e-3:
            sys.exit(f"{name}: Leat and PyTorch do not compute the same")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--images", type=int, default=20)
    parser.add_argument("--samplers", default=",".join(SAMPLERS))
    parser.add_argument("--seconds", type=float, default=5, help="a measurement of PyTorch takes at least this")
    parser.add_argument("--json", help="a file for the seconds of all rounds")
    parser.add_argument("--check", action="store_true", help="time nothing")
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    network = Network()
    parameters = sum(p.numel() for p in network.parameters())
    print(f"PyTorch {torch.__version__}, {options.threads} threads, {parameters} parameters")
    with tempfile.TemporaryDirectory() as folder:
        check(network, pathlib.Path(folder))
    if options.check:
        return
    compiled = torch.compile(network)
    image, label = torch.rand(options.batch, 1, 28, 28), torch.randint(0, CLASSES, (options.batch,))
    step, compiled_step = train(network), train(compiled)
    # What is timed: how many it makes, how Leat is asked for it, and what PyTorch runs, eager and compiled.
    works = {f"training step, batch {options.batch}": (
        1, ["--entry", "fit", "--shape", f"N={options.batch}"],
        [lambda: step(image, label), lambda: compiled_step(image, label)])}

    def sampled(n, name, steps):
        def images():
            with torch.no_grad():
                getattr(Sampler(n, options.images), name)(torch.randn(options.images, 1, 28, 28), steps)
        return images
    for name in options.samplers.split(","):
        steps = SAMPLERS[name]
        works[f"an image, {name} {steps}"] = (options.images, [
            "--entry", f"{name}_images", "--shape", f"N={options.images}", "--set", f"Steps={steps}"],
            [sampled(n, name, steps) for n in (network, compiled)])
    times = {what: [] for what in works}
    for what, (_, _, sides) in works.items():
        if "ddpm" not in what:  # which calls the network as the others do
            sides[1]()  # compiles
    for _ in range(options.rounds):
        for what, (count, words, sides) in works.items():
            said = leat("bench", MODEL, *words, "--threads", options.threads, "--json")
            ours = json.loads(said)["seconds"]["median"]
            times[what].append([s / count for s in (ours, *(seconds(side, options.seconds) for side in sides))])
    print(f"milliseconds, medians of {options.rounds} rounds that took turns\n")
    print("| | Leat | PyTorch eager | compiled | eager / Leat | compiled / Leat |\n|---|---|---|---|---|---|")
    for what, rounds in times.items():
        ours, eager, fused = (1000 * statistics.median(side) for side in zip(*rounds))
        ratios = [statistics.median(r[i] / r[0] for r in rounds) for i in (1, 2)]
        print(f"| {what} | {ours:.1f} | {eager:.1f} | {fused:.1f} | {ratios[0]:.2f} | {ratios[1]:.2f} |")
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"pytorch": torch.__version__, "threads": options.threads, "rounds": options.rounds,
                       "seconds": times}, file, indent=1)


if __name__ == "__main__":
    main()
