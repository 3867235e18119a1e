#!/usr/bin/env python3
"""The samplers written from their papers in NumPy, against the trajectories of diffusers.

    twins.py [CASE...]

test/vectors/diffusion holds the trajectories, and the exact model that both sides ask. Here x
runs freely from its start to its end with the noise of the file; x, the model's outputs, the
times and the sigmas are compared at every step. Then the orders of DPM-Solver++ are measured.

The conventions, ab being alpha_bar, n the number of steps, T that of training, times from 0:

all of training  t = 0 .. T-1, and ab[0] = 1 - beta[0]: the paper's alpha_bar_1. No noise is "-1".
x0 from output   epsilon: (x - sqrt(1-ab) e) / sqrt(ab); v: sqrt(ab) x - sqrt(1-ab) v.
cosine           beta capped at 0.999, from f(t) itself, not f(t) / f(0): ab[T-1] is about 2e-9.
sigmoid          of numbers from -6 to 6, scaled into beta_start .. beta_end.
spacing          leading: i (T // n) + offset; linspace: 0 and T-1 are both times; trailing: T-1
                 is one, 0 is not, and its offset is not read. Halves round to even.
DDPM             goes to the next time in the list, then to ab = 1. Noise is drawn for t > 0: with
                 leading and no offset the last step has none, otherwise it has one. fixed_small
                 makes it 1e-10 (the variance is at least 1e-20), fixed_large sqrt(1-ab[t]): on a
                 finished sample. fixed_small_log is fixed_small, up to rounding: log, then exp.
                 beta of a step is 1 - ab[t] / ab[to], of the steps taken.
DDIM             goes to t - T // n, whatever the next time is: with linspace, and where n does not
                 divide T, that is another one. The last ab is 1, or ab[0] (set_alpha_to_one
                 false). Noise is drawn in every step if eta > 0. A clipped x0 leaves the noise as
                 it was, unless use_clipped_model_output.
DPM-Solver++     makes n+1 times and leaves out the smallest; sigma means sqrt((1-ab)/ab), and
                 lambda -log(sigma). Trailing leaves out none. At its end sigma is 0 or that of
                 t = 0. The step to sigma = 0 is of order 1, always: x becomes x0. Otherwise
                 lower_order_final makes the last step order 1 and the last but one at most 2, for
                 n < 15 alone; euler_at_final makes the last one 1. midpoint and heun tell orders
                 2 apart, not 3. Karras' sigmas come from those of t = T-1 and t = 0; the times
                 that the model is told are rounded (not with cosine), the sigmas are not.
  of order 3     has half the second derivative's term of the Taylor formula (the factor 2 of
                 DPM-Solver-3's D2 is lost), for sde 1 less in that term's factor besides. Its
                 order is therefore 2; `whole` below is the formula itself, of order 3. That needs
                 a first step of order 2 at least: after the published one, of order 1, it is 2.
Euler, Heun      x is x0 + sigma noise; the model is given x / sqrt(sigma^2 + 1). Times of linspace
                 are not rounded, sigma is interpolated between two t (linear in sigma). Karras'
                 sigmas come from those of the first and the last time. The start is sigma_max, or
                 with leading sqrt(sigma_max^2 + 1), times z.
  churn          the noise comes after the model: its output at x and sigma is used at the noisier
                 x and sigma_hat. For v, x0 is taken with sigma, the slope with sigma_hat.
                 gamma = min(s_churn / n, sqrt(2) - 1) where s_tmin <= sigma <= s_tmax.
  ancestral      draws noise in every step, of size 0 in the last.
EDM              x0 = c_skip x + c_out F, c_out < 0 for v; time is log(sigma) / 4; the start is
                 sqrt(sigma_max^2 + 1) z. "exponential" is geometric. Churn as with Euler.
                 Of DPM-Solver++ alpha is 1; sde has orders 1 and 2. final "sigma_min" repeats the
                 last sigma: the last step does nothing.
KarrasVe         is Algorithm 2 of Karras et al. 2022: the model is asked at x_hat, sigma_hat. Its
                 own sigmas are geometric between sigma_max^2 and sigma_min^2, though its start is
                 sigma_max z. The last step is Euler's.
"""
import pathlib
import sys

import numpy as np

VECTORS = pathlib.Path(__file__).resolve().parents[2] / "vectors" / "diffusion"
sys.path.insert(0, str(VECTORS))

from cases import CASES, denoised, output  # noqa: E402  (of test/vectors/diffusion)

TOLERANCE = 1e-11


