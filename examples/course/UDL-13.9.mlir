// UDL-13.9: the mean over a node and its neighbours (GraphSAGE), for all nodes at once.
//
//   agg_n = (h_n + sum of h_m over m in ne(n)) / (1 + |ne(n)|):   agg = H (A + I) (D + I)^-1
//
// Source: Understanding Deep Learning, problem 13.9. H has a column for each node; D holds the
// degrees. dH is the gradient by H of sum(cotangent * agg).
leat.model @mean_aggregation {
  func @agg(%H: f64[D, N], %A: f64[N, N]) -> (agg: f64[D, N]) {
    %degree = let sum(%A, axis = 0)
    %agg = let matmul(%H, %A + eye(N, dtype = f64)) / (%degree + 1) // each column by its own
    return %agg }
  func @main(%A: f64[N, N], %H: f64[D, N], %cotangent: f64[D, N])
      -> (agg: f64[D, N], dH: f64[D, N]) {
    %agg, %dH = vjp @agg(%H, %A) cotangent(%cotangent) wrt(H)
    return %agg, %dH }
}
