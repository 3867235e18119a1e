// RUN: leat-opt %s -leat-give-destinations -split-input-file -verify-diagnostics

// expected-error@+1 {{argument 0 of entry 'f' has neither leat.name nor leat.state}}
func.func @f(%x: tensor<8xf32>) -> (tensor<8xf32> {leat.name = "y"}) {
  return %x : tensor<8xf32>
}

// -----

// expected-error@+1 {{argument 0 of entry 'f' is a 'tensor<?xf32>', expected a tensor of static shape}}
func.func @f(%x: tensor<?xf32> {leat.name = "x"}) -> (tensor<?xf32> {leat.name = "y"}) {
  return %x : tensor<?xf32>
}

// -----

// expected-error@+1 {{state @w of entry 'f' is a 'tensor<8xf32>', its new value a 'tensor<4xf32>'}}
func.func @f(%x: tensor<4xf32> {leat.name = "x"}, %w: tensor<8xf32> {leat.state = @w}) -> (tensor<4xf32> {leat.state = @w}) {
  return %x : tensor<4xf32>
}

// -----

func.func private @k(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
func.func @f(%x: tensor<4xf32> {leat.name = "x"}) -> (tensor<4xf32> {leat.name = "y"}) {
  %e = tensor.empty() : tensor<4xf32>
  // expected-error@+1 {{kernel 'k' has 1 arguments and 1 results, expected 2 and 1}}
  %r = leat.launch @k ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}

// -----

// expected-error@+1 {{result 1 of entry 'f' is a second "y"}}
func.func @f(%x: tensor<4xf32> {leat.name = "x"}) -> (tensor<4xf32> {leat.name = "y"}, tensor<4xf32> {leat.name = "y"}) {
  return %x, %x : tensor<4xf32>, tensor<4xf32>
}

// -----

// expected-error@+1 {{result 0 of kernel 'k' is a 'tensor<8xf32>', its destination a 'tensor<4xf32>'}}
func.func private @k(%x: tensor<8xf32>, %d: tensor<4xf32>) -> tensor<8xf32> {
  return %x : tensor<8xf32>
}
func.func @f(%x: tensor<8xf32> {leat.name = "x"}) -> (tensor<4xf32> {leat.name = "y"}) {
  %e = tensor.empty() : tensor<4xf32>
  %r = leat.launch @k ins(%x : tensor<8xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}
