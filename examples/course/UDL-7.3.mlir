// UDL-7.3: the sizes of the terms in the backward pass of one layer.
//
//   f_3 = beta_3 + Omega_3 h_3,   h_3 = relu(f_2),   l = loss(f_3)
//   dl/df_2 = dh_3/df_2 df_3/dh_3 dl/df_3:   (D3 x D3) (D3 x Df) (Df x 1) = D3 x 1
//
// Source: Understanding Deep Learning, problem 7.3, with its convention that the derivative of a
// vector of n by one of m is m x n, the transpose of a Jacobian. The sizes are those of derivatives
// that are taken.
leat.model @backward_sizes {
  config @D3 = 4
  config @Df = 2
  param @Omega3 : f64[Df, D3] = kaiming_normal
  param @beta3 : f64[Df] = zeros
  func @h3(%f2: f64[D3]) -> (h3: f64[D3]) {
    %h3 = relu %f2
    return %h3 }
  func @f3(%h3: f64[D3]) -> (f3: f64[Df]) {
    %f3 = let linear(%h3, @Omega3, @beta3)
    return %f3 }
  func @loss(%f3: f64[Df]) -> (l: f64) {
    %l = let sum(%f3 * %f3)
    return %l }
  func @size(%m: f64[R, C]) -> (size: i64[2]) {
    %rows = full R : i64
    %columns = full C : i64
    %size = stack %rows, %columns
    return %size }
  func @main() -> (shapes: i64[4, 2]) {
    %f2 = full 1 : f64[D3]
    %h3 = let @h3(%f2)
    %f3 = let @f3(%h3)
    %dh3 = jacobian @h3(%f2) wrt(f2)
    %df3 = jacobian @f3(%h3) wrt(h3)
    %l, %dl = grad @loss(%f3) wrt(f3)
    %dh3_df2 = transpose %dh3
    %df3_dh3 = transpose %df3
    %dl_df3 = unsqueeze %dl, axis = 1
    %dl_df2 = let matmul(%dh3_df2, matmul(%df3_dh3, %dl_df3))
    %shapes = let stack(@size(%dh3_df2), @size(%df3_dh3), @size(%dl_df3), @size(%dl_df2))
    return %shapes }
}
