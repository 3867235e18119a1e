// UDL-13.6: summing over the nodes does not depend on their order.
//
//   y = sig(beta + omega H 1) = sig(beta + omega H P 1),   as P 1 = 1
//
// Source: Understanding Deep Learning, problem 13.6. H has a column for each node.
leat.model @readout {
  func @y(%H: f64[D, N], %omega: f64[D], %beta: f64) -> (y: f64) {
    %y = let sigmoid(%beta + sum(%omega * sum(%H, axis = 1)))
    return %y }
  func @main(%H: f64[D, N], %omega: f64[D], %beta: f64, %perm: i64[N]) -> (y: f64, y_perm: f64) {
    %P = let transpose(index(eye(N, dtype = f64), %perm))
    %y = call @y(%H, %omega, %beta)
    %y_perm = let @y(matmul(%H, %P), %omega, %beta)
    return %y, %y_perm }
}
