// UDL-10.16: weights and biases of each layer of AlexNet.
//
//   convolution of C_i to C_o channels, k x k, in g groups: C_o (C_i / g) k^2 weights, C_o biases
//   fully connected: D_o D_i weights, D_o biases
//
// Source: Understanding Deep Learning, problem 10.16 (Krizhevsky et al. 2012). The problem closes
// with the remark that the number it finds is that of the network in two parts, for two GPUs. It is
// that of one tower, @one_tower. In the original @two_towers the convolutions 2, 4 and 5 see the
// channels of their own GPU only, which is two groups, and halves their weights. Count both with
//   leat check examples/course/UDL-10.16.mlir
leat.model @alexnet {
  config @C0 = 3     config @k1 = 11   config @g1 = 1
  config @C1 = 96    config @k2 = 5    config @g2 = 2
  config @C2 = 256   config @k3 = 3    config @g3 = 1
  config @C3 = 384   config @k4 = 3    config @g4 = 2
  config @C4 = 384   config @k5 = 3    config @g5 = 2
  config @C5 = 256
  config @F1 = 4096
  config @F2 = 4096
  config @Classes = 1000
  block @conv(%x: f64[B, C, H, W]) config(Co, size, stride = 1, padding = 0, groups = 1) -> (y) {
    %groups = reshape %x, shape = [B, groups, -1, H, W]
    %y = apply @grouped as filters (%x, %groups)
      {Co = Co, size = size, stride = stride, padding = padding, groups = groups}
    return %y }
  // The second argument is there for its third extent: the channels that one filter sees.
  block @grouped(%x: f64[B, C, H, W], %g: f64[B, G, I, H, W])
      config(Co, size, stride, padding, groups) -> (y) {
    param @weight : f64[Co, I, size, size] = kaiming_normal
    param @bias : f64[Co] = zeros
    %y = let relu(conv(%x, @weight, @bias, stride = stride, padding = padding, groups = groups))
    return %y }
  block @dense(%x: f64[B, I]) config(O) -> (y) {
    param @weight : f64[O, I] = kaiming_normal
    param @bias : f64[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  block @net(%image: f64[B, C, H, W]) config(g1 = 1, g2 = 1, g3 = 1, g4 = 1, g5 = 1) -> (y) {
    %h1 = apply @conv as conv1 (%image) {Co = C1, size = k1, stride = 4, groups = g1}
    %p1 = max_pool %h1, kernel = 3, stride = 2
    %h2 = apply @conv as conv2 (%p1) {Co = C2, size = k2, padding = 2, groups = g2}
    %p2 = max_pool %h2, kernel = 3, stride = 2
    %h3 = apply @conv as conv3 (%p2) {Co = C3, size = k3, padding = 1, groups = g3}
    %h4 = apply @conv as conv4 (%h3) {Co = C4, size = k4, padding = 1, groups = g4}
    %h5 = apply @conv as conv5 (%h4) {Co = C5, size = k5, padding = 1, groups = g5}
    %p5 = max_pool %h5, kernel = 3, stride = 2
    %flat = reshape %p5, shape = [B, -1]
    %f1 = apply @dense as fc1 (%flat) {O = F1}
    %r1 = relu %f1
    %f2 = apply @dense as fc2 (%r1) {O = F2}
    %r2 = relu %f2
    %y = apply @dense as fc3 (%r2) {O = Classes}
    return %y }
  func @one_tower(%image: f64[B, C0, 227, 227]) -> (logits: f64[B, Classes]) {
    %y = apply @net as one (%image)
    return %y }
  func @two_towers(%image: f64[B, C0, 227, 227]) -> (logits: f64[B, Classes]) {
    %y = apply @net as two (%image) {g1 = g1, g2 = g2, g3 = g3, g4 = g4, g5 = g5}
    return %y }
}
