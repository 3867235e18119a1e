// UDL-5.6: a loss for counts, from the Poisson distribution.
//
//   Pr(y) = lambda^y e^-lambda / y!,   lambda = exp f > 0
//   L = sum_i (lambda_i - y_i log lambda_i + log y_i!),   dL/df_i = exp f_i - y_i
//
// Source: Understanding Deep Learning, problem 5.6. log y! does not depend on f and may be left
// out.
leat.model @poisson {
  func @without_const(%f: f64[I], %y: f64[I]) -> (L: f64) {
    %L = let sum(exp(%f) - %y * %f)
    return %L }
  func @L(%f: f64[I], %y: f64[I]) -> (L: f64) {
    %L = let @without_const(%f, %y) + sum(lgamma(%y + 1))
    return %L }
  func @main(%f: f64[I], %y: i64[I]) -> (L: f64, L_without_const: f64, dL_df: f64[I]) {
    %counts = let f64(%y)
    %L, %df = grad @L(%f, %counts) wrt(f)
    %L0 = call @without_const(%f, %counts)
    return %L, %L0, %df }
}
