// UBC-1.5: dropout on a random number of units: thinning of a Poisson distribution.
//
//   M ~ Poi(lambda), K given M ~ Bin(M, 1 - p):
//   P(K = k) = sum_{m >= k} Poi(m; lambda) C(m, k) (1 - p)^k p^(m-k) = Poi(k; lambda (1 - p))
//
// Source: CPEN 455, homework 1, problem 1.5. The series is summed until its terms are negligible;
// pmf_closed_form is what it should come to. The simulation lets units arrive after exponential
// waiting times: those up to the time lambda are M.
leat.model @thinning {
  config @lam = 5
  config @p = 0.35
  config @n = 100000
  state @rng = seed
  func @poisson(%k: f64[K], %lambda: f64) -> (pmf: f64[K]) {
    %pmf = let exp(xlogy(%k, %lambda) - %lambda - lgamma(%k + 1))
    return %pmf }
  func @binomial(%k: f64[K], %m: f64) -> (pmf: f64[K]) {
    %log_choose = let lgamma(%m + 1) - lgamma(%k + 1) - lgamma(%m - %k + 1)
    %log_pmf = let %log_choose + xlogy(%k, 1 - f64(p)) + xlogy(%m - %k, f64(p))
    %pmf = let where(%k <= %m, exp(%log_pmf), 0)
    return %pmf }
  func @poisson_of_one(%m: f64) -> (pmf: f64) {
    %pmf = let @poisson(reshape(%m, shape = [1]), f64(lam))[0]
    return %pmf }

  // The series for each of %k, and that for the mean of K.
  func @series(%k: f64[K]) -> (pmf: f64[K], mean: f64) {
    %zero = full 0 : f64
    %none = full 0 : f64[K]
    %m, %pmf, %mean = while carry(%m = %zero, %pmf = %none, %mean = %zero) {
      %before_the_top = let %m <= lam
      %large = let @poisson_of_one(%m) > 1e-18
      %more = logical_or %before_the_top, %large
      condition %more } do {
      %weight = call @poisson_of_one(%m)
      %pmf1 = let %pmf + %weight * @binomial(%k, %m)
      %mean1 = let %mean + %weight * %m * (1 - p)
      %m1 = let %m + 1
      yield %m1, %pmf1, %mean1 }
    return %pmf, %mean }

  func @simulate() -> (K: i64[n]) {
    %start = full 0 : f64[n]
    %none = full 0 : i64[n]
    %time, %K = while carry(%time = %start, %K = %none) {
      %more = let any(%time <= lam)
      condition %more } do {
      %u = uniform @rng : f64[n]
      %next = let %time - log(1 - %u)
      %dropped = bernoulli @rng (p) : i64[n]
      %kept = let %K + where(%next <= lam, 1 - %dropped, 0)
      yield %next, %kept }
    return %K }

  func @main() -> (pmf: f64[8], mean: f64, pmf_closed_form: f64[8], pmf_mc: f64[8], mean_mc: f64) {
    %k = iota shape = [8], dtype = f64
    %pmf, %mean = call @series(%k)
    %closed = let @poisson(%k, f64(lam) * (1 - p))
    %K = call @simulate()
    %times = let bincount(minimum(%K, 8), bins = 9)
    %pmf_mc = let f64(slice(%times, axis = 0, stop = 8)) / n
    %mean_mc = let mean(f64(%K))
    return %pmf, %mean, %closed, %pmf_mc, %mean_mc }
}
