#!/usr/bin/env python3
"""Mixtures, guidance, inpainting, interpolation, likelihood and steps of adapted size: uses.py [CHECK...]"""
import numpy as np

import witness
from library import SAMPLERS, main
from samplers import DRAWS, MU, SIGMA, mixture, normal, sampler


def energy(library):
    """2,000 samples of each sampler are as far from the mixture's as those are from each other."""
    random, model, count = np.random.RandomState(0), mixture(), 2000
    real = [witness.Points(model.draw(random, count)) for _ in range(4)]
    between = np.mean([a.energy_distance(b) for i, a in enumerate(real) for b in real[:i]])
    got = library.run(library.all("mixture"), "ends", None, "--count", str(count), "--seed", "2", "--float", "f32", Steps=50)
    for n in SAMPLERS:
        made = witness.Points(got[n].astype(float))
        far = np.mean([made.energy_distance(y) for y in real]) / between
        library.holds(f"{n}: energy distance", far < 2.5, f"{far:.2f} of that between two sets")
        nearest = ((got[n][:, None] - model.centres)**2).sum(-1).argmin(1)
        share = np.bincount(nearest, minlength=6) / count
        library.close(f"{n}: shares", share, model.weights, 0, 5 * np.sqrt(0.25 / count))


CLASSIFIER = """leat.model @classifier {
  include "mixture.mlir"
  func @log_class(%x: f32[N, D], %ab: f32) -> (l: f32) {
    %p = let transpose(log_softmax(@log_joint(%x, %ab), axis = 1))
    %l = let sum(%p[class])
    return %l }
  func @both(%x: f32[N, D], %t: f32) -> (free: f32[N, D], by_classifier: f32[N, D], shifted: f32[N, D],
      gradient: f32[N, D]) {
    %ab = let @alpha_bar(%t)
    %l, %g = grad @log_class(%x, %ab) wrt(x)
    %all = let @mixture_noise(%x, %ab)
    %a = let @classifier_free(@class_noise(%x, %ab), %all, w)
    %b = let @classifier_guided(%all, %g, %ab, 1 + w)
    %c = let @classifier_shifted(%x, %g, 0.25, 3)
    return %a, %b, %c, %g }
}
"""


def guidance(library):
    """Without extra weight, the guided samplers make the normal distribution of the class."""
    count, steps, which = 10000, 15, 4
    got = library.run(library.all("mixture"), "ends", None, "--count", str(count), "--seed", "3", Steps=steps, guided=True,
                      w=0, **{"class": which})
    time = mixture().time
    model = witness.Normal(time, mixture().centres[which], 0.3**2 * np.eye(2))
    for n in SAMPLERS:
        if n == "predictor_corrector":
            continue
        twin = sampler(n, model, time.spaced(steps), witness.karras(time, steps), {})
        mean, cov = witness.law(twin, DRAWS.get(n, 1) * steps)
        error = np.sqrt(np.diag(cov).max() / count)
        library.close(f"{n}: mean of a class", got[n].mean(0), mean, 0, 5 * error)
        library.close(f"{n}: covariance of a class", np.cov(got[n].T), cov, 0, 5 * np.sqrt(2) * cov.max() / np.sqrt(count))
    # p(x | c) p(c | x)^w, by Bayes' rule the same with and without a classifier.
    library.model("classifier", CLASSIFIER)
    x, t = np.random.RandomState(1).standard_normal((6, 2)), 300.0
    got = library.run("classifier", "both", {"x": x, "t": t}, w=1.5, **{"class": 2})
    library.close("with and without a classifier", got["free"], got["by_classifier"], 1e-11)
    library.close("without a classifier", got["free"], mixture((2, 1.5)).eps(x, time.alpha_bar(t)), 1e-11)
    library.close("shift of a step", got["shifted"], x + 0.75 * got["gradient"], 1e-12)


EDITED = """  func @between(%a: f32[N, D], %b: f32[N, D]) -> (x: f32[3, N, D]) {
    %u = linspace start = 0, stop = 1, count = 3
    %x = vmap @slerp(%a, %b, %u) in_axes(none, none, 0)
    return %x }
"""


def slerp(a, b, u):
    cosine = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    angle = np.arccos(cosine)[:, None]
    return (np.sin((1 - u) * angle) * a + np.sin(u * angle) * b) / np.sin(angle)


def inpaint(model, times, x, draws, known, mask, resampling):
    for t, s in times:
        ab, before = model.time.alpha_bar(t), model.time.alpha_bar(s)
        for u in range(resampling):
            back = next(draws)
            if u:
                x = np.sqrt(ab / before) * x + np.sqrt(1 - ab / before) * back
            x = next(witness.ddpm(model, [(t, s)], x, draws))
            x = mask * (np.sqrt(before) * known + np.sqrt(1 - before) * next(draws)) + (1 - mask) * x
    return x


