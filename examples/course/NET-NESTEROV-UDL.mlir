// NET-NESTEROV-UDL: Nesterov's momentum, with a gradient further on.
//
//   f(w) = (1 - w_0)^2 + 5 (w_1 - w_0^2)^2,   g = grad f(w)
//   m <- beta m + (1 - beta) grad f(w - lr beta m),   w <- w - lr m,   m = 0 at first
//
// Source: Understanding Deep Learning, equation 6.12. The iterates on a curved valley, from the
// start w0. The gradient is that of the point to which momentum alone would go: it corrects before,
// not after.
leat.model @look_ahead {
  config @steps = 20
  config @lr = 0.1
  config @beta = 0.9
  func @f(%w: f64[2]) -> (f: f64) {
    %f = let (1 - %w[0]) ** 2 + 5 * (%w[1] - %w[0] ** 2) ** 2
    return %f }
  func @main(%w0: f64[2]) -> (w_1_2_3: f64[3, 2], w_last: f64[2], f_last: f64) {
    %rest = let 0 * %w0
    %w, %m, %path = for %t = 1 to steps carry(%w = %w0, %m = %rest) {
      %ahead = let %w - lr * beta * %m
      %f, %g = grad @f(%ahead) wrt(w)
      %m1 = let beta * %m + (1 - beta) * %g
      %w1 = let %w - lr * %m1
      yield %w1, %m1 stack(%w1) }
    %first = slice %path, axis = 0, stop = 3
    %f = let @f(%w)
    return %first, %w, %f }
}
