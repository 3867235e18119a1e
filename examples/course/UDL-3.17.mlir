// UDL-3.17: how many parameters has a shallow network?
//
//   h = relu(b0 + W0 x),   y = b1 + W1 h:   (Di + 1) D + (D + 1) Do
//
// Source: Understanding Deep Learning, problem 3.17. Count for any sizes with
//   leat check examples/course/UDL-3.17.mlir --set Di=784 --set D=100 --set Do=10
leat.model @shallow {
  config @Di = 1
  config @D = 3
  config @Do = 1
  param @hidden.weight : f64[D, Di] = kaiming_normal
  param @hidden.bias : f64[D] = zeros
  param @out.weight : f64[Do, D] = kaiming_normal
  param @out.bias : f64[Do] = zeros
  func @net(%x: f64[B, Di]) -> (y: f64[B, Do]) {
    %h = let relu(linear(%x, @hidden.weight, @hidden.bias))
    %y = let linear(%h, @out.weight, @out.bias)
    return %y }
}
