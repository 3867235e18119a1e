// Matrices without rows: loops over columns make no trip, whatever a trip would take.
// Compiled code has no contraction of nothing yet, and says so.
// RUN: leat run %s --no-cache --reference | FileCheck %s
leat.model @empty {
  func @chain(%x: f64[2, 0, 0]) -> (l: f64) {
    %c = cholesky %x
    %t = triangular_solve %c, %x
    %v = eigh_values %t
    %w = eigh_vectors %x
    %l = let sum(%v) + sum(%w) + sum(log_abs_det(%x))
    return %l }
  // CHECK: d = [0. 0.]
  // CHECK: s = [1. 1.]
  // CHECK: g = [0. 0.]
  func @main() -> (d: f64[2], s: f64[2], g: f64[2]) {
    %x = full 1.0 : f64[2, 0, 0]
    %d = log_abs_det %x
    %s = det_sign %x
    %l, %dx = grad @chain(%x) wrt(x)
    %g = let %l + sum(%dx, axis = [1, 2])
    return %d, %s, %g }
}
