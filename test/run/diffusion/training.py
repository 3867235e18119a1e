#!/usr/bin/env python3
"""Training of diffusion models against closed forms: training.py [CHECK...]"""
import numpy as np

from library import main

# What is tried: three examples of two numbers, with a time each, and a model that knows the noise of N(0, I).
MODEL = """leat.model @trial {
  include "schedules.mlir"     include "discrete_time.mlir"
  include "training.mlir"      include "variational.mlir"
  config @D = 2     config @T = 20     config @Steps = 20
  state @rng = seed
  func @alpha_bars() -> (alpha_bar: f32[T]) {
    %ab = call @linear_alpha_bars()
    return %ab }
  func @noise(%x: f32[N, D], %t: f32) -> (eps: f32[N, D]) {
    %eps = let sqrt(1 - @alpha_bar(%t)) * %x
    return %eps }
  func @forward(%x0: f32[N, D], %eps: f32[N, D], %t: f32[N], %s: f32[N])
      -> (ab: f32[N], x: f32[N, D], mean: f32[N, D], variance: f32[N]) {
    %ab = let @alpha_bar_of(%t)
    %x = let @diffused(%x0, %ab, %eps)
    %mean, %variance = let @posterior(%x, %x0, %ab, @alpha_bar_of(%s))
    return %ab, %x, %mean, %variance }
  func @losses(%x0: f32[N, D], %eps: f32[N, D], %hat: f32[N, D], %ab: f32[N], %ab_s: f32[N])
      -> (simple: f32, data: f32, v: f32, score: f32, by_data: f32, by_v: f32, by_score: f32,
          min_snr: f32, p2: f32, variational: f32) {
    %a = let @column(sqrt(%ab))     %s = let @column(sqrt(1 - %ab))
    %x0_hat = let (%a * %x0 + %s * (%eps - %hat)) / %a
    %simple = let @simple_loss(%hat, %eps)
    %data = let @data_loss(%x0_hat, %x0)
    %v = let @v_loss(%a * %hat - %s * %x0_hat, %x0, %eps, %ab)
    %score = let @score_loss(-%hat / %s, %eps, %ab)
    %by_data = let @weighted_loss(%hat, %eps, @data_weight(%ab))
    %by_v = let @weighted_loss(%hat, %eps, @v_weight(%ab))
    %by_score = let @weighted_loss(%hat, %eps, @score_weight(%ab))
    %min_snr = let @weighted_loss(%hat, %eps, @min_snr_weight(%ab))
    %p2 = let @weighted_loss(%hat, %eps, @p2_weight(%ab))
    %variational = let @weighted_loss(%hat, %eps, @variational_weight(%ab, %ab_s))
    return %simple, %data, %v, %score, %by_data, %by_v, %by_score, %min_snr, %p2, %variational }
  func @preconditioned(%z: f32[N], %x: f32[N, D], %x0: f32[N, D], %F: f32[N, D])
      -> (sigma: f32[N], skip: f32[N], out: f32[N], in: f32[N], noise: f32[N], weight: f32[N],
          loss: f32) {
    %sigma = call @edm_sigma(%z)
    %skip, %out, %in, %noise = call @edm_coefficients(%sigma)
    %weight = call @edm_weight(%sigma)
    %loss = let @edm_loss(%F, %x, %x0, %sigma)
    return %sigma, %skip, %out, %in, %noise, %weight, %loss }
}
"""
BETAS = np.linspace(1e-4, 0.02, 20)
ALPHA_BARS = np.cumprod(1 - BETAS)


def numbers(*shapes):
    random = np.random.RandomState(0)
    return [random.standard_normal(shape) for shape in shapes]


def forward(library):
    """The marginal is that of all steps up to t; the posterior is Bayes' rule."""
    library.model("trial", MODEL)
    x0, eps = numbers((3, 2), (3, 2))
    t, s = np.array([20.0, 7, 2]), np.array([13.0, 6, 1])
    got = library.run("trial", "forward", {"x0": x0, "eps": eps, "t": t, "s": s})
    ab_t, ab_s = ALPHA_BARS[t.astype(int) - 1], ALPHA_BARS[s.astype(int) - 1]
    library.close("alpha_bar", got["ab"], ab_t)
    # Noise of every step up to t, all the same, one after the other: a state of the chain.
    for row, (last, x) in enumerate(zip(t.astype(int), x0)):
        mean, variance = x, 0.0
        for beta in BETAS[:last]:
            mean, variance = np.sqrt(1 - beta) * mean, (1 - beta) * variance + beta
        library.close("marginal", got["x"][row], mean + np.sqrt(variance) * eps[row])
    # N(x_s; sqrt(ab_s) x_0, 1 - ab_s) N(x_t; sqrt(a) x_s, 1 - a), as a density of x_s.
    a = ab_t / ab_s
    precision = 1 / (1 - ab_s) + a / (1 - a)
    mean = (np.sqrt(ab_s) / (1 - ab_s) * x0.T + np.sqrt(a) / (1 - a) * got["x"].T) / precision
    library.close("posterior mean", got["mean"], mean.T)
    library.close("posterior variance", got["variance"], 1 / precision)


