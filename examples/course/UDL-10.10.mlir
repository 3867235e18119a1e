// UDL-10.10: the receptive field of three layers with kernels of 7.
//
//   r_l = r_(l-1) + (k_l - 1) d_l s_1 s_2 ... s_(l-1),   r_0 = 1
//   for kernels of k_l taps that are d_l apart, moved by s_l
//
// Source: Understanding Deep Learning, problem 10.10. The formula is what
//   leat check examples/course/UDL-10.10.mlir
// shows of each layer. @main measures: without padding the first output sees the inputs from the
// first one on, and the derivative says up to which.
leat.model @receptive_field {
  config @L = 256                                  // inputs; more than the last unit sees
  config @k1 = 7   config @s1 = 1   config @d1 = 1
  config @k2 = 7   config @s2 = 1   config @d2 = 1
  config @k3 = 7   config @s3 = 1   config @d3 = 1
  param @H1.weight : f64[1, 1, k1] = ones
  param @H2.weight : f64[1, 1, k2] = ones
  param @H3.weight : f64[1, 1, k3] = ones
  func @H1(%x: f64[B, 1, L]) -> (h: f64[B, 1, M]) {
    %h = let conv(%x, @H1.weight, stride = s1, dilation = d1)
    return %h }
  func @H2(%x: f64[B, 1, L]) -> (h: f64[B, 1, M]) {
    %h = let conv(@H1(%x), @H2.weight, stride = s2, dilation = d2)
    return %h }
  func @H3(%x: f64[B, 1, L]) -> (h: f64[B, 1, M]) {
    %h = let conv(@H2(%x), @H3.weight, stride = s3, dilation = d3)
    return %h }

  func @seen(%jacobian: f64[1, 1, M, 1, 1, L]) -> (n: i64) {
    %rows = reshape %jacobian, shape = [-1, L]
    %i = iota shape = [L], dtype = i64
    %n = let 1 + max(where(%rows[0] <> 0, %i, 0))
    return %n }
  func @main() -> (receptive_fields: i64[3]) {
    %x = full 0 : f64[1, 1, L]
    %dH1 = jacobian @H1(%x) wrt(x)
    %dH2 = jacobian @H2(%x) wrt(x)
    %dH3 = jacobian @H3(%x) wrt(x)
    %fields = let stack(@seen(%dH1), @seen(%dH2), @seen(%dH3))
    return %fields }
}
