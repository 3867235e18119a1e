// RUN: leat-opt %s -split-input-file -verify-diagnostics

// cholesky (C1)
leat.model @m {
  func @f(%x: f32[B, 3, 4]) -> (y: f32) {
    // expected-error@+1 {{cholesky: expected square matrices of f64 or f32, got f32[B, 3, 4]}}
    %y = cholesky %x
    return %y }
}

// -----

// inverse (C1)
leat.model @m {
  func @f(%x: f32[B, 3, 4]) -> (y: f32) {
    // expected-error@+1 {{inverse: expected square matrices of f64 or f32, got f32[B, 3, 4]}}
    %y = inverse %x
    return %y }
}

// -----

// log_abs_det (C1)
leat.model @m {
  func @f(%x: f32[B, 3, 4]) -> (y: f32) {
    // expected-error@+1 {{log_abs_det: expected square matrices of f64 or f32, got f32[B, 3, 4]}}
    %y = log_abs_det %x
    return %y }
}

// -----

// det_sign (C1)
leat.model @m {
  func @f(%x: f32[B, 3, 4]) -> (y: f32) {
    // expected-error@+1 {{det_sign: expected square matrices of f64 or f32, got f32[B, 3, 4]}}
    %y = det_sign %x
    return %y }
}

// -----

// matrix_power (C1)
leat.model @m {
  func @f(%x: f32[B, 3, 4]) -> (y: f32) {
    // expected-error@+1 {{matrix_power: expected square matrices of f64 or f32, got f32[B, 3, 4]}}
    %y = matrix_power %x, power = 2
    return %y }
}

// -----

// cholesky (C1): element type
leat.model @m {
  func @f(%x: bf16[3, 3]) -> (y: f32) {
    // expected-error@+1 {{cholesky: expected square matrices of f64 or f32, got bf16[3, 3]}}
    %y = cholesky %x
    return %y }
}

// -----

// inverse (C1): rank
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32) {
    // expected-error@+1 {{inverse: expected square matrices of f64 or f32, got f32[3]}}
    %y = inverse %x
    return %y }
}

// -----

// solve (C1)
leat.model @m {
  func @f(%x: f32[3, 4]) -> (y: f32) {
    // expected-error@+1 {{solve: expected square matrices of f64 or f32, got f32[3, 4]}}
    %y = solve %x, %x
    return %y }
}

// -----

// solve (C2): element type
leat.model @m {
  func @f(%x: f32[3, 3], %b: f64[3, 1]) -> (y: f32) {
    // expected-error@+1 {{solve: operands have different element types}}
    %y = solve %x, %b
    return %y }
}

// -----

// solve (C2)
leat.model @m {
  func @f(%x: f32[3, 3], %b: f32[4, 1]) -> (y: f32) {
    // expected-error@+1 {{solve: expected matrices of as many rows, with the same leading axes: f32[3, 3] and f32[4, 1]}}
    %y = solve %x, %b
    return %y }
}

// -----

// triangular_solve (C1)
leat.model @m {
  func @f(%x: f32[3, 4]) -> (y: f32) {
    // expected-error@+1 {{triangular_solve: expected square matrices of f64 or f32, got f32[3, 4]}}
    %y = triangular_solve %x, %x
    return %y }
}

// -----

// triangular_solve (C2): element type
leat.model @m {
  func @f(%x: f32[3, 3], %b: f64[3, 1]) -> (y: f32) {
    // expected-error@+1 {{triangular_solve: operands have different element types}}
    %y = triangular_solve %x, %b
    return %y }
}

// -----

// triangular_solve (C2)
leat.model @m {
  func @f(%x: f32[3, 3], %b: f32[4, 1]) -> (y: f32) {
    // expected-error@+1 {{triangular_solve: expected matrices of as many rows, with the same leading axes: f32[3, 3] and f32[4, 1]}}
    %y = triangular_solve %x, %b
    return %y }
}

// -----

// matrix_power (C2)
leat.model @m {
  func @f(%x: f32[3, 3]) -> (y: f32) {
    // expected-error@+1 {{matrix_power: power is 2000, expected -1024 ... 1024}}
    %y = matrix_power %x, power = 2000
    return %y }
}

// -----

// eigh_values (C1)
leat.model @m {
  func @f(%x: f32[B, 3, 4]) -> (y: f32) {
    // expected-error@+1 {{eigh_values: expected square matrices of f64 or f32, got f32[B, 3, 4]}}
    %y = eigh_values %x
    return %y }
}

// -----

// eigh_vectors (C1)
leat.model @m {
  func @f(%x: f32[B, 3, 4]) -> (y: f32) {
    // expected-error@+1 {{eigh_vectors: expected square matrices of f64 or f32, got f32[B, 3, 4]}}
    %y = eigh_vectors %x
    return %y }
}

// -----

// lstsq (C1)
leat.model @m {
  func @f(%x: f32[3, 4]) -> (y: f32) {
    // expected-error@+1 {{lstsq: expected matrices of f64 or f32 with no fewer rows than columns, got f32[3, 4]}}
    %y = lstsq %x, %x
    return %y }
}

// -----

// lstsq (C2): element type
leat.model @m {
  func @f(%x: f32[4, 3], %b: f64[4, 1]) -> (y: f32) {
    // expected-error@+1 {{lstsq: operands have different element types}}
    %y = lstsq %x, %b
    return %y }
}

// -----

// lstsq (C2)
leat.model @m {
  func @f(%x: f32[4, 3], %b: f32[3, 1]) -> (y: f32) {
    // expected-error@+1 {{lstsq: expected matrices of as many rows, with the same leading axes: f32[4, 3] and f32[3, 1]}}
    %y = lstsq %x, %b
    return %y }
}

// -----

// pinv (C1)
leat.model @m {
  func @f(%x: f32[3, 4]) -> (y: f32) {
    // expected-error@+1 {{pinv: expected matrices of f64 or f32 with no fewer rows than columns, got f32[3, 4]}}
    %y = pinv %x
    return %y }
}
