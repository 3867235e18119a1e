// UDL-10.3: a one-dimensional convolution with kernel size 3 and dilation 2.
//
//   h_i = relu(b + w_1 x_{i-2} + w_2 x_i + w_3 x_{i+2})
//
// Source: Understanding Deep Learning, problem 10.3. With two zeros beyond each end there are as
// many h_i as x_i. The gradients are those of sum_i h_i^2.
leat.model @dilated {
  config @stride = 1
  config @dil = 2
  config @pad = 2
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
