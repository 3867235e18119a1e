#!/usr/bin/env python3
"""The library against the trajectories of diffusers (test/vectors/diffusion): references.py [-v]

  steps      every step of every case, from the recorded x, output and noise: functions of steps.mlir
             and parameterisations.mlir, all steps of a family at once, in f64
  loops      whole trajectories without noise, by the loops of samplers.mlir and the exact model
  schedules  tables of alpha_bar, times of each spacing, Karras' sigmas

-v names each case with its largest error. What diffusers does otherwise than the papers, twins.py
tells; here it is told by the arguments: noise of a finished sample, where DDIM goes, lower orders.
"""
import collections
import sys

import numpy as np

from library import main
from twins import CASES, VECTORS, solver_order, spaced

TOLERANCE = 1e-9
FILE = dict(np.load(VECTORS / "diffusion.npz"))
KINDS = {"epsilon": 0, "sample": 1, "v_prediction": 2}
NONE = 1e30
# Of SDE-DPM-Solver++ the library has orders 1 and 2, the latter in one form.
LEFT_OUT = ("sde 3", "sde 2 heun")

MODEL = """leat.model @references {
  include "parameterisations.mlir"
  include "steps.mlir"
  config @N = 2   config @D = 2
  // The data, clipped to +-limit, and the noise, by what was predicted: 0 noise, 1 data, 2 v, 3 F.
  func @said(%x: f32[N, D], %out: f32[N, D], %ab: f32, %kind: i64, %limit: f32)
      -> (x0: f32[N, D], eps: f32[N, D]) {
    %F = let @edm_data(%x / sqrt(%ab), %out, sqrt((1 - %ab) / %ab))
    %x0 = let where(%kind == 0, @data_from_noise(%x, %out, %ab), where(%kind == 1, %out,
              where(%kind == 2, @data_from_v(%x, %out, %ab), %F)))
    %eps = let where(%kind == 0, %out, where(%kind == 1, @noise_from_data(%x, %out, %ab),
               @noise_from_v(%x, %out, %ab)))
    %clipped = let minimum(maximum(%x0, -%limit), %limit)
    return %clipped, %eps }

  func @ddpm(%x: f32[N, D], %out: f32[N, D], %z: f32[N, D], %ab_t: f32, %ab_s: f32, %kind: i64,
      %limit: f32, %large: i1) -> (x: f32[N, D]) {
    %x0, %eps = let @said(%x, %out, %ab_t, %kind, %limit)
    %v = let where(%large, @step_beta(%ab_t, %ab_s), @step_beta_tilde(%ab_t, %ab_s))
    %y = let @ddpm_step(%x, %x0, %ab_t, %ab_s, %v, %z)
    return %y }
  func @ddim(%x: f32[N, D], %out: f32[N, D], %z: f32[N, D], %ab_t: f32, %ab_s: f32, %kind: i64,
      %limit: f32, %eta: f32, %clipped: i1) -> (x: f32[N, D]) {
    %x0, %eps = let @said(%x, %out, %ab_t, %kind, %limit)
    %used = let where(%clipped, @noise_from_data(%x, %x0, %ab_t), %eps)
    %y = let @ddim_step(%x0, %used, %ab_t, %ab_s, %eta, %z)
    return %y }
  // form: 1, 2, 3 the orders of the ODE, 4 order 2 as "heun", 5 and 6 orders 1 and 2 of the SDE.
  func @dpm(%x: f32[N, D], %out: f32[N, D], %x_r: f32[N, D], %out_r: f32[N, D], %x_q: f32[N, D],
      %out_q: f32[N, D], %z: f32[N, D], %ab_t: f32, %ab_r: f32, %ab_q: f32, %ab_s: f32, %kind: i64,
      %form: i64) -> (x: f32[N, D]) {
    %none = full 1e30 : f32     %true = let %kind == %kind
    %x0, %eps = let @said(%x, %out, %ab_t, %kind, %none)
    %x0_r, %eps_r = let @said(%x_r, %out_r, %ab_r, %kind, %none)
    %x0_q, %eps_q = let @said(%x_q, %out_q, %ab_q, %kind, %none)
    %y1 = let @dpm_solver_1_step(%x, %x0, %ab_t, %ab_s)
    %y2 = let @dpm_solver_2m_step(%x, %x0, %x0_r, %ab_r, %ab_t, %ab_s)
    %y3 = let @dpm_solver_3m_step(%x, %x0, %x0_r, %x0_q, %ab_q, %ab_r, %ab_t, %ab_s, %true)
    %y4 = let @dpm_solver_2m_heun_step(%x, %x0, %x0_r, %ab_r, %ab_t, %ab_s)
    %m = let where(%form == 5, %x0, @middle(%x0, %x0_r, %ab_r, %ab_t, %ab_s))
    %y5 = let @sde_dpm_solver_step(%x, %m, %ab_t, %ab_s, %z)
    %y = let where(%form == 1, %y1, where(%form == 2, %y2, where(%form == 3, %y3,
             where(%form == 4, %y4, %y5))))
    return %y }
  // x is x_0 + sigma eps; v is taken for that of sigma before the churn. y is Euler's step, y2 Heun's.
  func @edm(%x: f32[N, D], %out: f32[N, D], %out2: f32[N, D], %z: f32[N, D], %sigma: f32,
      %hat: f32, %to: f32, %kind: i64, %limit: f32, %s_noise: f32)
      -> (y: f32[N, D], y2: f32[N, D]) {
    %xh = let @edm_churn(%x, %sigma, %hat, %s_noise, %z)
    %from = let where(%kind == 2, %sigma, %hat)
    %ab = let 1 / (1 + %from ** 2)     %ab2 = let 1 / (1 + %to ** 2)
    %x0, %eps = let @said(%xh * sqrt(%ab), %out, %ab, %kind, %limit)
    %d = let @edm_slope(%xh, %x0, %hat)
    %y = let @euler_step(%xh, %d, %to - %hat)
    %x2, %eps2 = let @said(%y * sqrt(%ab2), %out2, %ab2, %kind, %limit)
    %y2 = let @heun_step(%xh, %d, @edm_slope(%y, %x2, %to), %to - %hat)
    return %y, %y2 }
"""
ARGUMENTS = {"ddpm": 8, "ddim": 9, "dpm": 13, "edm": 10}


