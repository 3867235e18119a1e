// RUN: leat-opt %s -split-input-file -verify-diagnostics

// reshape (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{reshape: shape holds -1, expected extents that are not negative but for one -1}}
    %y = reshape %x, shape = [-1, -1]
    return %y }
}

// -----

// reshape (C2)
leat.model @m {
  func @f(%x: f32[B, 3, 4]) -> (y: f32) {
    // expected-error@+1 {{reshape: f32[B, 3, 4] does not have as many elements as f32[B, 10]}}
    %y = reshape %x, shape = [B, 10]
    return %y }
}

// -----

// reshape (C2), computed
leat.model @m {
  func @f(%x: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{reshape: f32[4, 3] does not have as many elements as f32[5, ?]}}
    %y = reshape %x, shape = [5, -1]
    return %y }
}

// -----

// transpose (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{transpose: axes = [0, 0] is no permutation of the axes of f32[B, 3]}}
    %y = transpose %x, axes = [0, 0]
    return %y }
}

// -----

// broadcast_to (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{broadcast_to: shape holds -1, expected extents that are not negative}}
    %y = broadcast_to %x, shape = [-1, 3]
    return %y }
}

// -----

// broadcast_to (C2)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{broadcast_to: f32[B, 3] does not broadcast to f32[B, 4]}}
    %y = broadcast_to %x, shape = [B, 4]
    return %y }
}

// -----

// broadcast_to (C2): rank
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{broadcast_to: f32[B, 3] does not broadcast to f32[3]}}
    %y = broadcast_to %x, shape = [3]
    return %y }
}

// -----

// squeeze (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{squeeze: axis 1 has extent 3, expected 1: f32[B, 3]}}
    %y = squeeze %x, axis = 1
    return %y }
}

// -----

// unsqueeze (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{unsqueeze: axis 3 is out of range for a tensor of rank 3}}
    %y = unsqueeze %x, axis = 3
    return %y }
}

// -----

// slice (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{slice: step is 0, expected at least 1}}
    %y = slice %x, axis = 1, step = 0
    return %y }
}

// -----

// slice (C2)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{slice: the range from 1 to 4 is not in axis 1 of f32[B, 3]}}
    %y = slice %x, axis = 1, start = 1, stop = 4
    return %y }
}

// -----

// slice (C2), extent not known
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{slice: the range from 5 to 4 is not in axis 0 of f32[B, 3]}}
    %y = slice %x, axis = 0, start = 5, stop = 4
    return %y }
}

// -----

// pad (C1): count
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{pad: low has 1 numbers, expected one per axis: f32[B, 3]}}
    %y = pad %x, low = [1], high = [0, 0]
    return %y }
}

// -----

// pad (C1): sign
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{pad: high holds -1, expected numbers that are not negative}}
    %y = pad %x, low = [1, 0], high = [0, -1]
    return %y }
}

// -----

// concat (C1)
leat.model @m {
  func @f(%x: f32[B, 3], %z: f64[B, 3]) -> (y: f32) {
    // expected-error@+1 {{concat: operands have different element types}}
    %y = concat %x, %z
    return %y }
}

// -----

// concat (C2)
leat.model @m {
  func @f(%x: f32[B, 3], %z: f32[B, 4]) -> (y: f32) {
    // expected-error@+1 {{concat: shapes differ off axis 0: f32[B, 3] and f32[B, 4]}}
    %y = concat %x, %z
    return %y }
}

// -----

// flip (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{flip: axis 0 is named twice}}
    %y = flip %x, axis = [0, 0]
    return %y }
}

// -----

// index (C1)
leat.model @m {
  func @f(%t: f32, %i: i64[B]) -> (y: f32) {
    // expected-error@+1 {{index: expected a table of rows, got f32}}
    %y = index %t, %i
    return %y }
}

// -----

// index (C2)
leat.model @m {
  func @f(%t: f32[3], %i: f32[B]) -> (y: f32) {
    // expected-error@+1 {{index: indices are f32[B], expected integers}}
    %y = index %t, %i
    return %y }
}

