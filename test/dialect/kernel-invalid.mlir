// RUN: leat-opt %s --split-input-file --verify-diagnostics

func.func @pack(%a: tensor<4xf32>, %b: tensor<2x3xf32>) {
  // C1: as many elements
  // expected-error@+1 {{packs 10 elements of its inputs' static shapes into 'tensor<12xf32>', expected one axis of as many elements of one type}}
  %0 = leat.pack %a, %b : (tensor<4xf32>, tensor<2x3xf32>) -> tensor<12xf32>
  return
}

// -----
func.func @pack(%a: tensor<4xf32>) {
  // C1: one element type
  // expected-error@+1 {{packs 4 elements}}
  %0 = leat.pack %a : (tensor<4xf32>) -> tensor<4xf64>
  return
}

// -----
func.func @unpack(%s: tensor<10xf32>) {
  // C1: elements enough
  // expected-error@+1 {{takes 'tensor<2x3xf32>' from element 5 of 'tensor<10xf32>', expected one axis that holds all its elements}}
  %0 = leat.unpack %s at 5 : (tensor<10xf32>) -> tensor<2x3xf32>
  return
}

// -----
func.func @unpack(%s: tensor<2x5xf32>) {
  // C1: one axis
  // expected-error@+1 {{takes 'tensor<5xf32>' from element 0 of 'tensor<2x5xf32>'}}
  %0 = leat.unpack %s at 0 : (tensor<2x5xf32>) -> tensor<5xf32>
  return
}
