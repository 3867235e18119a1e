// UDL-5.4: a loss from a mixture of two normal distributions.
//
//   f = (f1, ..., f5):
//   lambda = sig f1,   mu1 = f2,   sigma1^2 = f3^2,   mu2 = f4,   sigma2^2 = f5^2
//   L = -sum_i log(lambda N(y_i; mu1, sigma1^2) + (1 - lambda) N(y_i; mu2, sigma2^2))
//
// Source: Understanding Deep Learning, problem 5.4. The answer has the first variance, f3^2, in the
// second normaliser; it must be f5^2. Far from both means each density rounds to 0, so what is
// added is given by its logarithms: log(e^a + e^b).
leat.model @mixture {
  const @pi = 4 * atan(f64(1))
  func @log_normal(%y: f64, %mu: f64, %sigma: f64) -> (log_p: f64) {
    %log_p = let -log(2 * @pi * %sigma ** 2) / 2 - (%y - %mu) ** 2 / (2 * %sigma ** 2)
    return %log_p }
  func @l(%f: f64[5], %y: f64) -> (l: f64) {
    %first = let log_sigmoid(%f[0]) + @log_normal(%y, %f[1], %f[2])
    %second = let log_sigmoid(-%f[0]) + @log_normal(%y, %f[3], %f[4])
    %l = let -logaddexp(%first, %second)
    return %l }
  func @L(%f: f64[I, 5], %y: f64[I]) -> (L: f64, each: f64[I]) {
    %each = vmap @l(%f, %y) in_axes(0, 0)
    %L = sum %each
    return %L, %each }
  func @main(%f: f64[I, 5], %y: f64[I]) -> (per_example: f64[I], L: f64, dL_df: f64[I, 5]) {
    %L, %each, %df = grad @L(%f, %y) wrt(f)
    return %each, %L, %df }
  // The density, to be drawn.
  func @curve(%f: f64[5], %y: f64) -> (density: f64, nll: f64) {
    %nll = call @l(%f, %y)
    %density = let exp(-%nll)
    return %density, %nll }
}
