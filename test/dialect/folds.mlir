// RUN: leat-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @identities
// CHECK-SAME: (%[[X:.*]]: tensor<2x3xf32>)
// CHECK-NEXT: return %[[X]], %[[X]], %[[X]], %[[X]]
func.func @identities(%x: tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>) {
  %a = leat.reshape %x, shape = [2, 3] : (f32[2, 3]) -> f32[2, 3]
  %b = leat.transpose %x, axes = [0, 1] : (f32[2, 3]) -> f32[2, 3]
  %c = leat.broadcast_to %x, shape = [2, 3] : (f32[2, 3]) -> f32[2, 3]
  %d = leat.slice %x, axis = 1, stop = 3 : (f32[2, 3]) -> f32[2, 3]
  return %a, %b, %c, %d : tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>
}

// CHECK-LABEL: @transpose_of_transpose
// CHECK-SAME: (%[[X:.*]]: tensor<2x3x4xf32>)
// CHECK: %[[B:.*]] = leat.transpose %[[X]], axes = [2, 0, 1] : (f32[2, 3, 4]) -> f32[4, 2, 3]
// CHECK: return %[[X]], %[[B]]
func.func @transpose_of_transpose(%x: tensor<2x3x4xf32>) -> (tensor<2x3x4xf32>, tensor<4x2x3xf32>) {
  %t = leat.transpose %x, axes = [1, 2, 0] : (f32[2, 3, 4]) -> f32[3, 4, 2]
  %a = leat.transpose %t, axes = [2, 0, 1] : (f32[3, 4, 2]) -> f32[2, 3, 4]
  %b = leat.transpose %t, axes = [1, 2, 0] : (f32[3, 4, 2]) -> f32[4, 2, 3]
  return %a, %b : tensor<2x3x4xf32>, tensor<4x2x3xf32>
}

// CHECK-LABEL: @reshape_of_reshape
// CHECK-SAME: (%[[X:.*]]: tensor<2x6xf32>)
// CHECK-NEXT: %[[A:.*]] = leat.reshape %[[X]], shape = [3, 4] : (f32[2, 6]) -> f32[3, 4]
// CHECK-NEXT: return %[[A]], %[[X]]
func.func @reshape_of_reshape(%x: tensor<2x6xf32>) -> (tensor<3x4xf32>, tensor<2x6xf32>) {
  %t = leat.reshape %x, shape = [12] : (f32[2, 6]) -> f32[12]
  %a = leat.reshape %t, shape = [3, 4] : (f32[12]) -> f32[3, 4]
  %b = leat.reshape %t, shape = [2, 6] : (f32[12]) -> f32[2, 6]
  return %a, %b : tensor<3x4xf32>, tensor<2x6xf32>
}

// A slice of an unknown extent that starts behind its beginning stays.
// CHECK-LABEL: @slice_of_unknown_extent
// CHECK: leat.slice
func.func @slice_of_unknown_extent(%x: tensor<?xf32>) -> tensor<?xf32> {
  %a = leat.slice %x, axis = 0, start = 1 : (f32[?]) -> f32[?]
  return %a : tensor<?xf32>
}

// Signs move out, and meet: every bit is kept.
// CHECK-LABEL: @signs
// CHECK-SAME: (%[[A:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>)
// CHECK-NEXT: %[[SUB:.*]] = leat.sub %[[B]], %[[A]]
// CHECK-NEXT: %[[ADD:.*]] = leat.add %[[B]], %[[A]]
// CHECK-NEXT: %[[MUL:.*]] = leat.mul %[[A]], %[[B]]
// CHECK-NEXT: %[[DIV:.*]] = leat.div %[[A]], %[[B]]
// CHECK-NEXT: %[[NEG:.*]] = leat.neg %[[DIV]]
// CHECK-NEXT: return %[[SUB]], %[[ADD]], %[[MUL]], %[[NEG]]
func.func @signs(%a: tensor<4xf32>, %b: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %n = leat.neg %a : (f32[4]) -> f32[4]
  %m = leat.neg %b : (f32[4]) -> f32[4]
  %0 = leat.add %b, %n : (f32[4], f32[4]) -> f32[4]
  %1 = leat.sub %b, %n : (f32[4], f32[4]) -> f32[4]
  %2 = leat.mul %n, %m : (f32[4], f32[4]) -> f32[4]
  %3 = leat.div %n, %b : (f32[4], f32[4]) -> f32[4]
  return %0, %1, %2, %3 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// A number is the same in every shape.
// CHECK-LABEL: @stretched_number
// CHECK-NEXT: %[[N:.*]] = leat.number 2 : () -> f32[4, 3]
// CHECK-NEXT: return %[[N]]
func.func @stretched_number() -> tensor<4x3xf32> {
  %n = leat.number 2 : () -> f32[3]
  %a = leat.broadcast_to %n, shape = [4, 3] : (f32[3]) -> f32[4, 3]
  return %a : tensor<4x3xf32>
}

// CHECK-LABEL: @not_not
// CHECK-SAME: (%[[X:.*]]: tensor<3xi8>)
// CHECK-NEXT: return %[[X]]
func.func @not_not(%x: tensor<3xi8>) -> tensor<3xi8> {
  %a = leat.bit_not %x : (i8[3]) -> i8[3]
  %b = leat.bit_not %a : (i8[3]) -> i8[3]
  return %b : tensor<3xi8>
}