// -----

// scatter_add (C1)
leat.model @m {
  func @f(%u: f32[3, 2], %i: i64[4]) -> (y: f32) {
    // expected-error@+1 {{scatter_add: the shape of updates, f32[3, 2], does not begin with that of indices, i64[4]}}
    %y = scatter_add %u, %i, rows = 5
    return %y }
}

// -----

// scatter_add (C2)
leat.model @m {
  func @f(%u: f32[3, 2], %i: f32[3]) -> (y: f32) {
    // expected-error@+1 {{scatter_add: indices are f32[3], expected integers}}
    %y = scatter_add %u, %i, rows = 5
    return %y }
}

// -----

// scatter_add (C3)
leat.model @m {
  func @f(%u: f32[3, 2], %i: i64[3]) -> (y: f32) {
    // expected-error@+1 {{scatter_add: rows is 0, expected at least 1}}
    %y = scatter_add %u, %i, rows = 0
    return %y }
}

// -----

// one_hot (C1)
leat.model @m {
  func @f(%i: i64[3]) -> (y: f32) {
    // expected-error@+1 {{one_hot: depth is 0, expected at least 1}}
    %y = one_hot %i, depth = 0
    return %y }
}

// -----

// one_hot (C2)
leat.model @m {
  func @f(%i: f32[3]) -> (y: f32) {
    // expected-error@+1 {{one_hot: indices are f32[3], expected integers}}
    %y = one_hot %i, depth = 2
    return %y }
}

// -----

// iota (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{iota: axis 1 is out of range for a tensor of rank 1}}
    %y = iota shape = [3], dtype = i64, axis = 1
    return %y }
}

// -----

// iota (C2)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{iota: dtype is 'i1', expected a number type}}
    %y = iota shape = [3], dtype = i1
    return %y }
}

// -----

// eye (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{eye: count is -1, expected a number that is not negative}}
    %y = let eye(-1)
    return %y }
}

// -----

// eye (C2)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{eye: dtype is 'i1', expected a number type}}
    %y = eye count = 2, dtype = i1
    return %y }
}

// -----

// linspace (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{linspace: count is 0, expected at least 1}}
    %y = linspace start = 0, stop = 1, count = 0
    return %y }
}

// -----

// linspace (C2)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{linspace: dtype is 'i32', expected a float type}}
    %y = linspace start = 0, stop = 1, count = 2, dtype = i32
    return %y }
}

// -----

// full: the type is required
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected ':' and the type of the result, as in ': f32[B, 2]'}}
    %y = full 0.5
    return %y }
}

// -----

// full (C2)
leat.model @m {
  func @f(%x: f32[2]) -> (y: f32[3]) {
    // expected-error@+1 {{expected a scalar, got f32[2]}}
    %y = full %x : f32[3]
    return %y }
}

// -----

// full (C1)
func.func @f(%x: tensor<f32>) -> tensor<3xf32> {
  // expected-error@+1 {{expected a value or a number, not both}}
  %y = "leat.full"(%x) <{number = 1.0 : f64, type = tensor<3xf32>}> : (tensor<f32>) -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// -----

// full (C3)
func.func @f(%x: tensor<f32>) -> tensor<3xf32> {
  // expected-error@+1 {{is declared as f32[2], but its result is f32[3]}}
  %y = "leat.full"(%x) <{type = tensor<2xf32>}> : (tensor<f32>) -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// -----

// iota (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{iota: shape holds -2, expected extents that are not negative}}
    %y = let iota(shape = [-2], dtype = f32)
    return %y }
}

// -----

// reshape (C1): what is no extent
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32) {
    // expected-error@+1 {{reshape: shape holds 0.5, expected a number or the name of an extent}}
    %y = reshape %x, shape = [0.5]
    return %y }
}

// -----

// concat (C1)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32) {
    // expected-error@+1 {{concat: expected at least one operand}}
    %y = let concat(axis = 0)
    return %y }
}
