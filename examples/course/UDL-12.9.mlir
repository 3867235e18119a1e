// UDL-12.9: what do spatial and channel attention cost (DaViT)?
//
//   N = side^2 patches of C channels, q, k and v: N x C
//   spatial: softmax(q k^T) v:   N^2 C multiply-adds for the scores, as many for the rest
//   channels: v softmax(k^T q):   C^2 N for the scores, as many for the rest
//   ratio = channels / spatial = C / N
//
// Source: Understanding Deep Learning, problem 12.9 (Ding et al. 2022). Count with
//   leat check examples/course/UDL-12.9.mlir
leat.model @spatial_or_channels {
  config @side = 16
  config @C = 512
  func @patches(%x: f64[side, side, C]) -> (x: f64[N, C]) {
    %rows = reshape %x, shape = [-1, C]
    return %rows }
  func @spatial(%q: f64[side, side, C], %k: f64[side, side, C], %v: f64[side, side, C])
      -> (y: f64[N, C]) {
    %scores = let matmul(@patches(%q), @patches(%k), transpose_rhs = true)
    %y = let matmul(softmax(%scores, axis = 1), @patches(%v))
    return %y }
  func @channels(%q: f64[side, side, C], %k: f64[side, side, C], %v: f64[side, side, C])
      -> (y: f64[N, C]) {
    %scores = let matmul(@patches(%k), @patches(%q), transpose_lhs = true)
    %y = let matmul(@patches(%v), softmax(%scores, axis = 0))
    return %y }
  func @main() -> (ratio: f64) {
    %C = full C : f64
    %ratio = let %C / (side * side)
    return %ratio }
}
