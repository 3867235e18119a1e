#!/usr/bin/env python3
"""Derivatives of derivatives: the critic's loss of WGAN-GP, and orders 1 to 4 of functions with known ones.

    orders.py            compiled against the interpreter, PyTorch's numbers (wgan_gp.npz),
                         difference quotients and closed forms
    orders.py --make     writes wgan_gp.npz anew; needs PyTorch

Gulrajani et al., Improved training of Wasserstein GANs, 2017: the penalty is a function of the
gradient by the input, and is itself differentiated by the parameters.
"""
import pathlib
import sys
import tempfile

import numpy as np

from transforms import DIFFERENCES, Runner, Tally, derivative, ratio

NUMBERS = pathlib.Path(__file__).with_name("wgan_gp.npz")
SHAPES = {"w1": (6, 2), "b1": (6,), "w2": (6, 6), "b2": (6,), "w3": (1, 6)}
SIGNATURE = ", ".join(f"%{name}: f64[{', '.join(map(str, shape))}]" for name, shape in SHAPES.items())
NAMES = ", ".join(f"%{name}" for name in SHAPES)

MODEL = f"""leat.model @orders {{
  func @critic(%x: f64[B, 2], {SIGNATURE}) -> (d: f64[B]) {{
    %h = let tanh(linear(%x, %w1, %b1))
    %k = let softplus(linear(%h, %w2, %b2))
    %d = let squeeze(linear(%k, %w3), axis = 1)
    return %d }}
  func @total(%x: f64[B, 2], {SIGNATURE}) -> (s: f64) {{
    %s = let sum(@critic(%x, {NAMES}))
    return %s }}
  func @loss(%real: f64[B, 2], %fake: f64[B, 2], %t: f64[B, 1], {SIGNATURE}) -> (l: f64, penalty: f64) {{
    %x = let %t * %real + (1 - %t) * %fake
    %s, %g = grad @total(%x, {NAMES}) wrt(x)
    %n = let sqrt(sum(%g * %g, axis = 1))
    %p = let mean((%n - 1) * (%n - 1))
    %l = let mean(@critic(%fake, {NAMES})) - mean(@critic(%real, {NAMES})) + 10 * %p
    return %l, %p }}
  func @step(%real: f64[B, 2], %fake: f64[B, 2], %t: f64[B, 1], {SIGNATURE})
      -> (l: f64, penalty: f64, {", ".join(f"d{name}: f64[{', '.join(map(str, shape))}]" for name, shape in SHAPES.items())}) {{
    %l, %p, {", ".join(f"%d{name}" for name in SHAPES)} = grad @loss(%real, %fake, %t, {NAMES}) wrt({", ".join(SHAPES)})
    return %l, %p, {", ".join(f"%d{name}" for name in SHAPES)} }}
"""
FORMULAS = {"fifth": "%x ** 5", "sine": "sin(%x)", "logistic": "sigmoid(%x)"}
for _name, _formula in FORMULAS.items():
    MODEL += f"  func @{_name}0(%x: f64) -> (y: f64) {{\n    %y = let {_formula}\n    return %y }}\n"
    for _order in range(1, 5):
        MODEL += (f"  func @{_name}{_order}(%x: f64) -> (y: f64) {{\n"
                  f"    %v, %y = grad @{_name}{_order - 1}(%x) wrt(x)\n    return %y }}\n")
    MODEL += f"""  func @{_name}(%xs: f64[N]) -> ({", ".join(f"y{k}: f64[N]" for k in range(5))}) {{
    {" ".join(f"%y{k} = vmap @{_name}{k}(%xs) in_axes(0)" for k in range(5))}
    return {", ".join(f"%y{k}" for k in range(5))} }}
"""
# The quantile of Beta(x, 1) at 0.3, forwards. Its derivatives come out of steps of Newton's method.
MODEL += """  func @quantile0(%x: f64) -> (y: f64) {
    %y = let betaincinv(%x, 1, 0.3)
    return %y }
"""
for _order in range(1, 5):
    MODEL += f"""  func @quantile{_order}(%x: f64) -> (y: f64) {{
    %one = let 1 : f64
    %v, %y = jvp @quantile{_order - 1}(%x) tangent(%one) wrt(x)
    return %y }}
"""
MODEL += f"""  func @quantile(%xs: f64[N]) -> ({", ".join(f"y{k}: f64[N]" for k in range(5))}) {{
    {" ".join(f"%y{k} = vmap @quantile{k}(%xs) in_axes(0)" for k in range(5))}
    return {", ".join(f"%y{k}" for k in range(5))} }}
}}
"""


