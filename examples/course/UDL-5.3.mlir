// UDL-5.3: a loss for directions, from the von Mises distribution.
//
//   Pr(y | mu) = exp(kappa cos(y - mu)) / (2 pi I0(kappa))
//   NLL = sum_i (-kappa cos(y_i - mu_i) + log(2 pi I0(kappa))),
//   dNLL/dmu_i = -kappa sin(y_i - mu_i)
//
// Source: Understanding Deep Learning, problem 5.3. The second line of the answer drops the
// constant log(2 pi) without saying so. Without all constants the loss is -sum_i cos(y_i - mu_i):
// the same best mu. The prediction is mu, taken into (-pi, pi].
leat.model @von_mises {
  config @kappa = 2.5
  const @pi = 4 * atan(f64(1))
  func @nll(%y: f64[I], %mu: f64[I]) -> (nll: f64) {
    %nll = let sum(log(2 * @pi) + log_i0(kappa) - kappa * cos(%y - %mu))
    return %nll }
  func @main(%y: f64[I], %mu: f64[I])
      -> (nll: f64, reduced_loss: f64, dnll_dmu: f64[I], wrapped_mu: f64[I]) {
    %nll, %dmu = grad @nll(%y, %mu) wrt(mu)
    %reduced = let -sum(cos(%y - %mu))
    %wrapped = let atan2(sin(%mu), cos(%mu))
    return %nll, %reduced, %dmu, %wrapped }
  // The density and its NLL for one prediction, to be drawn.
  func @curve(%y: f64, %mu: f64) -> (density: f64, nll: f64) {
    %nll = let log(2 * @pi) + log_i0(kappa) - kappa * cos(%y - %mu)
    %density = let exp(-%nll)
    return %density, %nll }
}
