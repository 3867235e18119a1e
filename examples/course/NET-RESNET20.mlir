// NET-RESNET20: the ResNet of twenty layers for CIFAR-10.
//
//   conv 3 x 3, BN, ReLU; three stages of three blocks, with 16, 32 and 64 channels; the mean over
//   the image; linear 10
//   a block is relu(BN(conv3x3(relu(BN(conv3x3(x))))) + S(x)); the second and third stage begin
//   with stride 2
//   S(x) = x, or every other pixel with channels of zeros on both sides
//   loss = -1/N sum_n log softmax(logits_n)[label_n]
//
// Source: He et al. (2016), Deep residual learning, section 4.2, with shortcuts of their option A,
// which have no parameters. Of the channels that S adds half, rounded down, stand in front. @main
// has the convolutions, which have no biases, and the linear layer from its arguments; norms, by
// the statistics of the batch, and bias are as they start, 1 and 0. The parameters are counted:
//   leat check examples/course/NET-RESNET20.mlir --entry net
leat.model @resnet20 {
  config @C1 = 16
  config @C2 = 32
  config @C3 = 64
  config @K = 10
  block @norm(%z: f64[N, C, H, W]) -> (y) {
    param @weight : f64[C] = ones     param @bias : f64[C] = zeros
    %n = standardize %z, axis = [0, 2, 3], eps = 1e-5
    %y = let reshape(@weight, shape = [C, 1, 1]) * %n + reshape(@bias, shape = [C, 1, 1])
    return %y }
  // The shortcut is a convolution of 1 x 1 with stride: channel o takes channel o - (Co - C) / 2 if
  // there is one.
  func @selection(%W: f64[Co, C, 3, 3]) -> (E: f64[Co, C, 1, 1]) {
    %o = iota shape = [Co, C, 1, 1], dtype = i64, axis = 0
    %c = iota shape = [Co, C, 1, 1], dtype = i64, axis = 1
    %E = let f64(%o - floor_div(i64(Co) - C, 2) == %c)
    return %E }
  block @basic(%x: f64[N, C, H, W], %Wa: f64[Co, C, 3, 3], %Wb: f64[Co, Co, 3, 3])
      config(stride = 1) -> (y) {
    %za = conv %x, %Wa, stride = stride, padding = 1
    %a = apply @norm as bn1 (%za)
    %h = relu %a
    %zb = conv %h, %Wb, padding = 1
    %b = apply @norm as bn2 (%zb)
    %y = let relu(%b + conv(%x, @selection(%Wa), stride = stride))
    return %y }
  func @logits(%images: f64[N, 3, H, W], %W0: f64[C1, 3, 3, 3], %W1: f64[C1, C1, 3, 3],
               %W2: f64[C1, C1, 3, 3], %W3: f64[C1, C1, 3, 3], %W4: f64[C1, C1, 3, 3],
               %W5: f64[C1, C1, 3, 3], %W6: f64[C1, C1, 3, 3], %W7: f64[C2, C1, 3, 3],
               %W8: f64[C2, C2, 3, 3], %W9: f64[C2, C2, 3, 3], %W10: f64[C2, C2, 3, 3],
               %W11: f64[C2, C2, 3, 3], %W12: f64[C2, C2, 3, 3], %W13: f64[C3, C2, 3, 3],
               %W14: f64[C3, C3, 3, 3], %W15: f64[C3, C3, 3, 3], %W16: f64[C3, C3, 3, 3],
               %W17: f64[C3, C3, 3, 3], %W18: f64[C3, C3, 3, 3], %W19: f64[K, C3], %bias: f64[K])
      -> (logits: f64[N, K]) {
    %z = conv %images, %W0, padding = 1
    %n = apply @norm as bn (%z)
    %h0 = relu %n
    %h1 = apply @basic as stage1.1 (%h0, %W1, %W2)
    %h2 = apply @basic as stage1.2 (%h1, %W3, %W4)
    %h3 = apply @basic as stage1.3 (%h2, %W5, %W6)
    %h4 = apply @basic as stage2.1 (%h3, %W7, %W8) {stride = 2}
    %h5 = apply @basic as stage2.2 (%h4, %W9, %W10)
    %h6 = apply @basic as stage2.3 (%h5, %W11, %W12)
    %h7 = apply @basic as stage3.1 (%h6, %W13, %W14) {stride = 2}
    %h8 = apply @basic as stage3.2 (%h7, %W15, %W16)
    %h9 = apply @basic as stage3.3 (%h8, %W17, %W18)
    %logits = let linear(mean(%h9, axis = [2, 3]), %W19, %bias)
    return %logits }
  func @loss(%images: f64[N, 3, H, W], %labels: i64[N], %W0: f64[C1, 3, 3, 3],
             %W1: f64[C1, C1, 3, 3], %W2: f64[C1, C1, 3, 3], %W3: f64[C1, C1, 3, 3],
             %W4: f64[C1, C1, 3, 3], %W5: f64[C1, C1, 3, 3], %W6: f64[C1, C1, 3, 3],
             %W7: f64[C2, C1, 3, 3], %W8: f64[C2, C2, 3, 3], %W9: f64[C2, C2, 3, 3],
             %W10: f64[C2, C2, 3, 3], %W11: f64[C2, C2, 3, 3], %W12: f64[C2, C2, 3, 3],
             %W13: f64[C3, C2, 3, 3], %W14: f64[C3, C3, 3, 3], %W15: f64[C3, C3, 3, 3],
             %W16: f64[C3, C3, 3, 3], %W17: f64[C3, C3, 3, 3], %W18: f64[C3, C3, 3, 3],
             %W19: f64[K, C3])
      -> (loss: f64, logits: f64[N, K]) {
    %logits = let @logits(%images, %W0, %W1, %W2, %W3, %W4, %W5, %W6, %W7, %W8, %W9, %W10, %W11,
                          %W12, %W13, %W14, %W15, %W16, %W17, %W18, %W19, @fc.bias)
    %loss = cross_entropy %logits, %labels
    return %loss, %logits }
  func @main(%images: f64[N, 3, H, W], %labels: i64[N], %W0: f64[C1, 3, 3, 3],
             %W1: f64[C1, C1, 3, 3], %W2: f64[C1, C1, 3, 3], %W3: f64[C1, C1, 3, 3],
             %W4: f64[C1, C1, 3, 3], %W5: f64[C1, C1, 3, 3], %W6: f64[C1, C1, 3, 3],
             %W7: f64[C2, C1, 3, 3], %W8: f64[C2, C2, 3, 3], %W9: f64[C2, C2, 3, 3],
             %W10: f64[C2, C2, 3, 3], %W11: f64[C2, C2, 3, 3], %W12: f64[C2, C2, 3, 3],
             %W13: f64[C3, C2, 3, 3], %W14: f64[C3, C3, 3, 3], %W15: f64[C3, C3, 3, 3],
             %W16: f64[C3, C3, 3, 3], %W17: f64[C3, C3, 3, 3], %W18: f64[C3, C3, 3, 3],
             %W19: f64[K, C3])
      -> (logits: f64[N, K], loss: f64, grad_norms: f64[20]) {
    %loss, %logits, %g0, %g1, %g2, %g3, %g4, %g5, %g6, %g7, %g8, %g9, %g10, %g11, %g12, %g13, %g14,
      %g15, %g16, %g17, %g18, %g19
        = grad @loss(%images, %labels, %W0, %W1, %W2, %W3, %W4, %W5, %W6, %W7, %W8, %W9, %W10,
                     %W11, %W12, %W13, %W14, %W15, %W16, %W17, %W18, %W19)
          wrt(W0, W1, W2, W3, W4, W5, W6, W7, W8, W9, W10, W11, W12, W13, W14, W15, W16, W17, W18,
              W19)
    %norms = let stack(vector_norm(%g0), vector_norm(%g1), vector_norm(%g2), vector_norm(%g3),
                       vector_norm(%g4), vector_norm(%g5), vector_norm(%g6), vector_norm(%g7),
                       vector_norm(%g8), vector_norm(%g9), vector_norm(%g10), vector_norm(%g11),
                       vector_norm(%g12), vector_norm(%g13), vector_norm(%g14), vector_norm(%g15),
                       vector_norm(%g16), vector_norm(%g17), vector_norm(%g18), vector_norm(%g19))
    return %logits, %loss, %norms }

  // The same with parameters of its own, to be counted.
  param @conv.weight : f64[C1, 3, 3, 3] = kaiming_normal
  param @stage1.1.conv1.weight : f64[C1, C1, 3, 3] = kaiming_normal
  param @stage1.1.conv2.weight : f64[C1, C1, 3, 3] = kaiming_normal
  param @stage1.2.conv1.weight : f64[C1, C1, 3, 3] = kaiming_normal
  param @stage1.2.conv2.weight : f64[C1, C1, 3, 3] = kaiming_normal
  param @stage1.3.conv1.weight : f64[C1, C1, 3, 3] = kaiming_normal
  param @stage1.3.conv2.weight : f64[C1, C1, 3, 3] = kaiming_normal
  param @stage2.1.conv1.weight : f64[C2, C1, 3, 3] = kaiming_normal
  param @stage2.1.conv2.weight : f64[C2, C2, 3, 3] = kaiming_normal
  param @stage2.2.conv1.weight : f64[C2, C2, 3, 3] = kaiming_normal
  param @stage2.2.conv2.weight : f64[C2, C2, 3, 3] = kaiming_normal
  param @stage2.3.conv1.weight : f64[C2, C2, 3, 3] = kaiming_normal
  param @stage2.3.conv2.weight : f64[C2, C2, 3, 3] = kaiming_normal
  param @stage3.1.conv1.weight : f64[C3, C2, 3, 3] = kaiming_normal
  param @stage3.1.conv2.weight : f64[C3, C3, 3, 3] = kaiming_normal
  param @stage3.2.conv1.weight : f64[C3, C3, 3, 3] = kaiming_normal
  param @stage3.2.conv2.weight : f64[C3, C3, 3, 3] = kaiming_normal
  param @stage3.3.conv1.weight : f64[C3, C3, 3, 3] = kaiming_normal
  param @stage3.3.conv2.weight : f64[C3, C3, 3, 3] = kaiming_normal
  param @fc.weight : f64[K, C3] = kaiming_normal
  param @fc.bias : f64[K] = zeros
  func @net(%images: f64[N, 3, 32, 32]) -> (logits: f64[N, K]) {
    %logits = let @logits(%images, @conv.weight, @stage1.1.conv1.weight, @stage1.1.conv2.weight,
                          @stage1.2.conv1.weight, @stage1.2.conv2.weight, @stage1.3.conv1.weight,
                          @stage1.3.conv2.weight, @stage2.1.conv1.weight, @stage2.1.conv2.weight,
                          @stage2.2.conv1.weight, @stage2.2.conv2.weight, @stage2.3.conv1.weight,
                          @stage2.3.conv2.weight, @stage3.1.conv1.weight, @stage3.1.conv2.weight,
                          @stage3.2.conv1.weight, @stage3.2.conv2.weight, @stage3.3.conv1.weight,
                          @stage3.3.conv2.weight, @fc.weight, @fc.bias)
    return %logits }
}
