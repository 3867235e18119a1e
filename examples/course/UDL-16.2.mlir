// UDL-16.2: the density of the sigmoid of a normal variable.
//
//   x = sig(z), z ~ N(0, 1):   z = log(x / (1 - x))
//   Pr(x) = N(z; 0, 1) |dz/dx| = N(z; 0, 1) / (x (1 - x))
//
// Source: Understanding Deep Learning, problem 16.2. dz/dx is the derivative of the inverse, as the
// compiler finds it; densities are logarithms until the end.
leat.model @logit_normal {
  const @log_2pi = log(2 * acos(f64(-1)))
  func @inverse(%x: f64[N]) -> (z: f64[N]) {
    %z = let log(%x) - log1p(-%x)
    return %z }
  func @log_normal(%z: f64[N]) -> (log_density: f64[N]) {
    %l = let -%z ** 2 / 2 - @log_2pi / 2
    return %l }
  func @main(%xs: f64[N]) -> (pdf: f64[N], log_pdf: f64[N]) {
    %one = full 1 : f64[N]
    %z, %slope = jvp @inverse(%xs) tangent(%one)
    %log_pdf = let @log_normal(%z) + log(abs(%slope))
    %pdf = exp %log_pdf
    return %pdf, %log_pdf }
}
