// NET-GAT: a graph attention layer with additive scores.
//
//   h'_n = Omega h_n + beta,   s_mn = lrelu(phi^T [h'_m; h'_n]), slope 0.2
//   weights = softmax of column n of s over the node n and its neighbours m
//   H_next = relu(H' weights)
//
// Source: Velickovic et al., Graph Attention Networks, 2018, in the notation of Understanding Deep
// Learning, chapter 13: H has a column for each node. dphi is the gradient of sum(H_next^2).
leat.model @gat {
  // phi^T [h'_m; h'_n] is one number of node m and one of node n.
  func @scores(%H: f64[Do, N], %phi: f64[P]) -> (s: f64[N, N]) {
    %halves = let matmul(reshape(%phi, shape = [2, Do]), %H)
    %m, %n = split %halves, parts = 2
    %s = let leaky_relu(transpose(%m) + %n, slope = 0.2)
    return %s }
  func @layer(%A: f64[N, N], %H: f64[D, N], %Omega: f64[Do, D], %beta: f64[Do], %phi: f64[P])
      -> (weights: f64[N, N], H_next: f64[Do, N]) {
    %H1 = let matmul(%Omega, %H) + unsqueeze(%beta, axis = 1)
    %sees = let %A + eye(N, dtype = f64) > 0
    %weights = let softmax(where(%sees, @scores(%H1, %phi), -inf), axis = 0)
    %next = let relu(matmul(%H1, %weights))
    return %weights, %next }
  func @squares(%A: f64[N, N], %H: f64[D, N], %Omega: f64[Do, D], %beta: f64[Do], %phi: f64[P])
      -> (sum: f64, weights: f64[N, N], H_next: f64[Do, N]) {
    %weights, %next = call @layer(%A, %H, %Omega, %beta, %phi)
    %sum = let sum(%next ** 2)
    return %sum, %weights, %next }
  func @main(%A: f64[N, N], %H: f64[D, N], %Omega: f64[Do, D], %beta: f64[Do], %phi: f64[P])
      -> (weights: f64[N, N], H_next: f64[Do, N], dphi: f64[P]) {
    %s, %weights, %next, %dphi = grad @squares(%A, %H, %Omega, %beta, %phi) wrt(phi)
    return %weights, %next, %dphi }
}
