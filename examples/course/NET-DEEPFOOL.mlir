// NET-DEEPFOOL: DeepFool for several classes.
//
//   f(x) = W2 tanh(W1 x + b1) + b2,   k0 = argmax_k f_k(x),   r = 0
//   while argmax_k f_k(x + 1.02 r) = k0, with values and gradients at x + r:
//     w_k = grad f_k - grad f_k0,   f'_k = f_k - f_k0,   l = argmin_{k <> k0} |f'_k| / ||w_k||
//     r <- r + (|f'_l| + 1e-4) w_l / ||w_l||^2
//   result: 1.02 r
//
// Source: Moosavi-Dezfooli, Fawzi, Frossard 2016 (DeepFool). A step leads to the nearest face of
// the polyhedron in which the linearised classifier says k0. An affine classifier needs one step.
leat.model @deepfool {
  config @overshoot = 0.02
  config @push = 1e-4
  config @most = 100                               // gives up after so many steps
  func @f(%x: f64[D], %W1: f64[H, D], %b1: f64[H], %W2: f64[K, H], %b2: f64[K]) -> (f: f64[K]) {
    %f = let linear(tanh(linear(%x, %W1, %b1)), %W2, %b2)
    return %f }
  func @label(%x: f64[D], %W1: f64[H, D], %b1: f64[H], %W2: f64[K, H], %b2: f64[K]) -> (k: i64) {
    %k = let argmax(@f(%x, %W1, %b1, %W2, %b2), axis = 0, dtype = i64)
    return %k }
  // From values f and their Jacobian J, the step to the nearest boundary of class k0.
  func @step(%f: f64[K], %J: f64[K, D], %k0: i64) -> (r: f64[D]) {
    %w = let %J - %J[%k0]
    %margin = let abs(%f - %f[%k0])
    %squares = let sum(%w ** 2, axis = 1)
    %k = iota shape = [K], dtype = i64
    %distance = let where(%k == %k0, inf, %margin / sqrt(%squares))
    %l = argmin %distance, axis = 0
    %r = let (%margin[%l] + push) * %w[%l] / %squares[%l]
    return %r }
  func @main(%x: f64[D], %W1: f64[H, D], %b1: f64[H], %W2: f64[K, H], %b2: f64[K])
      -> (iterations: i64, r: f64[D], norm: f64, labels: i64[2]) {
    %k0 = call @label(%x, %W1, %b1, %W2, %b2)
    %zero = full 0 : i64
    %none = full 0 : f64[D]
    %n, %r = while carry(%n = %zero, %r = %none) {
      %there = let @label(%x + (1 + overshoot) * %r, %W1, %b1, %W2, %b2)
      %more = let logical_and(%there == %k0, %n < most)
      condition %more } do {
      %at = let %x + %r
      %f = call @f(%at, %W1, %b1, %W2, %b2)
      %J = jacobian @f(%at, %W1, %b1, %W2, %b2) wrt(x)
      %next = let %r + @step(%f, %J, %k0)
      %n1 = let %n + 1
      yield %n1, %next }
    %total = let (1 + overshoot) * %r
    %norm = vector_norm %total
    %k1 = let @label(%x + %total, %W1, %b1, %W2, %b2)
    %labels = stack %k0, %k1
    return %n, %total, %norm, %labels }
}
