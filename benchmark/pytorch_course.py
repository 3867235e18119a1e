"""Training steps of networks of the course beside PyTorch's eager mode.

    build/peers/bin/python benchmark/pytorch_course.py [--threads N] [--rounds N] [--json FILE]

LEAT_BIN names another folder than build/bin.

ResNet-20, a vision transformer and a variational autoencoder as examples/networks has them, in the sizes
that test/acceptance/course-3.sh trains on fashion-mnist. Each round times Leat (`leat bench`, a process of
its own), then PyTorch, for every network. The same work on both sides: forward, loss, backward, optimizer,
in f32, on one batch that lies in memory; Leat's step of ResNet-20 mirrors and shifts the images, too.
Prints for each network the time of an epoch of 60,000 images on both sides and the median of the rounds'
ratios.
"""
import argparse
import json
import os
import statistics
import subprocess

import torch
from torch import nn
from torch.nn import functional as F

from pytorch_training import seconds

IMAGES = 60000
LEAT = os.environ.get("LEAT_BIN", "build/bin") + "/leat"


class Basic(nn.Module):
    """Two convolutions; where the image is halved the shortcut has no parameters (option A)."""

    def __init__(self, channels, out):
        super().__init__()
        self.halves = out != channels
        self.conv1 = nn.Conv2d(channels, out, 3, 2 if self.halves else 1, 1, bias=False)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn1, self.bn2 = nn.BatchNorm2d(out), nn.BatchNorm2d(out)

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.halves:
            x = x[:, :, ::2, ::2]
            x = torch.cat([x, torch.zeros_like(x)], 1)
        return F.relu(y + x)


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.bn = nn.Conv2d(1, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        sizes = [16, 16, 16, 16, 32, 32, 32, 64, 64, 64]
        self.blocks = nn.Sequential(*[Basic(a, b) for a, b in zip(sizes, sizes[1:])])
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        return self.fc(self.blocks(F.relu(self.bn(self.conv(x)))).mean((2, 3)))


class Vit(nn.Module):
    def __init__(self, width=64, hidden=128, layers=6, heads=4, patch=4):
        super().__init__()
        self.proj = nn.Conv2d(1, width, patch, patch)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.zeros((28 // patch) ** 2 + 1, width))
        self.layers = nn.ModuleList(nn.TransformerEncoderLayer(
            width, heads, hidden, dropout=0, activation="gelu", batch_first=True, norm_first=True)
            for _ in range(layers))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, 10)

    def forward(self, x):
        x = self.proj(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), 1, -1), x], 1) + self.positions
        for layer in self.layers:
            x = layer(x)
        return self.head(self.norm(x)[:, 0])


class Vae(nn.Module):
    def __init__(self, hidden=400, latent=20):
        super().__init__()
        self.hidden, self.mu, self.logvar = nn.Linear(784, hidden), nn.Linear(hidden, latent), nn.Linear(hidden, latent)
        self.back, self.pixels = nn.Linear(latent, hidden), nn.Linear(hidden, 784)

    def forward(self, x):
        h = F.relu(self.hidden(x))
        mu, logvar = self.mu(h), self.logvar(h)
        z = mu + torch.exp(logvar / 2) * torch.randn_like(mu)
        logits = self.pixels(F.relu(self.back(z)))
        kl = 0.5 * (mu ** 2 + logvar.exp() - 1 - logvar).sum(1)
        return (F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1) + kl).mean()


def classified(network):
    def loss(image, label):
        return F.cross_entropy(network(image), label)
    return loss


def make(name):
    """(a network, its loss of a batch, its optimizer, the shape of an image)"""
    if name == "resnet20":
        network = ResNet20()
        optimizer = torch.optim.SGD(network.parameters(), 0.1, 0.9, weight_decay=5e-4, nesterov=True)
        return classified(network), optimizer, (1, 28, 28)
    if name == "vit":
        network = Vit()
        optimizer = torch.optim.AdamW(network.parameters(), 1e-3, weight_decay=0.05, fused=True)

        loss = classified(network)
        loss.clips = network.parameters
        return loss, optimizer, (1, 28, 28)
    network = Vae()
    return lambda image, label: network(image), torch.optim.Adam(network.parameters(), 1e-3, fused=True), (784,)


class PyTorchStep:
    """One training step of a network on one batch."""

    def __init__(self, name, batch):
        torch.manual_seed(0)
        self.loss, self.optimizer, shape = make(name)
        self.image, self.label = torch.rand(batch, *shape), torch.randint(0, 10, (batch,))
        for _ in range(3):
            self()

    def __call__(self):
        self.optimizer.zero_grad()
        self.loss(self.image, self.label).backward()
        if clips := getattr(self.loss, "clips", None):
            nn.utils.clip_grad_norm_(clips(), 1.0)
        self.optimizer.step()


# Name, batch, and how `leat bench` is asked for the same step.
CASES = {"resnet20": (128, ["--entry", "fit", "--set", "Channels=1", "--shape", "H=28", "--shape", "W=28"]),
         "vit": (64, ["--entry", "fit"]), "vae": (64, ["--entry", "fit"])}


def leat(name, threads):
    """Seconds of a training step."""
    batch, options = CASES[name]
    out = subprocess.run([LEAT, "bench", f"examples/networks/{name}.mlir", *options, "--shape", f"B={batch}",
                          "--threads", str(threads), "--json"], check=True, capture_output=True, text=True).stdout
    return json.loads(out)["seconds"]["median"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", help="a file for the seconds of all rounds")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="a measurement of PyTorch takes at least this")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    times = {name: [] for name in CASES}
    steps = {name: PyTorchStep(name, CASES[name][0]) for name in CASES}
    for _ in range(options.rounds):
        for name in CASES:
            times[name].append((leat(name, options.threads), seconds(steps[name], options.seconds)))
    print(f"PyTorch {torch.__version__}, {options.threads} threads, an epoch of {IMAGES} images, {options.rounds} rounds")
    for name, pairs in times.items():
        epochs = [statistics.median(side) * IMAGES / CASES[name][0] for side in zip(*pairs)]
        ratio = statistics.median(theirs / ours for ours, theirs in pairs)
        print(f"{name:9} batch {CASES[name][0]:3}: Leat {epochs[0]:6.1f} s, PyTorch {epochs[1]:6.1f} s, "
              f"PyTorch takes {ratio:.2f} times as long")
    if options.json:
        with open(options.json, "w") as file:
            json.dump(times, file, indent=1)


if __name__ == "__main__":
    main()
