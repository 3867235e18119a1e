// UDL-5.7: the likelihood of vectors under a normal distribution with one variance for all
// elements.
//
//   NLL = sum_i (D/2 log(2 pi sigma^2) + |y_i - mu_i|^2 / (2 sigma^2)),
//   dNLL/dmu = (mu - y) / sigma^2
//
// Source: Understanding Deep Learning, problem 5.7. Whatever sigma^2 is, NLL is a constant and a
// positive multiple of the sum of squares: the same mu is best for both. `s2` is sigma^2.
leat.model @spherical {
  config @s2 = 0.7
  const @pi = 4 * atan(f64(1))
  func @sum_sq(%y: f64[I, D], %mu: f64[I, D]) -> (sum_sq: f64) {
    %sum_sq = let sum((%y - %mu) ** 2)
    return %sum_sq }
  func @nll(%y: f64[I, D], %mu: f64[I, D]) -> (nll: f64) {
    %nll = let I * D / 2 * log(2 * @pi * s2) + @sum_sq(%y, %mu) / (2 * s2)
    return %nll }
  func @main(%y: f64[I, D], %mu: f64[I, D]) -> (nll: f64, sum_sq: f64, dnll_dmu: f64[I, D]) {
    %nll, %dmu = grad @nll(%y, %mu) wrt(mu)
    %sum_sq = call @sum_sq(%y, %mu)
    return %nll, %sum_sq, %dmu }
}
