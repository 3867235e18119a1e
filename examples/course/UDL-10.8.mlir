// UDL-10.8: weights and biases of two layers of a 1D convolutional network.
//
//   layer l: C_(l-1) channels to C_l, kernels of k_l: C_l C_(l-1) k_l weights, C_l biases
//
// Source: Understanding Deep Learning, problem 10.8. Count with
//   leat check examples/course/UDL-10.8.mlir
leat.model @two_convolutions {
  config @L = 40                                   // positions; the count does not depend on it
  config @C0 = 3
  config @C1 = 4
  config @k1 = 3
  config @C2 = 10
  config @k2 = 5
  param @conv1.weight : f64[C1, C0, k1] = kaiming_normal   param @conv1.bias : f64[C1] = zeros
  param @conv2.weight : f64[C2, C1, k2] = kaiming_normal   param @conv2.bias : f64[C2] = zeros
  func @net(%x: f64[B, C0, L]) -> (h: f64[B, C2, M]) {
    %h1 = let relu(conv(%x, @conv1.weight, @conv1.bias))
    %h2 = let relu(conv(%h1, @conv2.weight, @conv2.bias))
    return %h2 }
}
