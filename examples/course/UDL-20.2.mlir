// UDL-20.2: a network learns from shuffled pixels as it does without, but not from random labels.
//
//   z = W2 tanh(W1 x),   L = mean cross-entropy,   gradient descent on all examples
//   x' = x[perm], W1' = W1[:, perm]   =>   W1' x' = W1 x: the same losses in all steps
//
// Source: Understanding Deep Learning, problem 20.2 (figure 20.1). One permutation for all images
// is no loss to a fully connected network. Random labels leave nothing in the images to go by but
// the single examples. The examples are noisy copies of a centre for each class. Losses are those
// before the steps in `report`, of which those count that are reached.
leat.model @pixels {
  config @steps = 30
  config @lr = 0.2
  func @L(%W1: f64[H, D], %W2: f64[K, H], %x: f64[N, D], %y: i64[N]) -> (L: f64) {
    %z = let linear(tanh(linear(%x, %W1)), %W2)
    %L = cross_entropy %z, %y
    return %L }
  func @losses(%W1: f64[H, D], %W2: f64[K, H], %x: f64[N, D], %y: i64[N], %report: i64[R])
      -> (loss: f64[R]) {
    %end1, %end2, %path = for %t = 1 to steps carry(%A = %W1, %B = %W2) {
      %L, %dA, %dB = grad @L(%A, %B, %x, %y) wrt(W1, W2)
      %A1 = let %A - lr * %dA
      %B1 = let %B - lr * %dB
      yield %A1, %B1 stack(%L) }
    %loss = let where(%report <= steps, %path[minimum(%report, steps) - 1], -1)
    return %loss }
  func @shuffled(%a: f64[N, D], %perm: i64[D]) -> (b: f64[N, D]) {
    %pixels = transpose %a, axes = [1, 0]
    %b = let transpose(%pixels[%perm], axes = [1, 0])
    return %b }
  func @main(%perm: i64[D], %y: i64[N], %centers: f64[K, D], %noise: f64[N, D], %y_random: i64[N],
             %W1: f64[H, D], %W2: f64[K, H], %report: i64[R] = [1, 10, 20, 30])
      -> (loss: f64[R], loss.n: i64, loss_permuted_pixels: f64[R], loss_permuted_pixels.n: i64,
          loss_random_labels: f64[R], loss_random_labels.n: i64) {
    %x = let %centers[%y] + %noise
    %original = let @losses(%W1, %W2, %x, %y, %report)
    %permuted = let @losses(@shuffled(%W1, %perm), %W2, @shuffled(%x, %perm), %y, %report)
    %random = let @losses(%W1, %W2, %x, %y_random, %report)
    %n = let count_nonzero(%report <= steps)
    return %original, %n, %permuted, %n, %random, %n }
}
