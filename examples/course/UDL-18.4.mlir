// UDL-18.4: a normal density of v, whose mean is linear in w, as one of w.
//
//   Norm_v[A w, B] = k Norm_w[(A^T B^-1 A)^-1 A^T B^-1 v, (A^T B^-1 A)^-1]
//
// Source: Understanding Deep Learning, problem 18.4. k does not depend on w: log k is taken at w =
// 0.
leat.model @change_of_variable {
  // log Norm_x[mean, cov]
  func @log_normal(%x: f64[N], %mean: f64[N], %cov: f64[N, N]) -> (logp: f64) {
    %d = let reshape(%x - %mean, shape = [N, 1])
    %square = let sum(%d * solve(%cov, %d))
    %l = let -0.5 * (%square + log_abs_det(%cov) + N * log(6.283185307179586))
    return %l }
  func @main(%A: f64[P, Q], %v: f64[P], %B: f64[P, P])
      -> (mean: f64[Q], cov: f64[Q, Q], log_constant: f64) {
    %Bi_A = let solve(%B, %A)                              // B^-1 A, and B is symmetric
    %cov = let inverse(matmul(%A, %Bi_A, transpose_lhs = true))
    %mean = let sum(%cov * sum(%Bi_A * reshape(%v, shape = [P, 1]), axis = 0), axis = 1)
    %w = full 0 : f64[Q]
    %Aw = full 0 : f64[P]
    %log_k = let @log_normal(%v, %Aw, %B) - @log_normal(%w, %mean, %cov)
    return %mean, %cov, %log_k }
}
