// DeepFool: a small change of x, in length, that changes its class.
//
//   k0 = argmax_k f_k(x),   r = 0;   while argmax_k f_k(x + (1 + overshoot) r) = k0, at x + r:
//     w_k = grad f_k - grad f_k0,   m_k = |f_k - f_k0|,   l = argmin_{k <> k0} m_k / ||w_k||
//     r <- r + m_l w_l / ||w_l||^2
//
// Each step leads to the nearest face of the polyhedron where the network, made linear at x + r,
// says k0; a linear network takes one. `rho` is the mean of ||r|| / ||x||: how robust a network is.
// It attacks the network of classifier.mlir.
// Source: Moosavi-Dezfooli, Fawzi and Frossard, DeepFool (2016).
//
//   leat eval examples/algorithms/deepfool.mlir --entry robustness --data mnist1d:test \
//     --state classifier.safetensors
leat.model @deepfool {
  include "classifier.mlir"
  config @overshoot = 0.02
  config @most = 50                                // gives up after so many steps

  func @f(%x: f32[inputs]) -> (f: f32[classes]) {
    %f = let squeeze(@logits(unsqueeze(%x, axis = 0)), axis = 0)
    return %f }
  func @class(%x: f32[inputs]) -> (k: i64) {
    %k = let argmax(@f(%x), axis = 0, dtype = i64)
    return %k }
  // To the nearest boundary of class k0, by the values f and their Jacobian J.
  func @step(%f: f32[K], %J: f32[K, D], %k0: i64) -> (r: f32[D]) {
    %w = let %J - %J[%k0]
    %margin = let abs(%f - %f[%k0])
    %squares = let sum(%w ** 2, axis = 1)
    %k = iota shape = [K], dtype = i64
    %distance = let where(%k == %k0, inf, %margin / sqrt(%squares))
    %l = argmin %distance, axis = 0
    %r = let %margin[%l] * %w[%l] / %squares[%l]
    return %r }

  func @attack(%x: f32[inputs]) -> (r: f32[inputs], steps: i64) {
    %k0 = call @class(%x)
    %zero = full 0 : i64      %none = full 0 : f32[inputs]
    %r, %n = while carry(%r = %none, %n = %zero) {
      %same = let @class(%x + (1 + overshoot) * %r) == %k0
      %more = let logical_and(%same, %n < most)
      condition %more } do {
      %at = let %x + %r
      %f = call @f(%at)      %J = jacobian @f(%at) wrt(x)
      %next = let %r + @step(%f, %J, %k0)
      %n1 = let %n + 1
      yield %next, %n1 }
    %total = let (1 + overshoot) * %r
    return %total, %n }

  func @robustness(%x: f32[B, inputs], %label: i32[B])
      -> (accuracy: f32, fooled: f32, rho: f32, length: f32, steps: f32) {
    %r, %n = vmap @attack(%x) in_axes(0)
    %accuracy = call @accuracy(%x, %label)
    %before = let argmax(@logits(%x), axis = 1)      %after = let argmax(@logits(%x + %r), axis = 1)
    %fooled = let mean(f32(%before <> %after))
    %length = vector_norm %r, axis = 1
    %rho = let mean(%length / vector_norm(%x, axis = 1))
    %mean_length = mean %length      %steps = let mean(f32(%n))
    return %accuracy, %fooled, %rho, %mean_length, %steps }
}
