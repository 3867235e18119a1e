// RUN: leat-opt %s -leat-lower-kernels | FileCheck %s

// CHECK-LABEL: func.func private @pointwise_chain_is_one_generic
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
// CHECK: return
leat.kernel @pointwise_chain_is_one_generic(%x: f32[8, 16], %w: f32[16], %b: f32[16]) -> (f32[8, 16]) {
  %m = mul %x, %w : (f32[8, 16], f32[16]) -> f32[8, 16]
  %s = add %m, %b : (f32[8, 16], f32[16]) -> f32[8, 16]
  %y = relu %s : (f32[8, 16]) -> f32[8, 16]
  return %y
}

// exp is computed and summed in one generic; its values are kept for the division.
// CHECK-LABEL: func.func private @softmax_is_three_generics
// CHECK: linalg.fill
// CHECK: linalg.generic
// CHECK: arith.maximumf
// CHECK: linalg.fill
// CHECK: %{{.*}}:2 = linalg.generic
// CHECK: math.exp
// CHECK: linalg.generic
// CHECK: arith.divf
// CHECK-NOT: linalg.
leat.kernel @softmax_is_three_generics(%x: f32[32, 10]) -> (f32[32, 10]) {
  %m = max %x, axis = array<i64: 1>, keepdims = true : (f32[32, 10]) -> f32[32, 1]
  %c = sub %x, %m : (f32[32, 10], f32[32, 1]) -> f32[32, 10]
  %e = exp %c : (f32[32, 10]) -> f32[32, 10]
  %s = sum %e, axis = array<i64: 1>, keepdims = true : (f32[32, 10]) -> f32[32, 1]
  %y = div %e, %s : (f32[32, 10], f32[32, 1]) -> f32[32, 10]
  return %y
}

// CHECK-LABEL: func.func private @transcendental_is_computed_once
// CHECK-COUNT-1: math.exp
// CHECK-NOT: math.exp
// CHECK: return
leat.kernel @transcendental_is_computed_once(%x: f32[8], %y: f32[4, 8]) -> (f32[4, 8], f32[8]) {
  %e = exp %x : (f32[8]) -> f32[8]
  %m = mul %e, %y : (f32[8], f32[4, 8]) -> f32[4, 8]
  %n = neg %e : (f32[8]) -> f32[8]
  return %m, %n
}

// Stretching e over the rows would compute it four times.
// CHECK-LABEL: func.func private @transcendental_is_not_stretched
// CHECK: linalg.generic
// CHECK: math.exp
// CHECK: linalg.generic
// CHECK: arith.mulf
leat.kernel @transcendental_is_not_stretched(%x: f32[8], %y: f32[4, 8]) -> (f32[4, 8]) {
  %e = exp %x : (f32[8]) -> f32[8]
  %m = mul %e, %y : (f32[8], f32[4, 8]) -> f32[4, 8]
  return %m
}

// The difference is computed in both users: less work than to keep it.
// CHECK-LABEL: func.func private @light_producer_is_copied
// CHECK: linalg.generic
// CHECK: arith.subf
// CHECK: math.exp
// CHECK: arith.addf
// CHECK: linalg.generic
// CHECK: arith.subf
// CHECK: arith.divf
// CHECK-NOT: linalg.generic
// CHECK: return
leat.kernel @light_producer_is_copied(%x: f32[32, 10], %m: f32[32, 1]) -> (f32[32, 10]) {
  %c = sub %x, %m : (f32[32, 10], f32[32, 1]) -> f32[32, 10]
  %e = exp %c : (f32[32, 10]) -> f32[32, 10]
  %s = sum %e, axis = array<i64: 1>, keepdims = true : (f32[32, 10]) -> f32[32, 1]
  %y = div %c, %s : (f32[32, 10], f32[32, 1]) -> f32[32, 10]
  return %y
}

// CHECK-LABEL: func.func private @product_is_summed_where_it_is_made
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
// CHECK: return
leat.kernel @product_is_summed_where_it_is_made(%x: f32[32, 10], %y: f32[32, 10]) -> (f32) {
  %p = mul %x, %y : (f32[32, 10], f32[32, 10]) -> f32[32, 10]
  %s = sum %p : (f32[32, 10]) -> f32
  return %s
}

// CHECK-LABEL: func.func private @moves_fuse_with_readers
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
// CHECK: return
leat.kernel @moves_fuse_with_readers(%x: f32[4, 9], %y: f32[3, 4]) -> (f32[4, 3]) {
  %s = slice %x, axis = 1, start = 2, step = 3 : (f32[4, 9]) -> f32[4, 3]
  %f = flip %s, axis = array<i64: 0> : (f32[4, 3]) -> f32[4, 3]
  %t = transpose %y, axes = array<i64: 1, 0> : (f32[3, 4]) -> f32[4, 3]
  %r = mul %f, %t : (f32[4, 3], f32[4, 3]) -> f32[4, 3]
  return %r
}

// CHECK-LABEL: func.func private @counting_takes_no_memory
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
// CHECK: return
leat.kernel @counting_takes_no_memory(%x: i64[4]) -> (f32[4, 10]) {
  %c = iota shape = array<i64: 10>, dtype = f32 : () -> f32[10]
  %h = one_hot %x, depth = 10 : (i64[4]) -> f32[4, 10]
  %r = mul %h, %c : (f32[4, 10], f32[10]) -> f32[4, 10]
  return %r
}

// CHECK-LABEL: func.func private @squares_do_not_grow
// CHECK-COUNT-4: arith.mulf
// CHECK-NOT: arith.mulf
// CHECK: return
leat.kernel @squares_do_not_grow(%x: f32[4]) -> (f32[4]) {
  %a = mul %x, %x : (f32[4], f32[4]) -> f32[4]
  %b = mul %a, %a : (f32[4], f32[4]) -> f32[4]
  %c = mul %b, %b : (f32[4], f32[4]) -> f32[4]
  %d = mul %c, %c : (f32[4], f32[4]) -> f32[4]
  return %d
}
