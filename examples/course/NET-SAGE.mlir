// NET-SAGE: a GraphSAGE layer: a node's own embedding beside the mean of its neighbours'.
//
//   agg_n = mean of h_m over m in ne(n),   h'_n = relu(Omega [h_n; agg_n] + beta),   h'_n / |h'_n|
//
// Source: Hamilton, Ying and Leskovec, Inductive Representation Learning on Large Graphs, 2017, in
// the notation of Understanding Deep Learning, chapter 13: H has a column for each node. The mean
// of no neighbours is 0, and an embedding of zeros stays one.
leat.model @sage {
  func @agg(%A: f64[N, N], %H: f64[D, N]) -> (agg: f64[D, N]) {
    %degree = let sum(%A, axis = 0)
    %agg = let matmul(%H, %A) / maximum(%degree, 1)
    return %agg }
  func @main(%A: f64[N, N], %H: f64[D, N], %Omega: f64[Do, D2], %beta: f64[Do])
      -> (H_next: f64[Do, N], H_normalised: f64[Do, N]) {
    %both = let concat(%H, @agg(%A, %H))
    %next = let relu(matmul(%Omega, %both) + unsqueeze(%beta, axis = 1))
    %normalised = l2_normalize %next, axis = 0
    return %next, %normalised }
}
