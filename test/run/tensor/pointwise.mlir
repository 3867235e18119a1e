// RUN: %check-kernels %s

// expect: a + b
leat.kernel @stretches_both(%a: f32[3], %b: f32[4, 1]) -> (f32[4, 3]) {
  %y = add %a, %b : (f32[3], f32[4, 1]) -> f32[4, 3]
  return %y : f32[4, 3]
}

// expect: np.where(a < b, a, 0.5)
// expect: a < b
leat.kernel @compares(%a: f32[5], %b: f32[5]) -> (f32[5], i1[5]) {
  %c = lt %a, %b : (f32[5], f32[5]) -> i1[5]
  %h = number 0.5 : () -> f32
  %y = where %c, %a, %h : (i1[5], f32[5], f32) -> f32[5]
  return %y, %c : f32[5], i1[5]
}

// expect: np.where(c & ~d & 1, 1, 0)
leat.kernel @bools_come_as_bytes(%c: i1[9], %d: i1[9]) -> (f64[9]) {
  %n = logical_not %d : (i1[9]) -> i1[9]
  %a = logical_and %c, %n : (i1[9], i1[9]) -> i1[9]
  %y = convert %a, dtype = f64 : (i1[9]) -> f64[9]
  return %y : f64[9]
}

// expect: softmax(x, 1)
leat.kernel @softmax(%x: f32[32, 10]) -> (f32[32, 10]) {
  %m = max %x, axis = [1], keepdims = true : (f32[32, 10]) -> f32[32, 1]
  %c = sub %x, %m : (f32[32, 10], f32[32, 1]) -> f32[32, 10]
  %e = exp %c : (f32[32, 10]) -> f32[32, 10]
  %s = sum %e, axis = [1], keepdims = true : (f32[32, 10]) -> f32[32, 1]
  %y = div %e, %s : (f32[32, 10], f32[32, 1]) -> f32[32, 10]
  return %y : f32[32, 10]
}

// expect: np.maximum(x, 0) * 2
// expect: np.maximum(x, 0)
// expect: np.maximum(x, 0)
// expect: x
leat.kernel @several_results(%x: f32[6]) -> (f32[6], f32[6], f32[6], f32[6]) {
  %two = number 2 : () -> f32
  %r = relu %x : (f32[6]) -> f32[6]
  %y = mul %r, %two : (f32[6], f32) -> f32[6]
  return %y, %r, %r, %x : f32[6], f32[6], f32[6], f32[6]
}

// expect: x * 3
leat.kernel @half_precision(%x: bf16[7]) -> (bf16[7]) {
  %three = number 3 : () -> bf16
  %y = mul %x, %three : (bf16[7], bf16) -> bf16[7]
  return %y : bf16[7]
}
