// UDL-11.9: a U-Net takes images of any size.
//
//   e = relu(conv(x, W0)),   m = relu(conv(maxpool_2(e), W1)),   u = m, each pixel 2 x 2 times
//   d = relu(conv([e, u], W2)),   y = conv1x1(d, W3)
//
// Source: Understanding Deep Learning, problem 11.9. All layers are convolutions, so the same
// weights do for every size that the pooling divides; a batch has one size, which is why training
// does not mix them. small is the corner of S x S pixels of the big image. Zeros round it stand
// where the big image goes on, but a pixel of y sees no more than five pixels to each side: @main
// asserts that y is the same elsewhere.
leat.model @any_size {
  config @S = 16
  func @unet(%x: f64[N, 1, H, W], %W0: f64[C, 1, 3, 3], %W1: f64[C2, C, 3, 3],
             %W2: f64[C, C3, 3, 3], %W3: f64[1, C, 1, 1]) -> (y: f64[N, 1, ?, ?]) {
    %e = let relu(conv(%x, %W0, padding = 1))
    %m = let relu(conv(max_pool(%e, kernel = 2), %W1, padding = 1))
    %u = upsample_nearest %m, scale = 2
    %d = let relu(conv(concat(%e, %u, axis = 1), %W2, padding = 1))
    %y = conv %d, %W3
    return %y }
  func @corner(%x: f64[N, 1, H, W]) -> (corner: f64[N, 1, S, S]) {
    %corner = let slice(slice(%x, axis = 2, stop = S), axis = 3, stop = S)
    return %corner }
  func @main(%W0: f64[C, 1, 3, 3], %W1: f64[C2, C, 3, 3], %W2: f64[C, C3, 3, 3],
             %W3: f64[1, C, 1, 1], %big: f64[1, 1, H, W])
      -> (small_norm: f64, big_norm: f64, small_row_5: f64[S]) {
    %small_y = let @unet(@corner(%big), %W0, %W1, %W2, %W3)
    %big_y = let @unet(%big, %W0, %W1, %W2, %W3)
    %small_norm = vector_norm %small_y
    %big_norm = vector_norm %big_y
    %rows = reshape %small_y, shape = [S, S]
    %row = let %rows[5]

    %i = iota shape = [S, S], dtype = i64, axis = 0
    %j = iota shape = [S, S], dtype = i64, axis = 1
    %inner = let logical_and(%i + 5 < S, %j + 5 < S)
    %difference = let abs(%small_y - @corner(%big_y))
    %same = let where(%inner, %difference, 0) <= 1e-5 * %big_norm
    assert %same, "the inner pixels differ"
    return %small_norm, %big_norm, %row }
}
