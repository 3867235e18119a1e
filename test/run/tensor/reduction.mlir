// RUN: %check-kernels %s

// expect: x.sum((0, 2))
// expect: x.sum((0, 2), keepdims=True)
// expect: x.sum()
leat.kernel @sums(%x: f32[3, 4, 5]) -> (f32[4], f32[1, 4, 1], f32) {
  %a = sum %x, axis = array<i64: 0, 2> : (f32[3, 4, 5]) -> f32[4]
  %b = sum %x, axis = array<i64: 0, 2>, keepdims = true : (f32[3, 4, 5]) -> f32[1, 4, 1]
  %c = sum %x : (f32[3, 4, 5]) -> f32
  return %a, %b, %c
}

// expect: x.prod(1)
// expect: x.max(1)
// expect: x.min(0)
leat.kernel @integers(%x: i32[3, 4]) -> (i32[3], i32[3], i32[4]) {
  %a = prod %x, axis = array<i64: 1> : (i32[3, 4]) -> i32[3]
  %b = max %x, axis = array<i64: 1> : (i32[3, 4]) -> i32[3]
  %c = min %x, axis = array<i64: 0> : (i32[3, 4]) -> i32[4]
  return %a, %b, %c
}

// input x: [[1, nan, 3], [-inf, -inf, -inf], [2, 5, 5]]
// expect: [nan, -inf, 5]
// expect: [nan, -inf, 2]
// expect: [1, 0, 1]
// expect: [1, 0, 0]
leat.kernel @nan_wins_and_first_wins(%x: f32[3, 3]) -> (f32[3], f32[3], i32[3], i64[3]) {
  %a = max %x, axis = array<i64: 1> : (f32[3, 3]) -> f32[3]
  %b = min %x, axis = array<i64: 1> : (f32[3, 3]) -> f32[3]
  %c = argmax %x, axis = 1 : (f32[3, 3]) -> i32[3]
  %d = argmin %x, axis = 1, dtype = i64 : (f32[3, 3]) -> i64[3]
  return %a, %b, %c, %d
}

// expect: x.argmax(0)
// expect: x.argmin(1).reshape(6, 1)
leat.kernel @places_of_integers(%x: i64[6, 7]) -> (i32[7], i32[6, 1]) {
  %a = argmax %x, axis = 0 : (i64[6, 7]) -> i32[7]
  %b = argmin %x, axis = 1, keepdims = true : (i64[6, 7]) -> i32[6, 1]
  return %a, %b
}

// 1000 ones are 1000: a bf16 that accumulates stops at 256.
// input x: np.ones(1000)
// expect: 1000
leat.kernel @bf16_accumulates_in_f32(%x: bf16[1000]) -> (bf16) {
  %s = sum %x : (bf16[1000]) -> bf16
  return %s
}

// expect: np.cumsum(x, 0)
// expect: np.cumsum(x[:, ::-1], 1)[:, ::-1]
// expect: np.cumprod(x, 1)
leat.kernel @scans(%x: f32[5, 4]) -> (f32[5, 4], f32[5, 4], f32[5, 4]) {
  %a = cumsum %x : (f32[5, 4]) -> f32[5, 4]
  %b = cumsum %x, axis = 1, reverse = true : (f32[5, 4]) -> f32[5, 4]
  %c = cumprod %x, axis = 1 : (f32[5, 4]) -> f32[5, 4]
  return %a, %b, %c
}

// expect: np.cumsum(i)
leat.kernel @scan_of_integers(%i: i64[9]) -> (i64[9]) {
  %a = cumsum %i : (i64[9]) -> i64[9]
  return %a
}

// input x: np.ones(600)
// expect: np.minimum(np.arange(1, 601), 600)
leat.kernel @scan_of_bf16(%x: bf16[600]) -> (bf16[600]) {
  %a = cumsum %x : (bf16[600]) -> bf16[600]
  return %a
}
