// RUN: leat-opt %s -split-input-file -verify-diagnostics

// for (C1): number of carried values
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      // expected-error@+1 {{hands on 0 values, but the loop carries 1}}
      yield }
    return %y }
}

// -----

// for (C1): type of a carried value
leat.model @m {
  func @f(%x: f32[2]) -> (y: f32[2]) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      %s = sum %a
      // expected-error@+1 {{carried value 0 changes from f32[2] to f32}}
      yield %s }
    return %y }
}

// -----

// for (C1): arguments of the region
func.func @f(%x: tensor<f32>) {
  // expected-error@+1 {{has 1 arguments in its region, expected the counter and 1 carried values}}
  %y = "leat.for"(%x) <{first = 1, last = 3, down = false}> ({
  ^bb0(%t: tensor<i64>):
    "leat.yield"(%x) <{operandSegmentSizes = array<i32: 1, 0>}> : (tensor<f32>) -> ()
  }) : (tensor<f32>) -> tensor<f32>
  return
}

// -----

// for (C2)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{gives 2 results, the carried and then the stacked values; 1 are named}}
    %y = for %t = 1 to 3 carry(%a = %x) {
      yield %a stack(%a) }
    return %y }
}

// -----

// for (C3)
leat.model @m {
  config @T = 0
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{runs from 1 to 0, which is no trip at all}}
    %y = for %t = 1 to T carry(%a = %x) { yield %a }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected one block that ends with 'yield'}}
    %y = for %t = 1 to 3 carry(%a = %x) {
      %b = let %a * 2 }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected 'to' or 'downto', got 'until'}}
    %y = for %t = 1 until 3 carry(%a = %x) { yield %a }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{'T' is neither a config of the model nor an extent of the function's signature}}
    %y = for %t = 1 to T carry(%a = %x) { yield %a }
    return %y }
}

// -----

// A value of the loop is not one of the function.
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      %inner = let %a * 2
      yield %inner }
    // expected-error@+1 {{'%inner' is not declared}}
    return %inner }
}

// -----

// In a loop undeclared names are reported where they stand, too.
leat.model @m {
  func @f(%scale: f32) -> (y: f32) {
    // expected-note@-1 {{did you mean '%scale'?}}
    %y = for %t = 1 to 3 carry(%a = %scale) {
      // expected-error@+1 {{'%scal' is not declared}}
      %inner = let %a * %scal
      yield %inner }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      // expected-error@+1 {{'leat.mul' op uses '%late' before its definition}}
      %b = mul %a, %late
      yield %b }
    // expected-note@+1 {{it is defined here}}
    %late = let %y * 2
    return %late }
}