def betas(o):
    t, low, high = o["num_train_timesteps"], o["beta_start"], o["beta_end"]
    if o["beta_schedule"] == "linear":
        return np.linspace(low, high, t)
    if o["beta_schedule"] == "scaled_linear":
        return np.linspace(low**0.5, high**0.5, t) ** 2
    if o["beta_schedule"] == "sigmoid":
        return low + (high - low) / (1 + np.exp(-np.linspace(-6, 6, t)))
    f = np.cos((np.arange(t + 1) / t + 0.008) / 1.008 * np.pi / 2) ** 2
    return np.minimum(1 - f[1:] / f[:-1], 0.999)


def alpha_bars(o):
    ab = np.cumprod(1 - betas(o))
    if o.get("rescale_betas_zero_snr"):  # Lin et al. 2023, Algorithm 1
        root = np.sqrt(ab)
        ab = ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2
    return ab


def spaced(o, n, rounded=True):
    """Times from high to low."""
    t = o["num_train_timesteps"]
    if o["timestep_spacing"] == "leading":
        return np.arange(n)[::-1] * (t // n) + o["steps_offset"]
    if o["timestep_spacing"] == "trailing":
        return np.round(t - np.arange(n) * (t / n)) - 1
    times = np.linspace(0, t - 1, n)[::-1]
    return np.round(times) if rounded else times


def karras_sigmas(n, low, high, rho=7.0):
    return (high ** (1 / rho) + np.arange(n) / (n - 1) * (low ** (1 / rho) - high ** (1 / rho))) ** rho


class Run:
    """A trajectory under way, and what is kept of it."""

    def __init__(self, case, x, noise):
        self.o, self.case, self.kind = case.options, case, case.options.get("prediction_type")
        self.n, self.drawn, self.noise = case.steps, 0, noise
        self.x, self.outputs, self.more = [x], [], {}

    def draw(self):
        self.drawn += 1
        return self.noise[self.drawn - 1]

    def model(self, x, ab):
        """The output at x = sqrt(ab) x0 + sqrt(1-ab) noise."""
        self.outputs.append(output(self.kind, x, np.sqrt(ab), np.sqrt(1 - ab)))
        return self.outputs[-1]

    def clean(self, x, ab):
        """x0 of the output: as it is, and clipped."""
        given = self.model(x, ab)
        if self.kind == "sample":
            x0 = given
        elif self.kind == "epsilon":
            x0 = (x - np.sqrt(1 - ab) * given) / np.sqrt(ab)
        else:
            x0 = np.sqrt(ab) * x - np.sqrt(1 - ab) * given
        limit = self.o["clip_sample_range"] if self.o.get("clip_sample") else np.inf
        return x0, np.clip(x0, -limit, limit)


def ddpm(run):
    """Ho et al. 2020: the posterior q(x_to | x_t, x0), formula (7)."""
    o, ab = run.o, alpha_bars(run.o)
    times = spaced(o, run.n).astype(int)
    levels = np.array([ab[times], np.append(ab[times[1:]], 1.0)]).T
    for t, (now, to) in zip(times, levels):
        x = run.x[-1]
        _, x0 = run.clean(x, now)
        alpha = now / to
        beta = 1 - alpha
        mean = np.sqrt(to) * beta / (1 - now) * x0 + np.sqrt(alpha) * (1 - to) / (1 - now) * x
        variance = beta if o["variance_type"] == "fixed_large" else max((1 - to) / (1 - now) * beta, 1e-20)
        run.x.append(mean + (np.sqrt(variance) * run.draw() if t > 0 else 0))
    run.more = {"timesteps": times, "alphas_cumprod": levels}


def ddim(run):
    """Song et al. 2021: formulas (12) and (16)."""
    o, ab, eta = run.o, alpha_bars(run.o), run.case.call["eta"]
    times = spaced(o, run.n).astype(int)
    last = 1.0 if o["set_alpha_to_one"] else ab[0]
    goals = times - o["num_train_timesteps"] // run.n
    levels = np.array([ab[times], np.where(goals >= 0, ab[goals], last)]).T
    for now, to in levels:
        x = run.x[-1]
        free, x0 = run.clean(x, now)
        if run.case.call["use_clipped_model_output"]:
            free = x0
        # With alpha_bar = 0 x is noise: what the v of zero_snr says, as does this formula.
        noise = (x - np.sqrt(now) * free) / np.sqrt(1 - now)
        sigma = eta * np.sqrt((1 - to) / (1 - now) * (1 - now / to))
        run.x.append(np.sqrt(to) * x0 + np.sqrt(1 - to - sigma**2) * noise + (sigma * run.draw() if eta > 0 else 0))
    run.more = {"timesteps": times, "alphas_cumprod": levels}


def solver_step(x, x0s, sigmas, i, order, o, alpha, draw, whole=False):
    """Lu et al. 2022: x at sigmas[i + 1] from the x0 found at sigmas[i], [i - 1] and [i - 2].

    With s = lambda - lambda_i it is alpha times the integral over s from 0 to h of exp(s - h) x0(s),
    for the SDE of 2 exp(2 (s - h)) x0(s), where x0(s) = x0 + d1 s / h + d2 (s / h)^2.
    """
    a, sde = alpha(sigmas), o["algorithm_type"] == "sde-dpmsolver++"
    with np.errstate(divide="ignore"):
        lam = -np.log(sigmas)
    h = lam[i + 1] - lam[i]
    k = 2 * h if sde else h
    fall = np.exp(-k)  # of what was: the noise of x, and its square for the SDE
    y = a[i + 1] * sigmas[i + 1] / (a[i] * sigmas[i]) * (np.exp(-h) if sde else 1) * x + a[i + 1] * (1 - fall) * x0s[i]
    if order == 2:
        d1 = (x0s[i] - x0s[i - 1]) * h / (lam[i] - lam[i - 1])
        y = y + a[i + 1] * (0.5 * (1 - fall) if o["solver_type"] == "midpoint" else 1 - (1 - fall) / k) * d1
    if order == 3:
        r0, r1 = (lam[i] - lam[i - 1]) / h, (lam[i - 1] - lam[i - 2]) / h
        first, second = (x0s[i] - x0s[i - 1]) / r0, (x0s[i - 1] - x0s[i - 2]) / r1
        d2 = (first - second) / (r0 + r1)
        d1 = first + r0 * d2
        taylor = 1 - 2 / k + 2 * (1 - fall) / k**2
        y = y + a[i + 1] * ((1 - (1 - fall) / k) * d1 + (taylor if whole else taylor / 2 - (1 if sde else 0)) * d2)
    return y + (a[i + 1] * sigmas[i + 1] * np.sqrt(1 - fall) * draw() if sde else 0)


def solver_order(o, i, n):
    few = o["lower_order_final"] and n < 15
    order = min(o["solver_order"], i + 1)
    if i == n - 1 and (few or o["euler_at_final"] or o["final_sigmas_type"] == "zero"):
        return 1
    return min(order, 2) if i == n - 2 and few else order


def dpm(run):
    o, n, ab = run.o, run.n, alpha_bars(run.o)
    table = np.sqrt((1 - ab) / ab)
    # Times with a log(1 / sigma) below the limit are left out.
    usable = {"num_train_timesteps": int((-np.log(table) >= o["lambda_min_clipped"]).sum())}
    if o["timestep_spacing"] == "trailing":
        times = spaced(o, n)
    else:
        times = spaced(o | usable | {"steps_offset": 0}, n + 1)[:-1]
        times = times + (o["steps_offset"] if o["timestep_spacing"] == "leading" else 0)
    sigmas = table[times.astype(int)]
    if o["use_karras_sigmas"]:
        sigmas = karras_sigmas(n, table[0], table[-1])
        times = np.round(np.interp(np.log(sigmas), np.log(table), np.arange(len(table))))
    sigmas = np.append(sigmas, 0.0 if o["final_sigmas_type"] == "zero" else table[0])
    x0s = []
    for i in range(n):
        x0s.append(run.clean(run.x[-1], 1 / (1 + sigmas[i] ** 2))[1])
        run.x.append(solver_step(run.x[-1], x0s, sigmas, i, solver_order(o, i, n), o,
                                 lambda s: 1 / np.sqrt(1 + s**2), run.draw))
    run.more = {"timesteps": times.astype(int), "sigmas": sigmas}


def times_and_sigmas(run):
    """Of the schedulers that keep x = x0 + sigma noise."""
    o, ab = run.o, alpha_bars(run.o)
    table = np.sqrt((1 - ab) / ab)
    times = spaced(o, run.n, rounded=False)
    sigmas = np.interp(times, np.arange(len(table)), table)
    if o.get("use_karras_sigmas"):
        sigmas = karras_sigmas(run.n, sigmas[-1], sigmas[0])
        times = np.interp(np.log(sigmas), np.log(table), np.arange(len(table)))
    return times.astype(float), np.append(sigmas, table[0] if o.get("final_sigmas_type") == "sigma_min" else 0.0)


def clean_at(run, x, sigma):
    ab = 1 / (1 + sigma**2)
    return run.clean(np.sqrt(ab) * x, ab)[1]


def churned(run, x, sigma):
    """x and sigma with the noise of churn."""
    c = run.case.call
    gamma = 0.0
    if c and c["s_tmin"] <= sigma <= c["s_tmax"]:
        gamma = min(c["s_churn"] / run.n, np.sqrt(2) - 1)
    raised = sigma * (1 + gamma)
    return (x + np.sqrt(raised**2 - sigma**2) * c["s_noise"] * run.draw() if gamma > 0 else x), raised


def euler(run):
    times, sigmas = times_and_sigmas(run)
    for sigma, to in zip(sigmas, sigmas[1:]):
        x, ab = run.x[-1], 1 / (1 + sigma**2)
        given = run.model(np.sqrt(ab) * x, ab)
        x, raised = churned(run, x, sigma)
        x0 = {"sample": given, "epsilon": x - raised * given,
              "v_prediction": ab * x - sigma * np.sqrt(ab) * given}[run.kind]
        run.x.append(x + (to - raised) * (x - x0) / raised)
    run.more = {"timesteps": times, "sigmas": sigmas}


def ancestral(run):
    times, sigmas = times_and_sigmas(run)
    for sigma, to in zip(sigmas, sigmas[1:]):
        x = run.x[-1]
        up = to * np.sqrt(1 - (to / sigma) ** 2)
        down = to**2 / sigma  # of the variance to^2 the noise gives up^2
        run.x.append(x + (down - sigma) * (x - clean_at(run, x, sigma)) / sigma + up * run.draw())
    run.more = {"timesteps": times, "sigmas": sigmas}


def heun(run):
    times, sigmas = times_and_sigmas(run)
    for sigma, to in zip(sigmas, sigmas[1:]):
        x = run.x[-1]
        slope = (x - clean_at(run, x, sigma)) / sigma
        run.x.append(x + (to - sigma) * slope)
        if to > 0:
            second = (run.x[-1] - clean_at(run, run.x[-1], to)) / to
            run.x.append(x + (to - sigma) * (slope + second) / 2)
    twice = lambda a: np.append(a[:1], np.repeat(a[1:], 2))
    run.more = {"timesteps": twice(times), "sigmas": np.append(twice(sigmas[:-1]), 0.0)}


def edm_sigmas(run):
    o, n = run.o, run.n
    if o["sigma_schedule"] == "karras":
        sigmas = karras_sigmas(n, o["sigma_min"], o["sigma_max"], o["rho"])
    else:
        sigmas = o["sigma_max"] * (o["sigma_min"] / o["sigma_max"]) ** (np.arange(n) / (n - 1))
    return np.append(sigmas, sigmas[-1] if o["final_sigmas_type"] == "sigma_min" else 0.0)


def scalings(o, sigma):
    """c_skip and c_out."""
    data = o["sigma_data"]
    sign = 1 if o["prediction_type"] == "epsilon" else -1
    return data**2 / (sigma**2 + data**2), sign * sigma * data / np.sqrt(sigma**2 + data**2)


def network(run, x, sigma):
    skip, out = scalings(run.o, sigma)
    run.outputs.append((denoised(x, 1.0, sigma) - skip * x) / out)
    return run.outputs[-1]


def edm_euler(run):
    sigmas = edm_sigmas(run)
    for sigma, to in zip(sigmas, sigmas[1:]):
        x = run.x[-1]
        given = network(run, x, sigma)
        x, raised = churned(run, x, sigma)
        skip, out = scalings(run.o, raised)
        run.x.append(x + (to - raised) * (x - skip * x - out * given) / raised)
    run.more = {"timesteps": np.log(sigmas[:-1]) / 4, "sigmas": sigmas}


def edm_dpm(run):
    sigmas, x0s = edm_sigmas(run), []
    for i in range(run.n):
        x = run.x[-1]
        skip, out = scalings(run.o, sigmas[i])
        x0s.append(skip * x + out * network(run, x, sigmas[i]))
        run.x.append(solver_step(x, x0s, sigmas, i, solver_order(run.o, i, run.n), run.o, np.ones_like, run.draw))
    run.more = {"timesteps": np.log(sigmas[:-1]) / 4, "sigmas": sigmas}


def karras(run):
    """Karras et al. 2022, Algorithm 2, with d = (x - x0) / sigma."""
    o, n = run.o, run.n
    if run.case.sigmas:
        low, high, rho = run.case.sigmas
        sigmas = karras_sigmas(n, low, high, rho)
    else:
        sigmas = o["sigma_max"] ** 2 * (o["sigma_min"] / o["sigma_max"]) ** (2 * np.arange(n) / (n - 1))
    sigmas = np.append(sigmas, 0.0)

    def slope(x, sigma):
        d = (x - denoised(x, 1.0, sigma)) / sigma
        run.outputs.append(-d)  # the scheduler's model gives (x0 - x) / sigma
        return d

    for sigma, to in zip(sigmas, sigmas[1:]):
        gamma = min(o["s_churn"] / n, np.sqrt(2) - 1) if o["s_min"] <= sigma <= o["s_max"] else 0.0
        raised = sigma * (1 + gamma)
        x = run.x[-1] + np.sqrt(raised**2 - sigma**2) * o["s_noise"] * run.draw()
        d = slope(x, raised)
        y = x + (to - raised) * d
        if to > 0:
            y = x + (to - raised) * (d + slope(y, to)) / 2
        run.x.append(y)
    run.more = {"sigmas": sigmas}


SAMPLERS = {"DDPM": ddpm, "DDIM": ddim, "DPMSolverMultistep": dpm, "EulerDiscrete": euler,
            "EulerAncestralDiscrete": ancestral, "HeunDiscrete": heun, "EDMEuler": edm_euler,
            "EDMDPMSolverMultistep": edm_dpm, "KarrasVe": karras}


def start(run):
    """How large the start is: drawn as z, times this."""
    o, s = run.o, run.more.get("sigmas")
    if run.case.scheduler == "KarrasVe":
        return run.case.sigmas[1] if run.case.sigmas else o["sigma_max"]
    if run.case.scheduler in ("DDPM", "DDIM", "DPMSolverMultistep"):
        return 1.0
    return np.sqrt(s[0] ** 2 + 1) if "sigma_max" in o or o["timestep_spacing"] == "leading" else s[0]


def compared(case, file):
    """The largest difference from the file, of everything that is written there."""
    held = {key.removeprefix(case.name + "."): file[key] for key in file if key.startswith(case.name + ".")}
    run = Run(case, held["x"][0], held.get("noise"))
    SAMPLERS[case.scheduler](run)
    found = {"x": np.array(run.x), "outputs": np.array(run.outputs)} | run.more
    assert set(found) == set(held) - {"noise"}, (case.name, set(found), set(held))
    assert run.drawn == len(held.get("noise", ())), f"{case.name}: {run.drawn} noises are used"
    far = np.abs(case.draws()[0] * start(run) - held["x"][0]).max()
    for key, array in found.items():
        assert array.shape == held[key].shape, (case.name, key, array.shape, held[key].shape)
        far = max(far, (np.abs(array - held[key]) / np.maximum(1, np.abs(held[key]))).max())
    return far


def order_of(order, whole):
    """Measured: one Gaussian, steps of equal length in log(sigma), from exact first values."""
    mean, spread, first, last = 0.3, 0.7, 3.0, 0.1
    o = {"algorithm_type": "dpmsolver++", "solver_type": "midpoint"}
    errors = []
    for n in (256, 512):
        sigmas = first * (last / first) ** (np.arange(n + 1) / n)
        exact = mean + np.sqrt((spread**2 + sigmas**2) / (spread**2 + first**2)) * 2.5
        x0 = lambda x, s: (spread**2 * x + s**2 * mean) / (spread**2 + s**2)
        x, x0s = exact[order - 1], [x0(*at) for at in zip(exact, sigmas)][:order - 1]
        for i in range(order - 1, n):
            x0s.append(x0(x, sigmas[i]))
            x = solver_step(x, x0s, sigmas, i, order, o, np.ones_like, None, whole)
        errors.append(abs(x - exact[n]))
    return np.log2(errors[0] / errors[1])


def main():
    file = dict(np.load(VECTORS / "diffusion.npz"))
    for case in (CASES.values() if len(sys.argv) == 1 else [CASES[name] for name in sys.argv[1:]]):
        far = compared(case, file)
        print(f"{case.name}: within {far:.1e}" + ("" if far < TOLERANCE else ", too far"))
        if not far < TOLERANCE:
            sys.exit(1)
    for schedule in ("linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"):
        ab = alpha_bars(CASES["ddpm.linear"].options | {"beta_schedule": schedule})
        assert np.abs(ab / file[f"table.{schedule}"] - 1).max() < TOLERANCE, schedule
    print(f"order of 2M {order_of(2, False):.2f}, 3M as published {order_of(3, False):.2f}, whole "
          f"{order_of(3, True):.2f}")
    print("all agree")


if __name__ == "__main__":
    main()