def model_text():
    """With a function `all_NAME` for each row function, over many rows."""
    text = MODEL
    for name, count in ARGUMENTS.items():
        head = MODEL[MODEL.index(f"func @{name}(") + len(f"func @{name}("):]
        head = " ".join(head[:head.index(")")].split())
        names = [argument.split(":")[0] for argument in head.split(", %")]
        assert len(names) == count, (name, names)
        wide = head.replace("f32[N, D]", "f32[M, N, D]").replace(": f32,", ": f32[M],").replace(": i64,", ": i64[M],")
        for last in ("f32", "i64", "i1"):
            wide = wide + "[M]" if wide.endswith(f": {last}") else wide
        values = ", ".join("%" + n.removeprefix("%") for n in names)
        results = "y" if name != "edm" else "y, %y2"
        types = "y: f32[M, N, D]" if name != "edm" else "y: f32[M, N, D], y2: f32[M, N, D]"
        text += (f"  func @all_{name}({wide}) -> ({types}) {{\n    %{results} = vmap @{name}({values}) "
                 f"in_axes({', '.join('0' * count)})\n    return %{results} }}\n")
    return text + "}\n"


class Rows:
    """Steps of one family: what goes in, what was recorded, and which case each is of."""

    def __init__(self):
        self.columns, self.want, self.cases, self.second = collections.defaultdict(list), [], [], []

    def add(self, case, want, second=False, **values):
        for name, value in values.items():
            self.columns[name].append(value)
        self.want.append(want)
        self.cases.append(case)
        self.second.append(second)


def held(case, key):
    return FILE.get(f"{case.name}.{key}")


