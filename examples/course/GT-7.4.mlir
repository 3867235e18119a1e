// GT-7.4: a linear layer, ReLU, a linear layer, softmax and cross-entropy.
//
//   scores = relu(flatten(x) W1 + b1) W2 + b2
//   loss = -1/N sum_n log softmax(scores_n)[label_n]
//   y = x W + b:   dW = x^T dy,   dx = dy W^T,   db = sum_n dy_n
//
// Source: CS 4644/7643, problem set 2, item 7 (the modules of linear layer, ReLU and loss). Samples
// are rows, and weights are stored (in, out), as the assignment has it.
leat.model @two_layers {
  func @loss(%x: f64[N, C, H, W], %labels: i64[N],
             %W1: f64[I, D], %b1: f64[D], %W2: f64[D, K], %b2: f64[K])
      -> (loss: f64, scores: f64[N, K]) {
    %h = let relu(matmul(reshape(%x, shape = [N, I]), %W1) + %b1)
    %scores = let matmul(%h, %W2) + %b2
    %loss = cross_entropy %scores, %labels
    return %loss, %scores }
  func @main(%x: f64[N, C, H, W], %labels: i64[N],
             %W1: f64[I, D], %b1: f64[D], %W2: f64[D, K], %b2: f64[K])
      -> (scores: f64[N, K], loss: f64, dx: f64[N, C, H, W],
          dW1: f64[I, D], db1: f64[D], dW2: f64[D, K], db2: f64[K]) {
    %loss, %scores, %dx, %dW1, %db1, %dW2, %db2
        = grad @loss(%x, %labels, %W1, %b1, %W2, %b2) wrt(x, W1, b1, W2, b2)
    return %scores, %loss, %dx, %dW1, %db1, %dW2, %db2 }
}
