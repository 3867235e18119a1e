// SYS-EIGH: eigenvalues of a symmetric matrix, a function of the matrix by them, and its gradient.
//
//   A = Q diag(w) Q^T,   A^(-1/2) = Q diag(w^(-1/2)) Q^T
//   the gradient of sum(U * A^(-1/2)) by a symmetric A, symmetric itself
//
// Source: Giles 2008.
leat.model @eigen {
  func @inv_sqrt(%A: f64[n, n]) -> (r: f64[n, n]) {
    %w = eigh_values %A
    %Q = eigh_vectors %A
    %r = let matmul(%Q / sqrt(%w), %Q, transpose_rhs = true)
    return %r }
  func @weighted(%A: f64[n, n], %U: f64[n, n]) -> (s: f64, r: f64[n, n]) {
    %r = call @inv_sqrt(%A)
    %s = let sum(%U * %r)
    return %s, %r }
  func @main(%A: f64[n, n], %U: f64[n, n])
      -> (eigenvalues: f64[n], A_inv_sqrt: f64[n, n], grad_sym: f64[n, n]) {
    %w = eigh_values %A
    %s, %r, %dA = grad @weighted(%A, %U) wrt(A)
    return %w, %r, %dA }
}
