// UDL-2.2: the line through points with least squares, without iterations.
//
//   phi1 = (sum_i x_i y_i - I xm ym) / (sum_i x_i^2 - I xm^2),   phi0 = ym - phi1 xm
//   L = sum_i (phi0 + phi1 x_i - y_i)^2
//
// Source: Understanding Deep Learning, problem 2.2 (xm and ym are the means). Both sums are
// computed from the differences to the means, which is the same and loses no digits where the mean
// is large.
leat.model @line {
  func @fit(%x: f64[I], %y: f64[I]) -> (phi0: f64, phi1: f64) {
    %dx = let %x - mean(%x)
    %dy = let %y - mean(%y)
    %phi1 = let sum(%dx * %dy) / sum(%dx ** 2)
    %phi0 = let mean(%y) - %phi1 * mean(%x)
    return %phi0, %phi1 }
  func @main(%x: f64[I], %y: f64[I]) -> (phi: f64[2], L_min: f64) {
    %phi0, %phi1 = let @fit(%x, %y)
    %L = let sum((%phi0 + %phi1 * %x - %y) ** 2)
    %phi = stack %phi0, %phi1
    return %phi, %L }
}
