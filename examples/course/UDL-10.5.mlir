// UDL-10.5: the weight matrices of a strided, a wide and a dilated convolution.
//
//   conv(x) = W x,   W = d conv(x) / dx
//   W_stride2: row i holds w_1, w_2, w_3 in columns 2i-2, 2i-1, 2i
//   W_k5:      row i holds w_1 ... w_5 in columns i-2 ... i+2
//   W_dil2:    row i holds w_1, w_2, w_3 in columns i-2, i, i+2
//
// Source: Understanding Deep Learning, problem 10.5, for signals of L elements with zeros beyond
// the ends. What would stand in columns beyond 1 ... L meets these zeros, and is left out.
leat.model @weight_matrices {
  config @L = 6
  func @stride2(%x: f64[1, 1, L], %w: f64[1, 1, K]) -> (h: f64[?]) {
    %h = let reshape(conv(%x, %w, stride = 2, padding = 1), shape = [-1])
    return %h }
  func @k5(%x: f64[1, 1, L], %w: f64[1, 1, K]) -> (h: f64[?]) {
    %h = let reshape(conv(%x, %w, padding = 2), shape = [-1])
    return %h }
  func @dil2(%x: f64[1, 1, L], %w: f64[1, 1, K]) -> (h: f64[?]) {
    %h = let reshape(conv(%x, %w, dilation = 2, padding = 2), shape = [-1])
    return %h }
  func @main(%w3: f64[3], %w5: f64[5])
      -> (W_stride2: f64[?, L], W_k5: f64[L, L], W_dil2: f64[L, L]) {
    %x = full 0 : f64[1, 1, L]                     // a linear map has one derivative everywhere
    %three = reshape %w3, shape = [1, 1, 3]
    %five = reshape %w5, shape = [1, 1, 5]
    %J_stride2 = jacobian @stride2(%x, %three) wrt(x)
    %J_k5 = jacobian @k5(%x, %five) wrt(x)
    %J_dil2 = jacobian @dil2(%x, %three) wrt(x)
    %W_stride2 = reshape %J_stride2, shape = [-1, L]
    %W_k5 = reshape %J_k5, shape = [L, L]
    %W_dil2 = reshape %J_dil2, shape = [L, L]
    return %W_stride2, %W_k5, %W_dil2 }
}
