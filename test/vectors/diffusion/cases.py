"""What is sampled: the model, and every case of diffusers' schedulers with its options.

A case's options are the arguments of the scheduler of that name, where they are not those of
DEFAULTS; `steps` is the number of steps asked for, `call` what each step is told besides.
"""
import dataclasses
import typing
import zlib

import numpy as np

SHAPE = (2, 2)  # two points of the plane

# A mixture of three Gaussians: weights, means, standard deviations.
WEIGHT = np.array([0.5, 0.3, 0.2])
MEAN = np.array([[1.2, -0.4], [-1.5, 0.9], [0.2, 1.4]])
SPREAD = np.array([0.25, 0.5, 0.35])


def denoised(x, alpha, sigma):
    """E[x0 | x], for x = alpha x0 + sigma noise and x0 of the mixture; exact."""
    variance = alpha**2 * SPREAD**2 + sigma**2
    away = x[..., None, :] - alpha * MEAN
    score = np.log(WEIGHT) - 0.5 * x.shape[-1] * np.log(variance) - 0.5 * (away**2).sum(-1) / variance
    share = np.exp(score - score.max(-1, keepdims=True))
    share /= share.sum(-1, keepdims=True)
    means = MEAN + (alpha * SPREAD**2 / variance)[:, None] * away
    return (share[..., None] * means).sum(-2)


def output(kind, x, alpha, sigma):
    """What a perfect network gives for x = alpha x0 + sigma noise, alpha**2 + sigma**2 = 1."""
    x0 = denoised(x, alpha, sigma)
    if kind == "sample":
        return x0
    noise = (x - alpha * x0) / sigma
    return noise if kind == "epsilon" else alpha * noise - sigma * x0


@dataclasses.dataclass
class Case:
    name: str
    scheduler: str
    options: dict
    steps: int = 8
    call: dict = dataclasses.field(default_factory=dict)
    # Of KarrasVe: the sigmas of the paper (sigma_min, sigma_max, rho) in place of its own.
    sigmas: typing.Optional[tuple] = None

    def draws(self):
        """The start, before it is scaled, and as many noises as a case can ask for."""
        # The stream of RandomState is frozen: every version of NumPy gives the same numbers.
        random = np.random.RandomState(zlib.crc32(self.name.encode()) % 2**32)
        return random.standard_normal(SHAPE), random.standard_normal((32, *SHAPE))


# What holds where a case says nothing else: diffusers' own, but nothing is clipped.
VP = {"num_train_timesteps": 1000, "beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "linear",
      "prediction_type": "epsilon", "steps_offset": 0}
DEFAULTS = {
    "DDPM": VP | {"variance_type": "fixed_small", "clip_sample": False, "clip_sample_range": 1.0,
                  "timestep_spacing": "leading", "rescale_betas_zero_snr": False},
    "DDIM": VP | {"clip_sample": False, "clip_sample_range": 1.0, "set_alpha_to_one": True,
                  "timestep_spacing": "leading", "rescale_betas_zero_snr": False},
    "DPMSolverMultistep": VP | {"algorithm_type": "dpmsolver++", "solver_order": 2, "solver_type": "midpoint",
                                "lower_order_final": True, "euler_at_final": False, "use_karras_sigmas": False,
                                "final_sigmas_type": "zero", "timestep_spacing": "linspace",
                                "lambda_min_clipped": -float("inf")},
    "EulerDiscrete": VP | {"use_karras_sigmas": False, "final_sigmas_type": "zero", "timestep_spacing": "linspace"},
    "EulerAncestralDiscrete": VP | {"timestep_spacing": "linspace"},
    "HeunDiscrete": VP | {"use_karras_sigmas": False, "clip_sample": False, "clip_sample_range": 1.0,
                          "timestep_spacing": "linspace"},
    "EDMEuler": {"sigma_min": 0.002, "sigma_max": 80.0, "sigma_data": 0.5, "sigma_schedule": "karras", "rho": 7.0,
                 "prediction_type": "epsilon", "final_sigmas_type": "zero"},
    "EDMDPMSolverMultistep": {"sigma_min": 0.002, "sigma_max": 80.0, "sigma_data": 0.5, "sigma_schedule": "karras",
                              "rho": 7.0, "prediction_type": "epsilon", "final_sigmas_type": "zero",
                              "algorithm_type": "dpmsolver++", "solver_order": 2, "solver_type": "midpoint",
                              "lower_order_final": True, "euler_at_final": False},
    "KarrasVe": {"sigma_min": 0.02, "sigma_max": 100, "s_noise": 1.007, "s_churn": 80, "s_min": 0.05, "s_max": 50},
}

STABLE = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}  # of Stable Diffusion
SHORT = {"num_train_timesteps": 20, "beta_start": 0.005, "beta_end": 0.3}  # all steps are taken


def make(scheduler, name, steps=8, call=None, sigmas=None, **options):
    return Case(name, scheduler, DEFAULTS[scheduler] | options, steps, call or {}, sigmas)


