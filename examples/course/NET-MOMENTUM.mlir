// NET-MOMENTUM: momentum, as a heavy ball.
//
//   f(w) = (1 - w_0)^2 + 5 (w_1 - w_0^2)^2,   g = grad f(w)
//   v <- mu v + g,   w <- w - lr v,   v = 0 at first
//
// Source: Polyak (1964), in the form of PyTorch. The iterates on a curved valley, from the start
// w0. The step is that of NET-MOMENTUM-UDL with lr / (1 - beta) for lr. For parameters of a
// network: trainer ... using sgd(lr = ..., momentum = ...).
leat.model @heavy_ball {
  config @steps = 20
  config @lr = 0.02
  config @mu = 0.9
  func @f(%w: f64[2]) -> (f: f64) {
    %f = let (1 - %w[0]) ** 2 + 5 * (%w[1] - %w[0] ** 2) ** 2
    return %f }
  func @main(%w0: f64[2]) -> (w_1_2_3: f64[3, 2], w_last: f64[2], f_last: f64) {
    %rest = let 0 * %w0
    %w, %v, %path = for %t = 1 to steps carry(%w = %w0, %v = %rest) {
      %f, %g = grad @f(%w) wrt(w)
      %v1 = let mu * %v + %g
      %w1 = let %w - lr * %v1
      yield %w1, %v1 stack(%w1) }
    %first = slice %path, axis = 0, stop = 3
    %f = let @f(%w)
    return %first, %w, %f }
}
