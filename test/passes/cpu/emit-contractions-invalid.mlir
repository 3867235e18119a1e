// RUN: leat-opt %s -leat-emit-contractions -split-input-file -verify-diagnostics

leat.kernel @company(%x: f32[4, 3], %w: f32[3, 8]) -> (f32[4]) {
  %y = matmul %x, %w : (f32[4, 3], f32[3, 8]) -> f32[4, 8]
  // expected-error@+1 {{can not stand in a kernel with a contraction}}
  %z = sum %y, axis = 1 : (f32[4, 8]) -> f32[4]
  return %z : f32[4]
}

// -----

leat.kernel @sums_are_stored(%x: f32[4, 3], %w: f32[3, 8]) -> (f64[4, 8]) {
  // expected-error@+1 {{no result of its kernel has the type of its sums}}
  %y = matmul %x, %w : (f32[4, 3], f32[3, 8]) -> f32[4, 8]
  %z = convert %y, dtype = f64 : (f32[4, 8]) -> f64[4, 8]
  return %z : f64[4, 8]
}

// -----

leat.kernel @layers_are_decomposed_before(%x: f32[4, 3], %w: f32[8, 3]) -> (f32[4, 8]) {
  // expected-error@+1 {{has no micro-kernel yet}}
  %y = linear %x, %w : (f32[4, 3], f32[8, 3]) -> f32[4, 8]
  return %y : f32[4, 8]
}

// -----

leat.kernel @elements(%x: f16[4, 3], %w: f16[3, 8]) -> (f16[4, 8]) {
  // expected-error@+1 {{is a contraction of f16, expected f32 or f64}}
  %y = matmul %x, %w : (f16[4, 3], f16[3, 8]) -> f16[4, 8]
  return %y : f16[4, 8]
}

// -----

leat.kernel @extents(%x: f32[4, 0], %w: f32[0, 8]) -> (f32[4, 8]) {
  // expected-error@+1 {{contracts; dim k[0] has extent 0, expected at least 1}}
  %y = matmul %x, %w : (f32[4, 0], f32[0, 8]) -> f32[4, 8]
  return %y : f32[4, 8]
}
