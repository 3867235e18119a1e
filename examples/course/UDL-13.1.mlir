// UDL-13.1: the adjacency matrix of a graph that is given by its edges.
//
//   A_ij = A_ji = 1 for each edge (i, j), 0 elsewhere; the diagonal is zero
//
// Source: Understanding Deep Learning, problem 13.1. The graphs of the problem are drawings, so the
// edges are an argument: those of the second graph of problem 13.2. Nodes count from 0.
leat.model @adjacency {
  config @n = 7 // nodes, also those without edges
  func @main(%edges: i64[E, 2]) -> (A: i64[n, n]) {
    %i, %j = split %edges, parts = 2, axis = 1
    %from = reshape %i, shape = [E]
    %to = reshape %j, shape = [E]
    %there = let scatter_add(one_hot(%to, depth = n, dtype = i64), %from, rows = n)
    %count = let %there + transpose(%there)
    %A = let i64(%count > 0) * (1 - eye(n, dtype = i64)) // also if an edge stands twice
    return %A }
}
