// RUN: leat-opt %s -split-input-file -verify-diagnostics

// split (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{split: axis 2 is out of range for a tensor of rank 2}}
    %y = split %x, parts = 2, axis = 2
    return %y }
}

// -----

// split (C2)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{split: expected either 'sizes' or 'parts', not both}}
    %y = split %x, axis = 1
    return %y }
}

// -----

// split (C3): negative
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{split: sizes holds -1, expected numbers that are not negative}}
    %y = split %x, sizes = [7, -1], axis = 1
    return %y }
}

// -----

// split (C3): sum
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{split: the sum of sizes is 5, but the axis has 6 elements}}
    %y, %z = split %x, sizes = [2, 3], axis = 1
    return %y }
}

// -----

// split (C4)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{split: 4 parts do not divide the axis of f32[B, 6]}}
    %y, %z = split %x, parts = 4, axis = 1
    return %y }
}

// -----

// split: names
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{'leat.split' op has 3 results, but 2 names}}
    %y, %z = split %x, parts = 3, axis = 1
    return %y }
}

// -----

// split: types
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{expected 2 types, one for each result, got 1}}
    %y, %z = split %x, parts = 2, axis = 1 : f32[B, 3]
    return %y }
}

// -----

// stack (C1): none
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{stack: expected at least one operand}}
    %y = stack axis = 0
    return %y }
}

// -----

// stack (C1): elements
leat.model @m {
  func @f(%x: f32[B, 6], %z: f64[B, 6]) -> (y: f32) {
    // expected-error@+1 {{stack: operands have different element types: f32[B, 6] and f64[B, 6]; convert one of them, as in f32(...)}}
    %y = stack %x, %z
    return %y }
}

// -----

// stack (C1): shapes
leat.model @m {
  func @f(%x: f32[B, 6], %z: f32[B, 5]) -> (y: f32) {
    // expected-error@+1 {{stack: f32[B, 5] has not the shape of f32[B, 6]}}
    %y = stack %x, %z
    return %y }
}

// -----

// stack (C2)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{stack: axis 3 is out of range for a tensor of rank 3}}
    %y = stack %x, %x, axis = 3
    return %y }
}

// -----

// tile (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{tile: repeats is [2, 0], expected a positive number for each axis of f32[B, 6]}}
    %y = tile %x, repeats = [2, 0]
    return %y }
}

// -----

// tile (C1): too few
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{tile: repeats is [2], expected a positive number for each axis of f32[B, 6]}}
    %y = tile %x, repeats = 2
    return %y }
}

// -----

// tile: required
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{tile: the attribute 'repeats' is missing}}
    %y = tile %x
    return %y }
}

// -----

// roll (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{roll: axis -1 is named twice}}
    %y = roll %x, shift = [1, 1], axis = [1, -1]
    return %y }
}

// -----

// roll (C2)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{roll: shift has 2 numbers, expected 1, one for each axis}}
    %y = roll %x, shift = [1, 1], axis = 1
    return %y }
}

// -----

// roll: required
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{roll: the attribute 'shift' is missing}}
    %y = roll %x, axis = 1
    return %y }
}

// -----

// pad_circular (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{pad_circular: low is [0, -1], expected one number per axis, none of them negative: f32[B, 6]}}
    %y = pad_circular %x, low = [0, -1], high = [0, 1]
    return %y }
}

// -----

// pad_circular (C2)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{pad_circular: low adds 7 elements to axis 1 of f32[B, 6], expected no more than the axis has}}
    %y = pad_circular %x, low = [0, 7], high = [0, 1]
    return %y }
}

// -----

// pad_reflect (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{pad_reflect: high is [1], expected one number per axis, none of them negative: f32[B, 6]}}
    %y = pad_reflect %x, low = [0, 1], high = 1
    return %y }
}

// -----

// pad_reflect (C2)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{pad_reflect: high adds 6 elements to axis 1 of f32[B, 6], expected less than the axis has}}
    %y = pad_reflect %x, low = [0, 1], high = [0, 6]
    return %y }
}

// -----

// pad_replicate (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{pad_replicate: low is [0, 1, 1], expected one number per axis}}
    %y = pad_replicate %x, low = [0, 1, 1], high = [0, 1]
    return %y }
}

// -----

// pad_replicate (C2)
leat.model @m {
  func @f(%x: f32[B, 0]) -> (y: f32) {
    // expected-error@+1 {{pad_replicate: low adds 1 elements to axis 1 of f32[B, 0], expected an axis that has elements}}
    %y = pad_replicate %x, low = [0, 1], high = [0, 1]
    return %y }
}

// -----

// diag (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{diag: expected diagonals, an input of rank >= 1, got f32}}
    %y = diag %x
    return %y }
}

