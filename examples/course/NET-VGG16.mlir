// NET-VGG16: VGG16, of convolutions 3 x 3 only.
//
//   2 x 64, 2 x 128, 3 x 256, 3 x 512, 3 x 512 convolutions with padding 1, ReLU behind each,
//   and 2 x 2 max pooling behind each group; linear 4096, ReLU; linear 4096, ReLU; linear 1000
//   loss = -1/N sum_n log softmax(logits_n)[label_n]
//
// Source: Simonyan and Zisserman (2015), configuration D; Understanding Deep Learning, problem
// 10.18. @main is a thin one with the weights that it is given, and biases of zero; dropout does
// nothing outside of training. Those of the full one, for images of 224 x 224, are counted:
//   leat check examples/course/NET-VGG16.mlir --entry full
leat.model @vgg16 {
  func @conv(%x: f64[N, C, H, W], %w: f64[Co, C, 3, 3], %b: f64[Co]) -> (y: f64[N, Co, H, W]) {
    %y = let relu(conv(%x, %w, %b, padding = 1))
    return %y }
  func @logits(%x: f64[N, 3, H, W], %W0: f64[C1, 3, 3, 3], %b0: f64[C1], %W1: f64[C1, C1, 3, 3],
               %b1: f64[C1], %W2: f64[C2, C1, 3, 3], %b2: f64[C2], %W3: f64[C2, C2, 3, 3],
               %b3: f64[C2], %W4: f64[C3, C2, 3, 3], %b4: f64[C3], %W5: f64[C3, C3, 3, 3],
               %b5: f64[C3], %W6: f64[C3, C3, 3, 3], %b6: f64[C3], %W7: f64[C4, C3, 3, 3],
               %b7: f64[C4], %W8: f64[C4, C4, 3, 3], %b8: f64[C4], %W9: f64[C4, C4, 3, 3],
               %b9: f64[C4], %W10: f64[C5, C4, 3, 3], %b10: f64[C5], %W11: f64[C5, C5, 3, 3],
               %b11: f64[C5], %W12: f64[C5, C5, 3, 3], %b12: f64[C5], %W13: f64[D1, P],
               %b13: f64[D1], %W14: f64[D2, D1], %b14: f64[D2], %W15: f64[K, D2],
               %b15: f64[K]) -> (logits: f64[N, K]) {
    %u1 = let @conv(%x, %W0, %b0)     %h1 = let max_pool(@conv(%u1, %W1, %b1), kernel = 2)
    %u2 = let @conv(%h1, %W2, %b2)     %h2 = let max_pool(@conv(%u2, %W3, %b3), kernel = 2)
    %u3 = let @conv(%h2, %W4, %b4)     %v3 = let @conv(%u3, %W5, %b5)
    %h3 = let max_pool(@conv(%v3, %W6, %b6), kernel = 2)
    %u4 = let @conv(%h3, %W7, %b7)     %v4 = let @conv(%u4, %W8, %b8)
    %h4 = let max_pool(@conv(%v4, %W9, %b9), kernel = 2)
    %u5 = let @conv(%h4, %W10, %b10)     %v5 = let @conv(%u5, %W11, %b11)
    %h5 = let max_pool(@conv(%v5, %W12, %b12), kernel = 2)
    %d1 = let relu(linear(reshape(%h5, shape = [N, P]), %W13, %b13))
    %d2 = let relu(linear(%d1, %W14, %b14))
    %logits = linear %d2, %W15, %b15
    return %logits }
  func @loss(%x: f64[N, 3, H, W], %labels: i64[N], %W0: f64[C1, 3, 3, 3], %W1: f64[C1, C1, 3, 3],
             %W2: f64[C2, C1, 3, 3], %W3: f64[C2, C2, 3, 3], %W4: f64[C3, C2, 3, 3],
             %W5: f64[C3, C3, 3, 3], %W6: f64[C3, C3, 3, 3], %W7: f64[C4, C3, 3, 3],
             %W8: f64[C4, C4, 3, 3], %W9: f64[C4, C4, 3, 3], %W10: f64[C5, C4, 3, 3],
             %W11: f64[C5, C5, 3, 3], %W12: f64[C5, C5, 3, 3], %W13: f64[D1, P], %W14: f64[D2, D1],
             %W15: f64[K, D2])
      -> (loss: f64, logits: f64[N, K]) {
    %z1 = full 0 : f64[C1]     %z2 = full 0 : f64[C2]     %z3 = full 0 : f64[C3]
    %z4 = full 0 : f64[C4]     %z5 = full 0 : f64[C5]     %z6 = full 0 : f64[D1]
    %z7 = full 0 : f64[D2]     %z8 = full 0 : f64[K]
    %logits = let @logits(%x, %W0, %z1, %W1, %z1, %W2, %z2, %W3, %z2, %W4, %z3, %W5, %z3, %W6, %z3,
                          %W7, %z4, %W8, %z4, %W9, %z4, %W10, %z5, %W11, %z5, %W12, %z5, %W13, %z6,
                          %W14, %z7, %W15, %z8)
    %loss = cross_entropy %logits, %labels
    return %loss, %logits }
  func @main(%images: f64[N, 3, H, W], %labels: i64[N], %W0: f64[C1, 3, 3, 3],
             %W1: f64[C1, C1, 3, 3], %W2: f64[C2, C1, 3, 3], %W3: f64[C2, C2, 3, 3],
             %W4: f64[C3, C2, 3, 3], %W5: f64[C3, C3, 3, 3], %W6: f64[C3, C3, 3, 3],
             %W7: f64[C4, C3, 3, 3], %W8: f64[C4, C4, 3, 3], %W9: f64[C4, C4, 3, 3],
             %W10: f64[C5, C4, 3, 3], %W11: f64[C5, C5, 3, 3], %W12: f64[C5, C5, 3, 3],
             %W13: f64[D1, P], %W14: f64[D2, D1], %W15: f64[K, D2])
      -> (thin_logits: f64[N, K], thin_loss: f64, thin_grad_norms: f64[16]) {
    %loss, %logits, %g0, %g1, %g2, %g3, %g4, %g5, %g6, %g7, %g8, %g9, %g10, %g11, %g12, %g13, %g14,
      %g15
        = grad @loss(%images, %labels, %W0, %W1, %W2, %W3, %W4, %W5, %W6, %W7, %W8, %W9, %W10,
                     %W11, %W12, %W13, %W14, %W15)
          wrt(W0, W1, W2, W3, W4, W5, W6, W7, W8, W9, W10, W11, W12, W13, W14, W15)
    %norms = let stack(vector_norm(%g0), vector_norm(%g1), vector_norm(%g2), vector_norm(%g3),
                       vector_norm(%g4), vector_norm(%g5), vector_norm(%g6), vector_norm(%g7),
                       vector_norm(%g8), vector_norm(%g9), vector_norm(%g10), vector_norm(%g11),
                       vector_norm(%g12), vector_norm(%g13), vector_norm(%g14), vector_norm(%g15))
    return %logits, %loss, %norms }

  // The full network. Its parameters start at zero, as it is here to be counted only.
  param @conv1.1.weight : f64[64, 3, 3, 3] = zeros      param @conv1.1.bias : f64[64] = zeros
  param @conv1.2.weight : f64[64, 64, 3, 3] = zeros     param @conv1.2.bias : f64[64] = zeros
  param @conv2.1.weight : f64[128, 64, 3, 3] = zeros    param @conv2.1.bias : f64[128] = zeros
  param @conv2.2.weight : f64[128, 128, 3, 3] = zeros   param @conv2.2.bias : f64[128] = zeros
  param @conv3.1.weight : f64[256, 128, 3, 3] = zeros   param @conv3.1.bias : f64[256] = zeros
  param @conv3.2.weight : f64[256, 256, 3, 3] = zeros   param @conv3.2.bias : f64[256] = zeros
  param @conv3.3.weight : f64[256, 256, 3, 3] = zeros   param @conv3.3.bias : f64[256] = zeros
  param @conv4.1.weight : f64[512, 256, 3, 3] = zeros   param @conv4.1.bias : f64[512] = zeros
  param @conv4.2.weight : f64[512, 512, 3, 3] = zeros   param @conv4.2.bias : f64[512] = zeros
  param @conv4.3.weight : f64[512, 512, 3, 3] = zeros   param @conv4.3.bias : f64[512] = zeros
  param @conv5.1.weight : f64[512, 512, 3, 3] = zeros   param @conv5.1.bias : f64[512] = zeros
  param @conv5.2.weight : f64[512, 512, 3, 3] = zeros   param @conv5.2.bias : f64[512] = zeros
  param @conv5.3.weight : f64[512, 512, 3, 3] = zeros   param @conv5.3.bias : f64[512] = zeros
  param @fc1.weight : f64[4096, 25088] = zeros          param @fc1.bias : f64[4096] = zeros
  param @fc2.weight : f64[4096, 4096] = zeros           param @fc2.bias : f64[4096] = zeros
  param @fc3.weight : f64[1000, 4096] = zeros           param @fc3.bias : f64[1000] = zeros
  func @full(%images: f64[N, 3, 224, 224]) -> (logits: f64[N, 1000]) {
    %logits = let @logits(%images, @conv1.1.weight, @conv1.1.bias, @conv1.2.weight, @conv1.2.bias,
                          @conv2.1.weight, @conv2.1.bias, @conv2.2.weight, @conv2.2.bias,
                          @conv3.1.weight, @conv3.1.bias, @conv3.2.weight, @conv3.2.bias,
                          @conv3.3.weight, @conv3.3.bias, @conv4.1.weight, @conv4.1.bias,
                          @conv4.2.weight, @conv4.2.bias, @conv4.3.weight, @conv4.3.bias,
                          @conv5.1.weight, @conv5.1.bias, @conv5.2.weight, @conv5.2.bias,
                          @conv5.3.weight, @conv5.3.bias, @fc1.weight, @fc1.bias, @fc2.weight,
                          @fc2.bias, @fc3.weight, @fc3.bias)
    return %logits }
}
