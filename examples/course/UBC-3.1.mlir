// UBC-3.1: the gradients of a deep network by its hidden layers.
//
//   h_i = relu(W_i h_{i-1} + b_i),   h_0 = x,   l = -log softmax(h_L)[label],
//   ybar = onehot(label)
//   dl/dh_L = softmax(h_L) - ybar,   dl/dh_i = W_{i+1}^T (dl/dh_{i+1} relu'(W_{i+1} h_i + b_{i+1}))
//
// Source: CPEN 455, homework 1, problem 3.1, with three layers. The denominator of its softmax sums
// over one index and uses another: it is sum_k exp(h_L[k]). As printed, the logits pass a relu,
// too, which is unusual; A is that network, B the one whose last layer is affine.
leat.model @hidden_gradients {
  config @label = 1
  func @layer(%h: f64[I], %W: f64[O, I], %b: f64[O]) -> (h: f64[O]) {
    %next = let relu(linear(%h, %W, %b))
    return %next }

  // The loss from h3, from h2 and from h1 on: each calls the one behind it.
  func @from_h3(%h3: f64[C]) -> (l: f64) {
    %labels = full label : i64[1]
    %l = let cross_entropy(reshape(%h3, shape = [1, C]), %labels)
    return %l }
  func @from_h2_A(%h2: f64[D2], %W3: f64[C, D2], %b3: f64[C]) -> (l: f64) {
    %l = let @from_h3(@layer(%h2, %W3, %b3))
    return %l }
  func @from_h1_A(%h1: f64[D1], %W2: f64[D2, D1], %b2: f64[D2], %W3: f64[C, D2], %b3: f64[C])
      -> (l: f64) {
    %l = let @from_h2_A(@layer(%h1, %W2, %b2), %W3, %b3)
    return %l }
  func @from_h2_B(%h2: f64[D2], %W3: f64[C, D2], %b3: f64[C]) -> (l: f64) {
    %l = let @from_h3(linear(%h2, %W3, %b3))
    return %l }
  func @from_h1_B(%h1: f64[D1], %W2: f64[D2, D1], %b2: f64[D2], %W3: f64[C, D2], %b3: f64[C])
      -> (l: f64) {
    %l = let @from_h2_B(@layer(%h1, %W2, %b2), %W3, %b3)
    return %l }

  func @main(%x: f64[D0], %W1: f64[D1, D0], %W2: f64[D2, D1], %W3: f64[C, D2],
             %b1: f64[D1], %b2: f64[D2], %b3: f64[C])
      -> (loss_A: f64, dh1_A: f64[D1], dh2_A: f64[D2], dh3_A: f64[C],
          loss_B: f64, dh1_B: f64[D1], dh2_B: f64[D2], dh3_B: f64[C]) {
    %h1 = call @layer(%x, %W1, %b1)
    %h2 = call @layer(%h1, %W2, %b2)
    %h3_A = call @layer(%h2, %W3, %b3)
    %h3_B = linear %h2, %W3, %b3
    %l_A, %dh3_A = grad @from_h3(%h3_A) wrt(h3)
    %same_A, %dh2_A = grad @from_h2_A(%h2, %W3, %b3) wrt(h2)
    %also_A, %dh1_A = grad @from_h1_A(%h1, %W2, %b2, %W3, %b3) wrt(h1)
    %l_B, %dh3_B = grad @from_h3(%h3_B) wrt(h3)
    %same_B, %dh2_B = grad @from_h2_B(%h2, %W3, %b3) wrt(h2)
    %also_B, %dh1_B = grad @from_h1_B(%h1, %W2, %b2, %W3, %b3) wrt(h1)
    return %l_A, %dh1_A, %dh2_A, %dh3_A, %l_B, %dh1_B, %dh2_B, %dh3_B }
}