// -----

// diag_part (C1)
leat.model @m {
  func @f(%x: f32[B]) -> (y: f32) {
    // expected-error@+1 {{diag_part: expected matrices, an input of rank >= 2, got f32[B]}}
    %y = diag_part %x
    return %y }
}

// -----

// diag_part (C2)
leat.model @m {
  func @f(%x: f32[B, 3, 4]) -> (y: f32) {
    // expected-error@+1 {{diag_part: offset -3 is outside of the matrices of f32[B, 3, 4]}}
    %y = diag_part %x, offset = -3
    return %y }
}

// -----

// trace (C1)
leat.model @m {
  func @f(%x: f32[B]) -> (y: f32) {
    // expected-error@+1 {{trace: expected matrices, an input of rank >= 2, got f32[B]}}
    %y = trace %x
    return %y }
}

// -----

// tril (C1)
leat.model @m {
  func @f(%x: f32[B]) -> (y: f32) {
    // expected-error@+1 {{tril: expected matrices, an input of rank >= 2, got f32[B]}}
    %y = tril %x
    return %y }
}

// -----

// triu (C1)
leat.model @m {
  func @f(%x: f32[B]) -> (y: f32) {
    // expected-error@+1 {{triu: expected matrices, an input of rank >= 2, got f32[B]}}
    %y = triu %x
    return %y }
}

// -----

// outer (C1): vectors
leat.model @m {
  func @f(%x: f32[B, 6], %z: f32[4]) -> (y: f32) {
    // expected-error@+1 {{outer: expected a vector, got f32[B, 6]}}
    %y = outer %z, %x
    return %y }
}

// -----

// outer (C1): elements
leat.model @m {
  func @f(%x: f32[B], %z: f64[4]) -> (y: f32) {
    // expected-error@+1 {{outer: operands have different element types: f32[B] and f64[4]}}
    %y = outer %x, %z
    return %y }
}

// -----

// einsum (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{einsum: expected at least one operand}}
    %y = einsum equation = "i->i"
    return %y }
}

// -----

// einsum (C1): elements
leat.model @m {
  func @f(%x: f32[B, 6], %z: f64[B, 6]) -> (y: f32) {
    // expected-error@+1 {{einsum: operands have different element types}}
    %y = einsum %x, %z, equation = "ij,ij->i"
    return %y }
}

// -----

// einsum (C2): letters
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{einsum: equation holds '.', expected letters, ',' and one '->'}}
    %y = einsum %x, equation = "...j->j"
    return %y }
}

// -----

// einsum (C2): operands
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{einsum: equation is of 2 operands, got 1}}
    %y = einsum %x, equation = "ij,jk->ik"
    return %y }
}

// -----

// einsum (C3)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{einsum: 'ijk' has not one letter for each axis of f32[B, 6]}}
    %y = einsum %x, equation = "ijk->i"
    return %y }
}

// -----

// einsum (C4): unknown
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{einsum: the letter 'k' of the result stands at no operand}}
    %y = einsum %x, equation = "ij->k"
    return %y }
}

// -----

// einsum (C4): twice
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{einsum: the letter 'i' stands twice in the result}}
    %y = einsum %x, equation = "ij->ii"
    return %y }
}

// -----

// einsum (C5)
leat.model @m {
  func @f(%x: f32[B, 6], %z: f32[5, 2]) -> (y: f32) {
    // expected-error@+1 {{einsum: the letter 'j' has the extents 6 and 5}}
    %y = einsum %x, %z, equation = "ij,jk->ik"
    return %y }
}

// -----

// einsum: required
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{einsum: the attribute 'equation' is missing}}
    %y = einsum %x
    return %y }
}

// -----

// upsample_nearest (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{upsample_nearest: expected an input of rank 3 to 5, [batch, channels, ...], got f32[B, 6]}}
    %y = upsample_nearest %x, scale = 2
    return %y }
}

// -----

// upsample_nearest (C2)
leat.model @m {
  func @f(%x: f32[B, 3, 8, 8]) -> (y: f32) {
    // expected-error@+1 {{upsample_nearest: scale is [2, 2, 2], expected 1 or 2 positive numbers}}
    %y = upsample_nearest %x, scale = [2, 2, 2]
    return %y }
}

// -----

// upsample_linear (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{upsample_linear: expected an input of rank 3 to 5}}
    %y = upsample_linear %x, scale = 2
    return %y }
}

// -----

// upsample_linear (C2)
leat.model @m {
  func @f(%x: f32[B, 3, 8]) -> (y: f32) {
    // expected-error@+1 {{upsample_linear: scale is [0], expected 1 or 1 positive numbers}}
    %y = upsample_linear %x, scale = 0
    return %y }
}