def ddpm():
    def case(name, steps=8, **options):
        return make("DDPM", f"ddpm.{name}", steps, **options)

    for schedule in ("linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"):
        yield case(schedule, beta_schedule=schedule)
    yield case("small_log", variance_type="fixed_small_log")
    yield case("large", variance_type="fixed_large")
    yield case("large_cosine", variance_type="fixed_large", beta_schedule="squaredcos_cap_v2")
    yield case("sample", prediction_type="sample")
    yield case("v", prediction_type="v_prediction")
    yield case("clip", clip_sample=True)
    yield case("clip_half_sample", clip_sample=True, clip_sample_range=0.5, prediction_type="sample")
    yield case("clip_v", clip_sample=True, prediction_type="v_prediction", variance_type="fixed_large")
    yield case("linspace", timestep_spacing="linspace")
    yield case("linspace_7", 7, timestep_spacing="linspace", variance_type="fixed_large")
    yield case("trailing", timestep_spacing="trailing")
    yield case("trailing_7", 7, timestep_spacing="trailing", variance_type="fixed_small_log")
    yield case("trailing_large", timestep_spacing="trailing", variance_type="fixed_large")
    yield case("offset", steps_offset=1)
    yield case("offset_large", steps_offset=1, variance_type="fixed_large")
    yield case("all", 20, **SHORT)
    yield case("all_log", 20, variance_type="fixed_small_log", **SHORT)
    yield case("all_large", 20, variance_type="fixed_large", clip_sample=True, **SHORT)
    yield case("zero_snr", timestep_spacing="trailing", rescale_betas_zero_snr=True, prediction_type="v_prediction")


def ddim():
    def case(name, eta=0.0, steps=8, clipped=False, **options):
        return make("DDIM", f"ddim.{name}", steps, {"eta": eta, "use_clipped_model_output": clipped}, **options)

    for eta in (0.0, 0.5, 1.0):
        yield case(f"eta_{eta}", eta)
    for one in (True, False):
        for offset in (0, 1):
            yield case(f"{'one' if one else 'first'}_offset_{offset}", 0.5 * offset, set_alpha_to_one=one,
                       steps_offset=offset)
    for eta in (0.0, 1.0):
        yield case(f"linspace_{eta}", eta, timestep_spacing="linspace")
        yield case(f"trailing_{eta}", eta, timestep_spacing="trailing")
        yield case(f"sample_{eta}", eta, prediction_type="sample")
        yield case(f"v_{eta}", eta, prediction_type="v_prediction")
        yield case(f"clip_{eta}", eta, clip_sample=True)
        yield case(f"clip_clipped_{eta}", eta, clipped=True, clip_sample=True)
    yield case("clip_sample", 0.5, clip_sample=True, prediction_type="sample")
    yield case("clip_v_clipped", 0.5, clipped=True, clip_sample=True, prediction_type="v_prediction")
    yield case("trailing_7", 0.5, 7, timestep_spacing="trailing")
    yield case("linspace_7", 0.5, 7, timestep_spacing="linspace", set_alpha_to_one=False)
    yield case("cosine", 0.5, beta_schedule="squaredcos_cap_v2")
    yield case("stable", 0.0, steps_offset=1, set_alpha_to_one=False, **STABLE)
    yield case("zero_snr", 0.0, timestep_spacing="trailing", rescale_betas_zero_snr=True,
               prediction_type="v_prediction")
    yield case("all_0.0", 0.0, 20, **SHORT)
    yield case("all_1.0", 1.0, 20, **SHORT)


def solver():
    def case(name, order=2, steps=8, **options):
        return make("DPMSolverMultistep", f"dpm.{name}", steps, solver_order=order, **(STABLE | options))

    for letter, algorithm in (("", "dpmsolver++"), ("sde_", "sde-dpmsolver++")):
        yield case(f"{letter}1", 1, algorithm_type=algorithm)
        yield case(f"{letter}2", 2, algorithm_type=algorithm)
        yield case(f"{letter}2_heun", 2, algorithm_type=algorithm, solver_type="heun")
        yield case(f"{letter}3", 3, algorithm_type=algorithm)
        minimum = {"final_sigmas_type": "sigma_min", "algorithm_type": algorithm, "lower_order_final": False}
        for order in (1, 2, 3):
            yield case(f"{letter}{order}_min", order, **minimum)
        yield case(f"{letter}2_heun_min", 2, solver_type="heun", **minimum)
        yield case(f"{letter}3_euler", 3, euler_at_final=True, **minimum)
        yield case(f"{letter}3_lower_min", 3, **(minimum | {"lower_order_final": True}))
        yield case(f"{letter}3_higher", 3, algorithm_type=algorithm, lower_order_final=False)
        yield case(f"{letter}2_karras", 2, algorithm_type=algorithm, use_karras_sigmas=True)
        yield case(f"{letter}3_16", 3, 16, algorithm_type=algorithm)
    yield case("2_higher", 2, lower_order_final=False)
    yield case("2_karras_min", 2, use_karras_sigmas=True, final_sigmas_type="sigma_min")
    yield case("3_karras", 3, use_karras_sigmas=True)
    yield case("2_16_min", 2, 16, final_sigmas_type="sigma_min")
    yield case("2_leading", 2, timestep_spacing="leading")
    yield case("2_leading_offset", 2, timestep_spacing="leading", steps_offset=1)
    yield case("2_trailing", 2, timestep_spacing="trailing")
    yield case("2_trailing_7", 2, 7, timestep_spacing="trailing", beta_schedule="linear")
    yield case("2_sample", 2, prediction_type="sample")
    yield case("2_v", 2, prediction_type="v_prediction")
    yield case("2_cosine", 2, beta_schedule="squaredcos_cap_v2", lambda_min_clipped=-5.1)


