// UBC-2.4: batch normalisation that whitens, forwards and backwards.
//
//   mu = mean of the rows,   S = (1/B) sum_i (y_i - mu) (y_i - mu)^T = V diag(lambda) V^T
//   Y~ = (Y - mu) S^(-1/2),   S^(-1/2) = V diag(lambda^(-1/2)) V^T,   Yhat = Y~ diag(Gamma) + beta
//
// Source: CPEN 455, homework 1, problem 2.4. The covariance of Y~ is the identity, which takes B >
// M. That of ordinary batch normalisation is not diagonal, as the answer has it: only the diagonal
// is made gamma^2, columns that are correlated stay so. The gradient by Y goes through the
// eigenvectors.
leat.model @whitening {
  func @inverse_root(%S: f64[M, M]) -> (root: f64[M, M]) {
    %lambda = eigh_values %S
    %V = eigh_vectors %S
    %root = let linear(%V * rsqrt(%lambda), %V)
    return %root }
  func @whiten(%Y: f64[B, M]) -> (Ytilde: f64[B, M], S_inv_sqrt: f64[M, M]) {
    %centred = let %Y - mean(%Y, axis = 0)
    %S = let cov(transpose(%Y, axes = [1, 0]), unbiased = false)
    %root = let @inverse_root(%S)
    %Ytilde = matmul %centred, %root
    return %Ytilde, %root }
  func @bn(%Y: f64[B, M], %Gamma: f64[M], %beta: f64[M]) -> (Yhat: f64[B, M]) {
    %Yhat = let @whiten(%Y) * %Gamma + %beta
    return %Yhat }
  func @main(%Y: f64[B, M], %Gamma: f64[M], %beta: f64[M], %dYhat: f64[B, M])
      -> (S_inv_sqrt: f64[M, M], Ytilde: f64[B, M], Yhat: f64[B, M], cov_Ytilde: f64[M, M],
          dY: f64[B, M], dGamma: f64[M], dbeta: f64[M]) {
    %Ytilde, %root = let @whiten(%Y)
    %cov = let cov(transpose(%Ytilde, axes = [1, 0]), unbiased = false)
    %Yhat, %dY, %dGamma, %dbeta =
        vjp @bn(%Y, %Gamma, %beta) cotangent(%dYhat) wrt(Y, Gamma, beta)
    return %root, %Ytilde, %Yhat, %cov, %dY, %dGamma, %dbeta }
}
