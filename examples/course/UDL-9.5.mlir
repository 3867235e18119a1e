// UDL-9.5: weight decay is L2 regularisation for SGD, but not for Adam.
//
//   (1 - lambda) phi - alpha dL = phi - alpha d/dphi (L + lambda / (2 alpha) |phi|^2)
//   Adam's first step:  phi - alpha m / (sqrt(v) + 1e-8),  m = (1 - beta1) g / (1 - beta1) = g,
//                       v = (1 - beta2) g^2 / (1 - beta2) = g^2
//
// Source: Understanding Deep Learning, problem 9.5. With L2 Adam sees the penalty in g, and divides
// it by the size of g; decoupled decay (AdamW) multiplies phi by 1 - lambda beside the step.
leat.model @weight_decay {
  config @lam = 0.05
  config @alpha = 0.1
  func @L(%phi: f64[D], %dL: f64[D]) -> (L: f64) {
    %L = let sum(%dL * %phi) // a loss that has the gradient dL
    return %L }
  func @L_regularised(%phi: f64[D], %dL: f64[D]) -> (L: f64) {
    %L = let @L(%phi, %dL) + lam / (2 * f64(alpha)) * sum(%phi ** 2)
    return %L }
  func @sgd(%phi: f64[D], %g: f64[D]) -> (phi: f64[D]) {
    %next = let %phi - alpha * %g
    return %next }
  func @adam(%phi: f64[D], %g: f64[D]) -> (phi: f64[D]) {
    %next = let %phi - alpha * %g / (sqrt(%g ** 2) + 1e-8)
    return %next }
  func @main(%phi: f64[D], %dL: f64[D])
      -> (sgd: f64[D], sgd_l2: f64[D], adam_l2_first_step: f64[D],
          adam_decoupled_first_step: f64[D]) {
    %L, %g = grad @L(%phi, %dL) wrt(phi)
    %L2, %g2 = grad @L_regularised(%phi, %dL) wrt(phi)
    %decayed = let (1 - lam) * %phi
    %sgd = call @sgd(%decayed, %g)
    %sgd_l2 = call @sgd(%phi, %g2)
    %adam_l2 = call @adam(%phi, %g2)
    %adam_decoupled = call @adam(%decayed, %g)
    return %sgd, %sgd_l2, %adam_l2, %adam_decoupled }
}
