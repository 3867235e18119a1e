// RUN: %check-kernels %s

// expect: x.reshape(3, 8)
// expect: x.reshape(8, 3) + 1
leat.kernel @reshapes(%x: f32[4, 6]) -> (f32[3, 8], f32[8, 3]) {
  %one = number 1 : () -> f32
  %a = reshape %x, shape = [3, 8] : (f32[4, 6]) -> f32[3, 8]
  %b = reshape %x, shape = [8, 3] : (f32[4, 6]) -> f32[8, 3]
  %c = add %b, %one : (f32[8, 3], f32) -> f32[8, 3]
  return %a, %c : f32[3, 8], f32[8, 3]
}

// The destination is handed up through the views.
// expect: np.exp(x).reshape(3, 8)
// expect: np.exp(s).reshape(1, 1)
leat.kernel @reshaped_results(%x: f32[4, 6], %s: f32) -> (f32[3, 8], f32[1, 1]) {
  %e = exp %x : (f32[4, 6]) -> f32[4, 6]
  %a = reshape %e, shape = [3, 8] : (f32[4, 6]) -> f32[3, 8]
  %f = exp %s : (f32) -> f32
  %b = reshape %f, shape = [1, 1] : (f32) -> f32[1, 1]
  return %a, %b : f32[3, 8], f32[1, 1]
}

// expect: np.transpose(x, (2, 0, 1))
// expect: np.broadcast_to(y, (2, 3, 4))
// expect: x[:, 1:3]
// expect: x[:, :, 1::2]
// expect: x[::-1, :, ::-1]
leat.kernel @moves(%x: f32[2, 3, 4], %y: f32[3, 1]) -> (f32[4, 2, 3], f32[2, 3, 4], f32[2, 2, 4], f32[2, 3, 2], f32[2, 3, 4]) {
  %t = transpose %x, axes = [2, 0, 1] : (f32[2, 3, 4]) -> f32[4, 2, 3]
  %b = broadcast_to %y, shape = [2, 3, 4] : (f32[3, 1]) -> f32[2, 3, 4]
  %s = slice %x, axis = 1, start = 1, stop = 3 : (f32[2, 3, 4]) -> f32[2, 2, 4]
  %u = slice %x, axis = -1, start = 1, step = 2 : (f32[2, 3, 4]) -> f32[2, 3, 2]
  %f = flip %x, axis = [0, 2] : (f32[2, 3, 4]) -> f32[2, 3, 4]
  return %t, %b, %s, %u, %f : f32[4, 2, 3], f32[2, 3, 4], f32[2, 2, 4], f32[2, 3, 2], f32[2, 3, 4]
}

// Moves of moves, and a sum over them.
// expect: (x[::-1, 2::3] * y.T).sum(0)
leat.kernel @fused_moves(%x: f32[4, 9], %y: f32[3, 4]) -> (f32[3]) {
  %s = slice %x, axis = 1, start = 2, step = 3 : (f32[4, 9]) -> f32[4, 3]
  %f = flip %s, axis = [0] : (f32[4, 3]) -> f32[4, 3]
  %t = transpose %y, axes = [1, 0] : (f32[3, 4]) -> f32[4, 3]
  %r = mul %f, %t : (f32[4, 3], f32[4, 3]) -> f32[4, 3]
  %q = sum %r, axis = [0] : (f32[4, 3]) -> f32[3]
  return %q : f32[3]
}

// expect: pad(x, [1, 0], [0, 2], [0, 0], 0.5)
// expect: pad(x, [0, 2], [1, 1], [2, 1], 0)
// expect: pad(np.exp(x), [0, 1], [0, 1], [0, 0], 0) * 2
leat.kernel @pads(%x: f32[2, 3]) -> (f32[3, 5], f32[5, 8], f32[2, 5]) {
  %two = number 2 : () -> f32
  %a = pad %x, low = [1, 0], high = [0, 2], value = 0.5 : (f32[2, 3]) -> f32[3, 5]
  %b = pad %x, low = [0, 2], high = [1, 1], interior = [2, 1] : (f32[2, 3]) -> f32[5, 8]
  %e = exp %x : (f32[2, 3]) -> f32[2, 3]
  %p = pad %e, low = [0, 1], high = [0, 1] : (f32[2, 3]) -> f32[2, 5]
  %c = mul %p, %two : (f32[2, 5], f32) -> f32[2, 5]
  return %a, %b, %c : f32[3, 5], f32[5, 8], f32[2, 5]
}

// expect: np.concatenate([np.cos(x), y, np.sin(x)], 1)
// expect: np.concatenate([a, b])
leat.kernel @concats(%x: f32[2, 3], %y: f32[2, 1], %a: i1[2], %b: i1[3]) -> (f32[2, 7], i1[5]) {
  %s = sin %x : (f32[2, 3]) -> f32[2, 3]
  %c = cos %x : (f32[2, 3]) -> f32[2, 3]
  %z = concat %c, %y, %s, axis = 1 : (f32[2, 3], f32[2, 1], f32[2, 3]) -> f32[2, 7]
  %d = concat %a, %b : (i1[2], i1[3]) -> i1[5]
  return %z, %d : f32[2, 7], i1[5]
}

// Whoever launches a kernel checks numbers of rows; the kernel stays inside its buffers.
// input i: [[0, 4], [-3, 9], [2, 2]]
// expect: table[np.clip(i, 0, 4)]
leat.kernel @rows(%table: f32[5, 3], %i: i64[3, 2]) -> (f32[3, 2, 3]) {
  %y = index %table, %i : (f32[5, 3], i64[3, 2]) -> f32[3, 2, 3]
  return %y : f32[3, 2, 3]
}

// input i: [[0, 4], [-3, 9], [2, 2]]
// expect: scatter_add(u, i, 5)
// expect: scatter_add(np.ones(6), i.reshape(-1), 5)
leat.kernel @scatters(%u: f32[3, 2, 4], %i: i32[3, 2]) -> (f32[5, 4], f64[5]) {
  %y = scatter_add %u, %i, rows = 5 : (f32[3, 2, 4], i32[3, 2]) -> f32[5, 4]
  %o = full 1 : () -> f64[6]
  %f = reshape %i, shape = [6] : (i32[3, 2]) -> i32[6]
  %c = scatter_add %o, %f, rows = 5 : (f64[6], i32[6]) -> f64[5]
  return %y, %c : f32[5, 4], f64[5]
}

// input i: [0, 3, 7]
// expect: np.eye(4)[[0, 3, 3]] * [[1], [1], [0]]
// expect: np.arange(3).reshape(3, 1) + np.zeros((1, 2))
// expect: np.full(4, 3)
// expect: np.arange(300)
leat.kernel @creates(%i: i8[3], %n: f32) -> (f32[3, 4], f64[3, 2], i32[4], i64[300]) {
  %three = number 3.7 : () -> f32
  %h = one_hot %i, depth = 4 : (i8[3]) -> f32[3, 4]
  %c = iota shape = [3, 2], dtype = f64 : () -> f64[3, 2]
  %f = full %three : (f32) -> i32[4]
  %d = iota shape = [300], dtype = i64 : () -> i64[300]
  return %h, %c, %f, %d : f32[3, 4], f64[3, 2], i32[4], i64[300]
}
