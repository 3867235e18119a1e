// NET-NORMFACE: softmax over cosines.
//
//   z_j = s cos(theta_j), theta_j being the angle of x and W_j:   s <x / ||x||, W_j / ||W_j||>
//   L = mean cross-entropy of softmax(z)
//
// Source: Wang et al. (2017). The gradients go through both normalisations, so each is orthogonal
// to its own vector: lengths do not count.
leat.model @normface {
  config @s = 8.0
  func @L(%X: f64[N, D], %W: f64[K, D], %labels: i64[N]) -> (L: f64, logits: f64[N, K]) {
    %z = let s * linear(l2_normalize(%X), l2_normalize(%W))
    %L = cross_entropy %z, %labels
    return %L, %z }
  func @main(%X: f64[N, D], %W: f64[K, D], %labels: i64[N])
      -> (logits: f64[N, K], loss: f64, dX: f64[N, D], dW: f64[K, D]) {
    %L, %z, %dX, %dW = grad @L(%X, %W, %labels) wrt(X, W)
    return %z, %L, %dX, %dW }
}
