// GT-5c: what shifts mean for the architectures of image networks.
//
//   f_i = relu(w_1 x_{2i-1} + w_2 x_{2i} + w_3 x_{2i+1}),   indices mod L
//   f[S^2 x] = S f[x],   f[S x] is no shift of f[x]
//   gap = 1/L sum_i relu(w_1 x_{i-1} + w_2 x_i + w_3 x_{i+1}) stays as it is for every shift of x
//
// Source: CS 4644/7643, problem set 2, item 5c, which is open; these are its facts. A layer with
// stride s is equivariant to shifts by multiples of s only; global average pooling of a layer with
// stride 1 is invariant.
leat.model @strided_circular {
  func @layer(%x: f64[L], %w: f64[3]) -> (h: f64[L]) {
    %circle = pad_circular %x, low = [1], high = [1]
    %z = let conv(reshape(%circle, shape = [1, 1, -1]), reshape(%w, shape = [1, 1, 3]))
    %h = let relu(reshape(%z, shape = [L]))
    return %h }
  func @f(%x: f64[L], %w: f64[3]) -> (f: f64[?]) {
    %f = let slice(@layer(%x, %w), axis = 0, step = 2)
    return %f }
  func @main(%x: f64[L], %w: f64[3])
      -> (f: f64[?], f_shift1: f64[?], f_shift2: f64[?], gap: f64) {
    %f = let @f(%x, %w)
    %f_shift1 = let @f(roll(%x, shift = 1, axis = 0), %w)
    %f_shift2 = let @f(roll(%x, shift = 2, axis = 0), %w)
    %gap = let mean(@layer(%x, %w))
    return %f, %f_shift1, %f_shift2, %gap }
}
