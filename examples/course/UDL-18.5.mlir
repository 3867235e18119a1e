// UDL-18.5: the product of two normal densities.
//
//   Norm_w[a, A] Norm_w[b, B] = k Norm_w[S (A^-1 a + B^-1 b), S],   S = (A^-1 + B^-1)^-1
//   k = Norm_a[b, A + B]
//
// Source: Understanding Deep Learning, problem 18.5. In the answer the term that completes the
// square begins with x^T; it is (A^-1 a + B^-1 b)^T S (A^-1 a + B^-1 b), a constant. The factor
// -1/2 belongs to both quadratic forms.
leat.model @product {
  func @log_normal(%x: f64[D], %mean: f64[D], %cov: f64[D, D]) -> (logp: f64) {
    %d = let reshape(%x - %mean, shape = [D, 1])
    %square = let sum(%d * solve(%cov, %d))
    %l = let -0.5 * (%square + log_abs_det(%cov) + D * log(6.283185307179586))
    return %l }
  func @main(%a: f64[D], %b: f64[D], %A: f64[D, D], %B: f64[D, D])
      -> (mean: f64[D], cov: f64[D, D], log_constant: f64) {
    %cov = let inverse(inverse(%A) + inverse(%B))
    %column_a = reshape %a, shape = [D, 1]     %column_b = reshape %b, shape = [D, 1]
    %sum = let solve(%A, %column_a) + solve(%B, %column_b)
    %mean = let reshape(matmul(%cov, %sum), shape = [D])
    %log_k = let @log_normal(%a, %b, %A + %B)
    return %mean, %cov, %log_k }
}
