// UDL-12.2: self-attention gives as much as it takes.
//
//   X, Sa[X] are D x N:   X' = X + Sa[X],   Sa[X] = V softmax(K^T Q),   V = b_v 1^T + O_v X, ...
//
// Source: Understanding Deep Learning, problem 12.2. What is added to X has the size of X, and a
// layer takes what the one before it gives, so that any number of them stands one on the other.
// With values of another size than D, an O_v of E x D, the sum has no type: such a layer needs a
// projection back.
leat.model @residual_attention {
  config @layers = 3
  param @Ov : f64[4, 4] = xavier_normal     param @bv : f64[4] = zeros
  param @Oq : f64[4, 4] = xavier_normal     param @bq : f64[4] = zeros
  param @Ok : f64[4, 4] = xavier_normal     param @bk : f64[4] = zeros
  func @affine(%X: f64[D, N], %O: f64[D, D], %b: f64[D]) -> (Y: f64[D, N]) {
    %Y = let matmul(%O, %X) + reshape(%b, shape = [D, 1])
    return %Y }
  func @Sa(%X: f64[4, N]) -> (Sa: f64[4, N]) {
    %V = let @affine(%X, @Ov, @bv)
    %Q = let @affine(%X, @Oq, @bq)
    %K = let @affine(%X, @Ok, @bk)
    %Sa = let matmul(%V, softmax(matmul(%K, %Q, transpose_lhs = true), axis = 0))
    return %Sa }
  func @main(%X: f64[4, N]) -> (Y: f64[4, N]) {
    %Y = for %l = 1 to layers carry(%h = %X) {
      %next = let %h + @Sa(%h)
      yield %next }
    return %Y }
}
