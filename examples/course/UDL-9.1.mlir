// UDL-9.1: a normal prior for the parameters is L2 regularisation.
//
//   y_i ~ N(x_i . phi, sigma^2),  phi_d ~ N(0, sigma_phi^2):
//   -log(likelihood * prior) = |y - X phi|^2 / (2 sigma^2) + |phi|^2 / (2 sigma_phi^2) + constants
//   times 2 sigma^2:  |y - X phi|^2 + lambda |phi|^2,  lambda = sigma^2 / sigma_phi^2
//   the best phi:  (X^T X + lambda 1) phi = X^T y
//
// Source: Understanding Deep Learning, problem 9.1. `s2` is sigma^2, `sp2` sigma_phi^2.
leat.model @gaussian_prior {
  config @s2 = 0.5
  config @sp2 = 2
  const @pi = 4 * atan(f64(1))
  func @neg_log_normal(%z: f64[N], %variance: f64) -> (nll: f64) {
    %nll = let N / 2 * log(2 * @pi * %variance) + sum(%z ** 2) / (2 * %variance)
    return %nll }
  func @neg_log_posterior(%X: f64[I, D], %y: f64[I], %phi: f64[D]) -> (nlp: f64) {
    %likelihood = let @neg_log_normal(%y - linear(%phi, %X), f64(s2))
    %prior = let @neg_log_normal(%phi, f64(sp2))
    %nlp = let %likelihood + %prior
    return %nlp }
  func @ridge(%X: f64[I, D], %y: f64[I], %lambda: f64) -> (phi: f64[D]) {
    %A = let matmul(%X, %X, transpose_lhs = true) + %lambda * eye(D, dtype = f64)
    %b = let matmul(%X, reshape(%y, shape = [I, 1]), transpose_lhs = true)
    %phi = let reshape(solve(%A, %b), shape = [D])
    return %phi }
  func @main(%X: f64[I, D], %y: f64[I])
      -> (lambda: f64, map: f64[D], neg_log_posterior: f64) {
    %lambda = let f64(s2) / sp2
    %map = call @ridge(%X, %y, %lambda)
    %nlp = call @neg_log_posterior(%X, %y, %map)
    return %lambda, %map, %nlp }
}
