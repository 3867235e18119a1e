// UDL-13.7: a graph layer permutes its results as its nodes are permuted.
//
//   GL[H, A] = relu(beta 1^T + Omega [H; H A]);   GL[H P, P^T A P] = GL[H, A] P
//
// Source: Understanding Deep Learning, problem 13.7. H has a column for each node. Both sides of
// the equation: H_next_perm is the layer of the permuted graph, the last result the permuted
// H_next.
leat.model @equivariance {
  func @GL(%H: f64[D, N], %A: f64[N, N], %Omega: f64[Do, D2], %beta: f64[Do]) -> (H: f64[Do, N]) {
    %both = let concat(%H, matmul(%H, %A))
    %next = let relu(unsqueeze(%beta, axis = 1) + matmul(%Omega, %both))
    return %next }
  func @main(%A: f64[N, N], %H: f64[D, N], %Omega: f64[Do, D2], %beta: f64[Do], %perm: i64[N])
      -> (H_next: f64[Do, N], H_next_perm: f64[Do, N], permuted_H_next: f64[Do, N]) {
    %P = let transpose(index(eye(N, dtype = f64), %perm))
    %A_perm = let matmul(matmul(transpose(%P), %A), %P)
    %next = call @GL(%H, %A, %Omega, %beta)
    %next_perm = let @GL(matmul(%H, %P), %A_perm, %Omega, %beta)
    %permuted = let matmul(%next, %P)
    return %next, %next_perm, %permuted }
}