def given():
    random = np.random.RandomState(2017)
    batch = {"real": random.normal(size=(7, 2)), "fake": random.normal(size=(7, 2)), "t": random.uniform(size=(7, 1))}
    return batch | {name: random.normal(size=shape) for name, shape in SHAPES.items()}


def make():
    import torch
    values = {name: torch.tensor(value, requires_grad=name in SHAPES) for name, value in given().items()}

    def critic(x):
        h = torch.tanh(torch.nn.functional.linear(x, values["w1"], values["b1"]))
        k = torch.nn.functional.softplus(torch.nn.functional.linear(h, values["w2"], values["b2"]), threshold=1e9)
        return torch.nn.functional.linear(k, values["w3"]).squeeze(1)

    x = (values["t"] * values["real"] + (1 - values["t"]) * values["fake"]).requires_grad_()
    slope, = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    penalty = ((slope.norm(dim=1) - 1) ** 2).mean()
    loss = critic(values["fake"]).mean() - critic(values["real"]).mean() + 10 * penalty
    slopes = torch.autograd.grad(loss, [values[name] for name in SHAPES])
    found = {"l": loss, "penalty": penalty} | {f"d{name}": slope for name, slope in zip(SHAPES, slopes)}
    np.savez(NUMBERS, **{name: value.detach().numpy() for name, value in found.items()})


def check_penalty(runner, tally):
    got = runner.both("step", given())
    for name, want in np.load(NUMBERS).items():
        tally.add(f"wgan_gp {name}", ratio(got[name], want, 1e-12, 1e-14))
    for name in ("w1", "b2"):
        tally.add(f"wgan_gp d{name} measured",
                  ratio(got[f"d{name}"], derivative(runner, "loss", given(), name, "l"), 0, DIFFERENCES))


def check_orders(runner, tally):
    x = np.linspace(-1.5, 1.5, 7)
    s = 1 / (1 + np.exp(-x))
    # 0.3^(1/u), by powers of v = log(0.3) / u and Lah's numbers.
    u = np.linspace(0.6, 3, 7)
    v = np.log(0.3) / u
    quantile = [np.exp(v), -v / u, (v**2 + 2 * v) / u**2, -(v**3 + 6 * v**2 + 6 * v) / u**3,
                (v**4 + 12 * v**3 + 36 * v**2 + 24 * v) / u**4]
    known = {
        "fifth": [x**5, 5 * x**4, 20 * x**3, 60 * x**2, 120 * x],
        "sine": [np.sin(x), np.cos(x), -np.sin(x), -np.cos(x), np.sin(x)],
        # By s' = s (1 - s).
        "logistic": [s, s - s**2, s - 3 * s**2 + 2 * s**3, s - 7 * s**2 + 12 * s**3 - 6 * s**4,
                     s - 15 * s**2 + 50 * s**3 - 60 * s**4 + 24 * s**5],
        "quantile": quantile[:1] + [slope * quantile[0] for slope in quantile[1:]],
    }
    for name, orders in known.items():
        got = runner.both(name, {"xs": u if name == "quantile" else x})
        for order, want in enumerate(orders):
            tally.add(f"{name}, order {order}", ratio(got[f"y{order}"], want, 1e-12, 1e-13))


def main():
    if "--make" in sys.argv:
        return make()
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        runner = Runner(pathlib.Path(scratch), tally, MODEL)
        check_penalty(runner, tally)
        check_orders(runner, tally)
    tally.show("derivatives of derivatives")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
