// UDL-5.8: a network that predicts means and variances of several numbers.
//
//   L = sum_i sum_d (1/2 log(2 pi f2_id^2) + (y_id - f1_id)^2 / (2 f2_id^2))
//   dL/df1 = (f1 - y) / f2^2,   dL/df2 = 1 / f2 - (y - f1)^2 / f2^3
//
// Source: Understanding Deep Learning, problem 5.8. f1 are the means; squares of f2 are the
// variances.
leat.model @heteroscedastic {
  const @pi = 4 * atan(f64(1))
  func @L(%y: f64[I, D], %f1: f64[I, D], %f2: f64[I, D]) -> (L: f64) {
    %variance = let %f2 ** 2
    %L = let sum(log(2 * @pi * %variance) / 2 + (%y - %f1) ** 2 / (2 * %variance))
    return %L }
  func @main(%y: f64[I, D], %f1: f64[I, D], %f2: f64[I, D])
      -> (L: f64, dL_df1: f64[I, D], dL_df2: f64[I, D]) {
    %L, %df1, %df2 = grad @L(%y, %f1, %f2) wrt(f1, f2)
    return %L, %df1, %df2 }
}
