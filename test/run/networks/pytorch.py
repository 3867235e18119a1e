"""The networks of examples/networks in PyTorch, in f64, for check.py --make."""
import math

import torch
from torch import nn
from torch.nn import functional as F


def resnet18(p, image):
    def norm(x, name):
        return F.batch_norm(x, p[f"{name}.running_mean"], p[f"{name}.running_var"], p[f"{name}.weight"],
                            p[f"{name}.bias"], training=False, eps=1e-5)

    def block(x, name, stride):
        y = F.relu(norm(F.conv2d(x, p[f"{name}.conv1.weight"], stride=stride, padding=1), f"{name}.bn1"))
        y = norm(F.conv2d(y, p[f"{name}.conv2.weight"], padding=1), f"{name}.bn2")
        if stride == 2:
            x = norm(F.conv2d(x, p[f"{name}.downsample.0.weight"], stride=2), f"{name}.downsample.1")
        return F.relu(x + y)

    x = F.relu(norm(F.conv2d(image, p["conv1.weight"], padding=1), "bn1"))
    for layer in range(1, 5):
        x = block(x, f"layer{layer}.0", 1 if layer == 1 else 2)
        x = block(x, f"layer{layer}.1", 1)
    return F.linear(x.mean((2, 3)), p["fc.weight"], p["fc.bias"])


class Transformer:
    """torch.nn.Transformer itself, with p's weights in it."""

    def __init__(self, p):
        self.p = p
        self.model = nn.Transformer(64, 4, 3, 3, 256, dropout=0.0, batch_first=True).double()

    def copied(self):
        """Its parameters by name, as functions of p's."""
        for name, parameter in self.model.named_parameters():
            if ".in_proj_" in name:
                stem, kind = name.rsplit(".in_proj_", 1)
                yield name, torch.cat([self.p[f"{stem}.{part}_proj.{kind}"] for part in "qkv"])
            else:
                yield name, self.p[name]

    def __call__(self, source, target):
        def embedded(tokens):
            return 8 * self.p["embed.weight"][tokens] + self.p["positions.weight"][torch.arange(tokens.shape[1])]

        mask = nn.Transformer.generate_square_subsequent_mask(target.shape[1]).double()
        y = torch.func.functional_call(self.model, dict(self.copied()), (embedded(source), embedded(target)),
                                       {"tgt_mask": mask})
        return F.linear(y, self.p["head.weight"], self.p["head.bias"])


def unet(p, x, t):
    def conv(x, name, stride=1, padding=1):
        return F.conv2d(x, p[f"{name}.weight"], p[f"{name}.bias"], stride=stride, padding=padding)

    def norm(x, name):
        return F.group_norm(x, 8, p[f"{name}.weight"], p[f"{name}.bias"])

    def dense(x, name):
        return F.linear(x, p[f"{name}.weight"], p[f"{name}.bias"])

    def residual(x, name):
        y = conv(F.silu(norm(x, f"{name}.norm1")), f"{name}.conv1") + dense(time, f"{name}.time")[:, :, None, None]
        return conv(F.silu(norm(y, f"{name}.norm2")), f"{name}.conv2") + conv(x, f"{name}.shortcut", padding=0)

    def attend(x, name):
        n = norm(x, f"{name}.norm")
        q, k, v = (conv(n, f"{name}.{part}", padding=0).flatten(2).transpose(1, 2) for part in "qkv")
        y = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(x.shape)
        return x + conv(y, f"{name}.out", padding=0)

    rate = 10000.0 ** (-torch.arange(16, dtype=torch.float64) / 16)
    angle = t.double()[:, None] * rate
    time = dense(F.silu(dense(torch.cat([angle.cos(), angle.sin()], 1), "time.0")), "time.2")
    h1 = residual(conv(x, "in"), "down1")
    h3 = residual(conv(h1, "half", stride=2), "down2")
    m = residual(attend(residual(h3, "middle1"), "attention"), "middle2")
    u = residual(torch.cat([m, h3], 1), "up1")
    u = conv(F.interpolate(u, scale_factor=2, mode="nearest"), "double")
    u = residual(torch.cat([u, h1], 1), "up2")
    return conv(F.silu(norm(u, "norm")), "out")


def make(states, inputs, summary):
    """Name -> array: values, loss and summaries of gradients of each network."""
    found = {}
    for network, state in states.items():
        p = {name: torch.tensor(value, requires_grad="running_" not in name) for name, value in state.items()}
        i = {name: torch.tensor(value) for name, value in inputs[network].items()}
        if network == "resnet18":
            values = resnet18(p, i["image"])
            loss = F.cross_entropy(values, i["label"].long())
        elif network == "transformer":
            values = Transformer(p)(i["source"].long(), i["target"].long())
            loss = F.cross_entropy(values.flatten(0, 1), i["next"].long().flatten(), label_smoothing=0.1)
        else:
            values = unet(p, i["x"], i["t"])
            loss = F.mse_loss(values, i["eps"])
        loss.backward()
        assert math.isfinite(loss.item())
        found[f"{network}.values"], found[f"{network}.loss"] = values.detach().numpy(), loss.detach().numpy()
        for name, parameter in p.items():
            if parameter.requires_grad:
                found[f"{network}.d.{name}"] = summary(name, parameter.grad.numpy())
    return found
