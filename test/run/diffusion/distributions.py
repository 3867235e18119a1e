#!/usr/bin/env python3
"""What every sampler makes, against closed forms, in so many steps that it is near the data; minutes.

    distributions.py [SAMPLER...]

On normal data 100,000 samples: mean and covariance against the exact ones of these very steps,
within 5 standard errors, and how far those are from the data's. On the mixture 40 times 2,000
samples: mean and covariance against the mixture's, and the energy distance to samples of the
mixture over that between two sets of those, which is to be below 1.5 on average.
"""
import sys

import numpy as np

import witness
from library import Library, main
from samplers import DRAWS, MU, SIGMA, mixture, normal, sampler

SOLVER = {"uniform_log_snr": True}
SETTINGS = {"ddpm": (1000, {}), "ddpm large": (1000, {"large": True}), "ddim": (100, {}),
            "ddim eta 1": (100, {"eta": 1}),
            "predictor_corrector": (200, {}), "euler_maruyama": (1000, {}), "flow_euler": (200, {}), "flow_heun": (50, {}),
            "dpm_solver_1": (100, SOLVER), "dpm_solver_2m": (30, SOLVER), "dpm_solver_3m": (30, SOLVER),
            "sde_dpm_solver_2m": (60, SOLVER), "edm": (36, {}), "edm churn": (50, {"churn": 10, "s_noise": 1.003}),
            "adaptive": (1, {"rtol": 0.01, "atol": 0.01})}
COUNT, FEW, SETS = 100000, 2000, 40


def twin(name, model, steps, configs):
    """The sampler as a function of x and draws, and how many draws it takes."""
    time = model.time
    times = time.time(witness.logarithmic(time, steps)) if "uniform_log_snr" in configs else time.spaced(steps)
    if name == "predictor_corrector":
        sizes = witness.langevin_sizes(model, witness.pairs(times))
        fixed = lambda x, draws: witness.predictor_corrector(model, witness.pairs(times), x, draws, sizes=iter(sizes))
        return fixed, 2 * steps
    return sampler(name, model, times, witness.karras(time, steps), configs), DRAWS.get(name, 1) * steps


def on_normal_data(library, label, name, steps, configs):
    got = library.run("gaussian", name, None, "--count", str(COUNT), "--seed", "7", Steps=steps, **configs)["x"]
    if name == "adaptive": # its steps depend on all samples
        mean, cov, slack = np.array(MU), np.array(SIGMA), 0.02
    else:
        (mean, cov), slack = witness.law(*twin(name, normal(), steps, configs)), 0
    variance = np.diag(cov)
    error = np.sqrt((np.outer(variance, variance) + cov**2) / COUNT)
    library.close(f"{label}: mean", got.mean(0), mean, 0, slack + 5 * np.sqrt(variance.max() / COUNT))
    library.close(f"{label}: covariance", np.cov(got.T), cov, 0, slack + 5 * error.max())
    return np.abs(mean - MU).max(), np.abs(cov - SIGMA).max()


def on_the_mixture(library, label, name, steps, configs, real, between):
    model, count = mixture(), SETS * FEW
    mean = model.weights @ model.centres
    away = model.centres - mean
    cov = (model.weights[:, None] * away).T @ away + model.std**2 * np.eye(2)
    got = library.run("mixture", name, None, "--count", str(count), "--seed", "1", "--float", "f32", Steps=steps,
                      **configs)["x"].astype(float)
    library.close(f"{label}: mean of the mixture", got.mean(0), mean, 0, 0.02 + 5 * np.sqrt(cov.max() / count))
    library.close(f"{label}: covariance of the mixture", np.cov(got.T), cov, 0, 0.05 + 5 * np.sqrt(2 / count) * cov.max())
    far = np.mean([witness.Points(x).energy_distance(y) for x, y in zip(np.split(got, SETS), real)]) / between
    library.holds(f"{label}: energy distance", far < 1.5, f"{far:.2f} of that between two sets")
    return far


def distributions(library: Library):
    random, model = np.random.RandomState(0), mixture()
    real = [witness.Points(model.draw(random, FEW)) for _ in range(2 * SETS)]
    between = np.mean([a.energy_distance(b) for a, b in zip(real[:SETS], real[SETS:])])
    for label, (steps, configs) in SETTINGS.items():
        name = label.split()[0]
        bias = on_normal_data(library, label, name, steps, configs)
        far = on_the_mixture(library, label, name, steps, configs, real, between)
        number = "   -" if name == "adaptive" else f"{steps:4}"
        print(f"  {label:20} {number} steps: normal data: mean {bias[0]:.4f}, covariance {bias[1]:.4f} from the data's; "
              f"mixture: energy distance {far:.2f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        SETTINGS = {label: SETTINGS[label] for label in sys.argv[1:]}
        del sys.argv[1:]
    main([distributions])
