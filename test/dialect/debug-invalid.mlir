// RUN: leat-opt %s -split-input-file -verify-diagnostics

// print (C1)
func.func @f() {
  // expected-error@+1 {{has neither a label nor a value}}
  "leat.print"() <{names = []}> : () -> ()
  return
}

// -----

// print (C2)
func.func @f(%a: tensor<4xf32>) {
  // expected-error@+1 {{has 1 values and 0 names, expected a name for each value}}
  "leat.print"(%a) <{names = []}> : (tensor<4xf32>) -> ()
  return
}

// -----

// print: no bundles
leat.model @m {
  param @w : f32[3] = ones
  func @f(%x: f32) -> (y: f32) {
    %p = let params
    // expected-error@+1 {{operand 0 is a bundle of 1 tensor, expected a tensor}}
    print %p
    return %x }
}

// -----

// assert (C1)
leat.model @m {
  func @f(%x: f32[N]) -> (y: f32[N]) {
    // expected-error@+1 {{the condition is f32[N], expected a tensor of i1}}
    assert %x, "x"
    return %x }
}

// -----

// assert (C2)
leat.model @m {
  func @f(%x: i1) -> (y: i1) {
    // expected-error@+1 {{has an empty text, expected what does not hold}}
    assert %x, ""
    return %x }
}

// -----

leat.model @m {
  func @f(%x: i1) -> (y: i1) {
    // expected-error@+1 {{expected ','}}
    assert %x
    return %x }
}

// -----

leat.model @m {
  // expected-error@+1 {{stands outside of functions, where a model has only declarations}}
  print "here"
}
