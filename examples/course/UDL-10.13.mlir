// UDL-10.13: the matrix of a 3 x 3 convolution on an image of 4 x 6.
//
//   y = W x, the rows of the image one after the other:
//   W[(i, j), (i + u, j + v)] = w[u, v] for u, v = -1, 0, 1 where (i + u, j + v) lies in the image
//
// Source: Understanding Deep Learning, problem 10.13 (the 24 places of figure 10.9). With zeros
// round the image an inner row has nine entries that are not zero, one at an edge six, one at a
// corner four.
leat.model @doubly_banded {
  config @row_interior_index = 7
  func @conv(%x: f64[H, W], %w: f64[3, 3]) -> (y: f64[H, W]) {
    %image = reshape %x, shape = [1, 1, H, W]
    %kernel = reshape %w, shape = [1, 1, 3, 3]
    %y = let reshape(conv(%image, %kernel, padding = 1), shape = [H, W])
    return %y }
  func @main(%w: f64[3, 3], %x: f64[H, W])
      -> (nonzeros: i64, row_0: f64[?], row_interior: f64[?], y: f64[H, W]) {
    %J = jacobian @conv(%x, %w) wrt(x)             // [row, column, row of x, column of x]
    %rows = reshape %J, shape = [-1, H, W]         // each row of the matrix as an image
    %nonzeros = count_nonzero %rows
    %row_0 = let reshape(%rows[0], shape = [-1])
    %row_interior = let reshape(%rows[row_interior_index], shape = [-1])
    %y = let reshape(sum(%rows * %x, axis = [1, 2]), shape = [H, W])
    return %nonzeros, %row_0, %row_interior, %y }
  // The whole matrix for an image of 4 x 6, to be drawn.
  func @matrix(%w: f64[3, 3]) -> (W: f64[24, 24]) {
    %x = full 0 : f64[4, 6]                        // a linear map has one derivative everywhere
    %J = jacobian @conv(%x, %w) wrt(x)
    %W = reshape %J, shape = [24, 24]
    return %W }
}
