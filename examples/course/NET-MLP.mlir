// NET-MLP: a deep network with softmax and cross-entropy, on a batch.
//
//   h_1 = relu(b_0 + W_0 x),   h_2 = relu(b_1 + W_1 h_1),   z = b_2 + W_2 h_2
//   L = mean over n of (log sum_c exp z_nc - z_n[label_n])
//   dL/dz = (softmax(z) - onehot(label)) / N
//   accuracy = the part of the inputs whose largest z is that of their label
//
// Source: the networks of Understanding Deep Learning, chapters 4 and 5. Each row of x is an input.
leat.model @mlp {
  func @loss(%logits: f64[B, C], %labels: i64[B]) -> (L: f64) {
    %L = cross_entropy %logits, %labels
    return %L }
  func @net(%x: f64[B, D0], %labels: i64[B], %W0: f64[D1, D0], %W1: f64[D2, D1], %W2: f64[C, D2],
            %b0: f64[D1], %b1: f64[D2], %b2: f64[C]) -> (L: f64, logits: f64[B, C]) {
    %h1 = let relu(linear(%x, %W0, %b0))
    %h2 = let relu(linear(%h1, %W1, %b1))
    %logits = let linear(%h2, %W2, %b2)
    %L = let @loss(%logits, %labels)
    return %L, %logits }
  func @main(%x: f64[B, D0], %labels: i64[B], %W0: f64[D1, D0], %W1: f64[D2, D1], %W2: f64[C, D2],
             %b0: f64[D1], %b1: f64[D2], %b2: f64[C])
      -> (logits: f64[B, C], loss: f64, dlogits: f64[B, C], accuracy: f64, dW0: f64[D1, D0],
          dW1: f64[D2, D1], dW2: f64[C, D2], db0: f64[D1], db1: f64[D2], db2: f64[C]) {
    %L, %logits, %dW0, %dW1, %dW2, %db0, %db1, %db2 =
      grad @net(%x, %labels, %W0, %W1, %W2, %b0, %b1, %b2) wrt(W0, W1, W2, b0, b1, b2)
    %same, %dlogits = grad @loss(%logits, %labels) wrt(logits)
    %accuracy = let mean(f64(argmax(%logits, axis = 1, dtype = i64) == %labels))
    return %logits, %L, %dlogits, %accuracy, %dW0, %dW1, %dW2, %db0, %db1, %db2 }
}
