// PET-6.20: the divergence between two normal distributions.
//
//   KL(N(mu_q, S_q) | N(mu_p, S_p)) = 1/2 [ log(det S_p / det S_q) - d + tr(S_p^-1 S_q)
//                                           + (mu_p - mu_q)^T S_p^-1 (mu_p - mu_q) ]
//   its gradients: S_p^-1 (mu_q - mu_p) by mu_q, and 1/2 (S_p^-1 - S_q^-1) by S_q
//
// Source: Introduction to Deep Learning Theory, exercise 6.20. The quadratic form is printed
// without its transpose, as a product of two columns.
leat.model @kl_of_normals {
  func @KL(%mu_q: f64[D], %mu_p: f64[D], %S_q: f64[D, D], %S_p: f64[D, D]) -> (KL: f64) {
    %d = let reshape(%mu_p - %mu_q, shape = [D, 1])
    %logs = let log_abs_det(%S_p) - log_abs_det(%S_q)
    %square = let sum(%d * solve(%S_p, %d))
    %KL = let 0.5 * (%logs - D + trace(solve(%S_p, %S_q)) + %square)
    return %KL }
  func @main(%mu_q: f64[D], %mu_p: f64[D], %S_q: f64[D, D], %S_p: f64[D, D])
      -> (KL: f64, dKL_dmu_q: f64[D], dKL_dS_q: f64[D, D]) {
    %KL, %dmu, %dS = grad @KL(%mu_q, %mu_p, %S_q, %S_p) wrt(mu_q, S_q)
    return %KL, %dmu, %dS }
}
