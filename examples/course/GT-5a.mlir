// GT-5a: circular convolution is a circulant matrix, and commutes with shifts.
//
//   (x * w)_i = sum_k x_k w_{(i-k) mod n} = (C_w x)_i,   (C_w)_ij = w_{(i-j) mod n}
//   (S x)_i = x_{(i-1) mod n},   C_w S = S C_w:   S (x * w) = (S x) * w
//
// Source: CS 4644/7643, problem set 2, item 5a. The text calls the matrix of x * w C_a x; the
// matrix of its equation 13 is that of w, whose first column is w: x * w = C_w x = C_x w.
leat.model @circulant {
  func @C(%w: f64[N]) -> (C: f64[N, N]) {
    %i = iota shape = [N, N], dtype = i64, axis = 0
    %j = iota shape = [N, N], dtype = i64, axis = 1
    %C = let %w[mod(%i - %j, N)]
    return %C }
  func @convolution(%x: f64[N], %w: f64[N]) -> (y: f64[N]) {
    %y = let reshape(matmul(@C(%w), reshape(%x, shape = [N, 1])), shape = [N])
    return %y }
  func @main(%x: f64[N], %w: f64[N]) -> (C: f64[N, N], y: f64[N], y_shifted: f64[N]) {
    %C = let @C(%w)
    %y = let @convolution(%x, %w)
    %y_shifted = let @convolution(roll(%x, shift = 1, axis = 0), %w)     // (S x) * w
    return %C, %y, %y_shifted }
}
