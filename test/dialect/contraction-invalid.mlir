// RUN: leat-opt %s -split-input-file -verify-diagnostics

// matmul (C1): element types
leat.model @m {
  func @f(%a: f32[2, 3], %b: f64[3, 2]) -> (y: f32) {
    // expected-error@+1 {{matmul: operands have different element types: f32[2, 3] and f64[3, 2]}}
    %y = matmul %a, %b
    return %y }
}

// -----

// matmul (C1): ranks
leat.model @m {
  func @f(%a: f32[2, 3], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{matmul: expected operands of rank >= 2: f32[2, 3] and f32[3]}}
    %y = matmul %a, %b
    return %y }
}

// -----

// matmul (C2)
leat.model @m {
  func @f(%a: f32[B, 784], %b: f32[100, 10]) -> (y: f32) {
    // expected-error@+1 {{matmul: contracted dimensions differ: lhs has 784 columns, rhs has 100 rows: f32[B, 784] and f32[100, 10]}}
    %y = matmul %a, %b
    return %y }
}

// -----

// matmul (C2), transposed
leat.model @m {
  func @f(%a: f32[B, 784], %b: f32[784, 10]) -> (y: f32) {
    // expected-error@+1 {{matmul: contracted dimensions differ: lhs has 784 columns, rhs (transposed) has 10 rows: f32[B, 784] and f32[784, 10]}}
    %y = matmul %a, %b, transpose_rhs = true
    return %y }
}

// -----

// matmul (C3)
leat.model @m {
  func @f(%a: f32[2, 4, 4], %b: f32[3, 4, 4]) -> (y: f32) {
    // expected-error@+1 {{matmul: leading dimensions do not broadcast: f32[2, 4, 4] and f32[3, 4, 4]}}
    %y = matmul %a, %b
    return %y }
}

// -----

// linear (C1)
leat.model @m {
  func @f(%x: f32[B, 3], %w: f64[2, 3]) -> (y: f32) {
    // expected-error@+1 {{linear: operands have different element types}}
    %y = linear %x, %w
    return %y }
}

// -----

// linear (C2): rank
leat.model @m {
  func @f(%x: f32[B, 3], %w: f32[3]) -> (y: f32) {
    // expected-error@+1 {{linear: weight has rank 1, expected 2, (out, in): f32[3]}}
    %y = linear %x, %w
    return %y }
}

// -----

// linear (C2): scalar
leat.model @m {
  func @f(%x: f32, %w: f32[2, 3]) -> (y: f32) {
    // expected-error@+1 {{linear: input is a scalar, expected rank >= 1: f32 and f32[2, 3]}}
    %y = linear %x, %w
    return %y }
}

// -----

// linear (C2): features
leat.model @m {
  func @f(%x: f32[B, 784], %w: f32[10, 100]) -> (y: f32) {
    // expected-error@+1 {{linear: input has 784 features, weight (out, in) expects 100: f32[B, 784] and f32[10, 100]}}
    %y = linear %x, %w
    return %y }
}

// -----

// linear (C3)
leat.model @m {
  func @f(%x: f32[B, 3], %w: f32[2, 3], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{linear: bias is f32[3], expected a vector of 2 outputs}}
    %y = linear %x, %w, %b
    return %y }
}

// -----

// conv (C1)
leat.model @m {
  func @f(%x: f32[B, 3, 8, 8], %w: f64[2, 3, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv: operands have different element types}}
    %y = conv %x, %w
    return %y }
}

// -----

// conv (C2)
leat.model @m {
  func @f(%x: f32[B, 3, 8, 8], %w: f32[2, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv: expected two tensors of one rank, 3 to 5: f32[B, 3, 8, 8] and f32[2, 3, 3]}}
    %y = conv %x, %w
    return %y }
}

// -----

