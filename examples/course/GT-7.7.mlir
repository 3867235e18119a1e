// GT-7.7: two convolutions and a linear layer: conv 5 x 5, ReLU, conv 3 x 3, ReLU, linear.
//
//   h1 = relu(conv(x, W1) + b1),   h2 = relu(conv(h1, W2) + b2),   scores = W3 flatten(h2) + b3
//   loss = -1/N sum_n log softmax(scores_n)[label_n]
//
// Source: CS 4644/7643, problem set 2, item 7, in the form that is usual for its PyTorch part: 32
// and 16 filters, with two zeros round the image, then one, so that it stays 32 x 32.
leat.model @two_convolutions {
  func @scores(%images: f64[N, 3, H, W], %W1: f64[F1, 3, 5, 5], %b1: f64[F1],
               %W2: f64[F2, F1, 3, 3], %b2: f64[F2], %W3: f64[K, P], %b3: f64[K])
      -> (scores: f64[N, K]) {
    %h1 = let relu(conv(%images, %W1, %b1, padding = 2))
    %h2 = let relu(conv(%h1, %W2, %b2, padding = 1))
    %scores = let linear(reshape(%h2, shape = [N, P]), %W3, %b3)
    return %scores }
  func @loss(%images: f64[N, 3, H, W], %labels: i64[N], %W1: f64[F1, 3, 5, 5], %b1: f64[F1],
             %W2: f64[F2, F1, 3, 3], %b2: f64[F2], %W3: f64[K, P], %b3: f64[K])
      -> (loss: f64, scores: f64[N, K]) {
    %scores = let @scores(%images, %W1, %b1, %W2, %b2, %W3, %b3)
    %loss = cross_entropy %scores, %labels
    return %loss, %scores }
  func @main(%images: f64[N, 3, H, W], %labels: i64[N], %W1: f64[F1, 3, 5, 5], %b1: f64[F1],
             %W2: f64[F2, F1, 3, 3], %b2: f64[F2], %W3: f64[K, P], %b3: f64[K])
      -> (logits: f64[N, K], loss: f64, grad_norms: f64[6]) {
    %loss, %logits, %dW1, %db1, %dW2, %db2, %dW3, %db3
        = grad @loss(%images, %labels, %W1, %b1, %W2, %b2, %W3, %b3) wrt(W1, b1, W2, b2, W3, b3)
    %norms = let stack(vector_norm(%dW1), vector_norm(%db1), vector_norm(%dW2), vector_norm(%db2),
                       vector_norm(%dW3), vector_norm(%db3))
    return %logits, %loss, %norms }

  // The same with parameters of its own, to be counted:
  //   leat check examples/course/GT-7.7.mlir --entry net
  param @conv1.weight : f64[32, 3, 5, 5] = kaiming_normal     param @conv1.bias : f64[32] = zeros
  param @conv2.weight : f64[16, 32, 3, 3] = kaiming_normal    param @conv2.bias : f64[16] = zeros
  param @fc.weight : f64[10, 16384] = kaiming_normal          param @fc.bias : f64[10] = zeros
  func @net(%images: f64[N, 3, 32, 32]) -> (scores: f64[N, 10]) {
    %scores = let @scores(%images, @conv1.weight, @conv1.bias, @conv2.weight, @conv2.bias,
                          @fc.weight, @fc.bias)
    return %scores }
}
