// RUN: leat-opt %s -split-input-file -verify-diagnostics

// betainc (C1): one element type
leat.model @m {
  func @f(%a: f32[3], %b: f64[3]) -> (y: f32[3]) {
    // expected-error@+1 {{betainc: operands have different element types: f32[3] and f64[3]}}
    %y = let betainc(%a, %a, %b)
    return %y }
}

// -----

// betaincinv (C1): broadcasting
leat.model @m {
  func @f(%a: f32[3], %p: f32[4]) -> (y: f32[3]) {
    // expected-error@+1 {{betaincinv: shapes do not broadcast}}
    %y = let betaincinv(%a, 2, %p)
    return %y }
}
