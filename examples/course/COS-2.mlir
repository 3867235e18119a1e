// COS-2: does a network learn the same from rotated inputs?
//
//   f(x) = W2 tanh(W1 x);   inputs R x, first layer W1' = W1 R^T:   W1' (R x) = W1 x
//   dL/dW1' = (dL/dW1) R^T, so SGD and momentum keep W1'_t = W1_t R^T: the same predictions, always
//   autoencoder x -> W x with W' = R W R^T: the predictions are R times those without R
//   SGD: w <- w - lr g    momentum: v <- mu v + g, w <- w - lr v
//   Adam: m <- beta1 m + (1 - beta1) g, v <- beta2 v + (1 - beta2) g^2,
//         w <- w - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps)
//
// Source: COS 514, assignment 3, problem 2. Adam divides each coordinate by a length of its own,
// and does not commute with rotations. The problem speaks of "R times the predictions": this needs
// outputs in the space of the inputs, as those of the autoencoder; other predictions do not change.
// And the initial weights have to be rotated, too, unless their law is invariant. `auto_deviation`
// is how far the predictions of the rotated autoencoder are from R times the others.
leat.model @rotations {
  config @steps = 10
  config @lr = 0.1
  config @mu = 0.9
  config @beta1 = 0.9
  config @beta2 = 0.999
  config @eps = 1e-8

  func @f(%X: f64[N, D], %W1: f64[H, D], %W2: f64[O, H]) -> (f: f64[N, O]) {
    %f = let linear(tanh(linear(%X, %W1)), %W2)
    return %f }
  func @L(%W1: f64[H, D], %W2: f64[O, H], %X: f64[N, D], %Y: f64[N, O]) -> (L: f64) {
    %L = let mse_loss(@f(%X, %W1, %W2), %Y)
    return %L }

  // The predictions after training by each of the three.
  func @sgd(%X: f64[N, D], %Y: f64[N, O], %W1: f64[H, D], %W2: f64[O, H]) -> (f: f64[N, O]) {
    %A, %B = for %t = 1 to steps carry(%A = %W1, %B = %W2) {
      %L, %gA, %gB = grad @L(%A, %B, %X, %Y) wrt(W1, W2)
      %A1 = let %A - lr * %gA
      %B1 = let %B - lr * %gB
      yield %A1, %B1 }
    %f = let @f(%X, %A, %B)
    return %f }
  func @momentum(%X: f64[N, D], %Y: f64[N, O], %W1: f64[H, D], %W2: f64[O, H]) -> (f: f64[N, O]) {
    %A0 = let 0 * %W1
    %B0 = let 0 * %W2
    %A, %B, %vA, %vB = for %t = 1 to steps carry(%A = %W1, %B = %W2, %vA = %A0, %vB = %B0) {
      %L, %gA, %gB = grad @L(%A, %B, %X, %Y) wrt(W1, W2)
      %vA1 = let mu * %vA + %gA
      %vB1 = let mu * %vB + %gB
      %A1 = let %A - lr * %vA1
      %B1 = let %B - lr * %vB1
      yield %A1, %B1, %vA1, %vB1 }
    %f = let @f(%X, %A, %B)
    return %f }
  func @adam_step(%w: f64[I, J], %g: f64[I, J], %m: f64[I, J], %v: f64[I, J], %t: i64)
      -> (w: f64[I, J], m: f64[I, J], v: f64[I, J]) {
    %m1 = let beta1 * %m + (1 - beta1) * %g
    %v1 = let beta2 * %v + (1 - beta2) * %g ** 2
    %mean = let %m1 / (1 - beta1 ** f64(%t))
    %square = let %v1 / (1 - beta2 ** f64(%t))
    %w1 = let %w - lr * %mean / (sqrt(%square) + eps)
    return %w1, %m1, %v1 }
  func @adam(%X: f64[N, D], %Y: f64[N, O], %W1: f64[H, D], %W2: f64[O, H]) -> (f: f64[N, O]) {
    %A0 = let 0 * %W1
    %B0 = let 0 * %W2
    %A, %B, %mA, %mB, %vA, %vB = for %t = 1 to steps
        carry(%A = %W1, %B = %W2, %mA = %A0, %mB = %B0, %vA = %A0, %vB = %B0) {
      %L, %gA, %gB = grad @L(%A, %B, %X, %Y) wrt(W1, W2)
      %A1, %mA1, %vA1 = let @adam_step(%A, %gA, %mA, %vA, %t)
      %B1, %mB1, %vB1 = let @adam_step(%B, %gB, %mB, %vB, %t)
      yield %A1, %B1, %mA1, %mB1, %vA1, %vB1 }
    %f = let @f(%X, %A, %B)
    return %f }

  func @reconstruction(%W: f64[D, D], %X: f64[N, D]) -> (L: f64) {
    %L = let mean(sum((linear(%X, %W) - %X) ** 2, axis = 1))
    return %L }
  func @autoencoder(%X: f64[N, D], %W: f64[D, D]) -> (f: f64[N, D]) {
    %end = for %t = 1 to steps carry(%A = %W) {
      %L, %g = grad @reconstruction(%A, %X) wrt(W)
      %A1 = let %A - lr * %g
      yield %A1 }
    %f = linear %X, %end
    return %f }

  func @main(%X: f64[N, D], %Y: f64[N, O], %W1: f64[H, D], %W2: f64[O, H], %R: f64[D, D],
             %W_auto: f64[D, D])
      -> (pred_sgd: f64[N, O], maxdev_sgd: f64, pred_mom: f64[N, O], maxdev_mom: f64,
          pred_adam: f64[N, O], maxdev_adam: f64, auto_pred: f64[N, D], auto_deviation: f64) {
    %X_r = linear %X, %R                              // a row is R x
    %W1_r = linear %W1, %R                            // W1 R^T
    %sgd = let @sgd(%X, %Y, %W1, %W2)
    %momentum = let @momentum(%X, %Y, %W1, %W2)
    %adam = let @adam(%X, %Y, %W1, %W2)
    %auto = let @autoencoder(%X, %W_auto)
    %maxdev_sgd = let max(abs(@sgd(%X_r, %Y, %W1_r, %W2) - %sgd))
    %maxdev_mom = let max(abs(@momentum(%X_r, %Y, %W1_r, %W2) - %momentum))
    %maxdev_adam = let max(abs(@adam(%X_r, %Y, %W1_r, %W2) - %adam))
    %W_r = let linear(matmul(%R, %W_auto), %R)        // R W R^T
    %deviation = let max(abs(@autoencoder(%X_r, %W_r) - linear(%auto, %R)))
    return %sgd, %maxdev_sgd, %momentum, %maxdev_mom, %adam, %maxdev_adam, %auto, %deviation }
}
