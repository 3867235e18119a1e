// GT-6: a step of SGD on one term need not make the whole loss smaller.
//
//   f(w) = (w - a)^2 / 2 + (w - b)^2 / 2,   minimum at (a + b) / 2
//   w+ = w - eta grad f_i(w) for one of the two terms
//
// Source: CS 4644/7643, problem set 2, item 6. Between the minimum of f and a the first term pulls
// away from the minimum: its own value falls and that of f rises, however small eta is.
leat.model @one_term {
  config @eta = 0.1
  config @a = 2.0
  config @b = -1.0
  func @term(%w: f64, %center: f64) -> (f: f64) {
    %f = let (%w - %center) ** 2 / 2
    return %f }
  func @f(%w: f64) -> (f: f64) {
    %f = let @term(%w, a) + @term(%w, b)
    return %f }
  func @step(%w: f64, %center: f64) -> (w: f64) {
    %f, %g = grad @term(%w, %center) wrt(w)
    %w1 = let %w - eta * %g
    return %w1 }
  func @main(%w: f64)
      -> (f: f64, w_after_term1_term2: f64[2], f_after_term1_term2: f64[2],
          term1_before_after: f64[2]) {
    %f = let @f(%w)
    %w1 = let @step(%w, a)
    %w2 = let @step(%w, b)
    %w_after = stack %w1, %w2
    %f_after = let stack(@f(%w1), @f(%w2))
    %term1 = let stack(@term(%w, a), @term(%w1, a))
    return %f, %w_after, %f_after, %term1 }
}
