// RUN: %check-kernels %s

// expect: max_pool(x, [2, 2], [2, 2], [0, 0])
// expect: max_pool_index(x, [2, 2], [2, 2], [0, 0])
// expect: avg_pool(x, [2, 2], [2, 2], [0, 0])
leat.kernel @apart(%x: f32[2, 3, 6, 7]) -> (f32[2, 3, 3, 3], i32[2, 3, 3, 3], f32[2, 3, 3, 3]) {
  %a = max_pool %x, kernel = array<i64: 2> : (f32[2, 3, 6, 7]) -> f32[2, 3, 3, 3]
  %i = max_pool_index %x, kernel = array<i64: 2> : (f32[2, 3, 6, 7]) -> i32[2, 3, 3, 3]
  %b = avg_pool %x, kernel = array<i64: 2> : (f32[2, 3, 6, 7]) -> f32[2, 3, 3, 3]
  return %a, %i, %b
}

// expect: max_pool(x, [3, 2], [2, 1], [1, 1])
// expect: max_pool_index(x, [3, 2], [2, 1], [1, 1])
// expect: avg_pool(x, [3, 2], [2, 1], [1, 1])
leat.kernel @overlapping_with_padding(%x: f32[1, 2, 5, 4]) -> (f32[1, 2, 3, 5], i32[1, 2, 3, 5], f32[1, 2, 3, 5]) {
  %a = max_pool %x, kernel = array<i64: 3, 2>, stride = array<i64: 2, 1>, padding = array<i64: 1> : (f32[1, 2, 5, 4]) -> f32[1, 2, 3, 5]
  %i = max_pool_index %x, kernel = array<i64: 3, 2>, stride = array<i64: 2, 1>, padding = array<i64: 1> : (f32[1, 2, 5, 4]) -> i32[1, 2, 3, 5]
  %b = avg_pool %x, kernel = array<i64: 3, 2>, stride = array<i64: 2, 1>, padding = array<i64: 1> : (f32[1, 2, 5, 4]) -> f32[1, 2, 3, 5]
  return %a, %i, %b
}

// Padding never wins, not even over -inf; a NaN does.
// input x: [[[-inf, -inf, 1, nan, 2]]]
// expect: [[[-inf, 1, nan]]]
// expect: [[[0, 2, 3]]]
leat.kernel @infinities(%x: f64[1, 1, 5]) -> (f64[1, 1, 3], i32[1, 1, 3]) {
  %a = max_pool %x, kernel = array<i64: 2>, padding = array<i64: 1> : (f64[1, 1, 5]) -> f64[1, 1, 3]
  %i = max_pool_index %x, kernel = array<i64: 2>, padding = array<i64: 1> : (f64[1, 1, 5]) -> i32[1, 1, 3]
  return %a, %i
}

// input i: [[[[0, 6], [13, 8]]]]
// expect: max_pool_read(x, i)
leat.kernel @reads(%x: f32[1, 1, 4, 4], %i: i32[1, 1, 2, 2]) -> (f32[1, 1, 2, 2]) {
  %y = max_pool_read %x, %i, kernel = array<i64: 2> : (f32[1, 1, 4, 4], i32[1, 1, 2, 2]) -> f32[1, 1, 2, 2]
  return %y
}

// expect: max_unpool(dy, max_pool_index(x, [2, 2], [2, 2], [0, 0]), (6, 7), [2, 2], [2, 2], [0, 0])
// expect: avg_unpool(dy, (6, 7), [2, 2], [2, 2], [0, 0])
leat.kernel @transposes_apart(%x: f32[2, 3, 6, 7], %dy: f32[2, 3, 3, 3]) -> (f32[2, 3, 6, 7], f32[2, 3, 6, 7]) {
  %i = max_pool_index %x, kernel = array<i64: 2> : (f32[2, 3, 6, 7]) -> i32[2, 3, 3, 3]
  %a = max_unpool %dy, %i, input_size = array<i64: 6, 7>, kernel = array<i64: 2> : (f32[2, 3, 3, 3], i32[2, 3, 3, 3]) -> f32[2, 3, 6, 7]
  %b = avg_unpool %dy, input_size = array<i64: 6, 7>, kernel = array<i64: 2> : (f32[2, 3, 3, 3]) -> f32[2, 3, 6, 7]
  return %a, %b
}

// expect: max_unpool(dy, max_pool_index(x, [3, 2], [2, 1], [1, 1]), (5, 4), [3, 2], [2, 1], [1, 1])
// expect: avg_unpool(dy, (5, 4), [3, 2], [2, 1], [1, 1])
leat.kernel @transposes_overlapping(%x: f32[1, 2, 5, 4], %dy: f32[1, 2, 3, 5]) -> (f32[1, 2, 5, 4], f32[1, 2, 5, 4]) {
  %i = max_pool_index %x, kernel = array<i64: 3, 2>, stride = array<i64: 2, 1>, padding = array<i64: 1> : (f32[1, 2, 5, 4]) -> i32[1, 2, 3, 5]
  %a = max_unpool %dy, %i, input_size = array<i64: 5, 4>, kernel = array<i64: 3, 2>, stride = array<i64: 2, 1>, padding = array<i64: 1> : (f32[1, 2, 3, 5], i32[1, 2, 3, 5]) -> f32[1, 2, 5, 4]
  %b = avg_unpool %dy, input_size = array<i64: 5, 4>, kernel = array<i64: 3, 2>, stride = array<i64: 2, 1>, padding = array<i64: 1> : (f32[1, 2, 3, 5]) -> f32[1, 2, 5, 4]
  return %a, %b
}

// A stride beyond the kernel leaves elements out.
// expect: avg_unpool(dy, (8,), [2], [3], [0])
leat.kernel @transpose_with_gaps(%dy: f32[1, 1, 3]) -> (f32[1, 1, 8]) {
  %b = avg_unpool %dy, input_size = array<i64: 8>, kernel = array<i64: 2>, stride = array<i64: 3> : (f32[1, 1, 3]) -> f32[1, 1, 8]
  return %b
}
