// UDL-10.4: a one-dimensional convolution with kernel size 7, dilation 3 and stride 3.
//
//   h_i = relu(b + sum_{j=-3..3} w_{j+4} x_{c_i + 3j}),   c_i = 1 + 3 (i - 1)
//
// Source: Understanding Deep Learning, problem 10.4. The kernel reaches nine elements to either
// side, and with nine zeros there it stands on x_1, x_4, x_7 ... The gradients are those of sum_i
// h_i^2.
leat.model @dilated_strided {
  config @stride = 3
  config @dil = 3
  config @pad = 9
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
