// UDL-10.6: the weight matrix of a convolution from one channel to two.
//
//   h_c = T(w_c) x,   W = [T(w_1); T(w_2)]
//   row i of T(w) holds w_1, w_2, w_3 in columns i-1, i, i+1
//
// Source: Understanding Deep Learning, problem 10.6: 12 x 6 for a signal of six elements, with
// zeros beyond its ends. The first six rows make the first channel, the others the second one.
leat.model @one_to_two {
  func @conv(%x: f64[1, L], %w: f64[Co, 1, 3]) -> (h: f64[Co, L]) {
    %h = let reshape(conv(reshape(%x, shape = [1, 1, L]), %w, padding = 1), shape = [Co, L])
    return %h }
  func @main(%w: f64[Co, 1, 3], %x: f64[1, L]) -> (W: f64[?, L], h: f64[Co, L]) {
    %J = jacobian @conv(%x, %w) wrt(x)             // [channel, position, 1, position of x]
    %W = reshape %J, shape = [-1, L]
    %h = let reshape(matmul(%W, transpose(%x)), shape = [Co, L])
    return %W, %h }
}
