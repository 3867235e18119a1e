// UDL-16.6: an affine function of a normal variable is normal: by the change of variables.
//
//   x = A z + b, z ~ N(mu, Sigma):
//   log Pr(x) = log N(A^-1 (x - b); mu, Sigma) - log |det A| = log N(x; A mu + b, A Sigma A^T)
//   log N(x; mu, Sigma) = -(x - mu)^T Sigma^-1 (x - mu) / 2 - log det(Sigma) / 2 - D log(2 pi) / 2
//
// Source: Understanding Deep Learning, problem 16.6. Its normaliser is printed with pi^(D/2) for (2
// pi)^(D/2). The results are the left and the right side.
leat.model @affine_density {
  const @log_2pi = log(2 * acos(f64(-1)))
  func @log_normal(%x: f64[D], %mu: f64[D], %Sigma: f64[D, D]) -> (log_density: f64) {
    %d = let reshape(%x - %mu, shape = [D, 1])
    %quadratic = let sum(%d * solve(%Sigma, %d))
    %l = let -(%quadratic + log_abs_det(%Sigma) + D * @log_2pi) / 2
    return %l }
  func @main(%A: f64[D, D], %b: f64[D], %mu: f64[D], %x: f64[D], %Sigma: f64[D, D])
      -> (log_density: f64, as_normal: f64) {
    %z = let reshape(solve(%A, reshape(%x - %b, shape = [D, 1])), shape = [D])
    %changed = let @log_normal(%z, %mu, %Sigma) - log_abs_det(%A)
    %cov = let matmul(matmul(%A, %Sigma), transpose(%A))
    %as_normal = let @log_normal(%x, linear(%mu, %A, %b), %cov)
    return %changed, %as_normal }
}
