// UDL-12.1: the sizes of self-attention, and of a network that relates everything to everything.
//
//   queries, keys and values of N tokens of D numbers: 3 D^2 weights, 3 D biases; N^2 attentions
//   one fully connected layer from all D N numbers to all: D^2 N^2 weights, D N biases
//
// Source: Understanding Deep Learning, problem 12.1. Attentions are no parameters: they are the
// output of the first product in @attention. Count for any N and D with
//   leat check examples/course/UDL-12.1.mlir --set N=100 --set D=64
leat.model @attention_sizes {
  config @N = 4
  config @D = 8
  block @dense(%x: f64[R, I]) config(O = I) -> (y) {
    param @weight : f64[O, I] = xavier_normal
    param @bias : f64[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  func @attention(%x: f64[N, D]) -> (y: f64[N, D]) {
    %q = apply @dense as queries (%x)
    %k = apply @dense as keys (%x)
    %v = apply @dense as values (%x)
    %attention = let softmax(matmul(%q, %k, transpose_rhs = true) / sqrt(D), axis = 1)
    %y = matmul %attention, %v
    return %y }
  func @fully_connected(%x: f64[N, D]) -> (y: f64[N, D]) {
    %all = reshape %x, shape = [1, -1]
    %h = apply @dense as everything (%all)
    %y = reshape %h, shape = [N, D]
    return %y }
}
