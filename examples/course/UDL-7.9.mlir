// UDL-7.9: the gradient by a weight matrix is an outer product.
//
//   f = beta + Omega h:   dl/dOmega = (dl/df) h^T
//
// Source: Understanding Deep Learning, problem 7.9, with l = sum_i sin f_i for a loss.
leat.model @outer_product {
  func @l(%f: f64[m]) -> (l: f64) {
    %l = let sum(sin(%f))
    return %l }
  func @l_of_weights(%Omega: f64[m, n], %beta: f64[m], %h: f64[n]) -> (l: f64) {
    %l = let @l(linear(%h, %Omega, %beta))
    return %l }
  func @main(%Omega: f64[m, n], %beta: f64[m], %h: f64[n])
      -> (dl_df: f64[m], dl_dOmega: f64[m, n]) {
    %f = linear %h, %Omega, %beta
    %l, %df = grad @l(%f) wrt(f)
    %same, %dOmega = grad @l_of_weights(%Omega, %beta, %h) wrt(Omega)
    return %df, %dOmega }
}