def limit(case):
    return case.options.get("clip_sample_range", NONE) if case.options.get("clip_sample") else NONE


def ancestral_rows(rows, case):
    """Euler's ancestral step is DDIM's with eta = 1, in x / sqrt(1 + sigma^2)."""
    x, sigmas = held(case, "x"), held(case, "sigmas")
    for i, ab in enumerate(pairs(1 / (1 + sigmas**2))):
        rows.add(case.name, x[i + 1] * np.sqrt(ab[1]), x=x[i] * np.sqrt(ab[0]), out=held(case, "outputs")[i],
                 z=held(case, "noise")[i], ab_t=ab[0], ab_s=ab[1], kind=KINDS[case.options["prediction_type"]],
                 limit=NONE, eta=1.0, clipped=False)


def pairs(values):
    return list(zip(values, values[1:]))


def vp_rows(rows, case):
    """DDPM and DDIM."""
    x, out, ab, noise = (held(case, key) for key in ("x", "outputs", "alphas_cumprod", "noise"))
    for i, (now, to) in enumerate(ab):
        z = noise[i] if noise is not None and i < len(noise) else np.zeros_like(x[0])
        if case.scheduler == "DDPM":
            own = {"large": case.options["variance_type"] == "fixed_large"}
        else:
            own = {"eta": case.call["eta"], "clipped": case.call["use_clipped_model_output"]}
        rows.add(case.name, x[i + 1], x=x[i], out=out[i], z=z, ab_t=now, ab_s=to,
                 kind=KINDS[case.options["prediction_type"]], limit=limit(case), **own)


def dpm_rows(rows, case):
    """x of EDM's is taken times sqrt(ab); its network's sign is another one for v."""
    o, x, out, sigmas = case.options, held(case, "x"), held(case, "outputs"), held(case, "sigmas")
    edm, ab = case.scheduler.startswith("EDM"), 1 / (1 + sigmas**2)
    kind = 3 if edm else KINDS[o["prediction_type"]]
    out = -out if edm and o["prediction_type"] == "v_prediction" else out
    x = x * np.sqrt(ab)[:, None, None] if edm else x
    sde = o["algorithm_type"].startswith("sde")
    for i in range(case.steps):
        order = solver_order(o, i, case.steps)
        form = f"{'sde ' if sde else ''}{order}" + (" heun" if o["solver_type"] == "heun" and order == 2 else "")
        if form in LEFT_OUT:
            continue
        form = {"1": 1, "2": 2, "3": 3, "2 heun": 4, "sde 1": 5, "sde 2": 6}[form]
        r, q = max(i - 1, 0), max(i - 2, 0)
        rows.add(case.name, x[i + 1], x=x[i], out=out[i], x_r=x[r], out_r=out[r], x_q=x[q], out_q=out[q],
                 z=held(case, "noise")[i] if sde else np.zeros_like(x[0]), ab_t=ab[i], ab_r=ab[r], ab_q=ab[q],
                 ab_s=ab[i + 1], kind=kind, form=form)


def edm_rows(rows, case):
    """Euler's and Heun's steps; a step of HeunDiscrete is recorded as two, of KarrasVe as one."""
    o, x, out, sigmas = case.options, held(case, "x"), held(case, "outputs"), held(case, "sigmas")
    kind = 3 if case.scheduler == "EDMEuler" else KINDS[o.get("prediction_type", "epsilon")]
    sign = -1 if kind == 3 and o["prediction_type"] == "v_prediction" or case.scheduler == "KarrasVe" else 1
    heun, karras = case.scheduler == "HeunDiscrete", case.scheduler == "KarrasVe"
    churn = (o["s_churn"], o["s_min"], o["s_max"], o["s_noise"]) if karras else tuple(
        case.call.get(key, 0) for key in ("s_churn", "s_tmin", "s_tmax", "s_noise"))
    levels = np.append(sigmas[:-1][::2], 0.0) if heun else sigmas
    drawn, noise = 0, held(case, "noise")
    for i, (sigma, to) in enumerate(pairs(levels)):
        gamma = min(churn[0] / case.steps, np.sqrt(2) - 1) if churn[1] <= sigma <= churn[2] else 0.0
        z = np.zeros_like(x[0])
        if karras or gamma > 0:
            z, drawn = noise[drawn], drawn + 1
        twice, at = (heun or karras) and to > 0, 2 * i if heun or karras else i
        values = dict(out=sign * out[at], out2=sign * out[at + 1] if twice else z, z=z, sigma=sigma,
                      hat=sigma * (1 + gamma), to=to, kind=kind, limit=limit(case), s_noise=churn[3])
        start = x[at] if heun else x[i]
        if not (karras and twice):
            rows.add(case.name, x[at + 1] if heun else x[i + 1], x=start, **values)
        if twice:
            rows.add(case.name, x[at + 2] if heun else x[i + 1], True, x=start, **values)


