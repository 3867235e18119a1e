#!/usr/bin/env python3
"""Writes diffusion.npz: trajectories of diffusers' schedulers, with their noise, in f64.

    make.py

Needs PyTorch and diffusers, which the tests do not: in a virtual environment,
`pip install -r requirements.txt`. The schedulers compute in f32 whatever they are given. Here
each runs a second time with f64 in place of f32, in its tables and in its steps: the same code,
so `float32` in its module means f64 (class Doubled). This second run is what is written; what
the scheduler does as it is published differs from it by rounding, and is printed beside it.

A file holds per case (cases.py):
    case.x          the start x_T, then x after each step
    case.outputs    what the model gave at each call
    case.noise      z of each step, where noise is drawn
    case.timesteps  the time that the model is told at each call
    case.alphas_cumprod  of DDPM and DDIM: for each step at its time and at the time it goes to
    case.sigmas          of the others: sigma before each step, and the last one
A step has one call, but two with KarrasVe (its last step one). HeunDiscrete makes two steps of
Heun's one: x is first Euler's. Whole tables of alphas_cumprod stand in table.SCHEDULE, and the
cases' options as JSON in `cases`.
"""
import contextlib
import dataclasses
import importlib
import json
import pathlib

import diffusers
import numpy as np
import torch

from cases import CASES, denoised, output

MODULES = {"DDPM": "ddpm", "DDIM": "ddim", "DPMSolverMultistep": "dpmsolver_multistep",
           "EulerDiscrete": "euler_discrete", "EulerAncestralDiscrete": "euler_ancestral_discrete",
           "HeunDiscrete": "heun_discrete", "EDMEuler": "edm_euler",
           "EDMDPMSolverMultistep": "edm_dpmsolver_multistep", "KarrasVe": "karras_ve"}
# How far f32 may be away in one step.
PUBLISHED = 1e-4


class Doubled:
    """A module in which float32 is float64."""

    def __init__(self, module):
        self.module = module

    def __getattr__(self, name):
        return getattr(self.module, "float64" if name == "float32" else name)


@contextlib.contextmanager
def arithmetic(case, dtype, noises):
    """The case's scheduler, in this arithmetic, which draws these noises."""
    folder = "schedulers.deprecated" if case.scheduler == "KarrasVe" else "schedulers"
    module = importlib.import_module(f"diffusers.{folder}.scheduling_{MODULES[case.scheduler]}")
    before = dict(vars(module))
    if dtype == torch.float64:
        module.torch, module.np = Doubled(torch), Doubled(np)
    drawn = iter(noises)
    module.randn_tensor = lambda shape, **_: torch.tensor(next(drawn)).to(dtype)
    torch.set_default_dtype(dtype)
    try:
        scheduler = getattr(module, f"{case.scheduler}Scheduler")(**case.options)
        scheduler.set_timesteps(case.steps)
        yield scheduler, drawn
    finally:
        torch.set_default_dtype(torch.float32)
        vars(module).update(before)


class Model:
    """The exact model, or one that repeats what was recorded, with the x it was given."""

    def __init__(self, dtype, recorded=None):
        self.dtype, self.recorded, self.outputs = dtype, recorded, []

    def __call__(self, f, x):
        value = f(x.numpy()) if self.recorded is None else self.recorded[len(self.outputs)]
        self.outputs.append(value)
        return torch.tensor(value).to(self.dtype)


