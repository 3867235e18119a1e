// UDL-8.5: what happens to a network that predicts the variance, too, when its training error is
// zero.
//
//   residual 0:   NLL = 1/2 log(2 pi sigma^2), to minus infinity as sigma goes to 0
//   with a floor under the variance:   NLL = 1/2 log(2 pi max(sigma^2, floor))
//
// Source: Understanding Deep Learning, problem 8.5. The floor is one remedy: below it the slope is
// 0. Others are a prior on the variance, and to stop early.
leat.model @collapse {
  config @floor = 1e-4
  const @pi = 4 * atan(f64(1))
  func @nll(%variance: f64[N]) -> (nll: f64[N]) {
    %nll = let log(2 * @pi * %variance) / 2
    return %nll }
  func @main(%s: f64[N]) -> (nll: f64[N], nll_floored: f64[N]) {
    %free = let @nll(%s ** 2)
    %floored = let @nll(maximum(%s ** 2, @floor))
    return %free, %floored }
}
