// UBC-3.2: the gradients of a deep network by its weights and biases.
//
//   h_i = relu(W_i h_{i-1} + b_i),   h_0 = x,   l = -log softmax(h_L)[label]
//   dl/db_i = dl/dh_i relu'(W_i h_{i-1} + b_i),   dl/dW_i = (dl/db_i) h_{i-1}^T
//
// Source: CPEN 455, homework 1, problem 3.2, with three layers. As in problem 3.1 the logits pass a
// relu as printed (A); B is the network whose last layer is affine.
leat.model @weight_gradients {
  config @label = 2
  func @layer(%h: f64[I], %W: f64[O, I], %b: f64[O]) -> (h: f64[O]) {
    %next = let relu(linear(%h, %W, %b))
    return %next }
  func @cross_entropy(%logits: f64[C]) -> (l: f64) {
    %labels = full label : i64[1]
    %l = let cross_entropy(reshape(%logits, shape = [1, C]), %labels)
    return %l }
  func @l_A(%x: f64[D0], %W1: f64[D1, D0], %W2: f64[D2, D1], %W3: f64[C, D2],
            %b1: f64[D1], %b2: f64[D2], %b3: f64[C]) -> (l: f64) {
    %h2 = let @layer(@layer(%x, %W1, %b1), %W2, %b2)
    %l = let @cross_entropy(@layer(%h2, %W3, %b3))
    return %l }
  func @l_B(%x: f64[D0], %W1: f64[D1, D0], %W2: f64[D2, D1], %W3: f64[C, D2],
            %b1: f64[D1], %b2: f64[D2], %b3: f64[C]) -> (l: f64) {
    %h2 = let @layer(@layer(%x, %W1, %b1), %W2, %b2)
    %l = let @cross_entropy(linear(%h2, %W3, %b3))
    return %l }
  func @main(%x: f64[D0], %W1: f64[D1, D0], %W2: f64[D2, D1], %W3: f64[C, D2],
             %b1: f64[D1], %b2: f64[D2], %b3: f64[C])
      -> (loss_A: f64, dW1_A: f64[D1, D0], db1_A: f64[D1], dW2_A: f64[D2, D1], db2_A: f64[D2],
          dW3_A: f64[C, D2], db3_A: f64[C],
          loss_B: f64, dW1_B: f64[D1, D0], db1_B: f64[D1], dW2_B: f64[D2, D1], db2_B: f64[D2],
          dW3_B: f64[C, D2], db3_B: f64[C]) {
    %l_A, %dW1_A, %db1_A, %dW2_A, %db2_A, %dW3_A, %db3_A =
      grad @l_A(%x, %W1, %W2, %W3, %b1, %b2, %b3) wrt(W1, b1, W2, b2, W3, b3)
    %l_B, %dW1_B, %db1_B, %dW2_B, %db2_B, %dW3_B, %db3_B =
      grad @l_B(%x, %W1, %W2, %W3, %b1, %b2, %b3) wrt(W1, b1, W2, b2, W3, b3)
    return %l_A, %dW1_A, %db1_A, %dW2_A, %db2_A, %dW3_A, %db3_A,
           %l_B, %dW1_B, %db1_B, %dW2_B, %db2_B, %dW3_B, %db3_B }
}