def step_by_step(case, scheduler, start, model, replay):
    """Of one call a step: x after each; `replay` are the x to go on from, where given."""
    x, found, levels = start, [], []
    vp = hasattr(scheduler, "alphas_cumprod")
    for i, t in enumerate(scheduler.timesteps):
        if case.scheduler in ("DDPM", "DDIM"):
            level = scheduler.alphas_cumprod[t].numpy()
            alpha, sigma = np.sqrt(level), np.sqrt(1 - level)
            before = scheduler.previous_timestep(t) if case.scheduler == "DDPM" else t - (
                scheduler.config.num_train_timesteps // case.steps)
            last = scheduler.one if case.scheduler == "DDPM" else scheduler.final_alpha_cumprod
            levels.append([level, (scheduler.alphas_cumprod[before] if before >= 0 else last).numpy()])
            scaled = x
        else:
            scaled = scheduler.scale_model_input(x, t)
            if scheduler.step_index is None:
                scheduler._init_step_index(t)
            assert scheduler.step_index == i, case.name
            sigma = scheduler.sigmas[i].numpy()
            alpha = 1 / np.sqrt(sigma**2 + 1)
            sigma = sigma * alpha
        if vp:
            given = model(lambda x: output(case.options["prediction_type"], x, alpha, sigma), scaled)
        else:
            given = model(lambda _: preconditioned(case, x.numpy(), scheduler.sigmas[i].numpy()), scaled)
        found.append(scheduler.step(given, t, x, **case.call).prev_sample)
        x = found[-1] if replay is None else replay[i]
    return found, {"alphas_cumprod": np.array(levels)} if levels else {"sigmas": scheduler.sigmas.numpy()}


def preconditioned(case, x, sigma):
    """The F with which EDM's scheduler gets the exact denoised x."""
    data = case.options["sigma_data"]
    scale = np.sqrt(sigma**2 + data**2)
    skip, out = data**2 / scale**2, sigma * data / scale
    return (denoised(x, 1.0, sigma) - skip * x) / (out if case.options["prediction_type"] == "epsilon" else -out)


def karras_step_by_step(case, scheduler, start, model, replay):
    """As the pipeline of KarrasVe calls it."""
    if case.sigmas:
        low, high, rho = case.sigmas
        ramp = torch.linspace(1, 0, case.steps)
        scheduler.schedule = (high ** (1 / rho) + ramp * (low ** (1 / rho) - high ** (1 / rho))) ** rho
    x, found, sigmas = start, [], []
    zero = torch.tensor(0.0)
    for i, t in enumerate(scheduler.timesteps):
        sigma, sigma_prev = scheduler.schedule[t], scheduler.schedule[t - 1] if t > 0 else zero
        hat, sigma_hat = scheduler.add_noise_to_input(x, sigma)
        slope = lambda level: (lambda x: (denoised(x, 1.0, level.numpy()) - x) / level.numpy())
        made = scheduler.step(model(slope(sigma_hat), hat), sigma_hat, sigma_prev, hat)
        if sigma_prev != 0:
            second = model(slope(sigma_prev), made.prev_sample)
            made = scheduler.step_correct(second, sigma_hat, sigma_prev, hat, made.prev_sample, made.derivative)
        found.append(made.prev_sample)
        sigmas.append(sigma)
        x = found[-1] if replay is None else replay[i]
    return found, {"sigmas": torch.stack([*sigmas, zero]).numpy()}


def trajectory(case, dtype, start=None, recorded=None, replay=None):
    """Everything that is written of a case, by name."""
    drawn, noises = case.draws()
    run = karras_step_by_step if case.scheduler == "KarrasVe" else step_by_step
    with arithmetic(case, dtype, noises) as (scheduler, left):
        if start is None:
            first = scheduler.init_noise_sigma
            if case.sigmas:
                first = case.sigmas[1]
            start = drawn * np.float64(first)
        model = Model(dtype, recorded)
        at = lambda array: torch.tensor(array).to(dtype)
        found, more = run(case, scheduler, at(start), model, replay if replay is None else [at(x) for x in replay])
        used = len(noises) - sum(1 for _ in left)
        more |= {"noise": noises[:used]} if used else {}
        more |= {} if case.scheduler == "KarrasVe" else {"timesteps": scheduler.timesteps.numpy()}
    return {"x": torch.stack([at(start), *found]).numpy(), "outputs": np.array(model.outputs)} | more


def tables():
    """alphas_cumprod of every schedule, whole."""
    for schedule in ("linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"):
        case = dataclasses.replace(CASES["ddpm.linear"], options={"beta_schedule": schedule})
        with arithmetic(case, torch.float64, []) as (scheduler, _):
            yield f"table.{schedule}", scheduler.alphas_cumprod.numpy()


def main():
    packages = (diffusers, np, torch)
    arrays = {"versions": np.array([f"{p.__name__} {p.__version__.split('+')[0]}" for p in packages]),
              "cases": np.array(json.dumps({name: dataclasses.asdict(case) for name, case in CASES.items()}))}
    arrays |= dict(tables())
    far = 0.0
    for name, case in CASES.items():
        made = trajectory(case, torch.float64)
        for key, array in made.items():
            assert key == "timesteps" or array.dtype == np.float64, (name, key, array.dtype)
            assert np.isfinite(array).all(), (name, key)
            arrays[f"{name}.{key}"] = array
        # The scheduler as it is published, from every x that was found.
        plain = trajectory(case, torch.float32, made["x"][0], made["outputs"], made["x"][1:])
        apart = np.abs(plain["x"] - made["x"]).max() / max(1, np.abs(made["x"]).max())
        print(f"{name}: {len(made['x']) - 1} steps, the published f32 is {apart:.1e} away")
        assert apart < PUBLISHED, name
        far = max(far, apart)
    path = pathlib.Path(__file__).parent / "diffusion.npz"
    np.savez_compressed(path, **arrays)
    print(f"{path.name}: {len(CASES)} cases, {len(arrays)} arrays, {path.stat().st_size} bytes; f32 within {far:.1e}")


if __name__ == "__main__":
    main()
