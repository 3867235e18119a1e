// UDL-16.5: mean and covariance of an affine function of a normal variable.
//
//   z ~ N(mu, Sigma):   E[A z + b] = A mu + b,   Cov[A z + b] = A Sigma A^T
//
// Source: Understanding Deep Learning, problem 16.5. mean_mc and cov_mc are those of draws of A z +
// b, with z = mu + C eps, C C^T = Sigma.
leat.model @affine_moments {
  config @n = 100000 // draws
  state @rng = seed
  func @main(%A: f64[M, D], %b: f64[M], %mu: f64[D], %Sigma: f64[D, D])
      -> (mean: f64[M], cov: f64[M, M], mean_mc: f64[M], cov_mc: f64[M, M]) {
    %mean = linear %mu, %A, %b
    %cov = let matmul(matmul(%A, %Sigma), transpose(%A))
    %eps = normal @rng : f64[n, D]
    %z = let linear(%eps, cholesky(%Sigma), %mu)
    %x = linear %z, %A, %b
    %mean_mc = mean %x, axis = 0
    %cov_mc = let cov(transpose(%x))
    return %mean, %cov, %mean_mc, %cov_mc }
}
