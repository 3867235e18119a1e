// PET-5.16: a Gibbs sampler of two normal variables with correlation rho.
//
//   x1 | x2 ~ N(rho x2, 1 - rho^2),   x2 | x1 ~ N(rho x1, 1 - rho^2),   in turns
//   in the long run Cov[x] = [[1, rho], [rho, 1]]; from sweep to sweep x2 has the correlation rho^2
//
// Source: Introduction to Deep Learning Theory, exercise 5.16. A chain with given noise, and a long
// one whose covariance and autocorrelation are measured after `burn_in` sweeps.
leat.model @gibbs {
  config @rho = 0.8
  config @sweeps = 101000
  config @burn_in = 1000
  state @rng = seed

  func @chain(%x0: f64[2], %eps: f64[S, 2]) -> (chain: f64[S, 2]) {
    %rho = full rho : f64
    %last, %chain = for %i = 1 to S carry(%x = %x0) over(%e = %eps) {
      %x1 = let %rho * %x[1] + sqrt(1 - %rho ** 2) * %e[0]
      %x2 = let %rho * %x1 + sqrt(1 - %rho ** 2) * %e[1]
      %y = stack %x1, %x2
      yield %y stack(%y) }
    return %chain }

  func @lag1(%x: f64[S]) -> (autocorrelation: f64) {
    %d = let %x - mean(%x)
    %r = let sum(slice(%d, axis = 0, start = 1) * slice(%d, axis = 0, stop = -1)) / sum(%d ** 2)
    return %r }

  func @simulate(%x0: f64[2]) -> (cov: f64[2, 2], lag1: f64) {
    %eps = normal @rng : f64[sweeps, 2]
    %kept = let transpose(slice(@chain(%x0, %eps), axis = 0, start = burn_in), axes = [1, 0])
    %cov = cov %kept
    %lag1 = let @lag1(%kept[1])
    return %cov, %lag1 }

  func @main(%x0: f64[2], %eps: f64[n, 2])
      -> (chain: f64[n, 2], stationary_cov: f64[2, 2], lag1_autocorr: f64,
          stationary_cov_mc: f64[2, 2], lag1_autocorr_mc: f64) {
    %chain = call @chain(%x0, %eps)
    %i = eye count = 2, dtype = f64
    %cov = let %i + rho * (1 - %i)
    %lag1 = let rho ** 2 : f64
    %cov_mc, %lag1_mc = call @simulate(%x0)
    return %chain, %cov, %lag1, %cov_mc, %lag1_mc }
  // S points of a chain, to be drawn.
  func @samples(%x0: f64[2]) -> (x: f64[S, 2]) {
    %eps = normal @rng : f64[S, 2]
    %x = let @chain(%x0, %eps)
    return %x }
}
