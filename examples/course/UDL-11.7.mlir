// UDL-11.7: an L2 penalty on weights in front of batch normalisation.
//
//   L(W) = mean (relu(BN(X W^T)) - t)^2, BN without gamma, beta and eps:   L(c W) = L(W) for c > 0
//   so each row W_r has <W_r, dL/dW_r> = 0, and dL/dW at c W is 1/c of that at W
//   gradient descent with decay:   W <- W - lr (dL/dW + wd W)
//
// Source: Understanding Deep Learning, problem 11.7. The penalty changes no output, it only
// shortens the rows, and the shorter they are the larger is the gradient: a larger learning rate,
// in effect. `grad_at_tenth` is the gradient at W / 10, ten times `grad`.
leat.model @decay {
  config @lr = 0.1
  config @wd = 0.1
  config @steps = 10
  func @L(%W: f64[M, D], %X: f64[B, D], %t: f64[B, M]) -> (L: f64) {
    %h = let relu(standardize(linear(%X, %W), axis = [0], eps = 0))
    %L = mse_loss %h, %t
    return %L }
  func @main(%X: f64[B, D], %W: f64[M, D], %t: f64[B, M])
      -> (loss: f64, grad: f64[M, D], row_inner: f64[M], row_norms_after: f64[M],
          loss_after: f64, grad_at_tenth: f64[M, D]) {
    %L, %dW = grad @L(%W, %X, %t) wrt(W)
    %inner = let sum(%W * %dW, axis = 1)
    %end = for %s = 1 to steps carry(%w = %W) {
      %l, %g = grad @L(%w, %X, %t) wrt(W)
      %w1 = let %w - lr * (%g + wd * %w)
      yield %w1 }
    %norms = vector_norm %end, axis = 1
    %after = let @L(%end, %X, %t)
    %tenth = let %W / 10
    %same, %larger = grad @L(%tenth, %X, %t) wrt(W)
    return %L, %dW, %inner, %norms, %after, %larger }
}
