// NET-RESPREACT: a residual block whose norms and activations stand before the convolutions.
//
//   y = x + conv3x3(relu(BN_2(conv3x3(relu(BN_1(x)), W1))), W2)
//   BN(z) = g (z - mean(z)) / sqrt(var(z) + eps) + b, by the mean and variance of each channel
//
// Source: Understanding Deep Learning, section 11.2 (BN, ReLU, convolution); He et al. (2016),
// Identity mappings. dx and the gradients, of which grad_norms holds the lengths (g1, b1, W1, g2,
// b2, W2), are those of sum(y dy).
leat.model @preactivation_block {
  config @stride = 1                               // of the first convolution; 1 for x to fit y
  func @bn(%z: f64[N, C, H, W], %g: f64[C], %b: f64[C]) -> (y: f64[N, C, H, W]) {
    %n = standardize %z, axis = [0, 2, 3], eps = 1e-5
    %y = let reshape(%g, shape = [C, 1, 1]) * %n + reshape(%b, shape = [C, 1, 1])
    return %y }
  func @block(%x: f64[N, C, H, W], %g1: f64[C], %b1: f64[C], %W1: f64[D, C, 3, 3],
              %g2: f64[D], %b2: f64[D], %W2: f64[C, D, 3, 3]) -> (y: f64[N, C, H, W]) {
    %h = let conv(relu(@bn(%x, %g1, %b1)), %W1, stride = stride, padding = 1)
    %y = let %x + conv(relu(@bn(%h, %g2, %b2)), %W2, padding = 1)
    return %y }
  func @main(%x: f64[N, C, H, W], %dy: f64[N, C, H, W],
             %g1: f64[C], %b1: f64[C], %W1: f64[D, C, 3, 3],
             %g2: f64[D], %b2: f64[D], %W2: f64[C, D, 3, 3])
      -> (y: f64[N, C, H, W], dx: f64[N, C, H, W], grad_norms: f64[6]) {
    %y, %dx, %dg1, %db1, %dW1, %dg2, %db2, %dW2
        = vjp @block(%x, %g1, %b1, %W1, %g2, %b2, %W2) cotangent(%dy) wrt(x, g1, b1, W1, g2, b2, W2)
    %norms = let stack(vector_norm(%dg1), vector_norm(%db1), vector_norm(%dW1),
                       vector_norm(%dg2), vector_norm(%db2), vector_norm(%dW2))
    return %y, %dx, %norms }
}
