// UDL-13.10: dot-product attention on a graph.
//
//   Q = bq 1^T + Oq H,   K = bk 1^T + Ok H,   V = bv 1^T + Ov H
//   weights = softmax of column n of K^T Q over the node n and its neighbours
//   H' = relu(V weights)
//
// Source: Understanding Deep Learning, problem 13.10. H has a column for each node. What a node
// does not see, where A + I is 0, has a product of -inf, and so a weight of 0.
leat.model @graph_attention {
  func @affine(%O: f64[E, D], %b: f64[E], %H: f64[D, N]) -> (y: f64[E, N]) {
    %y = let unsqueeze(%b, axis = 1) + matmul(%O, %H)
    return %y }
  func @main(%A: f64[N, N], %H: f64[D, N], %Oq: f64[E, D], %Ok: f64[E, D], %Ov: f64[F, D],
             %bq: f64[E], %bk: f64[E], %bv: f64[F]) -> (weights: f64[N, N], H_next: f64[F, N]) {
    %Q = call @affine(%Oq, %bq, %H)
    %K = call @affine(%Ok, %bk, %H)
    %V = call @affine(%Ov, %bv, %H)
    %products = matmul %K, %Q, transpose_lhs = true
    %sees = let %A + eye(N, dtype = f64) > 0
    %weights = let softmax(where(%sees, %products, -inf), axis = 0)
    %next = let relu(matmul(%V, %weights))
    return %weights, %next }
}
