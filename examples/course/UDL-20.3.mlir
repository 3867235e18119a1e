// UDL-20.3: that gradient descent succeeds does not mean that the loss is convex.
//
//   L(v, w) = (v w - target)^2,   Hessian at 0: -2 target [[0, 1], [1, 0]], eigenvalues +-2 target
//
// Source: Understanding Deep Learning, problem 20.3. A linear network with one hidden unit on one
// example. The origin is a saddle, so L is not convex, and yet descent from (v0, w0) comes down to
// L = 0. Nor does it mean that there are no local minima: UDL-6.8 has one that some starts and
// rates never see.
leat.model @saddle {
  config @lr = 0.1
  config @target = 1.0
  config @steps = 200
  func @L(%theta: f64[2]) -> (L: f64) {
    %L = let (%theta[0] * %theta[1] - target) ** 2
    return %L }
  func @main(%v0: f64, %w0: f64)
      -> (first_losses: f64[5], final_vw: f64, hessian_eig_at_origin: f64[2]) {
    %start = stack %v0, %w0
    %theta, %losses = for %t = 1 to steps carry(%theta = %start) {
      %L, %g = grad @L(%theta) wrt(theta)
      %next = let %theta - lr * %g
      %after = let @L(%next)
      yield %next stack(%after) }
    %first = slice %losses, axis = 0, stop = 5
    %vw = prod %theta
    %origin = full 0 : f64[2]
    %H = hessian @L(%origin) wrt(theta)
    %eig = eigh_values %H
    return %first, %vw, %eig }
  // The path of the descent in the plane, to be drawn.
  func @trajectory(%v0: f64, %w0: f64) -> (v: f64[steps], w: f64[steps]) {
    %start = stack %v0, %w0
    %theta, %path = for %t = 1 to steps carry(%theta = %start) {
      %L, %g = grad @L(%theta) wrt(theta)
      %next = let %theta - lr * %g
      yield %next stack(%next) }
    %columns = transpose %path
    %v = let %columns[0]
    %w = let %columns[1]
    return %v, %w }
}
