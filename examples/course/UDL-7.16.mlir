// UDL-7.16: a network 10-40-40-5 is trained by stochastic gradient descent with momentum.
//
//   f(x) = W3 relu(W2 relu(W1 x + b1) + b2) + b3,   L = mean over batch and outputs of (f(x) - y)^2
//   v <- momentum v + dL/dphi,   phi <- phi - rate v,   rate = lr / 2^floor((epoch - 1) / 10)
//
// Source: Understanding Deep Learning, problem 7.16 (figure 7.8; the settings are those of the
// book's listing). Batches are B rows after each other, without shuffling. The loss of an epoch is
// the mean over its batches, each before its step; of `report` those epochs count that are reached.
// The parameters of @net are counted with
//   leat check examples/course/UDL-7.16.mlir
leat.model @regression {
  config @Di = 10
  config @Dk = 40
  config @Do = 5
  config @B = 10
  config @epochs = 30
  config @lr = 0.1
  config @momentum = 0.9

  func @f(%x: f64[N, I], %W1: f64[H, I], %b1: f64[H], %W2: f64[H, H], %b2: f64[H],
          %W3: f64[O, H], %b3: f64[O]) -> (f: f64[N, O]) {
    %h1 = let relu(linear(%x, %W1, %b1))
    %h2 = let relu(linear(%h1, %W2, %b2))
    %f = linear %h2, %W3, %b3
    return %f }
  // The mean over the rows of a batch where `real` is 1.
  func @L(%x: f64[N, I], %y: f64[N, O], %real: f64[N, 1], %W1: f64[H, I], %b1: f64[H],
          %W2: f64[H, H], %b2: f64[H], %W3: f64[O, H], %b3: f64[O]) -> (L: f64) {
    %f = let @f(%x, %W1, %b1, %W2, %b2, %W3, %b3)
    %L = let sum(%real * mse_loss(%f, %y, reduction = none)) / (O * sum(%real))
    return %L }

  // The loss of each epoch, while descending from these weights.
  func @train(%X: f64[N, I], %Y: f64[N, O], %W1: f64[H, I], %b1: f64[H], %W2: f64[H, H],
              %b2: f64[H], %W3: f64[O, H], %b3: f64[O]) -> (loss: f64[epochs]) {
    %r1 = let 0 * %W1  %s1 = let 0 * %b1  // at first all velocities are 0
    %r2 = let 0 * %W2  %s2 = let 0 * %b2
    %r3 = let 0 * %W3  %s3 = let 0 * %b3
    %none = full 0 : f64[epochs]
    %batches = let i64(ceil(N / B))
    %steps = let %batches * epochs
    %loss, %end:12 = for %t = 1 to %steps
        // A and c are the weights and biases under way, v and u their velocities.
        carry(%loss = %none,
              %A1 = %W1, %c1 = %b1, %A2 = %W2, %c2 = %b2, %A3 = %W3, %c3 = %b3,
              %v1 = %r1, %u1 = %s1, %v2 = %r2, %u2 = %s2, %v3 = %r3, %u3 = %s3) {
      %epoch = let floor_div(%t - 1, %batches) // from 0
      %rows = let mod(%t - 1, %batches) * B + iota(shape = [B], dtype = i64)
      %real = let f64(reshape(%rows < N, shape = [B, 1])) // the last batch may be shorter
      %x = let %X[minimum(%rows, N - 1)]
      %y = let %Y[minimum(%rows, N - 1)]
      %L, %dW1, %db1, %dW2, %db2, %dW3, %db3 =
          grad @L(%x, %y, %real, %A1, %c1, %A2, %c2, %A3, %c3) wrt(W1, b1, W2, b2, W3, b3)
      %rate = let lr * 0.5 ** f64(floor_div(%epoch, 10))
      %v1n = let momentum * %v1 + %dW1  %A1n = let %A1 - %rate * %v1n
      %u1n = let momentum * %u1 + %db1  %c1n = let %c1 - %rate * %u1n
      %v2n = let momentum * %v2 + %dW2  %A2n = let %A2 - %rate * %v2n
      %u2n = let momentum * %u2 + %db2  %c2n = let %c2 - %rate * %u2n
      %v3n = let momentum * %v3 + %dW3  %A3n = let %A3 - %rate * %v3n
      %u3n = let momentum * %u3 + %db3  %c3n = let %c3 - %rate * %u3n
      %here = let f64(iota(shape = [epochs], dtype = i64) == %epoch)
      %sum = let %loss + %here * %L / f64(%batches)
      yield %sum, %A1n, %c1n, %A2n, %c2n, %A3n, %c3n,
          %v1n, %u1n, %v2n, %u2n, %v3n, %u3n }
    return %loss }

  func @main(%X: f64[N, I], %Y: f64[N, O], %W1: f64[H, I], %b1: f64[H], %W2: f64[H, H],
             %b2: f64[H], %W3: f64[O, H], %b3: f64[O],
             %report: i64[R] = [1, 2, 3, 5, 10, 15, 20, 30])
      -> (epochs_reported: i64[R], epochs_reported.n: i64, loss: f64[R], loss.n: i64) {
    %loss = let @train(%X, %Y, %W1, %b1, %W2, %b2, %W3, %b3)
    %reached = let %report <= epochs
    %n = count_nonzero %reached
    %epochs = let where(%reached, %report, -1)
    %reported = let where(%reached, %loss[minimum(%report, epochs) - 1], -1)
    return %epochs, %n, %reported, %n }

  param @fc1.weight : f64[Dk, Di] = kaiming_uniform  param @fc1.bias : f64[Dk] = zeros
  param @fc2.weight : f64[Dk, Dk] = kaiming_uniform  param @fc2.bias : f64[Dk] = zeros
  param @fc3.weight : f64[Do, Dk] = kaiming_uniform  param @fc3.bias : f64[Do] = zeros
  func @net(%x: f64[N, Di]) -> (y: f64[N, Do]) {
    %y = let @f(%x, @fc1.weight, @fc1.bias, @fc2.weight, @fc2.bias, @fc3.weight, @fc3.bias)
    return %y }
}
