// PET-3.10: two parallel lines: of three distances only W1 has a useful slope.
//
//   P: the points (0, y), Q: (theta, y), y distributed alike.   theta = 0: all distances are 0
//   theta <> 0: KL(P || Q) = KL(Q || P) = inf,   JS = log 2,   W1 = |theta|, of slope sign(theta)
//
// Source: Introduction to Deep Learning Theory, exercise 3.10. KL and JS are sums over the sets
// where both distributions have mass, and where one has: all mass is in the first for theta = 0,
// else in the others. W1 is that of the points y_i on both lines; moving y up or down costs extra,
// so the i-th lowest goes to the i-th lowest.
leat.model @parallel_lines {
  func @KL(%share: f64[T, 3], %p: f64[3], %q: f64[3]) -> (KL: f64[T]) {
    %mass = let %share * %p
    %kl = let sum(xlogy(%mass, %p) - xlogy(%mass, %q), axis = 1)
    return %kl }
  func @W1(%theta: f64, %y: f64[N]) -> (W1: f64) {
    %from, %i = sort %y
    %to, %j = sort %y
    %W1 = let mean(hypot(%theta, %to - %from))
    return %W1 }
  func @slope(%theta: f64, %y: f64[N]) -> (W1: f64, dW1: f64) {
    %W1, %dW1 = grad @W1(%theta, %y) wrt(theta)
    return %W1, %dW1 }
  // p and q are 1 on the sets where the distributions have mass: both of them, P only, Q only.
  func @main(%thetas: f64[T], %y: f64[N], %p: f64[3] = [1, 1, 0], %q: f64[3] = [1, 0, 1])
      -> (KL: f64[T], JS: f64[T], W1: f64[T], dW1_dtheta: f64[T]) {
    %same = let f64(%thetas == 0)
    %share = let stack(%same, 1 - %same, 1 - %same, axis = 1)
    %KL = call @KL(%share, %p, %q)
    %m = let (%p + %q) / 2
    %JS = let (@KL(%share, %p, %m) + @KL(%share, %q, %m)) / 2
    %W1, %dW1 = vmap @slope(%thetas, %y) in_axes(0, none)
    return %KL, %JS, %W1, %dW1 }
}