def euler():
    churn = {"s_churn": 2.0, "s_tmin": 0.05, "s_tmax": 10.0, "s_noise": 1.007}

    def case(kind, name, steps=7, call=None, **options):
        scheduler = {"euler": "EulerDiscrete", "ancestral": "EulerAncestralDiscrete", "heun": "HeunDiscrete"}[kind]
        return make(scheduler, f"{kind}.{name}", steps, call, **(STABLE | options))

    for kind in ("euler", "ancestral", "heun"):
        steps = 6 if kind == "heun" else 7
        for spacing in ("linspace", "leading", "trailing"):
            yield case(kind, spacing, steps, timestep_spacing=spacing)
        yield case(kind, "offset", steps, timestep_spacing="leading", steps_offset=1)
        yield case(kind, "v", steps, prediction_type="v_prediction")
        yield case(kind, "linear", steps, beta_schedule="linear", beta_start=0.0001, beta_end=0.02)
        if kind != "ancestral":
            yield case(kind, "sample", steps, prediction_type="sample")
            yield case(kind, "karras", steps, use_karras_sigmas=True)
            yield case(kind, "karras_leading", steps, use_karras_sigmas=True, timestep_spacing="leading")
    yield case("euler", "min", final_sigmas_type="sigma_min")
    yield case("euler", "churn", 7, churn)
    yield case("euler", "churn_v", 7, churn, prediction_type="v_prediction", use_karras_sigmas=True)
    yield case("heun", "clip", 6, clip_sample=True)


def edm():
    def case(name, call=None, **options):
        return make("EDMEuler", f"edm.{name}", 8, call, **options)

    yield case("euler")
    yield case("euler_v", prediction_type="v_prediction")
    yield case("euler_exponential", sigma_schedule="exponential")
    yield case("euler_min", final_sigmas_type="sigma_min")
    yield case("euler_rho", rho=3.0, sigma_min=0.01, sigma_max=20.0, sigma_data=1.0)
    yield case("euler_churn", {"s_churn": 4.0, "s_tmin": 0.05, "s_tmax": 50.0, "s_noise": 1.003})

    def solver(name, order, steps=8, **options):
        return make("EDMDPMSolverMultistep", f"edm.dpm_{name}", steps, solver_order=order, **options)

    for order in (1, 2, 3):
        yield solver(f"{order}", order)
        yield solver(f"{order}_higher", order, lower_order_final=False)
    yield solver("2_heun", 2, solver_type="heun")
    yield solver("2_v", 2, prediction_type="v_prediction")
    yield solver("2_min", 2, final_sigmas_type="sigma_min")
    yield solver("3_exponential", 3, sigma_schedule="exponential")
    yield solver("3_16", 3, 16)
    yield solver("sde_1", 1, algorithm_type="sde-dpmsolver++")
    yield solver("sde_2", 2, algorithm_type="sde-dpmsolver++")
    yield solver("sde_2_heun", 2, algorithm_type="sde-dpmsolver++", solver_type="heun")


def karras():
    """Algorithm 2 of Karras et al. 2022."""
    def case(name, sigmas=(0.002, 80.0, 7.0), **options):
        return make("KarrasVe", f"karras.{name}", 6, sigmas=sigmas, **options)

    yield case("heun", s_churn=0.0, s_noise=1.0)
    yield case("churn", s_churn=3.0, s_min=0.05, s_max=50.0, s_noise=1.003)
    yield case("churn_all", s_churn=1.5, s_min=0.0, s_max=1e9, s_noise=1.0)
    yield case("churn_most", s_churn=80.0, s_min=0.01, s_max=1.0, s_noise=1.007)
    yield case("churn_rho", (0.01, 20.0, 3.0), s_churn=2.0, s_min=0.05, s_max=10.0)
    yield case("own", None, sigma_min=0.1, sigma_max=8.0, s_churn=2.0)


CASES = {case.name: case for family in (ddpm, ddim, solver, euler, edm, karras) for case in family()}
