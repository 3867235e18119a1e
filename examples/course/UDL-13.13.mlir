// UDL-13.13: how the adjacency matrices of a graph and of its edge graph hang together.
//
//   B_ne = 1 where node n is an end of edge e, else 0
//   A = B B^T - D,   A_E = B^T B - 2 I;   B B^T and B^T B have the same eigenvalues but for zeros
//
// Source: Understanding Deep Learning, problem 13.13. There are at most N^2 edges: columns of B
// behind the last edge are -1 in the result, and zero where B is multiplied. So B^T B has N^2
// eigenvalues, of which the last result gives the N largest.
leat.model @incidence {
  // The pairs m < n in order, as many as there are edges; behind them rows of -1.
  func @edges(%A: f64[N, N]) -> (edges: i64[?, 2], n: i64) {
    %joined = let reshape(i64(triu(%A, offset = 1) > 0), shape = [-1])
    %at = argsort %joined, descending = true, dtype = i64 // stable: edges first, in order
    %pairs = let stack(floor_div(%at, N), mod(%at, N), axis = 1)
    %is_edge = let reshape(%joined[%at] == 1, shape = [-1, 1])
    %edges = let where(%is_edge, %pairs, -1)
    %n = let sum(%joined)
    return %edges, %n }
  func @incidence(%edges: i64[E, 2], %A: f64[N, N]) -> (B: f64[N, E]) {
    %node = iota shape = [N, 1, 1], dtype = i64
    %B = let sum(f64(%node == %edges), axis = 2)
    return %B }
  func @padded(%B: f64[N, E], %n: i64) -> (B: i64[N, E]) {
    %e = iota shape = [E], dtype = i64
    %B1 = let where(%e < %n, i64(%B), -1)
    return %B1 }
  func @main(%A: f64[N, N])
      -> (B: i64[N, ?], B.n: i64, BBt_minus_D: i64[N, N], eig_BBt: f64[N], eig_BtB: f64[N]) {
    %edges, %n = call @edges(%A)
    %B = call @incidence(%edges, %A)
    %BBt = let matmul(%B, transpose(%B))
    %A1 = let i64(%BBt - diag(sum(%A, axis = 1)))
    %eig_BBt = eigh_values %BBt
    %eigenvalues = let flip(eigh_values(matmul(transpose(%B), %B)), axis = 0)
    %i = iota shape = [N], dtype = i64
    %eig_BtB = let flip(%eigenvalues[%i], axis = 0)
    %padded = call @padded(%B, %n)
    return %padded, %n, %A1, %eig_BBt, %eig_BtB }
}
