// UDL-17.1: parameters of a mixture of n Gaussians.
//
//   Pr(x) = sum_i lambda_i Norm(x; mu_i, sigma_i^2)
//   with lambda_i >= 0, sum_i lambda_i = 1, sigma_i^2 > 0
//
// Source: Understanding Deep Learning, problem 17.1, with n = 5: n weights, n means and n
// variances. The weights sum to 1, so one of them follows from the others, and 3 n - 1 are free.
// @density has parameters that may be any numbers: softmax makes weights of them, softplus makes
// variances.
leat.model @mixture {
  config @n = 5
  param @weights : f64[n] = zeros
  param @means : f64[n] = normal
  param @variances : f64[n] = zeros
  func @density(%x: f64[B]) -> (p: f64[B]) {
    %lambda = let softmax(@weights, axis = 0)
    %variance = let softplus(@variances)
    %error = let unsqueeze(%x, axis = 1) - @means
    %normal = let exp(-%error ** 2 / (2 * %variance)) / sqrt(6.283185307179586 * %variance)
    %p = let sum(%lambda * %normal, axis = 1)
    return %p }
  func @main() -> (n_params: i64[2]) {
    %n = full n : i64
    %counts = let stack(3 * %n, 3 * %n - 1)
    return %counts }
}
