// PET-1.1: steepest descent with the best learning rate for each step.
//
//   R(w) = ||X w - y||^2 / N,   g = grad R(w),   H = 2 X^T X / N
//   alpha = argmin R(w - alpha g) = g.g / g.Hg,   w <- w - alpha g   =>   g_{t+1} . g_t = 0
//
// Source: Introduction to Deep Learning Theory, exercise 1.1. At the minimum along the line the
// slope along it, -g_{t+1} . g_t, is 0.
leat.model @line_search {
  config @steps = 4
  func @R(%w: f64[D], %X: f64[N, D], %y: f64[N]) -> (R: f64) {
    %R = let mse_loss(sum(%X * %w, axis = 1), %y)
    return %R }
  func @g(%w: f64[D], %X: f64[N, D], %y: f64[N]) -> (g: f64[D]) {
    %R, %g = grad @R(%w, %X, %y) wrt(w)
    return %g }
  func @main(%X: f64[N, D], %y: f64[N], %w0: f64[D])
      -> (alpha: f64[steps], w: f64[steps, D], dots: f64[steps]) {
    %end, %alphas, %path, %dots = for %t = 1 to steps carry(%w = %w0) {
      %g = let @g(%w, %X, %y)
      %H = hessian @R(%w, %X, %y) wrt(w)
      %gHg = let sum(%g * sum(%H * %g, axis = 1))
      %alpha = let where(%gHg > 0, sum(%g * %g) / %gHg, 0) // at the minimum it stays
      %w1 = let %w - %alpha * %g
      %dot = let sum(%g * @g(%w1, %X, %y))
      yield %w1 stack(%alpha, %w1, %dot) }
    return %alphas, %path, %dots }
}
