// UDL-3.14: the equations of a network with 3 inputs, 3 hidden units and 2 outputs.
//
//   h = relu(b_0 + W_0 x),   y = b_1 + W_1 h,   L = sum y^2
//   W_0 is 3 x 3, W_1 is 2 x 3
//
// Source: Understanding Deep Learning, problem 3.14. Each row of x is an input. @main has weights
// of any size given, and differentiates; @net has its own, which are there to be counted:
//   leat check examples/course/UDL-3.14.mlir
leat.model @three_three_two {
  config @Di = 3
  config @D = 3
  config @Do = 2
  func @y(%x: f64[B, I], %W0: f64[H, I], %b0: f64[H], %W1: f64[O, H], %b1: f64[O])
      -> (y: f64[B, O]) {
    %h = let relu(linear(%x, %W0, %b0))
    %y = let linear(%h, %W1, %b1)
    return %y }
  func @loss(%x: f64[B, I], %W0: f64[H, I], %b0: f64[H], %W1: f64[O, H], %b1: f64[O])
      -> (L: f64, y: f64[B, O]) {
    %y = let @y(%x, %W0, %b0, %W1, %b1)
    %L = let sum(%y * %y)
    return %L, %y }
  func @main(%x: f64[B, I], %W0: f64[H, I], %b0: f64[H], %W1: f64[O, H], %b1: f64[O])
      -> (y: f64[B, O], dW0: f64[H, I], db0: f64[H], dW1: f64[O, H], db1: f64[O]) {
    %L, %y, %dW0, %db0, %dW1, %db1 = grad @loss(%x, %W0, %b0, %W1, %b1) wrt(W0, b0, W1, b1)
    return %y, %dW0, %db0, %dW1, %db1 }

  param @hidden.weight : f64[D, Di] = kaiming_normal   param @hidden.bias : f64[D] = zeros
  param @out.weight : f64[Do, D] = kaiming_normal      param @out.bias : f64[Do] = zeros
  func @net(%x: f64[B, Di]) -> (y: f64[B, Do]) {
    %y = let @y(%x, @hidden.weight, @hidden.bias, @out.weight, @out.bias)
    return %y }
}
