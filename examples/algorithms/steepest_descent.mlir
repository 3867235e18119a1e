// Steepest descent, with the best step along the line and with a fixed one.
//
//   x <- x - alpha g,   g the gradient of f at x
//   best:   alpha = g.g / g.Hg, exact for a quadratic f: each gradient is orthogonal to the last
//   fixed:  alpha = lr, which has to be below 2 / (largest eigenvalue of H)
//
// For a quadratic f whose H has the condition number k, the best step takes f - f* down to at most
// ((k - 1) / (k + 1))^2 of what it was (Kantorovich). H g is forward over reverse, without H.
// Source: Nocedal and Wright, Numerical Optimization (2006), section 3.3.
//
//   leat run examples/algorithms/steepest_descent.mlir --input x0=[10,1]
//   leat run examples/algorithms/steepest_descent.mlir --entry fixed --set lr=0.15
leat.model @steepest_descent {
  config @steps = 50
  config @lr = 0.1
  config @condition = 10

  // What is to be minimised: here a valley whose curvatures run from 1 to `condition`.
  func @f(%x: f64[D]) -> (f: f64) {
    %i = iota shape = [D], dtype = f64
    %curvature = let condition ** (%i / (D - 1))
    %f = let sum(%curvature * %x ** 2) / 2
    return %f }

  func @gradient(%x: f64[D]) -> (g: f64[D]) {
    %f, %g = grad @f(%x) wrt(x)
    return %g }
  func @best_step(%x: f64[D], %g: f64[D]) -> (alpha: f64) {
    %same, %Hg = jvp @gradient(%x) tangent(%g) wrt(x)
    %bend = let sum(%g * %Hg)
    %alpha = let where(%bend > 0, sum(%g * %g) / %bend, lr)
    return %alpha }

  // `path` and `values` are x and f after each step.
  func @main(%x0: f64[D] = [10, 1])
      -> (x: f64[D], f: f64, path: f64[steps, D], values: f64[steps]) {
    %x, %path, %values = for %t = 1 to steps carry(%x = %x0) {
      %g = call @gradient(%x)
      %next = let %x - @best_step(%x, %g) * %g
      %f = call @f(%next)
      yield %next stack(%next, %f) }
    %f = call @f(%x)
    return %x, %f, %path, %values }
  func @fixed(%x0: f64[D] = [10, 1])
      -> (x: f64[D], f: f64, path: f64[steps, D], values: f64[steps]) {
    %x, %path, %values = for %t = 1 to steps carry(%x = %x0) {
      %next = let %x - lr * @gradient(%x)
      %f = call @f(%next)
      yield %next stack(%next, %f) }
    %f = call @f(%x)
    return %x, %f, %path, %values }
}
