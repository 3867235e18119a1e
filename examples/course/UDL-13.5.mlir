// UDL-13.5: two graphs that differ in the numbers of their nodes only.
//
//   A' = P^T A P,   X' = X P;   P has one 1 in each row and in each column
//
// Source: Understanding Deep Learning, problem 13.5. The graphs of the problem are drawings; here
// the second one is made from the first by a permutation: node n of it is node perm(n) of the
// first. Then P is found again from the features of the nodes alone, as long as no two nodes have
// the same ones: P_mn = 1 where x_m = x'_n.
leat.model @relabelled {
  func @matrix(%perm: i64[N]) -> (P: i64[N, N]) {
    %P = let transpose(index(eye(N, dtype = i64), %perm))
    return %P }
  func @find(%X: f64[D, N], %X_perm: f64[D, N]) -> (P: i64[N, N]) {
    %x = reshape %X, shape = [D, N, 1]
    %x1 = reshape %X_perm, shape = [D, 1, N]
    %P = let i64(all(%x == %x1, axis = 0))
    return %P }
  func @main(%A: f64[N, N], %perm: i64[N], %X: f64[D, N])
      -> (P: i64[N, N], A_perm: i64[N, N], X_perm: f64[D, N], P_found: i64[N, N]) {
    %P = call @matrix(%perm)
    %p = let f64(%P)
    %A_perm = let i64(matmul(matmul(transpose(%p), %A), %p))
    %X_perm = let matmul(%X, %p)
    %P_found = call @find(%X, %X_perm)
    return %P, %A_perm, %X_perm, %P_found }
}
