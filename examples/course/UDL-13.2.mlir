// UDL-13.2: which graph has a given adjacency matrix?
//
//   (m, n) is an edge where A_mn = 1, m < n;   deg(n) = sum_m A_nm;   A = A^T
//
// Source: Understanding Deep Learning, problem 13.2. The first matrix of the problem is not
// symmetric as it is printed: node 6 (counted from 1) names node 4 as a neighbour, but not the
// other way round. It is rejected; its completion by that one entry has the edges that are meant.
leat.model @graphs {
  func @symmetric(%A: f64[N, N]) -> (symmetric: i64) {
    %s = let i64(all(%A == transpose(%A)))
    return %s }
  // The pairs m < n in order, as many as there are edges; behind them rows of -1.
  func @edges(%A: f64[N, N]) -> (edges: i64[?, 2], n: i64) {
    %joined = let reshape(i64(triu(%A, offset = 1) > 0), shape = [-1])
    %at = argsort %joined, descending = true, dtype = i64 // stable: edges first, in order
    %pairs = let stack(floor_div(%at, N), mod(%at, N), axis = 1)
    %is_edge = let reshape(%joined[%at] == 1, shape = [-1, 1])
    %edges = let where(%is_edge, %pairs, -1)
    %n = let sum(%joined)
    return %edges, %n }
  func @degrees(%A: f64[N, N]) -> (degrees: i64[N]) {
    %d = let i64(sum(%A, axis = 1))
    return %d }
  func @main(%A1_completed: f64[N, N], %A2: f64[M, M], %A1_as_printed: f64[P, P])
      -> (A1_as_printed_symmetric: i64, A1_edges: i64[?, 2], A1_edges.n: i64, A1_degrees: i64[N],
          A2_edges: i64[?, 2], A2_edges.n: i64, A2_degrees: i64[M]) {
    %symmetric = call @symmetric(%A1_as_printed)
    %edges1, %n1 = call @edges(%A1_completed)
    %edges2, %n2 = call @edges(%A2)
    %degrees1 = call @degrees(%A1_completed)
    %degrees2 = call @degrees(%A2)
    return %symmetric, %edges1, %n1, %degrees1, %edges2, %n2, %degrees2 }
  // The graph, to be drawn; no graph has a matrix that is not symmetric.
  func @graph(%A: f64[N, N]) -> (graph: f64[N, N]) {
    %same = let %A == transpose(%A)
    assert %same, "the matrix is not symmetric"
    return %A }
}
