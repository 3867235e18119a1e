// UDL-10.1: a convolution of a shifted signal is the shifted convolution.
//
//   h_i = tanh(b + w_1 x_{i-1} + w_2 x_i + w_3 x_{i+1}),   t[x]_i = x_{i-tau}:   h[t[x]] = t[h[x]]
//
// Source: Understanding Deep Learning, problem 10.1. On a circle this holds everywhere. With zeros
// beyond the ends it holds only where neither kernel nor shift reaches an end.
leat.model @equivariance {
  config @tau = 2
  // The layer on a signal that has its margins already.
  func @layer(%padded: f64[M], %w: f64[3], %b: f64) -> (h: f64[?]) {
    %z = let conv(reshape(%padded, shape = [1, 1, M]), reshape(%w, shape = [1, 1, 3]))
    %h = let tanh(reshape(%z, shape = [-1]) + %b)
    return %h }
  func @circular(%x: f64[L], %w: f64[3], %b: f64) -> (h: f64[?]) {
    %h = let @layer(pad_circular(%x, low = [1], high = [1]), %w, %b)
    return %h }
  func @zero(%x: f64[L], %w: f64[3], %b: f64) -> (h: f64[?]) {
    %h = let @layer(pad(%x, low = [1], high = [1]), %w, %b)
    return %h }
  func @main(%x: f64[L], %w: f64[3], %b: f64)
      -> (h_circular: f64[L], h_circular_shifted: f64[L], h_zero: f64[L], h_zero_shifted: f64[L]) {
    %shifted = roll %x, shift = tau, axis = 0
    %circular = let @circular(%x, %w, %b)     %circular_shifted = let @circular(%shifted, %w, %b)
    %zero = let @zero(%x, %w, %b)             %zero_shifted = let @zero(%shifted, %w, %b)
    return %circular, %circular_shifted, %zero, %zero_shifted }
}
