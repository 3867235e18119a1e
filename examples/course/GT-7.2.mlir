// GT-7.2: the convolution of a batch of images, backwards.
//
//   y[n, o, i, j] = b_o + sum_{c,u,v} w[o, c, u, v] xpad[n, c, s i + u, s j + v]
//   db_o = sum_{n,i,j} dy[n, o, i, j]
//   dw[o, c, u, v] = sum_{n,i,j} dy[n, o, i, j] xpad[n, c, s i + u, s j + v]
//   dx = the full correlation of dy, s - 1 zeros between its elements, with w flipped
//
// Source: CS 4644/7643, problem set 2, item 7 (the module of the convolution), with strides 1 and 2
// and one zero on each side. Reverse mode makes these sums of the forward pass.
leat.model @conv2d_backward {
  func @conv_s1(%x: f64[N, Ci, H, W], %w: f64[Co, Ci, Kh, Kw], %b: f64[Co])
      -> (y: f64[N, Co, ?, ?]) {
    %y = conv %x, %w, %b, stride = 1, padding = 1
    return %y }
  func @conv_s2(%x: f64[N, Ci, H, W], %w: f64[Co, Ci, Kh, Kw], %b: f64[Co])
      -> (y: f64[N, Co, ?, ?]) {
    %y = conv %x, %w, %b, stride = 2, padding = 1
    return %y }
  func @main(%x: f64[N, Ci, H, W], %w: f64[Co, Ci, Kh, Kw], %b: f64[Co],
             %dy_s1: f64[N, Co, H1, W1], %dy_s2: f64[N, Co, H2, W2])
      -> (dx_s1: f64[N, Ci, H, W], dw_s1: f64[Co, Ci, Kh, Kw], db_s1: f64[Co],
          dx_s2: f64[N, Ci, H, W], dw_s2: f64[Co, Ci, Kh, Kw], db_s2: f64[Co]) {
    %y1, %dx1, %dw1, %db1 = vjp @conv_s1(%x, %w, %b) cotangent(%dy_s1) wrt(x, w, b)
    %y2, %dx2, %dw2, %db2 = vjp @conv_s2(%x, %w, %b) cotangent(%dy_s2) wrt(x, w, b)
    return %dx1, %dw1, %db1, %dx2, %dw2, %db2 }
}
