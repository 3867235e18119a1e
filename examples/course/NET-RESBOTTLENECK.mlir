// NET-RESBOTTLENECK: the bottleneck block of a ResNet, with the identity as its shortcut.
//
//   h_1 = relu(BN_1(conv1x1(x, W1))),   h_2 = relu(BN_2(conv3x3(h_1, W2)))
//   y = relu(BN_3(conv1x1(h_2, W3)) + x)
//   BN(z) = g (z - mean(z)) / sqrt(var(z) + eps) + b, by the mean and variance of each channel
//
// Source: He et al. (2016), Deep residual learning; Understanding Deep Learning, chapter 11. W1
// leaves fewer channels, W3 makes as many of them as x has. The 3 x 3 convolution has the stride,
// which is 1 where the shortcut is the identity. dx and the gradients, of which grad_norms holds
// the lengths (W1, g1, b1, W2, g2, b2, W3, g3, b3), are those of sum(y dy).
leat.model @bottleneck_block {
  config @stride = 1
  func @bn(%z: f64[N, C, H, W], %g: f64[C], %b: f64[C]) -> (y: f64[N, C, H, W]) {
    %n = standardize %z, axis = [0, 2, 3], eps = 1e-5
    %y = let reshape(%g, shape = [C, 1, 1]) * %n + reshape(%b, shape = [C, 1, 1])
    return %y }
  func @block(%x: f64[N, C, H, W], %W1: f64[B, C, 1, 1], %g1: f64[B], %b1: f64[B],
              %W2: f64[B, B, 3, 3], %g2: f64[B], %b2: f64[B],
              %W3: f64[C, B, 1, 1], %g3: f64[C], %b3: f64[C]) -> (y: f64[N, C, H, W]) {
    %h1 = let relu(@bn(conv(%x, %W1), %g1, %b1))
    %h2 = let relu(@bn(conv(%h1, %W2, stride = stride, padding = 1), %g2, %b2))
    %f = let @bn(conv(%h2, %W3), %g3, %b3)
    %y = let relu(%f + %x)
    return %y }
  func @main(%x: f64[N, C, H, W], %dy: f64[N, C, H, W],
             %W1: f64[B, C, 1, 1], %g1: f64[B], %b1: f64[B],
             %W2: f64[B, B, 3, 3], %g2: f64[B], %b2: f64[B],
             %W3: f64[C, B, 1, 1], %g3: f64[C], %b3: f64[C])
      -> (y: f64[N, C, H, W], dx: f64[N, C, H, W], grad_norms: f64[9]) {
    %y, %dx, %dW1, %dg1, %db1, %dW2, %dg2, %db2, %dW3, %dg3, %db3
        = vjp @block(%x, %W1, %g1, %b1, %W2, %g2, %b2, %W3, %g3, %b3) cotangent(%dy)
          wrt(x, W1, g1, b1, W2, g2, b2, W3, g3, b3)
    %norms = let stack(vector_norm(%dW1), vector_norm(%dg1), vector_norm(%db1),
                       vector_norm(%dW2), vector_norm(%dg2), vector_norm(%db2),
                       vector_norm(%dW3), vector_norm(%dg3), vector_norm(%db3))
    return %y, %dx, %norms }
}
