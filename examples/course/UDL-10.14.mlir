// UDL-10.14: weights and biases of a 5 x 5 convolution from 3 to 10 channels.
//
//   co ci k^2 weights, co biases
//
// Source: Understanding Deep Learning, problem 10.14. Count with
//   leat check examples/course/UDL-10.14.mlir
leat.model @convolution {
  config @k = 5
  config @ci = 3
  config @co = 10
  param @conv.weight : f64[co, ci, k, k] = kaiming_normal
  param @conv.bias : f64[co] = zeros
  func @net(%x: f64[B, ci, 32, 32]) -> (h: f64[B, co, H, W]) {
    %h = let conv(%x, @conv.weight, @conv.bias)
    return %h }
}
