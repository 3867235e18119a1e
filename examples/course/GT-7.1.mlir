// GT-7.1: the convolution of a batch of images, forwards.
//
//   y[n, o, i, j] = b_o + sum_{c,u,v} w[o, c, u, v] xpad[n, c, s i + u, s j + v]
//
// Source: CS 4644/7643, problem set 2, item 7 (the module of the convolution). xpad is x with p
// zeros on each side; stride s and padding p are those that the results are named after.
leat.model @conv2d {
  func @main(%x: f64[N, Ci, H, W], %w: f64[Co, Ci, Kh, Kw], %b: f64[Co])
      -> (y_s1_p0: f64[N, Co, ?, ?], y_s1_p1: f64[N, Co, ?, ?], y_s2_p1: f64[N, Co, ?, ?]) {
    %y_s1_p0 = conv %x, %w, %b, stride = 1, padding = 0
    %y_s1_p1 = conv %x, %w, %b, stride = 1, padding = 1
    %y_s2_p1 = conv %x, %w, %b, stride = 2, padding = 1
    return %y_s1_p0, %y_s1_p1, %y_s2_p1 }
}
