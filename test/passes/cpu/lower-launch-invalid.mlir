// RUN: leat-opt %s -leat-lower-launch -split-input-file -verify-diagnostics

leat.kernel @k(%a: f32[16]) -> (f32[16]) { return %a : tensor<16xf32> }
func.func @f(%x: memref<16xf32> {leat.name = "x"}, %y: memref<16xf32> {leat.name = "y", leat.output}) {
  // expected-error@+1 {{'k' is not a function on buffers, expected kernels to be lowered before launches}}
  leat.launch @k ins(%x : memref<16xf32>) outs(%y : memref<16xf32>)
  return
}

// -----

func.func private @k(%a: memref<16xf32>)
func.func @f(%x: memref<8xf32> {leat.name = "x"}) {
  // expected-error@+1 {{operand 0 is a 'memref<8xf32>', which cannot be the 'memref<16xf32>' that kernel 'k' takes}}
  leat.launch @k ins(%x : memref<8xf32>) outs()
  return
}

// -----

func.func private @k(%a: memref<16xf32>)
func.func @f(%x: memref<16xf32> {leat.name = "x"}) {
  // expected-error@+1 {{kernel 'k' has 1 arguments and 0 results, expected 2 and 0}}
  leat.launch @k ins(%x, %x : memref<16xf32>, memref<16xf32>) outs()
  return
}

// -----

// expected-error@+1 {{argument 0 of entry 'f' is state @w, which is not in leat.states}}
func.func @f(%x: memref<16xf32> {leat.state = @w}) {
  return
}

// -----

module attributes {leat.states = [{name = "w", type = tensor<8xf32>}]} {
  // expected-error@+1 {{argument 0 of entry 'f' is a 'memref<16xf32>', but state @w a 'tensor<8xf32>'}}
  func.func @f(%x: memref<16xf32> {leat.state = @w}) {
    return
  }
}

// -----

// expected-error@+1 {{leat.states holds "w", expected {name = "...", type = tensor<...>} of static shape}}
module attributes {leat.states = ["w"]} {
}

// -----

// expected-error@+1 {{argument 0 of entry 'f' is a 'memref<?xf32>', expected a row-major buffer of static shape}}
func.func @f(%x: memref<?xf32> {leat.name = "x"}) {
  return
}

// -----

func.func private @leat_entry_f(%x: memref<4xf32>)
// expected-error@+1 {{symbol 'leat_entry_f' is taken by another entry}}
func.func @f(%x: memref<4xf32> {leat.name = "x"}) {
  return
}
