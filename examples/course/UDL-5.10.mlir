// UDL-5.10: a loss for the direction and the speed of the wind.
//
//   direction: von Mises, mu = f1;   speed: gamma of shape q, theta = exp f2;   independent:
//   NLL = -kappa cos(y - f1) + log(2 pi I0(kappa))
//         + s / theta + q log theta - (q - 1) log s + log Gamma(q)
//
// Source: Understanding Deep Learning, problem 5.10. Any distribution of positive numbers would do
// for the speed, such as a Weibull distribution.
leat.model @wind {
  config @kappa = 1.5
  config @q = 2
  const @pi = 4 * atan(f64(1))
  func @direction(%y: f64, %mu: f64) -> (nll: f64) {
    %nll = let log(2 * @pi) + log_i0(kappa) - kappa * cos(%y - %mu)
    return %nll }
  func @speed(%s: f64, %log_theta: f64) -> (nll: f64) {
    %nll = let %s / exp(%log_theta) + q * %log_theta - (q - 1) * log(%s) + lgamma(q)
    return %nll }
  func @nll(%y: f64, %s: f64, %f: f64[2]) -> (nll: f64) {
    %nll = let @direction(%y, %f[0]) + @speed(%s, %f[1])
    return %nll }
  func @example(%y: f64, %s: f64, %f: f64[2]) -> (nll: f64, grad: f64[2]) {
    %nll, %df = grad @nll(%y, %s, %f) wrt(f)
    return %nll, %df }
  func @main(%y: f64[I], %s: f64[I], %f: f64[I, 2]) -> (nll: f64[I], grad: f64[I, 2]) {
    %nll, %df = vmap @example(%y, %s, %f) in_axes(0, 0, 0)
    return %nll, %df }
}