def losses(library):
    """Errors of the data, v and the score are weighted errors of the noise; a term of the bound is a divergence."""
    library.model("trial", MODEL)
    x0, eps, hat = numbers((3, 2), (3, 2), (3, 2))
    ab, ab_s = np.array([0.02, 0.5, 0.97]), np.array([0.03, 0.6, 0.98])
    got = library.run("trial", "losses", {"x0": x0, "eps": eps, "hat": hat, "ab": ab, "ab_s": ab_s})
    square, snr = ((hat - eps)**2).mean(1), ab / (1 - ab)
    library.close("simple", got["simple"], square.mean())
    for name, want in (("data", square / snr), ("v", square / ab), ("score", square)):
        library.close(name, got[name], want.mean())
    for name, want in (("by_data", square / snr), ("by_v", square / ab), ("by_score", square / (1 - ab))):
        library.close(name, got[name], want.mean())
    library.close("min-SNR", got["min_snr"], (square * np.minimum(snr, 5) / snr).mean())
    library.close("P2", got["p2"], (square / (1 + snr)).mean())
    # |mu~ - mu|^2 / (2 beta~), the means of the posterior with the true data and with those that `hat` means.
    a, x0_hat = ab / ab_s, x0 + np.sqrt(1 / snr)[:, None] * (eps - hat)
    beta_tilde = (1 - a) * (1 - ab_s) / (1 - ab)
    apart = (np.sqrt(ab_s) * (1 - a) / (1 - ab))[:, None] * (x0 - x0_hat)
    library.close("variational", got["variational"], ((apart**2).mean(1) / (2 * beta_tilde)).mean())


def edm(library):
    """The coefficients of Karras et al. give inputs and targets of unit variance, and all times one weight."""
    library.model("trial", MODEL)
    z, x0, F = numbers(3, (3, 2), (3, 2))
    sigma = np.exp(-1.2 + 1.2 * z)
    x = x0 + sigma[:, None]
    got = library.run("trial", "preconditioned", {"z": z, "x": x, "x0": x0, "F": F})
    library.close("sigma", got["sigma"], sigma)
    library.close("c_noise", got["noise"], np.log(sigma) / 4)
    library.close("input", got["in"]**2 * (sigma**2 + 0.25), np.ones(3))
    library.close("target", (1 - got["skip"])**2 * 0.25 + got["skip"]**2 * sigma**2, got["out"]**2)
    library.close("weight", got["weight"] * got["out"]**2, np.ones(3))
    # The loss is the plain one of F against the target (x_0 - c_skip x) / c_out.
    target = (x0 - got["skip"][:, None] * x) / got["out"][:, None]
    library.close("loss", got["loss"], ((F - target)**2).mean())


def bound(library):
    """Of N(0, I) with the exact noise and v = beta the bound is -log p, and so are its parts (UDL 18.7)."""
    library.model("trial", MODEL)
    x0 = np.tile([[1.0, -0.5]], (4000, 1))
    for steps in (20, 5):
        got = library.run("trial", "variational_bound", {"x0": x0}, beta_T=0.3, large=True, Steps=steps)
        exact = np.log(2 * np.pi) + (x0[0]**2).sum() / 2
        error = got["bound"].std() / np.sqrt(len(x0))
        found = got["bound"].mean()
        library.holds(f"{steps} steps", abs(found - exact) < 4 * error < 0.2, f"{found} for {exact}")
        ab = np.cumprod(1 - np.linspace(1e-4, 0.3, 20))
        library.close("L_T", got["L_T"][0], (ab[-1] * (x0[0]**2).sum() - 2 * ab[-1] - 2 * np.log(1 - ab[-1])) / 2)
    # A worse variance makes it larger; what it is then follows from the divergences of normal distributions.
    worse = library.run("trial", "variational_bound", {"x0": x0}, beta_T=0.3)["bound"].mean()
    library.holds("beta~ is worse", worse > exact + 0.05, f"{worse} for {exact}")
    # The probabilities of all 5 levels add up to 1.
    levels = np.linspace(-1, 1, 5)
    grid = np.stack(np.meshgrid(levels, levels), -1).reshape(-1, 2)
    given = {"x0": grid, "mean": np.full((25, 2), 0.3), "std": np.array(0.4)}
    got = library.run("trial", "log_probability_at", given, levels=5)
    library.close("levels", np.exp(got["l"]).sum(), 1)


if __name__ == "__main__":
    main([forward, losses, edm, bound])
