// SYS-LINALG: factor, solution and determinant of a positive definite matrix, with gradients.
//
//   A = L L^T;   x = A^-1 b:   d(u . x) by b is A^-T u, by A it is -(A^-T u) x^T
//   d log det A = tr(A^-1 dA)
//
// Source: Giles 2008.
leat.model @linear_algebra {
  func @weighted_solution(%A: f64[n, n], %b: f64[n], %u: f64[n]) -> (s: f64, x: f64[n]) {
    %x = let reshape(solve(%A, reshape(%b, shape = [n, 1])), shape = [n])
    %s = let sum(%u * %x)
    return %s, %x }
  func @logdet(%A: f64[n, n]) -> (l: f64) {
    %l = log_abs_det %A
    return %l }
  func @main(%A: f64[n, n], %b: f64[n], %u: f64[n])
      -> (L: f64[n, n], x: f64[n], logdet: f64, db: f64[n], dA: f64[n, n], dlogdet: f64[n, n]) {
    %L = cholesky %A
    %s, %x, %db, %dA = grad @weighted_solution(%A, %b, %u) wrt(b, A)
    %logdet, %dlogdet = grad @logdet(%A) wrt(A)
    return %L, %x, %logdet, %db, %dA, %dlogdet }
}
