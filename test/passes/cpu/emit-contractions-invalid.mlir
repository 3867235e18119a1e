// RUN: leat-opt %s -split-input-file -verify-diagnostics -leat-emit-contractions

leat.kernel @constant(%a: f32[2, 3]) -> (f32[2, 4]) {
  %b = number 2 : () -> f32[3, 4]
  // expected-error@+1 {{operand #1 is computed in its kernel, expected an argument of it}}
  %c = matmul %a, %b : (f32[2, 3], f32[3, 4]) -> f32[2, 4]
  return %c : f32[2, 4]
}

// -----

leat.kernel @reduced(%a: f32[2, 3], %b: f32[3, 4]) -> (f32[2]) {
  %c = matmul %a, %b : (f32[2, 3], f32[3, 4]) -> f32[2, 4]
  // expected-error@+1 {{can not stand in a kernel with a contraction}}
  %d = sum %c, axis = 1 : (f32[2, 4]) -> f32[2]
  return %d : f32[2]
}

// -----

leat.kernel @compared(%a: f32[2, 3], %b: f32[3, 4], %c: f32[2, 4]) -> (i1[2, 4]) {
  // expected-error@+1 {{no result of its kernel has the type of its sums}}
  %d = matmul %a, %b : (f32[2, 3], f32[3, 4]) -> f32[2, 4]
  %e = gt %d, %c : (f32[2, 4], f32[2, 4]) -> i1[2, 4]
  return %e : i1[2, 4]
}
