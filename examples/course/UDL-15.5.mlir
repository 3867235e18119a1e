// UDL-15.5: Kullback-Leibler divergence and Wasserstein distance of two normal distributions.
//
//   KL = log(s2 / s1) + (s1^2 + (m1 - m2)^2) / (2 s2^2) - 1/2
//   W2^2 = (m1 - m2)^2 + (s1 - s2)^2 = (m1 - m2)^2 + s1^2 + s2^2 - 2 s1 s2
//
// Source: Understanding Deep Learning, problem 15.5, as functions of d = m1 - m2, for s1 = s2 = 1
// and for given standard deviations. The printed distance has s1 + s2 - 2 sqrt(s1 s2) for (s1 -
// s2)^2: that holds where s are variances, while in KL they are standard deviations; and it is W2
// squared, not W1.
leat.model @normal_distances {
  config @s1 = 0.8
  config @s2 = 1.7
  func @KL(%d: f64[N], %s1: f64, %s2: f64) -> (KL: f64[N]) {
    %kl = let kl_normal(%d, 2 * log(%s1), 0, 2 * log(%s2), reduction = none)
    return %kl }
  func @W2sq(%d: f64[N], %s1: f64, %s2: f64) -> (W2sq: f64[N]) {
    %w = let %d ** 2 + (%s1 - %s2) ** 2
    return %w }
  func @main(%d: f64[N]) -> (KL_unit: f64[N], W2sq_unit: f64[N], KL: f64[N], W2sq: f64[N]) {
    %KL_unit = let @KL(%d, 1, 1)
    %W2sq_unit = let @W2sq(%d, 1, 1)
    %KL = let @KL(%d, s1, s2)
    %W2sq = let @W2sq(%d, s1, s2)
    return %KL_unit, %W2sq_unit, %KL, %W2sq }
}