MAKERS = {"DDPM": ("ddpm", vp_rows), "DDIM": ("ddim", vp_rows), "DPMSolverMultistep": ("dpm", dpm_rows),
          "EDMDPMSolverMultistep": ("dpm", dpm_rows), "EulerDiscrete": ("edm", edm_rows), "EDMEuler": ("edm", edm_rows),
          "EulerAncestralDiscrete": ("ddim", ancestral_rows), "HeunDiscrete": ("edm", edm_rows),
          "KarrasVe": ("edm", edm_rows)}


def steps(library):
    library.model("references", model_text())
    families = collections.defaultdict(Rows)
    for case in CASES.values():
        family, maker = MAKERS[case.scheduler]
        maker(families[family, case.options.get("sigma_data", 0.5)], case)
    worst, count = collections.defaultdict(float), collections.Counter()
    for (family, sigma_data), rows in families.items():
        inputs = {name: np.array(values) for name, values in rows.columns.items()}
        got = library.run("references", f"all_{family}", inputs, sigma_data=sigma_data)
        for row, (name, want, second) in enumerate(zip(rows.cases, rows.want, rows.second)):
            far = np.abs(got["y2" if second else "y"][row] - want).max() / max(1.0, np.abs(want).max())
            worst[name], count[name] = max(worst[name], far), count[name] + 1
    for name, far in worst.items():
        if "-v" in sys.argv:
            print(f"  {name}: {count[name]} steps, within {far:.1e}")
        library.holds(name, far < TOLERANCE, f"{far:.1e} away")
    whole = [name for name in CASES if name not in worst]
    print(f"  {sum(count.values())} steps of {len(worst)} cases, within {max(worst.values()):.1e}")
    library.holds("every case has its steps", not whole, whole)


