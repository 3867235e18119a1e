// NET-FLOW-LU: a 1 x 1 convolution whose matrix is stored by its factors (GLOW).
//
//   W = P L (U + diag(d)):   P a permutation, L lower triangular with a diagonal of ones,
//   U upper triangular with a diagonal of zeros
//   y_:ij = W x_:ij at each place of the image,   log |det dy/dx| = height width sum log |d|
//   d log |det W| / dW = W^-T
//
// Source: Kingma and Dhariwal, Glow, 2018; Understanding Deep Learning, chapter 16. Row c of P is
// row perm(c) of the identity. The arguments L and U are whole matrices, of which the parts above
// are used. The last result is x again, by two triangular systems.
leat.model @lu_flow {
  func @factors(%L: f64[C, C], %U: f64[C, C], %d: f64[C], %perm: i64[C])
      -> (P: f64[C, C], L: f64[C, C], U: f64[C, C]) {
    %P = let index(eye(C, dtype = f64), %perm)
    %lower = let tril(%L, offset = -1) + eye(C, dtype = f64)
    %upper = let triu(%U, offset = 1) + diag(%d)
    return %P, %lower, %upper }
  func @log_det(%d: f64[C], %x: f64[C, H, W]) -> (l: f64) {
    %l = let H * W * sum(log(abs(%d)))
    return %l }
  func @log_det_W(%W: f64[C, C]) -> (l: f64) {
    %l = log_abs_det %W
    return %l }
  func @main(%x: f64[C, H, W], %L: f64[C, C], %U: f64[C, C], %d: f64[C], %perm: i64[C])
      -> (y: f64[C, H, W], logdet: f64, dlogabsdet_dW: f64[C, C], x_from_y: f64[C, H, W]) {
    %P, %lower, %upper = call @factors(%L, %U, %d, %perm)
    %W = let matmul(matmul(%P, %lower), %upper)
    %image = let conv(unsqueeze(%x, axis = 0), reshape(%W, shape = [C, C, 1, 1]))
    %y = squeeze %image, axis = 0
    %logdet = call @log_det(%d, %x)
    %l, %dW = grad @log_det_W(%W) wrt(W)
    %pixels = let matmul(transpose(%P), reshape(%y, shape = [C, -1]))
    %half = triangular_solve %lower, %pixels, unit = true
    %back = triangular_solve %upper, %half, upper = true
    %x_from_y = reshape %back, shape = [C, H, W]
    return %y, %logdet, %dW, %x_from_y }
}
