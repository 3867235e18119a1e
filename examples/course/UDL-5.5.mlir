// UDL-5.5: a loss for directions of which there may be two: a mixture of von Mises distributions.
//
//   Pr(y) = lambda exp(k1 cos(y - mu1)) / (2 pi I0(k1))
//           + (1 - lambda) exp(k2 cos(y - mu2)) / (2 pi I0(k2))
//   f = (f1, ..., f5):   lambda = sig f1,   mu1 = f2,   k1 = exp f3,   mu2 = f4,   k2 = exp f5
//
// Source: Understanding Deep Learning, problem 5.5. The network has five outputs, or three if the
// concentrations k are constants. The derivative of log I0(k) is I1(k) / I0(k).
leat.model @von_mises_mixture {
  const @pi = 4 * atan(f64(1))
  func @log_von_mises(%y: f64, %mu: f64, %k: f64) -> (log_p: f64) {
    %log_p = let %k * cos(%y - %mu) - log(2 * @pi) - log_i0(%k)
    return %log_p }
  func @nll(%f: f64[5], %y: f64) -> (nll: f64) {
    %k1 = let exp(%f[2])     %k2 = let exp(%f[4])
    %first = let log_sigmoid(%f[0]) + @log_von_mises(%y, %f[1], %k1)
    %second = let log_sigmoid(-%f[0]) + @log_von_mises(%y, %f[3], %k2)
    %nll = let -logaddexp(%first, %second)
    return %nll }
  func @example(%f: f64[5], %y: f64) -> (nll: f64, grad: f64[5]) {
    %nll, %df = grad @nll(%f, %y) wrt(f)
    return %nll, %df }
  func @main(%f: f64[I, 5], %y: f64[I]) -> (nll: f64[I], grad: f64[I, 5]) {
    %nll, %df = vmap @example(%f, %y) in_axes(0, 0)
    return %nll, %df }
  // The density, to be drawn.
  func @curve(%f: f64[5], %y: f64) -> (density: f64, nll: f64) {
    %nll = call @nll(%f, %y)
    %density = let exp(-%nll)
    return %density, %nll }
}
