// GT-7.5: a shallow network for CIFAR-10: convolution 7 x 7, ReLU, 2 x 2 max pooling, linear layer.
//
//   a = relu(conv(x, W1) + b1),   h = flatten(maxpool_2(a)),   scores = W2 h + b2
//   loss = -1/N sum_n log softmax(scores_n)[label_n]
//   v' = mu v - lr dloss/dw,   w' = w + v',   from v = 0, on the same images in each step
//
// Source: CS 4644/7643, problem set 2, item 7. 32 filters with stride 1 and no zeros round the
// image: 32 x 32 becomes 26 x 26, then 13 x 13. The norms are the lengths of the gradients by W1,
// b1, W2 and b2, dW1_0_0 is a corner of the first of these.
leat.model @shallow_conv_net {
  config @steps = 5
  config @lr = 3e-4
  config @mu = 0.9
  func @scores(%images: f64[N, 3, H, W], %W1: f64[F, 3, k, k], %b1: f64[F],
               %W2: f64[K, P], %b2: f64[K]) -> (scores: f64[N, K]) {
    %a = let relu(conv(%images, %W1, %b1))
    %h = let reshape(max_pool(%a, kernel = 2), shape = [N, P])
    %scores = linear %h, %W2, %b2
    return %scores }
  func @loss(%images: f64[N, 3, H, W], %labels: i64[N], %W1: f64[F, 3, k, k], %b1: f64[F],
             %W2: f64[K, P], %b2: f64[K]) -> (loss: f64, scores: f64[N, K]) {
    %scores = let @scores(%images, %W1, %b1, %W2, %b2)
    %loss = cross_entropy %scores, %labels
    return %loss, %scores }
  func @train(%images: f64[N, 3, H, W], %labels: i64[N], %W1: f64[F, 3, k, k], %b1: f64[F],
              %W2: f64[K, P], %b2: f64[K]) -> (losses: f64[steps]) {
    %V1 = let 0 * %W1     %c1 = let 0 * %b1     %V2 = let 0 * %W2     %c2 = let 0 * %b2
    %w1, %a1, %w2, %a2, %v1, %d1, %v2, %d2, %losses = for %t = 1 to steps
        carry(%w1 = %W1, %a1 = %b1, %w2 = %W2, %a2 = %b2,
              %v1 = %V1, %d1 = %c1, %v2 = %V2, %d2 = %c2) {
      %loss, %scores, %gw1, %ga1, %gw2, %ga2
          = grad @loss(%images, %labels, %w1, %a1, %w2, %a2) wrt(W1, b1, W2, b2)
      %v1n = let mu * %v1 - lr * %gw1     %d1n = let mu * %d1 - lr * %ga1
      %v2n = let mu * %v2 - lr * %gw2     %d2n = let mu * %d2 - lr * %ga2
      %w1n = let %w1 + %v1n     %a1n = let %a1 + %d1n
      %w2n = let %w2 + %v2n     %a2n = let %a2 + %d2n
      yield %w1n, %a1n, %w2n, %a2n, %v1n, %d1n, %v2n, %d2n stack(%loss) }
    return %losses }
  func @main(%images: f64[N, 3, H, W], %labels: i64[N], %W1: f64[F, 3, k, k], %b1: f64[F],
             %W2: f64[K, P], %b2: f64[K])
      -> (logits: f64[N, K], loss: f64, grad_norms_W1_b1_W2_b2: f64[4], dW1_0_0: f64[3, 3],
          training_losses: f64[steps]) {
    %loss, %logits, %dW1, %db1, %dW2, %db2
        = grad @loss(%images, %labels, %W1, %b1, %W2, %b2) wrt(W1, b1, W2, b2)
    %norms = let stack(vector_norm(%dW1), vector_norm(%db1), vector_norm(%dW2), vector_norm(%db2))
    %filter = let %dW1[0]
    %kernel = let %filter[0]
    %corner = let slice(slice(%kernel, axis = 0, stop = 3), axis = 1, stop = 3)
    %losses = let @train(%images, %labels, %W1, %b1, %W2, %b2)
    return %logits, %loss, %norms, %corner, %losses }

  // The network for CIFAR-10 with parameters of its own, to be counted:
  //   leat check examples/course/GT-7.5.mlir --entry net
  param @conv.weight : f64[32, 3, 7, 7] = kaiming_normal
  param @conv.bias : f64[32] = zeros
  param @fc.weight : f64[10, 5408] = kaiming_normal
  param @fc.bias : f64[10] = zeros
  func @net(%images: f64[N, 3, 32, 32]) -> (scores: f64[N, 10]) {
    %scores = let @scores(%images, @conv.weight, @conv.bias, @fc.weight, @fc.bias)
    return %scores }
}
