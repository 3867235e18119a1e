// UDL-7.10: backpropagation through leaky ReLUs.
//
//   a(z) = z where z >= 0, else alpha z;   f_k = b_k + W_k a(f_{k-1}),
//   l = |y|^2 / 2 of the last one, y
//   dl/df_{k-1} = a'(f_{k-1}) (W_k^T dl/df_k),   a'(z) = 1 where z >= 0, else alpha
//
// Source: Understanding Deep Learning, problem 7.10, where the unit is called a ReLU. The two
// indicators of the answer, f > 0 and f < 0, leave out f = 0, to which its own definition gives the
// slope 1. The library's `leaky_relu` has the slope alpha there, as PyTorch has; hence the `where`.
leat.model @leaky {
  config @alpha = 0.1
  func @a(%z: f64[D]) -> (a: f64[D]) {
    %a = let where(%z >= 0, %z, alpha * %z)
    return %a }
  func @l(%x: f64[D0], %W0: f64[D1, D0], %W1: f64[D2, D1], %W2: f64[D3, D2],
          %b0: f64[D1], %b1: f64[D2], %b2: f64[D3]) -> (l: f64, y: f64[D3]) {
    %f0 = linear %x, %W0, %b0
    %f1 = let linear(@a(%f0), %W1, %b1)
    %y = let linear(@a(%f1), %W2, %b2)
    %l = let sum(%y ** 2) / 2
    return %l, %y }
  func @main(%x: f64[D0], %W0: f64[D1, D0], %W1: f64[D2, D1], %W2: f64[D3, D2],
             %b0: f64[D1], %b1: f64[D2], %b2: f64[D3])
      -> (y: f64[D3], dl_df0: f64[D1], dl_df1: f64[D2], dl_df2: f64[D3],
          dW0: f64[D1, D0], dW1: f64[D2, D1], dW2: f64[D3, D2]) {
    // b_k moves f_k one to one, so its gradient is dl/df_k.
    %l, %y, %df0, %df1, %df2, %dW0, %dW1, %dW2 =
      grad @l(%x, %W0, %W1, %W2, %b0, %b1, %b2) wrt(b0, b1, b2, W0, W1, W2)
    return %y, %df0, %df1, %df2, %dW0, %dW1, %dW2 }
}
