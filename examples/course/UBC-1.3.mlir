// UBC-1.3: how many of M units dropout keeps: a binomial distribution.
//
//   K ~ Bin(M, 1 - p):   P(K = k) = C(M, k) (1 - p)^k p^(M - k),
//   E K = M (1 - p),   Var K = M p (1 - p)
//
// Source: CPEN 455, homework 1, problem 1.3.
leat.model @kept_units {
  config @M = 8
  config @p = 0.4
  config @n = 100000
  state @rng = seed
  // P(K = k) for each of %k.
  func @pmf(%k: f64[L]) -> (pmf: f64[L]) {
    %log_choose = let lgamma(f64(M) + 1) - lgamma(%k + 1) - lgamma(M - %k + 1)
    %pmf = let exp(%log_choose + xlogy(%k, 1 - f64(p)) + xlogy(M - %k, f64(p)))
    return %pmf }
  func @main() -> (EK: f64, VarK: f64, pmf: f64[L], EK_mc: f64, VarK_mc: f64, pmf_mc: f64[L]) {
    %EK = let f64(M) * (1 - p)
    %VarK = let f64(M) * p * (1 - p)
    %zero = full 0 : f64[1]
    %from_1 = let 1 + iota(shape = [M], dtype = f64)
    %k = concat %zero, %from_1
    %pmf = call @pmf(%k)

    %dropped = bernoulli @rng (p) : f64[n, M]
    %K = let M - sum(%dropped, axis = 1)
    %EK_mc = mean %K
    %VarK_mc = var %K
    %hits = let f64(reshape(%K, shape = [n, 1]) == %k) // for each draw, which k it is
    %pmf_mc = mean %hits, axis = 0
    return %EK, %VarK, %pmf, %EK_mc, %VarK_mc, %pmf_mc }
}
