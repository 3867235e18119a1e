// PET-3.11: the gradient penalty of WGAN-GP, for a linear critic.
//
//   L(u) = D(y) - D(x) + lam (|grad_s D(s)| - 1)^2,   D(s) = u . s,   s = t x + (1 - t) y
//
//   The best critic that is nowhere steeper than 1 has D(x) - D(y) = |x - y| for coupled x and y,
//   so a gradient of length 1 on the way between them. Of linear critics with |u| = 1 that is
//   u = (x - y) / |x - y|, and L = -|x - y|.
//
// Source: Introduction to Deep Learning Theory, exercise 3.11. x is real, y generated. The gradient
// of a linear critic is the same for all t; it is taken half way.
leat.model @gradient_penalty {
  config @lam = 10.0
  func @D(%s: f64[D], %u: f64[D]) -> (D: f64) {
    %d = let sum(%u * %s)
    return %d }
  func @loss(%u: f64[D], %x: f64[D], %y: f64[D]) -> (loss: f64) {
    %s = let (%x + %y) / 2
    %d, %slope = grad @D(%s, %u) wrt(s)
    %L = let @D(%y, %u) - @D(%x, %u) + lam * (vector_norm(%slope) - 1) ** 2
    return %L }
  func @main(%x: f64[D], %y: f64[D], %u: f64[D])
      -> (loss: f64, dloss_du: f64[D], loss_at_unit_direction: f64) {
    %loss, %du = grad @loss(%u, %x, %y) wrt(u)
    %best = let @loss(l2_normalize(%x - %y), %x, %y)
    return %loss, %du, %best }
}
