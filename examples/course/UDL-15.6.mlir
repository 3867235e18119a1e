// UDL-15.6: how much of a normal distribution in many dimensions do bounds on each coordinate keep?
//
//   kept = Pr(|z| < tau)^dim = erf(tau / sqrt 2)^dim,   truncated = 1 - kept
//
// Source: Understanding Deep Learning, problem 15.6. By logarithms, as little is kept.
leat.model @truncation {
  config @dim = 100
  func @main(%taus: f64[N]) -> (log10_kept: f64[N], truncated: f64[N]) {
    %log_kept = let dim * log(erf(%taus / sqrt(2)))
    %log10_kept = let %log_kept / log(10)
    %truncated = let -expm1(%log_kept)
    return %log10_kept, %truncated }
}
