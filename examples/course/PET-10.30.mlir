// PET-10.30: the Lipschitz constant of a smoothed function with values in [0, 1].
//
//   g(x) = E f(x + e),   e ~ N(0, I)
//   ||u|| = 1:   |u.grad g| = |E f(x + e) u.e| <= E |u.e| = sqrt(2 / pi)
//   best: 1 / sqrt(2 pi), the slope where w.x = 0 of Phi(w.x / ||w||), a smoothed half-space
//
// Source: Introduction to Deep Learning Theory, exercise 10.30, where the domain R^n is printed
// R_n. The bound that the text refers to holds, but is twice the best one: of E (f - 1/2) u.e,
// which is the same, only |f - 1/2| <= 1/2 counts. ts are values of w.x / ||w||; for another sigma
// all is divided by it.
leat.model @smoothed_slope {
  const @pi = 4 * atan(f64(1))
  func @half_space(%t: f64) -> (g: f64) {
    %g = ndtr %t
    return %g }
  func @slope(%t: f64) -> (slope: f64) {
    %g, %slope = grad @half_space(%t) wrt(t)
    return %slope }
  func @main(%ts: f64[N]) -> (L_published: f64, L_tight: f64, slope: f64[N]) {
    %published = let sqrt(2 / @pi)
    %tight = let @slope(f64(0))
    %slopes = vmap @slope(%ts) in_axes(0)
    return %published, %tight, %slopes }
}
