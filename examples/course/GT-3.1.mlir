// GT-3.1: a step of gradient descent minimises a linear model with a price on distance.
//
//   f(w) = sum_i softplus(w.x_i) - y_i w.x_i,   g = grad f(w_t)
//   w* = argmin_w f(w_t) + <w - w_t, g> + (lam / 2) ||w - w_t||^2 = w_t - g / lam
//
// Source: CS 4644/7643, problem set 2, item 3.1. So lam = 1 / eta. w* is found without the formula:
// what is minimised is quadratic, so its minimum is where its gradient at any point, minus H times
// the way from there, is 0. The formula gives `w_by_step`.
leat.model @proximal {
  config @lam = 4.0
  func @f(%w: f64[D], %X: f64[N, D], %y: f64[N]) -> (f: f64) {
    %z = let sum(%X * %w, axis = 1)
    %f = bce_with_logits %z, %y, reduction = sum
    return %f }
  func @near(%w: f64[D], %wt: f64[D], %f: f64, %g: f64[D]) -> (model: f64) {
    %model = let %f + sum((%w - %wt) * %g) + lam / 2 * sum((%w - %wt) ** 2)
    return %model }
  func @main(%X: f64[N, D], %y: i64[N], %w: f64[D])
      -> (grad: f64[D], w_star: f64[D], w_by_step: f64[D]) {
    %t = let f64(%y)
    %f, %g = grad @f(%w, %X, %t) wrt(w)
    %value, %slope = grad @near(%w, %w, %f, %g) wrt(w)
    %H = hessian @near(%w, %w, %f, %g) wrt(w)
    %way = let reshape(solve(%H, reshape(%slope, shape = [D, 1])), shape = [D])
    %w_star = let %w - %way
    %step = let %w - %g / lam
    return %g, %w_star, %step }
}
