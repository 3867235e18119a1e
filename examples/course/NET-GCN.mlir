// NET-GCN: a graph convolutional layer, and its gradients.
//
//   H' = relu(beta 1^T + Omega H D^-1/2 (A + I) D^-1/2),   D = diag((A + I) 1)
//
// Source: Kipf and Welling, Semi-Supervised Classification with Graph Convolutional Networks, 2017,
// in the notation of Understanding Deep Learning, chapter 13: H has a column for each node. dOmega
// and dH are the gradients of sum(U * H').
leat.model @gcn {
  func @layer(%H: f64[D, N], %A: f64[N, N], %Omega: f64[Do, D], %beta: f64[Do])
      -> (H_next: f64[Do, N]) {
    %loops = let %A + eye(N, dtype = f64)
    %d = let rsqrt(sum(%loops, axis = 1))
    %normalised = let unsqueeze(%d, axis = 1) * %loops * %d
    %next = let relu(unsqueeze(%beta, axis = 1) + matmul(matmul(%Omega, %H), %normalised))
    return %next }
  func @main(%A: f64[N, N], %H: f64[D, N], %Omega: f64[Do, D], %beta: f64[Do], %U: f64[Do, N])
      -> (H_next: f64[Do, N], dOmega: f64[Do, D], dH: f64[D, N]) {
    %next, %dOmega, %dH = vjp @layer(%H, %A, %Omega, %beta) cotangent(%U) wrt(Omega, H)
    return %next, %dOmega, %dH }
}