def editing(library):
    name, random, model = library.all("gaussian", EDITED), np.random.RandomState(4), normal()
    a, b = random.standard_normal((2, 4, 2))
    got = library.run(name, "between", {"a": a, "b": b})["x"]
    library.close("slerp", got, [slerp(a, b, u) for u in (0, 0.5, 1)], 1e-11)
    library.close("slerp of unit vectors", np.linalg.norm(slerp(a / np.linalg.norm(a, axis=1)[:, None], b /
                  np.linalg.norm(b, axis=1)[:, None], 0.3), axis=1), np.ones(4), 1e-12)
    for other in (a, -a, 3 * a):
        library.close("slerp along a line", library.run(name, "between", {"a": a, "b": other})["x"],
                      [(1 - u) * a + u * other for u in (0, 0.5, 1)], 1e-11)
    steps = 8
    times = witness.pairs(model.time.spaced(steps))
    got = library.run(name, "interpolate", {"a": a, "b": b}, Steps=steps, Points=5)["x"]
    want = [list(witness.ddim(model, times, slerp(a, b, u), iter([a] * steps)))[-1] for u in np.linspace(0, 1, 5)]
    library.close("interpolation", got, want, 1e-8)
    known, mask = random.standard_normal((4, 2)), np.array([[1, 0], [0, 1], [1, 1], [0, 0]])
    for resampling in (1, 3):
        given = {"known": known, "mask": mask.astype(float)}
        got = library.run(name, "inpaint", given, Steps=steps, resampling=resampling)["x"]
        draws = iter(library.run(name, "draws", None, "--count", "4", Draws=1 + 3 * steps * resampling)["z"])
        want = inpaint(model, times, next(draws), draws, known, mask, resampling)
        library.close(f"inpainting, {resampling} times", got, want, 1e-8)
        library.close("what was known stays", got * mask, known * mask, 1e-12)
    # What is made beside a known part has the mean given that part.
    count, given = 2000, 1.8
    known, mask = np.full((count, 2), given), np.tile([1.0, 0.0], (count, 1))
    made = library.run(name, "inpaint", {"known": known, "mask": mask}, Steps=50, resampling=10)["x"][:, 1]
    library.close("mean given a part", made.mean(), MU[1] + SIGMA[0][1] / SIGMA[0][0] * (given - MU[0]), 0, 0.04)


PROBES = """  func @probes() -> (signs: f32[Probes, N, D], normals: f32[Probes, N, D]) {
    %a = rademacher @rng : f32[Probes, N, D]
    %b = normal @rng : f32[Probes, N, D]
    return %a, %b }
"""


def flow_log_p(model, x, steps, probes, t_min=1e-3):
    """log p by classical Runge-Kutta steps, with the Jacobian of a model of normal data."""
    h, total = (1 - t_min) / steps, np.zeros(len(x))

    def f(x, t):
        ab = model.time.alpha_bar(t)
        jacobian = model.time.beta(t) / 2 * (np.linalg.inv(model.spread(ab)) - np.eye(2))
        divergence = np.einsum("kni,ij,knj->n", probes, jacobian, probes) / len(probes)
        return witness.slope(model, x, t, 0.5), divergence

    for i in range(steps):
        t = t_min + i * h
        f1, d1 = f(x, t)
        f2, d2 = f(x + h / 2 * f1, t + h / 2)
        f3, d3 = f(x + h / 2 * f2, t + h / 2)
        f4, d4 = f(x + h * f3, t + h)
        x, total = x + h / 6 * (f1 + 2 * f2 + 2 * f3 + f4), total + h / 6 * (d1 + 2 * d2 + 2 * d3 + d4)
    return total - (x**2 + np.log(2 * np.pi)).sum(1) / 2


def likelihood(library):
    name, random, model = library.all("gaussian", PROBES), np.random.RandomState(5), normal()
    x = random.multivariate_normal(MU, SIGMA, 6)
    for normals in (False, True):
        probes = library.run(name, "probes", None, "--count", "6", Probes=3)["normals" if normals else "signs"]
        got = library.run(name, "log_likelihood", {"x": x}, Steps=10, Probes=3, normal_probes=normals)["log_p"]
        library.close(f"log p, normal probes {normals}", got, flow_log_p(model, x, 10, probes), 1e-9)
    got = library.run(name, "bits_per_dim", {"x": x}, Steps=100, Probes=4000)["bits"]
    library.close("bits of normal data", got, -model.log_p(x) / (2 * np.log(2)), 0, 0.05)
    # 400 points of the mixture: on average as many bits as they have.
    model = mixture()
    x = model.draw(random, 400)
    got = library.run(library.all("mixture"), "bits_per_dim", {"x": x}, Steps=100, Probes=8)["bits"]
    library.close("bits of a mixture", got.mean(), -model.log_p(x).mean() / (2 * np.log(2)), 0, 0.02)


def adaptive(library):
    name, model = library.all("gaussian"), normal()
    x = np.random.RandomState(6).standard_normal((20, 2))
    draws = library.run(name, "draws", None, "--count", "20", Draws=500)["z"]
    for deterministic in (False, True):
        got = library.run(name, "adaptive_from", {"x": x}, deterministic=deterministic, rtol=0.05)
        want, count = witness.adaptive(model, x, iter(draws), deterministic, 0.05)
        library.close(f"adaptive, deterministic {deterministic}", got["x"], want, 1e-6)
        library.holds(f"evaluations, {deterministic}", got["evaluations"] == count, (got["evaluations"], count))
    # The error follows the tolerance.
    time, errors = model.time, []
    exact = witness.data(model, model.flow(x, time.alpha_bar(time.t_max), time.alpha_bar(time.t_min)), time.t_min)
    for tolerance in (1e-2, 1e-3, 1e-4):
        got = library.run(name, "adaptive_from", {"x": x}, deterministic=True, rtol=tolerance, atol=tolerance)
        errors.append(np.abs(got["x"] - exact).max())
    library.holds("errors fall", errors[0] < 0.02 and errors[1] < errors[0] / 3 and errors[2] < errors[1] / 3, errors)
    got = library.run(name, "adaptive", None, "--count", "10000", rtol=0.02, atol=0.02)["x"]
    library.close("adaptive: mean", got.mean(0), MU, 0, 0.06)
    library.close("adaptive: covariance", np.cov(got.T), SIGMA, 0, 0.08)


if __name__ == "__main__":
    main([energy, guidance, editing, likelihood, adaptive])
