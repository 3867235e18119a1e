// UDL-10.2: a one-dimensional convolution with kernel size 3 and stride 2.
//
//   h_i = relu(b + w_1 x_{2i-2} + w_2 x_{2i-1} + w_3 x_{2i}),   i = 1 ... ceil(L / 2)
//
// Source: Understanding Deep Learning, problem 10.2. Counted from 1, and with zeros beyond the
// ends: the kernel stands on x_1, x_3, x_5 ... The gradients are those of sum_i h_i^2.
leat.model @strided {
  config @stride = 2
  config @dil = 1
  config @pad = 1
  func @layer(%x: f64[L], %w: f64[K], %b: f64) -> (z: f64[?], h: f64[?]) {
    %y = let conv(reshape(%x, shape = [1, 1, L]), reshape(%w, shape = [1, 1, K]),
                  stride = stride, dilation = dil, padding = pad)
    %z = let reshape(%y, shape = [-1]) + %b
    %h = relu %z
    return %z, %h }
  func @loss(%x: f64[L], %w: f64[K], %b: f64) -> (l: f64, z: f64[?], h: f64[?]) {
    %z, %h = call @layer(%x, %w, %b)
    %l = let sum(%h * %h)
    return %l, %z, %h }
  func @main(%x: f64[L], %w: f64[K], %b: f64)
      -> (z: f64[?], h: f64[?], dx: f64[L], dw: f64[K], db: f64) {
    %l, %z, %h, %dx, %dw, %db = grad @loss(%x, %w, %b) wrt(x, w, b)
    return %z, %h, %dx, %dw, %db }
}
