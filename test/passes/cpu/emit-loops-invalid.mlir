// RUN: leat-opt %s -leat-emit-loops -split-input-file -verify-diagnostics

#id1 = affine_map<(i) -> (i)>

func.func @dynamic_shape(%x: memref<?xf32>, %y: memref<?xf32>) {
  // expected-error@+1 {{operand 0 has type 'memref<?xf32>', expected a memref of static shape and static strides}}
  linalg.generic {indexing_maps = [#id1, #id1], iterator_types = ["parallel"]} ins(%x : memref<?xf32>) outs(%y : memref<?xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  return
}

// -----

#id1 = affine_map<(i) -> (i)>

func.func @tensors(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@+1 {{has tensor operands, expected buffers}}
  %0 = linalg.generic {indexing_maps = [#id1], iterator_types = ["parallel"]} outs(%x : tensor<4xf32>) {
  ^bb0(%o: f32):
    linalg.yield %o : f32
  } -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

#id = affine_map<(i) -> (i)>
func.func @large(%x: memref<3000000000xf32>, %y: memref<3000000000xf32>) {
  // expected-error@+1 {{operand 0 has 3000000000 elements, expected fewer than 2^31}}
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : memref<3000000000xf32>) outs(%y : memref<3000000000xf32>) {
  ^bb0(%a: f32, %b: f32):
    linalg.yield %a : f32
  }
  return
}
