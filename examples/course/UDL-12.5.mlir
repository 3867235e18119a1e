// UDL-12.5: why the heads of attention have D / H numbers each.
//
//   a head: softmax(q k^T) v with q, k, v of N x D_h, from projections of the N x D tokens
//   D_h = D / H: 3 D^2 weights, 3 N D^2 + 2 N^2 D multiply-adds, whatever H is
//   D_h = D: H times both
//
// Source: Understanding Deep Learning, problem 12.5. With D / H all heads together are one
// projection of D x D for each of q, k, v, and their outputs side by side have D numbers again.
// Count with
//   leat check examples/course/UDL-12.5.mlir
leat.model @heads {
  config @N = 10
  config @D = 12
  config @H = 3
  func @attend(%q: f64[H, N, Dh], %k: f64[H, N, Dh], %v: f64[H, N, Dh]) -> (y: f64[H, N, Dh]) {
    %scores = let matmul(%q, %k, transpose_rhs = true) / sqrt(Dh)
    %y = let matmul(softmax(%scores, axis = 2), %v)
    return %y }
  // One projection, cut into heads.
  block @cut(%x: f64[N, D]) -> (y) {
    param @weight : f64[D, D] = xavier_normal
    %heads = let reshape(linear(%x, @weight), shape = [N, H, -1])
    %y = transpose %heads, axes = [1, 0, 2]
    return %y }
  // A projection for each head.
  block @each(%x: f64[N, D]) -> (y) {
    param @weight : f64[H, D, D] = xavier_normal
    %y = let matmul(%x, @weight)
    return %y }
  func @split_heads(%x: f64[N, D]) -> (y: f64[H, N, Dh]) {
    %q = apply @cut as cut.query (%x)
    %k = apply @cut as cut.key (%x)
    %v = apply @cut as cut.value (%x)
    %y = let @attend(%q, %k, %v)
    return %y }
  func @full_heads(%x: f64[N, D]) -> (y: f64[H, N, D]) {
    %q = apply @each as each.query (%x)
    %k = apply @each as each.key (%x)
    %v = apply @each as each.value (%x)
    %y = let @attend(%q, %k, %v)
    return %y }
}
