// UDL-10.7: the weight matrix of a convolution from two channels to one.
//
//   h' = T(w_1) h_1 + T(w_2) h_2,   W = [T(w_1) T(w_2)]
//   row i of T(w) holds w_1, w_2, w_3 in columns i-1, i, i+1
//
// Source: Understanding Deep Learning, problem 10.7: 6 x 12 for two channels of six elements, with
// zeros beyond their ends. The columns are the first channel, then the second one.
leat.model @two_to_one {
  func @conv(%h: f64[Ci, L], %w: f64[1, Ci, 3]) -> (hprime: f64[L]) {
    %y = let reshape(conv(reshape(%h, shape = [1, Ci, L]), %w, padding = 1), shape = [L])
    return %y }
  func @main(%w: f64[1, Ci, 3], %h: f64[Ci, L]) -> (W: f64[L, ?], hprime: f64[L]) {
    %J = jacobian @conv(%h, %w) wrt(h)             // [position, channel of h, position of h]
    %W = reshape %J, shape = [L, -1]
    %column = reshape %h, shape = [-1, 1]
    %hprime = let reshape(matmul(%W, %column), shape = [L])
    return %W, %hprime }
}
