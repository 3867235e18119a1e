// SYS-SPECIAL: special functions and their derivatives.
//
//   erf' = 2 / sqrt(pi) e^(-x^2),   ndtri' = 1 / phi(ndtri),   phi the normal density
//   lgamma' = digamma,   (log I0)' = I1 / I0
//
// Source: Abramowitz & Stegun. Of the quantile function `xs` are the probabilities; all others, but
// for the two near 0, take `big`. `derf` and `dlgamma` are derivatives, too.
leat.model @special {
  func @erf(%x: f64[N]) -> (y: f64[N]) {
    %y = erf %x
    return %y }
  func @ndtri(%p: f64[N]) -> (y: f64[N]) {
    %y = ndtri %p
    return %y }
  func @lgamma(%x: f64[N]) -> (y: f64[N]) {
    %y = lgamma %x
    return %y }
  func @log_i0(%x: f64[N]) -> (y: f64[N]) {
    %y = log_i0 %x
    return %y }

  func @main(%xs: f64[N], %big: f64[M], %tiny: f64[K] = [1e-12, 1e-3])
      -> (erf: f64[M], ndtri: f64[N], dndtri: f64[N], lgamma: f64[M], digamma: f64[M],
          log_i0: f64[M], dlog_i0: f64[M], log1p_tiny: f64[K], expm1_tiny: f64[K], derf: f64[M],
          dlgamma: f64[M]) {
    // Pointwise functions along a tangent of ones: the derivative at each place.
    %one_n = full 1 : f64[N]
    %one_m = full 1 : f64[M]
    %erf, %derf = jvp @erf(%big) tangent(%one_m)
    %ndtri, %dndtri = jvp @ndtri(%xs) tangent(%one_n)
    %lgamma, %dlgamma = jvp @lgamma(%big) tangent(%one_m)
    %log_i0, %dlog_i0 = jvp @log_i0(%big) tangent(%one_m)
    %digamma = digamma %big
    %log1p = log1p %tiny
    %expm1 = expm1 %tiny
    return %erf, %ndtri, %dndtri, %lgamma, %digamma, %log_i0, %dlog_i0, %log1p, %expm1, %derf,
           %dlgamma }
}
