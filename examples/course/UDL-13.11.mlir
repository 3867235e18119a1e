// UDL-13.11: the edge graph of a graph, whose nodes are the edges.
//
//   B_ne = 1 where node n is an end of edge e, else 0;   A_E = B^T B - 2 I:
//   edges are neighbours where they have an end in common; each has two ends in common with itself
//
// Source: Understanding Deep Learning, problem 13.11. The graph of the problem is a drawing; this
// is the second graph of problem 13.2. The caption of the figure in the answer says 13.12/13.13; it
// belongs to 13.11/13.12. There are at most N^2 edges: what is not used of that is -1.
leat.model @edge_graph {
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
  func @edge_graph(%B: f64[N, E], %n: i64) -> (A_E: i64[E, E]) {
    %A_E = let i64(matmul(transpose(%B), %B) - 2 * eye(E, dtype = f64))
    %k = iota shape = [E, 1], dtype = i64
    %used = let logical_and(%k < %n, transpose(%k) < %n)
    %padded = let where(%used, %A_E, -1)
    return %padded }
  func @main(%A: f64[N, N])
      -> (edges_in_order: i64[?, 2], edges_in_order.n: i64, A_edge: i64[?, ?], A_edge.n: i64) {
    %edges, %n = call @edges(%A)
    %B = call @incidence(%edges, %A)
    %A_E = call @edge_graph(%B, %n)
    return %edges, %n, %A_E, %n }
  // The edge graph without padding, to be drawn: E is the number of edges, --shape E=10.
  func @graph(%A: f64[N, N]) -> (edge_graph: i64[E, E]) {
    %edges, %n = call @edges(%A)
    %are = let %n == E
    assert %are, "the graph has another number of edges"
    %B = let @incidence(%edges[iota(shape = [E], dtype = i64)], %A)
    %A_E = let @edge_graph(%B, %n)
    return %A_E }
}
