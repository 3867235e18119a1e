// GT-7.8: the shallow network of GT-7.5 learns fifty images of ten classes by heart.
//
//   scores = W2 flatten(maxpool_2(relu(conv(x, W1) + b1))) + b2
//   v' = mu v - lr dloss/dw,   w' = w + v',   from v = 0, for each batch of B images in turn
//   epoch loss: the mean of the loss of its batches, each before its step
//   accuracy: the share of all images whose largest score, at the end, is that of their label
//
// Source: CS 4644/7643, problem set 2, item 7 (over-fitting a small set).
leat.model @overfit {
  config @B = 10
  config @epochs = 60
  config @lr = 0.02
  config @mu = 0.9
  func @scores(%images: f64[N, 3, H, W], %W1: f64[F, 3, k, k], %b1: f64[F],
               %W2: f64[K, P], %b2: f64[K]) -> (scores: f64[N, K]) {
    %a = let relu(conv(%images, %W1, %b1))
    %h = let reshape(max_pool(%a, kernel = 2), shape = [N, P])
    %scores = linear %h, %W2, %b2
    return %scores }
  func @loss(%images: f64[N, 3, H, W], %labels: i64[N], %W1: f64[F, 3, k, k], %b1: f64[F],
             %W2: f64[K, P], %b2: f64[K]) -> (loss: f64) {
    %loss = let cross_entropy(@scores(%images, %W1, %b1, %W2, %b2), %labels)
    return %loss }
  // One pass over all batches; weights w1 a1 w2 a2, their velocities v1 d1 v2 d2.
  func @epoch(%images: f64[M, B, 3, H, W], %labels: i64[M, B],
              %W1: f64[F, 3, k, k], %b1: f64[F], %W2: f64[K, P], %b2: f64[K],
              %V1: f64[F, 3, k, k], %c1: f64[F], %V2: f64[K, P], %c2: f64[K])
      -> (W1: f64[F, 3, k, k], b1: f64[F], W2: f64[K, P], b2: f64[K],
          V1: f64[F, 3, k, k], c1: f64[F], V2: f64[K, P], c2: f64[K], loss: f64) {
    %w1, %a1, %w2, %a2, %v1, %d1, %v2, %d2, %losses = for %t = 1 to M
        carry(%w1 = %W1, %a1 = %b1, %w2 = %W2, %a2 = %b2,
              %v1 = %V1, %d1 = %c1, %v2 = %V2, %d2 = %c2)
        over(%x = %images, %y = %labels) {
      %loss, %gw1, %ga1, %gw2, %ga2 = grad @loss(%x, %y, %w1, %a1, %w2, %a2) wrt(W1, b1, W2, b2)
      %v1n = let mu * %v1 - lr * %gw1     %d1n = let mu * %d1 - lr * %ga1
      %v2n = let mu * %v2 - lr * %gw2     %d2n = let mu * %d2 - lr * %ga2
      %w1n = let %w1 + %v1n     %a1n = let %a1 + %d1n
      %w2n = let %w2 + %v2n     %a2n = let %a2 + %d2n
      yield %w1n, %a1n, %w2n, %a2n, %v1n, %d1n, %v2n, %d2n stack(%loss) }
    %loss = mean %losses
    return %w1, %a1, %w2, %a2, %v1, %d1, %v2, %d2, %loss }
  func @main(%images: f64[N, 3, H, W], %labels: i64[N], %W1: f64[F, 3, k, k], %b1: f64[F],
             %W2: f64[K, P], %b2: f64[K]) -> (epoch_loss_1_2_3: f64[3], final_accuracy: f64) {
    %batches = reshape %images, shape = [-1, B, 3, H, W]
    %classes = reshape %labels, shape = [-1, B]
    %V1 = let 0 * %W1     %c1 = let 0 * %b1     %V2 = let 0 * %W2     %c2 = let 0 * %b2
    %w1, %a1, %w2, %a2, %v1, %d1, %v2, %d2, %losses = for %t = 1 to epochs
        carry(%w1 = %W1, %a1 = %b1, %w2 = %W2, %a2 = %b2,
              %v1 = %V1, %d1 = %c1, %v2 = %V2, %d2 = %c2) {
      %w1n, %a1n, %w2n, %a2n, %v1n, %d1n, %v2n, %d2n, %loss
          = call @epoch(%batches, %classes, %w1, %a1, %w2, %a2, %v1, %d1, %v2, %d2)
      yield %w1n, %a1n, %w2n, %a2n, %v1n, %d1n, %v2n, %d2n stack(%loss) }
    %first_three = slice %losses, axis = 0, stop = 3
    %guess = let i64(argmax(@scores(%images, %w1, %a1, %w2, %a2), axis = 1))
    %accuracy = let mean(f64(%guess == %labels))
    return %first_three, %accuracy }
}
