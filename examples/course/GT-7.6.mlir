// GT-7.6: three layers: convolution, ReLU, 2 x 2 max pooling, linear, ReLU, linear; with an L2
// penalty.
//
//   h1 = flatten(maxpool_2(relu(conv(x, W1) + b1))),   h2 = relu(W2 h1 + b2),   scores = W3 h2 + b3
//   loss = -1/N sum_n log softmax(scores_n)[label_n] + reg/2 (|W1|^2 + |W2|^2 + |W3|^2)
//
// Source: CS 4644/7643, problem set 2, item 7, in the form that is usual for it: the convolution
// keeps the size of the image, with (k - 1) / 2 zeros on each side for filters of k x k. The
// network for CIFAR-10 has 32 filters of 7 x 7 and 100 hidden units; @main takes any.
leat.model @three_layers {
  config @reg = 0.1
  config @padding = 1                              // (k - 1) / 2
  // The scores, from the result of the convolution.
  func @scores(%z: f64[N, F, H, W], %W2: f64[D, P], %b2: f64[D], %W3: f64[K, D], %b3: f64[K])
      -> (scores: f64[N, K]) {
    %h1 = let reshape(max_pool(relu(%z), kernel = 2), shape = [N, P])
    %h2 = let relu(linear(%h1, %W2, %b2))
    %scores = linear %h2, %W3, %b3
    return %scores }
  func @loss(%images: f64[N, 3, H, W], %labels: i64[N], %W1: f64[F, 3, k, k], %b1: f64[F],
             %W2: f64[D, P], %b2: f64[D], %W3: f64[K, D], %b3: f64[K])
      -> (loss: f64, scores: f64[N, K]) {
    %z = conv %images, %W1, %b1, padding = padding
    %scores = let @scores(%z, %W2, %b2, %W3, %b3)
    %squares = let sum(%W1 * %W1) + sum(%W2 * %W2) + sum(%W3 * %W3)
    %loss = let cross_entropy(%scores, %labels) + reg / 2 * %squares
    return %loss, %scores }
  func @main(%images: f64[N, 3, H, W], %labels: i64[N], %W1: f64[F, 3, k, k], %b1: f64[F],
             %W2: f64[D, P], %b2: f64[D], %W3: f64[K, D], %b3: f64[K])
      -> (logits: f64[N, K], loss: f64, grad_norms: f64[6], dW1: f64[F, 3, k, k]) {
    %loss, %logits, %dW1, %db1, %dW2, %db2, %dW3, %db3
        = grad @loss(%images, %labels, %W1, %b1, %W2, %b2, %W3, %b3) wrt(W1, b1, W2, b2, W3, b3)
    %norms = let stack(vector_norm(%dW1), vector_norm(%db1), vector_norm(%dW2), vector_norm(%db2),
                       vector_norm(%dW3), vector_norm(%db3))
    return %logits, %loss, %norms, %dW1 }

  // The network for CIFAR-10 with parameters of its own, to be counted:
  //   leat check examples/course/GT-7.6.mlir --entry full
  param @conv.weight : f64[32, 3, 7, 7] = kaiming_normal     param @conv.bias : f64[32] = zeros
  param @fc1.weight : f64[100, 8192] = kaiming_normal        param @fc1.bias : f64[100] = zeros
  param @fc2.weight : f64[10, 100] = kaiming_normal          param @fc2.bias : f64[10] = zeros
  func @full(%images: f64[N, 3, 32, 32]) -> (scores: f64[N, 10]) {
    %z = let conv(%images, @conv.weight, @conv.bias, padding = 3)
    %scores = let @scores(%z, @fc1.weight, @fc1.bias, @fc2.weight, @fc2.bias)
    return %scores }
}
