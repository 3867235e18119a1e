// RUN: leat-opt %s -leat-lower-kernels -split-input-file -verify-diagnostics

leat.kernel @layers_are_decomposed_before(%x: f32[4, 3]) -> (f32[4, 3]) {
  // expected-error@+1 {{'leat.softmax' op has no CPU lowering yet}}
  %y = softmax %x, axis = 1 : (f32[4, 3]) -> f32[4, 3]
  return %y : f32[4, 3]
}

// -----

// expected-error@+1 {{'leat.kernel' op has the type f32[?], expected a tensor of known extents}}
leat.kernel @extents_are_known(%x: f32[?]) -> (f32[?]) {
  %y = exp %x : (f32[?]) -> f32[?]
  return %y : f32[?]
}

// -----

leat.kernel @extreme_of_nothing(%x: f32[4, 0]) -> (f32[4]) {
  // expected-error@+1 {{'leat.max' op reduces axis 1 of f32[4, 0], expected at least one element}}
  %y = max %x, axis = 1 : (f32[4, 0]) -> f32[4]
  return %y : f32[4]
}

// -----

leat.kernel @place_of_nothing(%x: f32[0]) -> (i32) {
  // expected-error@+1 {{'leat.argmax' op reduces axis 0 of f32[0], expected at least one element}}
  %y = argmax %x, axis = 0 : (f32[0]) -> i32
  return %y : i32
}
