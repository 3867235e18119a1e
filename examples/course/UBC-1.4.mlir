// UBC-1.4: for many units of which few are kept the number of these has a Poisson distribution.
//
//   lambda = M (1 - p):
//   Bin(k) = lambda^k / k!  (M (M-1) ... (M-k+1) / M^k)  (1 - lambda / M)^(M-k),  for M to infinity
//   Poi(k) = lambda^k / k!             1                       e^-lambda
//   TV = 1/2 sum_k |Bin(k) - Poi(k)| <= lambda^2 / M
//
// Source: CPEN 455, homework 1, problem 1.4. Where k > M, Bin(k) = 0: what is left of Poi counts
// whole.
leat.model @poisson_limit {
  config @lam = 3
  func @poisson(%k: f64[K]) -> (pmf: f64[K]) {
    %pmf = let exp(xlogy(%k, f64(lam)) - lam - lgamma(%k + 1))
    return %pmf }
  func @tv(%M: i64) -> (tv: f64) {
    %units = let f64(%M)
    %zero = full 0 : f64
    %one = full 1 : f64
    // %power is lambda^k / k!, %falling the product of M (M-1) ... (M-k+1) / M^k, both for k.
    %apart, %mass, %power, %falling =
      for %k = 0 to %M carry(%apart = %zero, %mass = %zero, %power = %one, %falling = %one) {
        %i = let f64(%k)
        %rest = let where(%k == %M, 0, (%units - %i) * log1p(-lam / %units)) // 0 also if lambda = M
        %binomial = let %power * %falling * exp(%rest)
        %poisson = let %power * exp(-f64(lam))
        %apart1 = let %apart + abs(%binomial - %poisson)
        %mass1 = let %mass + %poisson
        %power1 = let %power * lam / (%i + 1)
        %falling1 = let %falling * (%units - %i) / %units
        yield %apart1, %mass1, %power1, %falling1 }
    %tv = let (%apart + (1 - %mass)) / 2
    return %tv }
  func @main(%Ms: i64[A] = [10, 100, 1000]) -> (poisson_pmf_0_8: f64[9], tv: f64[A]) {
    %k = iota shape = [9], dtype = f64
    %pmf = call @poisson(%k)
    %tv = vmap @tv(%Ms) in_axes(0)
    return %pmf, %tv }
}