// conv (C3): count
leat.model @m {
  func @f(%x: f32[B, 3, 8, 8, 8], %w: f32[2, 3, 3, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv: stride has 2 numbers, expected 1 or 3, one per spatial dimension}}
    %y = conv %x, %w, stride = [1, 2]
    return %y }
}

// -----

// conv (C3): sign
leat.model @m {
  func @f(%x: f32[B, 3, 8, 8], %w: f32[2, 3, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv: padding is -1, expected at least 0}}
    %y = conv %x, %w, padding = -1
    return %y }
}

// -----

// conv (C4): channels
leat.model @m {
  func @f(%x: f32[B, 3, 8, 8], %w: f32[2, 4, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv: input has 3 channels, weight expects 4 (4 in each of 1 groups): f32[B, 3, 8, 8] and f32[2, 4, 3, 3]}}
    %y = conv %x, %w
    return %y }
}

// -----

// conv (C4): groups
leat.model @m {
  func @f(%x: f32[B, 4, 8, 8], %w: f32[3, 2, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv: 3 channels can not be split into 2 groups}}
    %y = conv %x, %w, groups = 2
    return %y }
}

// -----

// conv (C5)
leat.model @m {
  func @f(%x: f32[B, 3, 8, 4], %w: f32[2, 3, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv: the kernel spans 7 elements of dimension 3, the padded input has 6: f32[B, 3, 8, 4]}}
    %y = conv %x, %w, dilation = 3, padding = 1
    return %y }
}

// -----

// conv (C6)
leat.model @m {
  func @f(%x: f32[B, 3, 8, 8], %w: f32[2, 3, 3, 3], %b: f32[1, 2]) -> (y: f32) {
    // expected-error@+1 {{conv: bias is f32[1, 2], expected a vector of 2 outputs}}
    %y = conv %x, %w, %b
    return %y }
}

// -----

// conv_input_grad (C1)
leat.model @m {
  func @f(%d: f32[B, 2, 6, 6], %w: f32[2, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_input_grad: expected two tensors of one rank, 3 to 5}}
    %y = conv_input_grad %d, %w, input_size = [8, 8]
    return %y }
}

// -----

// conv_input_grad (C2): more groups than 64 bits count
leat.model @m {
  func @f(%d: f32[B, 2, 6, 6], %w: f32[2, 3, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{2 channels can not be split into 9223372036854775807 groups}}
    %y = conv_input_grad %d, %w, input_size = [8, 8], groups = 9223372036854775807
    return %y }
}

// -----

// conv_input_grad (C2): windows
leat.model @m {
  func @f(%d: f32[B, 2, 6, 6], %w: f32[2, 3, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_input_grad: an input extent of 9 has 7 windows, but dimension 3 of the cotangent is 6: f32[B, 2, 6, 6]}}
    %y = conv_input_grad %d, %w, input_size = [8, 9]
    return %y }
}

// -----

// conv_input_grad (C2): channels
leat.model @m {
  func @f(%d: f32[B, 5, 6, 6], %w: f32[2, 3, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_input_grad: cotangent has 5 channels, weight (out, in, ...) gives 2}}
    %y = conv_input_grad %d, %w, input_size = [8, 8]
    return %y }
}

// -----

// conv_input_grad (C2): numbers
leat.model @m {
  func @f(%d: f32[B, 2, 6, 6], %w: f32[2, 3, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_input_grad: input_size has 1 numbers, expected 2, one per spatial dimension}}
    %y = conv_input_grad %d, %w, input_size = 8
    return %y }
}

// -----

// conv_filter_grad (C1)
leat.model @m {
  func @f(%x: f32[B, 3, 8], %d: f64[B, 2, 6]) -> (y: f32) {
    // expected-error@+1 {{conv_filter_grad: operands have different element types}}
    %y = conv_filter_grad %x, %d, kernel_size = 3
    return %y }
}

// -----

