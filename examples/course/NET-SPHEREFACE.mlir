// NET-SPHEREFACE: softmax with a margin that multiplies the angle of the true class.
//
//   z_y = ||x|| psi(theta_y),   z_j = ||x|| cos(theta_j) for j <> y,   ||W_j|| = 1
//   psi(theta) = (-1)^k cos(m theta) - 2 k for theta in [k pi / m, (k + 1) pi / m]
//   L = mean cross-entropy of softmax(z)
//
// Source: Liu et al. (2017), A-Softmax. psi goes on falling where cos(m theta) would rise again; k
// is a constant to derivatives.
leat.model @sphereface {
  config @m = 4
  func @psi(%theta: f64[N, K]) -> (psi: f64[N, K]) {
    %k = let stop_gradient(floor(m * %theta / 3.14159265358979323846))
    %sign = let 1 - 2 * mod(%k, 2)
    %psi = let %sign * cos(m * %theta) - 2 * %k
    return %psi }
  func @L(%X: f64[N, D], %W: f64[K, D], %labels: i64[N]) -> (L: f64, logits: f64[N, K]) {
    %length = vector_norm %X, axis = 1, keepdims = true
    %cos = let linear(%X / %length, l2_normalize(%W))
    %class = iota shape = [N, K], dtype = i64, axis = 1
    %true = let %class == reshape(%labels, shape = [N, 1])
    %z = let %length * where(%true, @psi(acos(%cos)), %cos)
    %L = cross_entropy %z, %labels
    return %L, %z }
  func @main(%X: f64[N, D], %W: f64[K, D], %labels: i64[N])
      -> (logits: f64[N, K], loss: f64, dX: f64[N, D], dW: f64[K, D]) {
    %L, %z, %dX, %dW = grad @L(%X, %W, %labels) wrt(X, W)
    return %z, %L, %dX, %dW }
}
