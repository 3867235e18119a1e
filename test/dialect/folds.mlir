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

// Comparisons of numbers, in their type: 0.1 is not 0.1 in f32 and f64 alike.
// CHECK-LABEL: @comparisons
// CHECK-DAG: %[[FALSE:.*]] = leat.number 0 : () -> i1
// CHECK-DAG: %[[TRUE:.*]] = leat.number 1 : () -> i1[2]
// CHECK: return %[[FALSE]], %[[TRUE]]
func.func @comparisons() -> (tensor<i1>, tensor<2xi1>) {
  %a = leat.number 16777217 : () -> f32
  %b = leat.number 16777216 : () -> f32
  %c = leat.number 3 : () -> f32[2]
  %gt = leat.gt %a, %b : (f32, f32) -> i1
  %le = leat.le %c, %b : (f32[2], f32) -> i1[2]
  return %gt, %le : tensor<i1>, tensor<2xi1>
}

// What is true or false decides; what it does not decide is the other operand.
// CHECK-LABEL: @logic
// CHECK-SAME: (%[[X:.*]]: tensor<2xi1>)
// CHECK: %[[FALSE:.*]] = leat.number 0 : () -> i1[2]
// CHECK: return %[[FALSE]], %[[X]], %[[X]], %[[X]]
func.func @logic(%x: tensor<2xi1>) -> (tensor<2xi1>, tensor<2xi1>, tensor<2xi1>, tensor<2xi1>) {
  %f = leat.number 0 : () -> i1
  %t = leat.logical_not %f : (i1) -> i1
  %a = leat.logical_and %f, %x : (i1, i1[2]) -> i1[2]
  %b = leat.logical_and %x, %t : (i1[2], i1) -> i1[2]
  %c = leat.logical_or %x, %f : (i1[2], i1) -> i1[2]
  %n = leat.logical_not %x : (i1[2]) -> i1[2]
  %d = leat.logical_not %n : (i1[2]) -> i1[2]
  return %a, %b, %c, %d : tensor<2xi1>, tensor<2xi1>, tensor<2xi1>, tensor<2xi1>
}

// CHECK-LABEL: @known_condition
// CHECK-SAME: (%[[A:.*]]: tensor<2x3xf32>, %[[B:.*]]: tensor<3xf32>)
// CHECK-NEXT: %[[WIDE:.*]] = leat.broadcast_to %[[B]], shape = [2, 3]
// CHECK-NEXT: return %[[A]], %[[WIDE]]
func.func @known_condition(%a: tensor<2x3xf32>, %b: tensor<3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
  %t = leat.number 1 : () -> i1
  %f = leat.number 0 : () -> i1
  %0 = leat.where %t, %a, %b : (i1, f32[2, 3], f32[3]) -> f32[2, 3]
  %1 = leat.where %f, %a, %b : (i1, f32[2, 3], f32[3]) -> f32[2, 3]
  return %0, %1 : tensor<2x3xf32>, tensor<2x3xf32>
}
