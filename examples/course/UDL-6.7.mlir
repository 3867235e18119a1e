// UDL-6.7: steepest descent zig-zags in a valley; what helps.
//
//   f(w) = w^T Q w / 2,   g = Q w
//   exact line search:  w <- w - alpha g, alpha = g.g / g.Qg, so that g_t . g_{t+1} = 0
//   momentum:           v <- beta v + g,  w <- w - lr v
//   Newton:             w - Q^-1 g = 0, in one step
//
// Source: Understanding Deep Learning, problem 6.7. Each gradient is orthogonal to the one before,
// so the path runs from wall to wall. Momentum averages that out: f after 30 steps is smaller than
// without it.
leat.model @valley {
  config @steps = 6
  config @lr = 0.02
  config @beta = 0.9

  func @f(%w: f64[D], %Q: f64[D, D]) -> (f: f64) {
    %f = let sum(%w * sum(%Q * %w, axis = 1)) / 2
    return %f }
  func @g(%w: f64[D], %Q: f64[D, D]) -> (g: f64[D]) {
    %f, %g = grad @f(%w, %Q) wrt(w)
    return %g }

  func @line_search(%w0: f64[D], %Q: f64[D, D]) -> (path: f64[steps, D], dots: f64[steps]) {
    %w, %path, %dots = for %t = 1 to steps carry(%w = %w0) {
      %direction = let @g(%w, %Q)
      %g, %Hg = jvp @g(%w, %Q) tangent(%direction) wrt(w)
      %gHg = let sum(%g * %Hg)
      %alpha = let where(%gHg > 0, sum(%g * %g) / %gHg, 0) // at the minimum it stays
      %w1 = let %w - %alpha * %g
      %dot = let sum(%g * @g(%w1, %Q))
      yield %w1 stack(%w1, %dot) }
    return %path, %dots }
  func @descend(%w0: f64[D], %Q: f64[D, D], %mu: f64) -> (f: f64) {
    %rest = let 0 * %w0
    %w, %v = for %t = 1 to 30 carry(%w = %w0, %v = %rest) {
      %v1 = let %mu * %v + @g(%w, %Q)
      %w1 = let %w - lr * %v1
      yield %w1, %v1 }
    %f = let @f(%w, %Q)
    return %f }
  func @newton(%w0: f64[D], %Q: f64[D, D]) -> (w: f64[D]) {
    %H = hessian @f(%w0, %Q) wrt(w)
    %w = let %w0 - reshape(solve(%H, reshape(@g(%w0, %Q), shape = [D, 1])), shape = [D])
    return %w }

  func @main(%Q: f64[D, D], %w0: f64[D])
      -> (trajectory: f64[T, D], g_dot_gnext: f64[steps], newton: f64[D],
          f_after30_momentum: f64, f_after30_plain: f64) {
    %path, %dots = let @line_search(%w0, %Q)
    %trajectory = let concat(reshape(%w0, shape = [1, D]), %path)
    %newton = let @newton(%w0, %Q)
    %heavy = let @descend(%w0, %Q, beta)
    %plain = let @descend(%w0, %Q, 0)
    return %trajectory, %dots, %newton, %heavy, %plain }
  // The path of the line search in the plane, to be drawn.
  func @trajectory(%Q: f64[2, 2], %w0: f64[2]) -> (w0: f64[T], w1: f64[T]) {
    %path, %dots = let @line_search(%w0, %Q)
    %columns = let transpose(concat(reshape(%w0, shape = [1, 2]), %path))
    %first = let %columns[0]
    %second = let %columns[1]
    return %first, %second }
}
