// RUN: leat-opt %s -leat-bufferize -verify-diagnostics

// expected-error@+1 {{result 0 of 'f' has no destination, expected an argument of its type}}
func.func @f(%x: tensor<4xf32> {leat.name = "x"}) -> (tensor<8xf32> {leat.name = "y"}) {
  %e = tensor.empty() : tensor<8xf32>
  return %e : tensor<8xf32>
}
