// UDL-13.14: a graph layer that collects from neighbouring nodes and from the edges at a node.
//
//   H' = relu(beta 1^T + Omega H (A + I) + Phi E N)
//   N_en = 1 where node n is an end of edge e, else 0
//
// Source: Understanding Deep Learning, problem 13.14. H has a column for each node, E one for each
// edge, in the order of the upper triangle of A, row by row. The answer gives Phi as many rows as
// there are nodes and as many columns as there are edges; but it maps embeddings of edges to those
// of nodes, so it is D_h x D_e. dPhi and dE are the gradients of sum(H').
leat.model @edge_embeddings {
  func @incidence(%A: f64[N, N], %E: f64[De, M]) -> (N: f64[M, N]) {
    %joined = let reshape(i64(triu(%A, offset = 1) > 0), shape = [-1])
    %order = argsort %joined, descending = true, dtype = i64 // stable: edges first, in order
    %e = iota shape = [M], dtype = i64
    %at = index %order, %e
    %ends = let stack(floor_div(%at, N), mod(%at, N), axis = 1)
    %node = iota shape = [1, N, 1], dtype = i64, axis = 1
    %N = let sum(f64(%node == unsqueeze(%ends, axis = 1)), axis = 2)
    return %N }
  func @layer(%H: f64[D, N], %E: f64[De, M], %A: f64[N, N], %Omega: f64[Do, D], %Phi: f64[Do, De],
              %beta: f64[Do]) -> (H_next: f64[Do, N]) {
    %nodes = let matmul(matmul(%Omega, %H), %A + eye(N, dtype = f64))
    %edges = let matmul(matmul(%Phi, %E), @incidence(%A, %E))
    %next = let relu(unsqueeze(%beta, axis = 1) + %nodes + %edges)
    return %next }
  func @total(%H: f64[D, N], %E: f64[De, M], %A: f64[N, N], %Omega: f64[Do, D], %Phi: f64[Do, De],
              %beta: f64[Do]) -> (sum: f64, H_next: f64[Do, N]) {
    %next = call @layer(%H, %E, %A, %Omega, %Phi, %beta)
    %s = let sum(%next)
    return %s, %next }
  func @main(%A: f64[N, N], %H: f64[D, N], %E: f64[De, M], %Omega: f64[Do, D], %Phi: f64[Do, De],
             %beta: f64[Do]) -> (H_next: f64[Do, N], dPhi: f64[Do, De], dE: f64[De, M]) {
    %s, %next, %dPhi, %dE = grad @total(%H, %E, %A, %Omega, %Phi, %beta) wrt(Phi, E)
    return %next, %dPhi, %dE }
}
