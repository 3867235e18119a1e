// UDL-11.3: the derivative of a residual network by its first block.
//
//   h_1 = x + f_1,   h_k = h_{k-1} + f_k(h_{k-1}),   y = h_4,   f_k(h) = tanh(W_k h)
//   dy/df_1 = I + F_2 + F_3 (I + F_2) + F_4 (I + F_2 + F_3 (I + F_2)),   F_k = df_k/dh at h_{k-1}
//
// Source: Understanding Deep Learning, problem 11.3: a sum over all paths from f_1 to y, of which
// each goes through some of the later blocks and round the others. @main asserts that the sum is
// what differentiating the network gives.
leat.model @paths {
  func @f(%h: f64[D], %W: f64[D, D]) -> (f: f64[D]) {
    %f = let tanh(linear(%h, %W))
    return %f }
  // The network from the output of its first block on.
  func @y(%f1: f64[D], %x: f64[D], %W2: f64[D, D], %W3: f64[D, D], %W4: f64[D, D])
      -> (y: f64[D], h1: f64[D], h2: f64[D], h3: f64[D]) {
    %h1 = let %x + %f1
    %h2 = let %h1 + @f(%h1, %W2)
    %h3 = let %h2 + @f(%h2, %W3)
    %y = let %h3 + @f(%h3, %W4)
    return %y, %h1, %h2, %h3 }
  func @main(%x: f64[D], %W1: f64[D, D], %W2: f64[D, D], %W3: f64[D, D], %W4: f64[D, D])
      -> (y: f64[D], dy_df1: f64[D, D]) {
    %f1 = let @f(%x, %W1)
    %y, %h1, %h2, %h3 = call @y(%f1, %x, %W2, %W3, %W4)
    %dy_df1 = jacobian @y(%f1, %x, %W2, %W3, %W4) wrt(f1)

    %F2 = jacobian @f(%h1, %W2) wrt(h)
    %F3 = jacobian @f(%h2, %W3) wrt(h)
    %F4 = jacobian @f(%h3, %W4) wrt(h)
    %to_h2 = let eye(D, dtype = f64) + %F2
    %to_h3 = let %to_h2 + matmul(%F3, %to_h2)
    %sum = let %to_h3 + matmul(%F4, %to_h3)
    %same = let abs(%sum - %dy_df1) <= 1e-5 * max(abs(%dy_df1))
    assert %same, "the sum over the paths is not the derivative"
    return %y, %dy_df1 }
}
