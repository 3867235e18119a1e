// NET-SHALLOW: the general shallow network of D_i inputs, D hidden units and D_o outputs.
//
//   h = relu(b_0 + W_0 x),   y = b_1 + W_1 h,   L = mean (y - t)^2
//
// Source: Understanding Deep Learning, equations 3.11 and 3.12. Each row of x is an input, the mean
// is over the outputs of all of them; the gradients are those of L.
leat.model @shallow {
  func @loss(%x: f64[B, Di], %t: f64[B, Do], %W0: f64[D, Di], %b0: f64[D], %W1: f64[Do, D],
             %b1: f64[Do]) -> (L: f64, y: f64[B, Do]) {
    %h = let relu(linear(%x, %W0, %b0))
    %y = let linear(%h, %W1, %b1)
    %L = mse_loss %y, %t
    return %L, %y }
  func @main(%x: f64[B, Di], %t: f64[B, Do], %W0: f64[D, Di], %b0: f64[D], %W1: f64[Do, D],
             %b1: f64[Do])
      -> (y: f64[B, Do], L: f64, dW0: f64[D, Di], db0: f64[D], dW1: f64[Do, D], db1: f64[Do],
          dx: f64[B, Di]) {
    %L, %y, %dW0, %db0, %dW1, %db1, %dx =
      grad @loss(%x, %t, %W0, %b0, %W1, %b1) wrt(W0, b0, W1, b1, x)
    return %y, %L, %dW0, %db0, %dW1, %db1, %dx }
}
