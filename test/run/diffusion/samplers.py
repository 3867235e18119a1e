#!/usr/bin/env python3
"""Every sampler step by step against NumPy, with the same draws, and against its exact law:
samplers.py [CHECK...]

On normal data all samplers are affine maps of the start and the draws, so that mean and covariance
of what they make follow from the maps, for this very number of steps.
"""
import itertools

import numpy as np

import witness
from library import SAMPLERS, main

MU, SIGMA = [1, -2], [[1, 0.6], [0.6, 0.5]]
OPTIONS = {"ddpm": {"large": False}, "ddim": {"eta": 0.0}, "predictor_corrector": {"corrections": 1, "snr": 0.16},
           "dpm_solver_1": {"order": 1}, "dpm_solver_2m": {"order": 2}, "dpm_solver_3m": {"order": 3, "as_published": False},
           "edm": {"churn": 0.0, "s_noise": 1.0, "low": 0.0, "high": 1e9}}
DRAWS = {"predictor_corrector": 2, **{n: 0 for n in SAMPLERS if n.startswith(("flow", "dpm"))}}
NAMES = {"churn_min": "low", "churn_max": "high"}  # a config -> the twin's argument


def normal():
    return witness.Normal(witness.Linear(), MU, SIGMA)


def mixture(guidance=None):
    k = np.arange(6)
    angle = 2 * np.pi / 6 * k
    table = witness.Table(np.cumprod(1 - np.linspace(1e-4, 0.02, 1000)))
    return witness.Mixture(table, (k + 1) / 21, 2 * np.stack([np.cos(angle), np.sin(angle)], 1), 0.3, guidance)


def sampler(name, model, times, sigmas, configs):
    """A function of x and draws: the twin of this name, with the configs that it has."""
    options = dict(OPTIONS.get(name, {}))
    options |= {NAMES.get(key, key): value for key, value in configs.items() if NAMES.get(key, key) in options}
    function = getattr(witness, "dpm_solver" if name.startswith("dpm") else name)
    grid = sigmas if name == "edm" else witness.pairs(times)
    return lambda x, draws: function(model, grid, x, draws, **options)


def times_of(time, steps, configs):
    if configs.get("karras"):
        return time.time(witness.karras(time, steps))
    if configs.get("uniform_log_snr"):
        return time.time(witness.logarithmic(time, steps))
    return time.spaced(steps)


def follow(library, file, model, steps, without=(), **configs):
    """Paths of all samplers, but those without, from given starts."""
    name = library.all(file)
    x = np.random.RandomState(1).standard_normal((5, 2))
    got = library.run(name, "paths", {"x": x}, Steps=steps, **configs)
    each = DRAWS | {"predictor_corrector": 1 + configs.get("corrections", 1)}
    counts = [each.get(n, 1) * steps for n in SAMPLERS]
    draws = iter(library.run(name, "draws", None, "--count", "5", Draws=sum(counts))["z"])
    times, sigmas = times_of(model.time, steps, configs), witness.karras(model.time, steps)
    for n, count in zip(SAMPLERS, counts):
        own = itertools.islice(draws, count)
        if n in without:
            list(own)
            continue
        library.close(f"{file} {n} {configs}", got[n], list(sampler(n, model, times, sigmas, configs)(x, own)), 1e-8)
        library.holds(f"{file} {n}: draws", next(own, None) is None, "not all of them were taken")


def paths(library):
    follow(library, "gaussian", normal(), 8)
    follow(library, "gaussian", normal(), 6, large=True, eta=0.5, corrections=2, snr=0.3, as_published=True, churn=3,
           s_noise=1.1, churn_min=0.05, churn_max=10, uniform_log_snr=True)
    follow(library, "mixture", mixture(), 10)
    # At whole times, where two pieces of the table meet, beta is that of the one or of the other.
    follow(library, "mixture", mixture((2, 1.5)), 7, ["euler_maruyama", "flow_euler", "flow_heun"], karras=True, eta=1,
           guided=True, **{"class": 2, "w": 1.5})


def laws(library):
    """20,000 samples each: mean and covariance within 5 standard errors."""
    count, steps = 20000, 20
    got = library.run(library.all("gaussian"), "ends", None, "--count", str(count), "--seed", "5", Steps=steps, churn=5,
                      eta=0.7)
    model = normal()
    times, sigmas = model.time.spaced(steps), witness.karras(model.time, steps)
    for n in SAMPLERS:
        configs = {"eta": 0.7, "churn": 5}
        if n == "predictor_corrector": # affine, but for the sizes of its steps
            sizes = witness.langevin_sizes(model, witness.pairs(times))
            twin = lambda x, draws: witness.predictor_corrector(model, witness.pairs(times), x, draws, sizes=iter(sizes))
        else:
            twin = sampler(n, model, times, sigmas, configs)
        mean, cov = witness.law(twin, DRAWS.get(n, 1) * steps)
        variance = np.diag(cov)
        library.close(f"{n}: mean", got[n].mean(0), mean, 0, 5 * np.sqrt(variance.max() / count))
        error = np.sqrt((np.outer(variance, variance) + cov**2) / count)
        library.close(f"{n}: covariance", np.cov(got[n].T), cov, 0, 5 * error.max())


if __name__ == "__main__":
    main([paths, laws])
