// UDL-8.9: how far samples of a Gaussian of many dimensions are from its centre.
//
//   |x| has the chi distribution, p(r) = r^(D-1) exp(-r^2 / 2) / (2^(D/2-1) Gamma(D/2))
//   mean_D = sqrt(2) Gamma((D+1)/2) / Gamma(D/2),   var_D = D - mean_D^2
//
// Source: Understanding Deep Learning, problem 8.9. The mean grows as sqrt(D) and the variance
// stays below 1/2: a thin shell. Computed as it stands, D - mean^2 loses the more digits the larger
// D is. But
//
//   mean_D mean_{D+1} = D   =>   var_D = D (1 - var_{D+1}) / (D + 1 - var_{D+1})
//
// loses none, from a large D, where var_D = 1/2 - 1/(8 D) - 1/(16 D^2) ..., downwards; the mean
// then is sqrt(D - var_D). The estimates are from 20000 vectors for each D.
leat.model @shell {
  state @rng = seed
  func @variance(%D: f64[K]) -> (var: f64[K]) {
    %far = let %D + 1000
    %start = let 0.5 - 1 / (8 * %far) - 1 / (16 * %far ** 2)
    %var = for %t = 999 downto 0 carry(%v = %start) {
      %d = let %D + f64(%t)
      %v1 = let %d * (1 - %v) / (%d + 1 - %v)
      yield %v1 }
    return %var }
  func @lengths(%D: i64) -> (r: f64[20000]) {
    %zero = full 0 : f64[20000]
    %square = for %t = 1 to %D carry(%s = %zero) {
      %x = normal @rng : f64[20000]             // the t-th coordinate of all vectors
      %s1 = let %s + %x ** 2
      yield %s1 }
    %r = sqrt %square
    return %r }
  func @main(%Ds: i64[K] = [25, 100, 500])
      -> (mean: f64[K], var: f64[K], mean_mc: f64[K], var_mc: f64[K]) {
    %D = let f64(%Ds)
    %var = let @variance(%D)
    %mean = let sqrt(%D - %var)
    %mean_mc, %var_mc = for %t = 1 to K over(%d = %Ds) {
      %r = let @lengths(%d)
      %m = mean %r
      %v = var %r
      yield stack(%m, %v) }
    return %mean, %var, %mean_mc, %var_mc }
}
