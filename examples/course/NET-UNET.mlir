// NET-UNET: a small U-Net of two levels.
//
//   down:  e_1 = c(x),   e_2 = c(maxpool_2(e_1)),   m = c(maxpool_2(e_2)):   C, 2C and 4C channels
//   up:    d_2 = c([e_2, convT(m)]),   d_1 = c([e_1, convT(d_2)]),   logits = conv1x1(d_1)
//   c is conv3x3, ReLU, conv3x3, ReLU, with zeros round the image; convT doubles the size, by
//   filters of 2 x 2 with stride 2; [a, b] are the channels of a, then those of b
//   loss: the mean over all pixels of -log softmax(logits)[target]
//
// Source: Ronneberger et al. (2015); Understanding Deep Learning, section 11.5.3. There are no
// biases. The filters of convT are stored (in, out, height, width). The parameters for C = 3 are
// counted:
//   leat check examples/course/NET-UNET.mlir --entry net
leat.model @unet {
  func @double(%x: f64[N, I, H, W], %Wa: f64[O, I, 3, 3], %Wb: f64[O, O, 3, 3])
      -> (y: f64[N, O, H, W]) {
    %a = let relu(conv(%x, %Wa, padding = 1))
    %y = let relu(conv(%a, %Wb, padding = 1))
    return %y }
  func @up(%x: f64[N, I, H, W], %skip: f64[N, O, Hs, Ws], %W: f64[I, O, 2, 2])
      -> (y: f64[N, ?, Hs, Ws]) {
    %y = let concat(%skip, conv_transpose(%x, %W, stride = 2), axis = 1)
    return %y }
  func @logits(%x: f64[N, 1, H, W], %W0: f64[C1, 1, 3, 3], %W1: f64[C1, C1, 3, 3],
               %W2: f64[C2, C1, 3, 3], %W3: f64[C2, C2, 3, 3],
               %W4: f64[C3, C2, 3, 3], %W5: f64[C3, C3, 3, 3],
               %W6: f64[C3, C2, 2, 2], %W7: f64[C2, C22, 3, 3], %W8: f64[C2, C2, 3, 3],
               %W9: f64[C2, C1, 2, 2], %W10: f64[C1, C11, 3, 3], %W11: f64[C1, C1, 3, 3],
               %W12: f64[K, C1, 1, 1]) -> (logits: f64[N, K, H, W]) {
    %e1 = let @double(%x, %W0, %W1)
    %e2 = let @double(max_pool(%e1, kernel = 2), %W2, %W3)
    %m = let @double(max_pool(%e2, kernel = 2), %W4, %W5)
    %d2 = let @double(@up(%m, %e2, %W6), %W7, %W8)
    %d1 = let @double(@up(%d2, %e1, %W9), %W10, %W11)
    %logits = conv %d1, %W12
    return %logits }
  func @loss(%x: f64[N, 1, H, W], %target: i64[N, H, W],
             %W0: f64[C1, 1, 3, 3], %W1: f64[C1, C1, 3, 3], %W2: f64[C2, C1, 3, 3],
             %W3: f64[C2, C2, 3, 3], %W4: f64[C3, C2, 3, 3], %W5: f64[C3, C3, 3, 3],
             %W6: f64[C3, C2, 2, 2], %W7: f64[C2, C22, 3, 3], %W8: f64[C2, C2, 3, 3],
             %W9: f64[C2, C1, 2, 2], %W10: f64[C1, C11, 3, 3], %W11: f64[C1, C1, 3, 3],
             %W12: f64[K, C1, 1, 1]) -> (loss: f64, logits: f64[N, K, H, W]) {
    %logits = let @logits(%x, %W0, %W1, %W2, %W3, %W4, %W5, %W6, %W7, %W8, %W9, %W10, %W11, %W12)
    %pixels = let reshape(transpose(%logits, axes = [0, 2, 3, 1]), shape = [-1, K])
    %loss = let cross_entropy(%pixels, reshape(%target, shape = [-1]))
    return %loss, %logits }
  func @main(%x: f64[N, 1, H, W], %target: i64[N, H, W],
             %W0: f64[C1, 1, 3, 3], %W1: f64[C1, C1, 3, 3], %W2: f64[C2, C1, 3, 3],
             %W3: f64[C2, C2, 3, 3], %W4: f64[C3, C2, 3, 3], %W5: f64[C3, C3, 3, 3],
             %W6: f64[C3, C2, 2, 2], %W7: f64[C2, C22, 3, 3], %W8: f64[C2, C2, 3, 3],
             %W9: f64[C2, C1, 2, 2], %W10: f64[C1, C11, 3, 3], %W11: f64[C1, C1, 3, 3],
             %W12: f64[K, C1, 1, 1])
      -> (logits_norm: f64, logits_row0: f64[K, 4], loss: f64, grad_norms: f64[13]) {
    %loss, %logits, %g0, %g1, %g2, %g3, %g4, %g5, %g6, %g7, %g8, %g9, %g10, %g11, %g12
        = grad @loss(%x, %target, %W0, %W1, %W2, %W3, %W4, %W5, %W6, %W7, %W8, %W9, %W10, %W11,
                     %W12)
          wrt(W0, W1, W2, W3, W4, W5, W6, W7, W8, W9, W10, W11, W12)
    %norm = vector_norm %logits
    // The first four pixels of the first row of the first image, in each class.
    %row = let slice(slice(%logits[0], axis = 1, stop = 1), axis = 2, stop = 4)
    %row0 = reshape %row, shape = [K, 4]
    %norms = let stack(vector_norm(%g0), vector_norm(%g1), vector_norm(%g2), vector_norm(%g3),
                       vector_norm(%g4), vector_norm(%g5), vector_norm(%g6), vector_norm(%g7),
                       vector_norm(%g8), vector_norm(%g9), vector_norm(%g10), vector_norm(%g11),
                       vector_norm(%g12))
    return %norm, %row0, %loss, %norms }

  // The same with parameters of its own, to be counted.
  param @W0 : f64[3, 1, 3, 3] = kaiming_normal       param @W1 : f64[3, 3, 3, 3] = kaiming_normal
  param @W2 : f64[6, 3, 3, 3] = kaiming_normal       param @W3 : f64[6, 6, 3, 3] = kaiming_normal
  param @W4 : f64[12, 6, 3, 3] = kaiming_normal      param @W5 : f64[12, 12, 3, 3] = kaiming_normal
  param @W6 : f64[12, 6, 2, 2] = kaiming_normal      param @W7 : f64[6, 12, 3, 3] = kaiming_normal
  param @W8 : f64[6, 6, 3, 3] = kaiming_normal       param @W9 : f64[6, 3, 2, 2] = kaiming_normal
  param @W10 : f64[3, 6, 3, 3] = kaiming_normal      param @W11 : f64[3, 3, 3, 3] = kaiming_normal
  param @W12 : f64[3, 3, 1, 1] = kaiming_normal
  func @net(%x: f64[N, 1, 16, 16]) -> (logits: f64[N, 3, 16, 16]) {
    %logits = let @logits(%x, @W0, @W1, @W2, @W3, @W4, @W5, @W6, @W7, @W8, @W9, @W10, @W11, @W12)
    return %logits }
}
