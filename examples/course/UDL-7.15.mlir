// UDL-7.15: what a network learns that starts from all zeros.
//
//   f(x) = w1 . relu(W0 x + b0) + b1,   L = (1/N) sum_n (f(x_n) - y_n)^2,   gradient descent
//
// Source: Understanding Deep Learning, problem 7.15. From zeros every hidden unit is 0 and passes
// nothing back: only the output's bias moves, and the network stays a constant. From equal values
// that are not zero it learns, but the hidden units get equal gradients and stay copies of each
// other.
leat.model @equal_start {
  config @D = 4
  config @steps = 5
  config @lr = 0.05
  func @f(%x: f64[N, I], %W0: f64[D, I], %b0: f64[D], %w1: f64[D], %b1: f64) -> (f: f64[N]) {
    %h = let relu(linear(%x, %W0, %b0))
    %f = let sum(%h * %w1, axis = 1) + %b1
    return %f }
  func @L(%x: f64[N, I], %y: f64[N], %W0: f64[D, I], %b0: f64[D], %w1: f64[D], %b1: f64)
      -> (L: f64) {
    %L = let mse_loss(@f(%x, %W0, %b0, %w1, %b1), %y)
    return %L }
  // Gradient descent from a start where all elements of a parameter are equal.
  func @train(%x: f64[N, I], %y: f64[N], %W0: f64, %b0: f64, %w1: f64, %b1: f64)
      -> (W0: f64[D, I], b0: f64[D], w1: f64[D], b1: f64) {
    %A = full %W0 : f64[D, I]
    %c = full %b0 : f64[D]
    %a = full %w1 : f64[D]
    %W, %b, %w, %d = for %t = 1 to steps carry(%W = %A, %b = %c, %w = %a, %d = %b1) {
      %L, %dW, %db, %dw, %dd = grad @L(%x, %y, %W, %b, %w, %d) wrt(W0, b0, w1, b1)
      %W_new = let %W - lr * %dW
      %b_new = let %b - lr * %db
      %w_new = let %w - lr * %dw
      %d_new = let %d - lr * %dd
      yield %W_new, %b_new, %w_new, %d_new }
    return %W, %b, %w, %d }
  func @main(%x: f64[N, I], %y: f64[N])
      -> (output_bias: f64, max_abs_other_params: f64, equal_init_W0: f64[D, I]) {
    %W0, %b0, %w1, %b1 = let @train(%x, %y, 0, 0, 0, 0)
    %others = let max(stack(max(abs(%W0)), max(abs(%b0)), max(abs(%w1))))
    %E, %e0, %e1, %e2 = let @train(%x, %y, 0.3, 0.1, 0.2, 0)
    return %b1, %others, %E }
}