EXACT = """  const @weight = stack(0.5, 0.3, 0.2)     const @spread = stack(0.25, 0.5, 0.35)
  const @means = reshape(stack(1.2, -0.4, -1.5, 0.9, 0.2, 1.4), shape = [3, 2])
  func @noise(%x: f32[N, D], %t: f32) -> (eps: f32[N, D]) {
    %ab = let @alpha_bar(%t)
    %v = let %ab * @spread ** 2 + 1 - %ab
    %away = let reshape(%x, shape = [N, 1, D]) - sqrt(%ab) * @means
    %l = let log(@weight) - log(%v) - sum(%away ** 2, axis = 2) / (2 * %v)
    %each = let @means + reshape(sqrt(%ab) * @spread ** 2 / %v, shape = [3, 1]) * %away
    %x0 = let sum(reshape(softmax(%l, axis = 1), shape = [N, 3, 1]) * %each, axis = 1)
    %eps = let @noise_from_data(%x, %x0, %ab)
    return %eps }
  func @grids() -> (t: f32[Steps], karras: f32[Steps], logarithmic: f32[Steps]) {
    %t = call @spaced_times()
    %k = call @karras_sigmas()
    %l = call @uniform_log_sigmas()
    return %t, %k, %l }
"""
DISCRETE = """leat.model @discrete {
  include "schedules.mlir"   include "discrete_time.mlir"   include "samplers.mlir"
  config @D = 2   config @T = 1000   config @Steps = 8   config @scaled = false
  state @rng = seed
  func @alpha_bars() -> (alpha_bar: f32[T]) {
    %ab = let where(scaled, @scaled_linear_alpha_bars(), @linear_alpha_bars())
    return %ab }
  func @tables() -> (linear: f32[T], scaled_linear: f32[T], squaredcos_cap_v2: f32[T], sigmoid: f32[T],
      zero: f32[T]) {
    %a = call @linear_alpha_bars()     %b = call @scaled_linear_alpha_bars()
    %c = call @cosine_alpha_bars()     %d = call @sigmoid_beta_alpha_bars()
    %e = call @zero_terminal_snr(%a)
    return %a, %b, %c, %d, %e }
""" + EXACT + "}\n"
# Time is sigma.
CONTINUOUS = """leat.model @continuous {
  include "schedules.mlir"   include "continuous_time.mlir"   include "samplers.mlir"
  config @D = 2   config @Steps = 8
  state @rng = seed
  func @alpha_bar(%t: f32) -> (alpha_bar: f32) {
    %ab = let 1 / (1 + %t ** 2)
    return %ab }
  func @time(%sigma: f32) -> (t: f32) {
    return %sigma }
""" + EXACT + "}\n"
STABLE = {"scaled": True, "beta_1": 0.00085, "beta_T": 0.012}
EDM = {"t_min": 1e-3, "t_max": 1000}


def loops(library):
    library.model("discrete", DISCRETE)
    library.model("continuous", CONTINUOUS)

    def follow(name, model, entry, scale=1.0, **configs):
        x = held(CASES[name], "x")
        got = library.run(model, f"{entry}_from", {"x": x[0] / scale}, Steps=CASES[name].steps, **configs)
        library.close(name, got["path"], x[1:], TOLERANCE, TOLERANCE)

    follow("ddim.eta_0.0", "discrete", "ddim", leading=True)
    follow("ddim.trailing_0.0", "discrete", "ddim")
    follow("ddim.clip_0.0", "discrete", "ddim", leading=True, clip=True)
    follow("dpm.2_trailing", "discrete", "dpm_solver_2m", **STABLE)
    follow("karras.heun", "continuous", "edm", np.sqrt(1 + 80.0**2), **EDM)


def schedules(library):
    library.model("discrete", DISCRETE)
    library.model("continuous", CONTINUOUS)
    got = library.run("discrete", "tables")
    for name in ("linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"):
        library.close(f"table of {name}", got[name] / FILE[f"table.{name}"], np.ones(1000), 1e-11, 0)
    ab, times = (held(CASES["ddpm.zero_snr"], key) for key in ("alphas_cumprod", "timesteps"))
    library.close("zero terminal SNR", got["zero"][times], ab[:, 0], 1e-11)
    for spacing, steps in (("leading", 8), ("linspace", 8), ("trailing", 8), ("linspace", 7), ("trailing", 7)):
        configs = {"leading": {"leading": True}, "linspace": {"linspaced": True}, "trailing": {}}[spacing]
        want = spaced({"num_train_timesteps": 1000, "timestep_spacing": spacing, "steps_offset": 0}, steps)
        got = library.run("discrete", "grids", Steps=steps, **configs)["t"]
        library.close(f"{steps} times, {spacing}", got, want + 1, 0, 0.1)
    got = library.run("discrete", "grids", sigma_min=0, sigma_max=1e9, **STABLE)["karras"]
    library.close("Karras' sigmas of a table", got, held(CASES["dpm.2_karras"], "sigmas")[:-1], 1e-11)
    got = library.run("continuous", "grids", **EDM)
    library.close("Karras' sigmas", got["karras"], held(CASES["edm.euler"], "sigmas")[:-1], 1e-11)
    library.close("sigmas in equal ratios", got["logarithmic"], held(CASES["edm.euler_exponential"], "sigmas")[:-1], 1e-11)


if __name__ == "__main__":
    main([steps, loops, schedules])
