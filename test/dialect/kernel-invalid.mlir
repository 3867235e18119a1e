// RUN: leat-opt %s -split-input-file -verify-diagnostics

// kernel (C1)
leat.kernel @k(%a: f32[4]) -> (f32[2]) {
  // expected-error@+1 {{does not give what @k declares}}
  leat.return %a : f32[4] }

// -----

// expected-error@+1 {{expected one block that ends with 'return'}}
leat.kernel @k(%a: f32[4]) -> (f32[4]) {
  %b = relu %a : (f32[4]) -> f32[4] }

// -----

// launch (C1)
leat.model @k {}
func.func @f(%a: tensor<4xf32>) {
  // expected-error@+1 {{there is no kernel @k}}
  %r = leat.launch @k ins(%a : tensor<4xf32>) outs(%a : tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

// launch (C2): number of operands
leat.kernel @k(%a: f32[4]) -> (f32[4]) { return %a : f32[4] }
func.func @f(%a: tensor<4xf32>) {
  // expected-error@+1 {{passes 3 operands to @k, which takes 2}}
  %r = leat.launch @k ins(%a, %a : tensor<4xf32>, tensor<4xf32>) outs(%a : tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

// launch (C2): element type
leat.kernel @k(%a: f32[4]) -> (f32[4]) { return %a : f32[4] }
func.func @f(%a: tensor<4xf64>, %b: tensor<4xf32>) {
  // expected-error@+1 {{passes f64[4] as operand 0 to @k, which takes f32[4]}}
  %r = leat.launch @k ins(%a : tensor<4xf64>) outs(%b : tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

// launch (C2): number of elements
leat.kernel @k(%a: f32[4]) -> (f32[4]) { return %a : f32[4] }
func.func @f(%a: tensor<4xf32>, %b: tensor<2x3xf32>) {
  // expected-error@+1 {{passes f32[2, 3] as operand 1 to @k, which takes f32[4]}}
  %r = leat.launch @k ins(%a : tensor<4xf32>) outs(%b : tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @pack(%a: tensor<4xf32>, %b: tensor<2x3xf32>) {
  // pack (C1): as many elements
  // expected-error@+1 {{packs 10 elements of its inputs' static shapes into 'tensor<12xf32>', expected one axis of as many elements of one type}}
  %0 = leat.pack %a, %b : (tensor<4xf32>, tensor<2x3xf32>) -> tensor<12xf32>
  return
}

// -----
func.func @pack(%a: tensor<4xf32>) {
  // pack (C1): one element type
  // expected-error@+1 {{packs 4 elements}}
  %0 = leat.pack %a : (tensor<4xf32>) -> tensor<4xf64>
  return
}

// -----
func.func @unpack(%s: tensor<10xf32>) {
  // unpack (C1): elements enough
  // expected-error@+1 {{takes 'tensor<2x3xf32>' from element 5 of 'tensor<10xf32>', expected one axis that holds all its elements}}
  %0 = leat.unpack %s at 5 : (tensor<10xf32>) -> tensor<2x3xf32>
  return
}

// -----
func.func @unpack(%s: tensor<2x5xf32>) {
  // unpack (C1): one axis
  // expected-error@+1 {{takes 'tensor<5xf32>' from element 0 of 'tensor<2x5xf32>'}}
  %0 = leat.unpack %s at 0 : (tensor<2x5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @f(%a: tensor<4xf32>) {
  // check (C1)
  // expected-error@+1 {{checks elements of 'f32' below 3, expected integers below a positive number, or floats}}
  leat.check %a below 3 "x" : tensor<4xf32>
  return }

// -----

func.func @f(%a: tensor<4xi32>) {
  // expected-error@+1 {{checks elements of 'i32', expected integers below a positive number, or floats}}
  leat.check %a "x" : tensor<4xi32>
  return }

// -----

func.func @f(%a: tensor<4xi32>) {
  // expected-error@+1 {{checks elements of 'i32' below 0, expected integers}}
  leat.check %a below 0 "x" : tensor<4xi32>
  return }
