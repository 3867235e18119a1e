// UDL-13.8: the degrees of the nodes of a graph.
//
//   D = diag(A 1)
//
// Source: Understanding Deep Learning, problem 13.8. The graph of the problem is a drawing; these
// are the two graphs of problem 13.2. The results are the diagonals of D.
leat.model @degree_matrix {
  func @D(%A: f64[N, N]) -> (D: f64[N, N]) {
    %D = let diag(sum(%A, axis = 1))
    return %D }
  func @main(%A1: f64[N, N], %A2: f64[M, M]) -> (deg_A1: i64[N], deg_A2: i64[M]) {
    %d1 = let i64(diag_part(@D(%A1)))
    %d2 = let i64(diag_part(@D(%A2)))
    return %d1, %d2 }
}
