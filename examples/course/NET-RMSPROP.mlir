// NET-RMSPROP: RMSProp.
//
//   f(w) = (1 - w_0)^2 + 5 (w_1 - w_0^2)^2,   g = grad f(w)
//   v <- rho v + (1 - rho) g^2,   w <- w - lr g / (sqrt(v) + eps),   v = 0 at first
//
// Source: Hinton's lecture 6e (2012); Understanding Deep Learning, section 6.4. The iterates on a
// curved valley, from the start w0. Each coordinate goes as fast as the others, however steep f is
// there.
leat.model @rmsprop {
  config @steps = 20
  config @lr = 0.02
  config @rho = 0.9
  config @eps = 1e-8
  func @f(%w: f64[2]) -> (f: f64) {
    %f = let (1 - %w[0]) ** 2 + 5 * (%w[1] - %w[0] ** 2) ** 2
    return %f }
  func @main(%w0: f64[2]) -> (w_1_2_3: f64[3, 2], w_last: f64[2], f_last: f64) {
    %rest = let 0 * %w0
    %w, %v, %path = for %t = 1 to steps carry(%w = %w0, %v = %rest) {
      %f, %g = grad @f(%w) wrt(w)
      %v1 = let rho * %v + (1 - rho) * %g ** 2
      %w1 = let %w - lr * %g / (sqrt(%v1) + eps)
      yield %w1, %v1 stack(%w1) }
    %first = slice %path, axis = 0, stop = 3
    %f = let @f(%w)
    return %first, %w, %f }
}
