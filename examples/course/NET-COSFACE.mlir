// NET-COSFACE: softmax over cosines, with a margin for the true class.
//
//   z_y = s (cos(theta_y) - m),   z_j = s cos(theta_j) for j <> y
//   L = mean cross-entropy of softmax(z)
//
// Source: Wang et al. (2018), also known as AM-softmax.
leat.model @cosface {
  config @s = 8.0
  config @m = 0.35
  func @L(%X: f64[N, D], %W: f64[K, D], %labels: i64[N]) -> (L: f64, logits: f64[N, K]) {
    %cos = let linear(l2_normalize(%X), l2_normalize(%W))
    %class = iota shape = [N, K], dtype = i64, axis = 1
    %true = let %class == reshape(%labels, shape = [N, 1])
    %z = let s * where(%true, %cos - m, %cos)
    %L = cross_entropy %z, %labels
    return %L, %z }
  func @main(%X: f64[N, D], %W: f64[K, D], %labels: i64[N])
      -> (logits: f64[N, K], loss: f64, dX: f64[N, D], dW: f64[K, D]) {
    %L, %z, %dX, %dW = grad @L(%X, %W, %labels) wrt(X, W)
    return %z, %L, %dX, %dW }
}
