// UDL-17.5: two estimates of the gradient of an expectation.
//
//   score function: d/dphi E f(x) = E[f(x) d/dphi log p(x)] ~ (1/I) sum_i f(x_i) d/dphi log p(x_i)
//   reparameterised: x = mu + sigma eps:                   ~ (1/I) sum_i f'(x_i) dx_i/dphi
//   f(x) = x^2, x ~ N(mu, sigma^2), phi = (mu, sigma):
//   E f = mu^2 + sigma^2, so the gradient is (2 mu, 2 sigma)
//
// Source: Understanding Deep Learning, problem 17.5. Its average over samples lacks the factor 1/I.
// Both take the noise eps from outside; exact_mc is the reparameterised one of draws.
leat.model @gradient_estimates {
  config @mu = 0.8
  config @sigma = 1.2
  config @n = 100000 // draws
  state @rng = seed
  func @f(%x: f64[I]) -> (f: f64[I]) {
    %f = let %x ** 2
    return %f }
  func @expectation(%phi: f64[2]) -> (E: f64) {
    %E = let sum(%phi ** 2)
    return %E }
  func @sample(%phi: f64[2], %eps: f64[I]) -> (x: f64[I]) {
    %x = let %phi[0] + %phi[1] * %eps
    return %x }
  // Its gradient is the score-function estimate, the samples being fixed.
  func @weighted_log_p(%phi: f64[2], %x: f64[I]) -> (mean: f64) {
    %log_p = let -((%x - %phi[0]) / %phi[1]) ** 2 / 2 - log(%phi[1])
    %mean = let mean(@f(%x) * %log_p)
    return %mean }
  // Its gradient is the reparameterised estimate.
  func @mean_f(%phi: f64[2], %eps: f64[I]) -> (mean: f64) {
    %mean = let mean(@f(@sample(%phi, %eps)))
    return %mean }
  func @main(%eps: f64[I]) -> (exact: f64[2], score: f64[2], reparam: f64[2], exact_mc: f64[2]) {
    %m = full mu : f64
    %s = full sigma : f64
    %phi = stack %m, %s
    %E, %exact = grad @expectation(%phi) wrt(phi)
    %x = call @sample(%phi, %eps)
    %l, %score = grad @weighted_log_p(%phi, %x) wrt(phi)
    %f, %reparam = grad @mean_f(%phi, %eps) wrt(phi)
    %noise = normal @rng : f64[n]
    %f_mc, %exact_mc = grad @mean_f(%phi, %noise) wrt(phi)
    return %exact, %score, %reparam, %exact_mc }
}
