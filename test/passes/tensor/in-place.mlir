// RUN: leat-opt %s -leat-lower-kernels -eliminate-empty-tensors \
// RUN:   "-one-shot-bufferize=bufferize-function-boundaries=1 function-boundary-type-conversion=identity-layout-map" \
// RUN:   -cse -canonicalize | FileCheck %s

// Once bufferized, kernels write where they shall.

// CHECK-LABEL: func.func private @parts_of_a_concat_are_computed_in_it
// CHECK-NOT: memref.alloc
// CHECK-NOT: memref.copy
// CHECK: return
leat.kernel @parts_of_a_concat_are_computed_in_it(%x: f32[2, 3]) -> (f32[2, 6]) {
  %s = sin %x : (f32[2, 3]) -> f32[2, 3]
  %c = cos %x : (f32[2, 3]) -> f32[2, 3]
  %y = concat %c, %s, axis = 1 : (f32[2, 3], f32[2, 3]) -> f32[2, 6]
  return %y : f32[2, 6]
}

// CHECK-LABEL: func.func private @padded_tensor_is_computed_in_its_frame
// CHECK-NOT: memref.alloc
// CHECK-NOT: memref.copy
// CHECK: return
leat.kernel @padded_tensor_is_computed_in_its_frame(%x: f32[2, 3]) -> (f32[4, 3]) {
  %e = exp %x : (f32[2, 3]) -> f32[2, 3]
  %y = pad %e, low = [1, 0], high = [1, 0] : (f32[2, 3]) -> f32[4, 3]
  return %y : f32[4, 3]
}

// The running sum is the only temporary.
// CHECK-LABEL: func.func private @scan_writes_each_slice_once
// CHECK: memref.alloc() {{.*}} : memref<1x3xf32>
// CHECK-NOT: memref.alloc
// CHECK: scf.for
// CHECK-NOT: memref.copy
// CHECK: return
leat.kernel @scan_writes_each_slice_once(%x: f32[9, 3]) -> (f32[9, 3]) {
  %y = cumsum %x : (f32[9, 3]) -> f32[9, 3]
  return %y : f32[9, 3]
}

// CHECK-LABEL: func.func private @rows_are_added_in_the_result
// CHECK-NOT: memref.alloc
// CHECK: scf.for
// CHECK-NOT: memref.copy
// CHECK: return
leat.kernel @rows_are_added_in_the_result(%u: f32[6, 4], %i: i32[6]) -> (f32[5, 4]) {
  %y = scatter_add %u, %i, rows = 5 : (f32[6, 4], i32[6]) -> f32[5, 4]
  return %y : f32[5, 4]
}

// CHECK-LABEL: func.func private @view_of_a_result_is_computed_in_place
// CHECK: memref.collapse_shape
// CHECK-NOT: memref.alloc
// CHECK-NOT: memref.copy
// CHECK: return
leat.kernel @view_of_a_result_is_computed_in_place(%x: f32[24]) -> (f32[4, 6]) {
  %e = exp %x : (f32[24]) -> f32[24]
  %y = reshape %e, shape = [4, 6] : (f32[24]) -> f32[4, 6]
  return %y : f32[4, 6]
}
