// NET-ADAMW: AdamW, Adam with weight decay apart from the gradient.
//
//   f(w) = (1 - w_0)^2 + 5 (w_1 - w_0^2)^2,   g = grad f(w)
//   w <- (1 - lr wd) w
//   m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g^2,   both 0 at first
//   w <- w - lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps),   t = 1, 2, ...
//
// Source: Loshchilov and Hutter (2019). The iterates on a curved valley, from the start w0. The
// gradient is that before the decay, and the decay is not divided by the root of v, as that of a
// penalty in f would be. For parameters of a network: trainer ... using adamw(lr = ...,
// weight_decay = ...).
leat.model @adamw {
  config @steps = 20
  config @lr = 0.05
  config @b1 = 0.9
  config @b2 = 0.999
  config @eps = 1e-8
  config @wd = 0.1
  func @f(%w: f64[2]) -> (f: f64) {
    %f = let (1 - %w[0]) ** 2 + 5 * (%w[1] - %w[0] ** 2) ** 2
    return %f }
  func @main(%w0: f64[2]) -> (w_1_2_3: f64[3, 2], w_last: f64[2], f_last: f64) {
    %rest = let 0 * %w0
    %w, %m, %v, %path = for %t = 1 to steps carry(%w = %w0, %m = %rest, %v = %rest) {
      %f, %g = grad @f(%w) wrt(w)
      %m1 = let b1 * %m + (1 - b1) * %g
      %v1 = let b2 * %v + (1 - b2) * %g ** 2
      %mean = let %m1 / (1 - b1 ** f64(%t))        // as if the zeros at first did not count
      %square = let %v1 / (1 - b2 ** f64(%t))
      %decayed = let (1 - lr * wd) * %w
      %w1 = let %decayed - lr * %mean / (sqrt(%square) + eps)
      yield %w1, %m1, %v1 stack(%w1) }
    %first = slice %path, axis = 0, stop = 3
    %f = let @f(%w)
    return %first, %w, %f }
}
