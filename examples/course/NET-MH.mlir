// NET-MH: Metropolis-Hastings with given proposals and uniform numbers.
//
//   x' = x + d is accepted if log u < log p(x') - log p(x);   here log p(x) = -x^4 / 4 + const
//   in the long run E x^2 = 2 Gamma(3/4) / Gamma(1/4)
//
// Source: Metropolis et al. 1953; Hastings 1970.
leat.model @metropolis_hastings {
  config @x0 = 0.5
  func @log_p(%x: f64) -> (l: f64) {
    %l = let -%x ** 4 / 4
    return %l }
  func @main(%proposal: f64[n], %u: f64[n])
      -> (chain: f64[n], accept: i64[n], stationary_second_moment: f64) {
    %start = full x0 : f64
    %last, %chain, %accept = for %k = 1 to n carry(%x = %start) over(%d = %proposal, %uk = %u) {
      %there = let %x + %d
      %accepted = let log(%uk) < @log_p(%there) - @log_p(%x)
      %next = let where(%accepted, %there, %x)
      %flag = let i64(%accepted)
      yield %next stack(%next, %flag) }
    %quarter = full 0.25 : f64
    %moment = let 2 * exp(lgamma(3 * %quarter) - lgamma(%quarter))
    return %chain, %accept, %moment }
}
