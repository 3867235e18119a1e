// UDL-7.7: the derivative of the sigmoid.
//
//   h = sig(f),   dh/df = exp(-f) / (1 + exp(-f))^2 = h (1 - h)
//
// Source: Understanding Deep Learning, problem 7.7. It is 1/4 at 0, its maximum, and goes to 0 on
// both sides: behind a saturated unit gradients vanish.
leat.model @sigmoid_slope {
  func @h(%f: f64) -> (h: f64) {
    %h = sigmoid %f
    return %h }
  func @slope(%f: f64) -> (dh_df: f64) {
    %h, %dh = grad @h(%f) wrt(f)
    return %dh }
  func @main(%fs: f64[N]) -> (dh_df: f64[N]) {
    %dh = vmap @slope(%fs) in_axes(0)
    return %dh }
}
