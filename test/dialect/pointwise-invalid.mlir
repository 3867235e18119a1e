// RUN: leat-opt %s -split-input-file -verify-diagnostics

// Binary ops (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32[4]) {
    // expected-error@+1 {{add: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = let %a + %b
    return %y }
}

// -----

// Binary ops (C2)
leat.model @m {
  func @f(%a: f32[B, 4], %b: f32[3]) -> (y: f32[B, 4]) {
    // expected-error@+1 {{mul: shapes do not broadcast: f32[B, 4] and f32[3]}}
    %y = mul %a, %b
    return %y }
}

// -----

// Comparisons (C1)
leat.model @m {
  func @f(%a: f32[4], %b: i64[4]) -> (y: i1[4]) {
    // expected-error@+1 {{lt: operands have different element types: f32[4] and i64[4]; convert one of them, as in f32(...)}}
    %y = let %a < %b
    return %y }
}

// -----

// Comparisons (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: i1[4]) {
    // expected-error@+1 {{eq: shapes do not broadcast: f32[4] and f32[3]}}
    %y = let %a == %b
    return %y }
}

// -----

// where (C1)
leat.model @m {
  func @f(%a: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{where: the condition is i1, got f32[4]}}
    %y = let where(%a, %a, %a)
    return %y }
}

// -----

// where (C2)
leat.model @m {
  func @f(%c: i1[4], %a: f32[4], %b: i64[4]) -> (y: f32[4]) {
    // expected-error@+1 {{where: operands have different element types: f32[4] and i64[4]}}
    %y = let where(%c, %a, %b)
    return %y }
}

// -----

// where (C3)
leat.model @m {
  func @f(%c: i1[3], %a: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{where: shapes do not broadcast: i1[3] and f32[4] and f32[4]}}
    %y = let where(%c, %a, %a)
    return %y }
}

// -----

// The element type of an operand.
leat.model @m {
  func @f(%a: i64[4]) -> (y: i64[4]) {
    // expected-error@+1 {{operand 0 is i64[4], expected a tensor of floats (f64, f32, bf16 or f16)}}
    %y = exp %a
    return %y }
}

// -----

leat.model @m {
  func @f(%a: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'leat.add' op takes 2 operands, got 1}}
    %y = add %a
    return %y }
}

// -----

leat.model @m {
  func @f(%a: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'leat.relu' op takes 1 operand, got 2}}
    %y = let relu(%a, %a)
    return %y }
}

// -----

leat.model @m {
  func @f(%a: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'leat.linear' op takes at least 2 operands, got 1}}
    %y = linear %a
    return %y }
}

// -----

// Operands are tensors.
leat.model @m {
  param @w : f32[4] = zeros
  func @loss(%a: f32[4]) -> (l: f32) { %l = let sum(%a * @w)  return %l }
  func @f(%a: f32[4]) -> (y: f32[4]) {
    %l, %g = grad @loss(%a) wrt(params)
    // expected-error@+1 {{'leat.neg' op operand 0 is a bundle of 1 tensor, expected a tensor}}
    %y = neg %g
    return %y }
}

// -----

// gelu (C1)
leat.model @m {
  func @f(%a: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{gelu: 'approximate' is 'erf', expected 'none' or 'tanh'}}
    %y = let gelu(%a, approximate = "erf")
    return %y }
}

// -----

// clip (C1)
leat.model @m {
  func @f(%a: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{clip: expected 'lo', 'hi' or both}}
    %y = clip %a
    return %y }
}

// -----

// clip (C2)
leat.model @m {
  func @f(%a: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{clip: lo = 2 is above hi = 1}}
    %y = let clip(%a, lo = 2, hi = 1)
    return %y }
}

// -----

// clip (C3)
leat.model @m {
  func @f(%a: i8[4]) -> (y: i8[4]) {
    // expected-error@+1 {{clip: hi = 300 is no number of i8[4]}}
    %y = let clip(%a, lo = 0, hi = 300)
    return %y }
}

// -----

// clip (C3)
leat.model @m {
  func @f(%a: i64[4]) -> (y: i64[4]) {
    // expected-error@+1 {{clip: lo = 0.5 is no number of i64[4]}}
    %y = let clip(%a, lo = 0.5)
    return %y }
}

// -----

leat.model @m {
  func @f(%a: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{polygamma: the attribute 'order' is missing}}
    %y = polygamma %a
    return %y }
}

// -----

// polygamma (C1)
leat.model @m {
  func @f(%a: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'leat.polygamma' op is of order 33, expected 0 to 32}}
    %y = polygamma %a, order = 33
    return %y }
}

// -----

// Bits of floats.
leat.model @m {
  func @f(%a: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{operand 0 is f32[4], expected a tensor of integers (i64, i32 or i8)}}
    %y = bit_and %a, %a
    return %y }
}

// -----

// lgamma of integers: no silent conversion.
leat.model @m {
  func @f(%a: i64[4]) -> (y: i64[4]) {
    // expected-error@+1 {{operand 0 is i64[4], expected a tensor of floats (f64, f32, bf16 or f16)}}
    %y = let lgamma(%a)
    return %y }
}
