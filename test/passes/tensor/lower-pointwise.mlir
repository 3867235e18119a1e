// RUN: leat-opt %s -leat-lower-kernels | FileCheck %s

// CHECK-DAG: #[[$ROW:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-DAG: #[[$COLUMN:.*]] = affine_map<(d0, d1) -> (d0, 0)>

// The result is written into the destination that the caller gives.
// CHECK-LABEL: func.func private @result_is_written_into_destination
// CHECK-SAME: (%[[X:.*]]: tensor<4xf32>, %[[OUT:.*]]: tensor<4xf32>) -> tensor<4xf32>
// CHECK-NOT: tensor.empty
// CHECK: %[[Y:.*]] = linalg.generic {{.*}} ins(%[[X]] : tensor<4xf32>) outs(%[[OUT]] : tensor<4xf32>)
// CHECK: return %[[Y]]
leat.kernel @result_is_written_into_destination(%x: f32[4]) -> (f32[4]) {
  %y = exp %x : (f32[4]) -> f32[4]
  return %y : f32[4]
}

// CHECK-LABEL: func.func private @broadcasts_by_maps
// CHECK: linalg.generic {indexing_maps = [#[[$ROW]], #[[$COLUMN]], #{{.*}}]
leat.kernel @broadcasts_by_maps(%a: f32[3], %b: f32[4, 1]) -> (f32[4, 3]) {
  %y = add %a, %b : (f32[3], f32[4, 1]) -> f32[4, 3]
  return %y : f32[4, 3]
}

// A number is a constant in the body and never a tensor.
// CHECK-LABEL: func.func private @number_is_in_body
// CHECK: %[[HALF:.*]] = arith.constant 5.000000e-01 : f32
// CHECK-NOT: linalg.fill
// CHECK: linalg.generic {{.*}} ins(%{{[^,]*}} : tensor<4xf32>)
// CHECK: arith.mulf %{{.*}}, %[[HALF]]
leat.kernel @number_is_in_body(%x: f32[4]) -> (f32[4]) {
  %h = number 0.5 : () -> f32
  %y = mul %x, %h : (f32[4], f32) -> f32[4]
  return %y : f32[4]
}

// CHECK-LABEL: func.func private @returned_number_is_filled
// CHECK: linalg.fill ins(%{{.*}} : f32) outs(%arg0 : tensor<f32>)
leat.kernel @returned_number_is_filled() -> (f32) {
  %h = number 0.5 : () -> f32
  return %h : f32
}

// CHECK-LABEL: func.func private @returned_argument_is_copied
// CHECK: linalg.copy ins(%arg0 : tensor<4xf32>) outs(%arg1 : tensor<4xf32>)
leat.kernel @returned_argument_is_copied(%x: f32[4]) -> (f32[4]) {
  return %x : f32[4]
}

// CHECK-LABEL: func.func private @value_returned_twice_is_copied_once
// CHECK: linalg.generic {{.*}} outs(%arg1 : tensor<4xf32>)
// CHECK: linalg.copy ins(%{{.*}} : tensor<4xf32>) outs(%arg2 : tensor<4xf32>)
leat.kernel @value_returned_twice_is_copied_once(%x: f32[4]) -> (f32[4], f32[4]) {
  %y = neg %x : (f32[4]) -> f32[4]
  return %y, %y : f32[4], f32[4]
}

// An i1 is a byte in memory.
// CHECK-LABEL: func.func private @bool_result_is_a_byte
// CHECK-SAME: %{{.*}}: tensor<4xi8>) -> tensor<4xi8>
// CHECK: arith.cmpf olt
// CHECK-NEXT: arith.extui %{{.*}} : i1 to i8
leat.kernel @bool_result_is_a_byte(%a: f32[4], %b: f32[4]) -> (i1[4]) {
  %c = lt %a, %b : (f32[4], f32[4]) -> i1[4]
  return %c : i1[4]
}

// CHECK-LABEL: func.func private @bool_argument_is_compared
// CHECK-SAME: %{{.*}}: tensor<4xi8>,
// CHECK: arith.cmpi ne, %{{.*}} : i8
// CHECK-NEXT: arith.select
leat.kernel @bool_argument_is_compared(%c: i1[4], %a: f32[4], %b: f32[4]) -> (f32[4]) {
  %y = where %c, %a, %b : (i1[4], f32[4], f32[4]) -> f32[4]
  return %y : f32[4]
}

// Between ops that fuse it stays an i1.
// CHECK-LABEL: func.func private @fused_bool_is_not_stored
// CHECK: arith.cmpf ogt
// CHECK-NOT: i8
// CHECK: arith.select
leat.kernel @fused_bool_is_not_stored(%x: f32[4], %d: f32[4]) -> (f32[4]) {
  %z = number 0 : () -> f32
  %c = gt %x, %z : (f32[4], f32) -> i1[4]
  %y = where %c, %d, %z : (i1[4], f32[4], f32) -> f32[4]
  return %y : f32[4]
}

// A kernel with a contraction is left to the contraction emitter.
// CHECK-LABEL: leat.kernel @contraction_is_left
// CHECK: matmul
leat.kernel @contraction_is_left(%a: f32[4, 5], %b: f32[5, 6]) -> (f32[4, 6]) {
  %c = matmul %a, %b : (f32[4, 5], f32[5, 6]) -> f32[4, 6]
  return %c : f32[4, 6]
}

// CHECK-LABEL: func.func @function_level_bools_are_bytes
// CHECK-SAME: tensor<4xi8> {leat.bool}, {{.*}} -> (tensor<4xi8> {leat.bool})
// CHECK: leat.launch @bool_argument_is_compared ins(%{{.*}} : tensor<4xi8>, tensor<4xf32>, tensor<4xf32>)
// CHECK: tensor.extract %{{.*}} : tensor<4xi8>
// CHECK: arith.cmpi ne
func.func @function_level_bools_are_bytes(%c: tensor<4xi1>, %a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xi1> {
  %e = tensor.empty() : tensor<4xf32>
  %y = leat.launch @bool_argument_is_compared ins(%c, %a, %b : tensor<4xi1>, tensor<4xf32>, tensor<4xf32>)
         outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %i = arith.constant 0 : index
  %f = tensor.extract %c[%i] : tensor<4xi1>
  %r = scf.if %f -> tensor<4xi1> {
    %d = leat.launch @bool_result_is_a_byte ins(%y, %b : tensor<4xf32>, tensor<4xf32>) outs(%c : tensor<4xi1>) -> tensor<4xi1>
    scf.yield %d : tensor<4xi1>
  } else {
    scf.yield %c : tensor<4xi1>
  }
  return %r : tensor<4xi1>
}
