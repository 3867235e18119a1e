// UDL-13.12: a graph from its edge graph.
//
//   The edges at a node are all neighbours of each other in the edge graph: a clique. Each edge
//   lies in the cliques of its two ends. With B_ne = 1 where edge e is in clique n:
//   A = B B^T - diag(B B^T),   and back:   A_E = B^T B - 2 I
//
// Source: Understanding Deep Learning, problem 13.12. The edge graph of the problem is a drawing;
// these are the first graph of problem 13.2 and its edge graph. The cliques are given. Whether the
// graph that comes out is A_node, and whether its edge graph is A_edge, are results, too.
leat.model @node_graph {
  func @node_graph(%B: f64[N, E]) -> (A: f64[N, N]) {
    %shared = let matmul(%B, transpose(%B))
    %A = let %shared - diag(diag_part(%shared))
    return %A }
  func @edge_graph(%B: f64[N, E]) -> (A_E: f64[E, E]) {
    %A_E = let matmul(transpose(%B), %B) - 2 * eye(E, dtype = f64)
    return %A_E }
  func @main(%A_node: f64[N, N], %A_edge: f64[E, E], %cliques_incidence: f64[N, E])
      -> (A_node_reconstructed: i64[N, N], is_A_node: i64, has_A_edge: i64) {
    %A = call @node_graph(%cliques_incidence)
    %A_E = call @edge_graph(%cliques_incidence)
    %reconstructed = let i64(%A)
    %node_same = let i64(all(%A == %A_node))
    %edge_same = let i64(all(%A_E == %A_edge))
    return %reconstructed, %node_same, %edge_same }
}
