// UDL-11.8: parameters of a residual block, and of one with a bottleneck.
//
//   plain: h + conv3x3(relu(norm(h))), C channels:   2 C + 9 C^2 + C
//   bottleneck: h + f(g(e(h))) with e = conv1x1(relu(norm(.))) to Cb channels, g = conv3x3(...) to
//   Cb, f = conv1x1(...) back to C:
//     2 C + C Cb + Cb   +   2 Cb + 9 Cb^2 + Cb   +   2 Cb + Cb C + C
//
// Source: Understanding Deep Learning, problem 11.8. Count with
//   leat check examples/course/UDL-11.8.mlir
leat.model @residual_blocks {
  config @C = 512
  config @Cb = 128
  block @layer(%x: f64[B, I, H, W]) config(Co, size, padding = 0) -> (y) {
    param @gamma : f64[I] = ones     param @delta : f64[I] = zeros
    state @mean : f64[I] = zeros     state @variance : f64[I] = ones
    param @weight : f64[Co, I, size, size] = kaiming_normal
    param @bias : f64[Co] = zeros
    %n = let batch_norm(%x, @gamma, @delta, mean = @mean, variance = @variance)
    %y = let conv(relu(%n), @weight, @bias, padding = padding)
    return %y }
  func @plain(%h: f64[B, C, 14, 14]) -> (y: f64[B, C, 14, 14]) {
    %f = apply @layer as plain (%h) {Co = C, size = 3, padding = 1}
    %y = let %h + %f
    return %y }
  func @bottleneck(%h: f64[B, C, 14, 14]) -> (y: f64[B, C, 14, 14]) {
    %narrow = apply @layer as bottleneck.narrow (%h) {Co = Cb, size = 1}
    %middle = apply @layer as bottleneck.middle (%narrow) {Co = Cb, size = 3, padding = 1}
    %wide = apply @layer as bottleneck.wide (%middle) {Co = C, size = 1}
    %y = let %h + %wide
    return %y }
}
