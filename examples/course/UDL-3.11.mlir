// UDL-3.11: how many parameters has a network with 1 input, 4 hidden units and 2 outputs?
//
//   h = relu(b0 + W0 x),   y = b1 + W1 h:   (Di + 1) D + (D + 1) Do
//
// Source: Understanding Deep Learning, problem 3.11 (figure 3.6). Count with
//   leat check examples/course/UDL-3.11.mlir
leat.model @shallow {
  config @Di = 1
  config @D = 4
  config @Do = 2
  param @hidden.weight : f64[D, Di] = kaiming_normal
  param @hidden.bias : f64[D] = zeros
  param @out.weight : f64[Do, D] = kaiming_normal
  param @out.bias : f64[Do] = zeros
  func @net(%x: f64[B, Di]) -> (y: f64[B, Do]) {
    %h = let relu(linear(%x, @hidden.weight, @hidden.bias))
    %y = let linear(%h, @out.weight, @out.bias)
    return %y }
}
