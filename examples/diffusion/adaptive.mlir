// A sampler that chooses its steps: two steps of different order show how large the error is.
//
//   x'  = x - h f(x, t) + sqrt(h beta(t)) z                             Euler and Maruyama
//   x'' = (x' + x - h f(x', t - h) + sqrt(h beta(t - h)) z) / 2         Heun, with the same z
//   E   = root mean square of (x' - x'') / max(atol, rtol max(|x'|, |x' of the step taken before|))
//   E <= 1: the step is taken, to x'' and t - h.   Always h <- min(t - t_min, 0.9 h E^-r)
//
// f is the slope of the reverse SDE or, `deterministic`, that of the probability flow, with z = 0.
// At t_min the data that the model predicts end it. All samples have one h, and E is that of all.
// `evaluations` counts how often the model was asked.
// Source: Jolicoeur-Martineau et al. (2021), Gotta go fast when generating data with score-based
// models, algorithm 1. For a file that includes what samplers.mlir needs; Steps is not used.
leat.model @adaptive {
  include "samplers.mlir"
  config @deterministic = false
  config @rtol = 0.01          config @atol = 0.0078
  config @first_h = 0.01       config @r = 0.9        // of t_max - t_min
  config @most_steps = 100000

  func @slope(%x: f32[N, D], %t: f32) -> (slope: f32[N, D]) {
    %score = let @score(%x, %t)     %beta = let @beta(%t)
    %f = let where(deterministic, @flow_slope(%x, %score, %beta),
                   @reverse_slope(%x, %score, %beta))
    return %f }
  func @relative_error(%a: f32[N, D], %b: f32[N, D], %before: f32[N, D]) -> (E: f32) {
    %allowed = let maximum(atol, rtol * maximum(abs(%a), abs(%before)))
    %E = let sqrt(mean(((%a - %b) / %allowed) ** 2))
    return %E }

  func @adaptive_from(%x: f32[N, D]) -> (x: f32[N, D], evaluations: i64) {
    %t0 = full t_max : f32
    %h0 = let first_h * (t_max - t_min) : f32
    %zero = full 0 : i64
    %end, %t_end, %h_end, %a_end, %n_end = while
        carry(%y = %x, %t = %t0, %h = %h0, %before = %x, %n = %zero), max_trips = most_steps {
      %more = let %h > 0
      condition %more } do {
      %z = normal @rng : f32[N, D]
      %noise = let where(deterministic, 0, sqrt(%h)) * %z
      %s = let %t - %h
      %a = let @euler_step(%y, @slope(%y, %t), -%h) + sqrt(@beta(%t)) * %noise
      %b = let @euler_step(%y, @slope(%a, %s), -%h) + sqrt(@beta(%s)) * %noise
      %c = let (%a + %b) / 2
      %E = let @relative_error(%a, %c, %before)
      %good = let %E <= 1
      %y1 = let where(%good, %c, %y)
      %t1 = let where(%good, %s, %t)
      %h1 = let minimum(%t1 - t_min, 0.9 * %h * %E ** -r)
      %before1 = let where(%good, %a, %before)
      %n1 = let %n + 2
      yield %y1, %t1, %h1, %before1, %n1 }
    %x0, %eps, %ab = let @predict(%end, %t_end)
    %evaluations = let %n_end + 1
    return %x0, %evaluations }
  func @adaptive() -> (x: f32[N, D], evaluations: i64) {
    %z = normal @rng : f32[N, D]
    %x, %n = call @adaptive_from(%z)
    return %x, %n }
}
