// NET-RESBASIC: the basic block of a ResNet, with a projection as its shortcut.
//
//   y = relu(BN_2(conv3x3(relu(BN_1(conv3x3(x, W1))), W2)) + BN_s(conv1x1(x, Ws)))
//   BN(z) = g (z - mean(z)) / sqrt(var(z) + eps) + b, by the mean and variance of each channel
//
// Source: He et al. (2016), Deep residual learning; Understanding Deep Learning, chapter 11. The
// first convolution and the projection have the stride. dx and the gradients, of which grad_norms
// holds the lengths (W1, g1, b1, W2, g2, b2, Ws, gs, bs), are those of sum(y dy).
leat.model @basic_block {
  config @stride = 2
  func @bn(%z: f64[N, C, H, W], %g: f64[C], %b: f64[C]) -> (y: f64[N, C, H, W]) {
    %n = standardize %z, axis = [0, 2, 3], eps = 1e-5
    %y = let reshape(%g, shape = [C, 1, 1]) * %n + reshape(%b, shape = [C, 1, 1])
    return %y }
  func @block(%x: f64[N, Ci, H, W], %W1: f64[Co, Ci, 3, 3], %g1: f64[Co], %b1: f64[Co],
              %W2: f64[Co, Co, 3, 3], %g2: f64[Co], %b2: f64[Co],
              %Ws: f64[Co, Ci, 1, 1], %gs: f64[Co], %bs: f64[Co]) -> (y: f64[N, Co, ?, ?]) {
    %h = let relu(@bn(conv(%x, %W1, stride = stride, padding = 1), %g1, %b1))
    %f = let @bn(conv(%h, %W2, padding = 1), %g2, %b2)
    %s = let @bn(conv(%x, %Ws, stride = stride), %gs, %bs)
    %y = let relu(%f + %s)
    return %y }
  func @main(%x: f64[N, Ci, H, W], %dy: f64[N, Co, Ho, Wo],
             %W1: f64[Co, Ci, 3, 3], %g1: f64[Co], %b1: f64[Co],
             %W2: f64[Co, Co, 3, 3], %g2: f64[Co], %b2: f64[Co],
             %Ws: f64[Co, Ci, 1, 1], %gs: f64[Co], %bs: f64[Co])
      -> (y: f64[N, Co, Ho, Wo], dx: f64[N, Ci, H, W], grad_norms: f64[9]) {
    %y, %dx, %dW1, %dg1, %db1, %dW2, %dg2, %db2, %dWs, %dgs, %dbs
        = vjp @block(%x, %W1, %g1, %b1, %W2, %g2, %b2, %Ws, %gs, %bs) cotangent(%dy)
          wrt(x, W1, g1, b1, W2, g2, b2, Ws, gs, bs)
    %norms = let stack(vector_norm(%dW1), vector_norm(%dg1), vector_norm(%db1),
                       vector_norm(%dW2), vector_norm(%dg2), vector_norm(%db2),
                       vector_norm(%dWs), vector_norm(%dgs), vector_norm(%dbs))
    return %y, %dx, %norms }
}