// conv_filter_grad (C2)
leat.model @m {
  func @f(%x: f32[2, 3, 8], %d: f32[4, 2, 6]) -> (y: f32) {
    // expected-error@+1 {{conv_filter_grad: input holds 2 examples, cotangent 4}}
    %y = conv_filter_grad %x, %d, kernel_size = 3
    return %y }
}

// -----

// an attribute that is missing
leat.model @m {
  func @f(%x: f32[2, 3, 8], %d: f32[2, 2, 6]) -> (y: f32) {
    // expected-error@+1 {{conv_filter_grad: the attribute 'kernel_size' is missing}}
    %y = conv_filter_grad %x, %d
    return %y }
}

// -----

// conv (C4): groups
leat.model @m {
  func @f(%x: f32[1, 4, 8, 8], %w: f32[4, 4, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv: groups is 0, expected at least 1}}
    %y = conv %x, %w, groups = 0
    return %y }
}

// -----

// conv_filter_grad (C2): sizes
leat.model @m {
  func @f(%x: f32[1, 4, 8, 8], %d: f32[1, 4, 8, 8]) -> (y: f32) {
    // expected-error@+1 {{conv_filter_grad: kernel_size holds 0, expected at least 1}}
    %y = conv_filter_grad %x, %d, kernel_size = [0, 3]
    return %y }
}

// -----

// conv_transpose (C1)
leat.model @m {
  func @f(%x: f32[B, 4, 5], %w: f64[4, 2, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_transpose: operands have different element types}}
    %y = conv_transpose %x, %w
    return %y }
}

// -----

// conv_transpose (C2)
leat.model @m {
  func @f(%x: f32[B, 4, 5], %w: f32[4, 2, 3, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_transpose: expected two tensors of one rank, 3 to 5}}
    %y = conv_transpose %x, %w
    return %y }
}

// -----

// conv_transpose (C3)
leat.model @m {
  func @f(%x: f32[B, 4, 5], %w: f32[4, 2, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_transpose: stride is 0, expected at least 1}}
    %y = conv_transpose %x, %w, stride = 0
    return %y }
}

// -----

// conv_transpose (C4)
leat.model @m {
  func @f(%x: f32[B, 4, 5], %w: f32[4, 2, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_transpose: 4 channels can not be split into 3 groups}}
    %y = conv_transpose %x, %w, groups = 3
    return %y }
}

// -----

// conv_transpose (C4): weight
leat.model @m {
  func @f(%x: f32[B, 6, 5], %w: f32[4, 2, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_transpose: input has 6 channels, weight (in, out, ...) expects 4}}
    %y = conv_transpose %x, %w
    return %y }
}

// -----

// conv_transpose (C5): stride
leat.model @m {
  func @f(%x: f32[B, 4, 5], %w: f32[4, 2, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_transpose: output_padding is 1, expected 0 ... 0, less than the stride}}
    %y = conv_transpose %x, %w, output_padding = 1
    return %y }
}

// -----

// conv_transpose (C5): count
leat.model @m {
  func @f(%x: f32[B, 4, 5], %w: f32[4, 2, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_transpose: output_padding has 2 numbers, expected 1 or 1, one per spatial dimension}}
    %y = conv_transpose %x, %w, output_padding = [0, 0]
    return %y }
}

// -----

// conv_transpose (C6)
leat.model @m {
  func @f(%x: f32[B, 4, 5], %w: f32[4, 2, 3], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{conv_transpose: bias is f32[3], expected a vector of 2 outputs}}
    %y = conv_transpose %x, %w, %b
    return %y }
}

// -----

// conv_transpose (C7)
leat.model @m {
  func @f(%x: f32[B, 4, 5], %w: f32[4, 2, 3]) -> (y: f32) {
    // expected-error@+1 {{conv_transpose: the padding leaves -3 elements of dimension 2: f32[B, 4, 5] and f32[4, 2, 3]}}
    %y = conv_transpose %x, %w, padding = 5
    return %y }
}
