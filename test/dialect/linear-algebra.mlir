// RUN: leat-opt %s | leat-opt | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt | FileCheck %s

leat.model @linear_algebra {
  // CHECK-LABEL: func @main
  func @main(%a: f64[B, 4, 4], %b: f64[B, 4, 2]) -> (y: f64[B, 4, 2], d: f64[B], s: f64[B], p: f64[B, 4, 4]) {
    // CHECK: cholesky %{{.*}} : f64[B, 4, 4]
    %l = cholesky %a
    // CHECK: triangular_solve %{{.*}}, %{{.*}}, transpose = true, unit = true, upper = true : f64[B, 4, 2]
    %x = triangular_solve %l, %b, upper = true, transpose = true, unit = true
    // CHECK: solve %{{.*}}, %{{.*}} : f64[B, 4, 2]
    %y = solve %a, %x
    // CHECK: inverse %{{.*}} : f64[B, 4, 4]
    %i = inverse %a
    // CHECK: log_abs_det %{{.*}} : f64[B]
    %d = log_abs_det %i
    // CHECK: det_sign %{{.*}} : f64[B]
    %s = det_sign %i
    // CHECK: matrix_power %{{.*}}, power = -3 : f64[B, 4, 4]
    %p = matrix_power %i, power = -3
    return %y, %d, %s, %p }

  // CHECK-LABEL: func @more
  func @more(%a: f64[B, 6, 4], %b: f64[B, 6, 2]) -> (x: f64[B, 4, 2], p: f64[B, 4, 6], l: f64[B, 4], v: f64[B, 4, 4]) {
    // CHECK: lstsq %{{.*}}, %{{.*}} : f64[B, 4, 2]
    %x = lstsq %a, %b
    // CHECK: pinv %{{.*}} : f64[B, 4, 6]
    %p = pinv %a
    %s = matmul %p, %a
    // CHECK: eigh_values %{{.*}} : f64[B, 4]
    %l = eigh_values %s
    // CHECK: eigh_vectors %{{.*}} : f64[B, 4, 4]
    %v = eigh_vectors %s
    return %x, %p, %l, %v }
}
