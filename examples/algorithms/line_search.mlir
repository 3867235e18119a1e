// Line searches: how far to go along a direction d in which f falls.
//
//   phi(alpha) = f(x + alpha d),   phi'(0) = g.d < 0
//   Armijo:       phi(alpha) <= phi(0) + c1 alpha phi'(0); from 1 on, shrunk until it holds
//   strong Wolfe: Armijo, and |phi'(alpha)| <= c2 |phi'(0)|; bracketed, then bisected
//
// @main is BFGS, which needs Wolfe's condition so that y.s > 0 and H, its guess of the inverse
// Hessian, stays positive definite; @descend goes along -g by Armijo's.
//   H <- (I - r s y^T) H (I - r y s^T) + r s s^T,   s and y the changes of x and g,   r = 1 / y.s
// Source: Nocedal and Wright, Numerical Optimization (2006), chapters 3 and 6.
//
//   leat run examples/algorithms/line_search.mlir --input x0=[-1.2,1]
//   leat run examples/algorithms/line_search.mlir --entry descend --set steps=1000
leat.model @line_search {
  config @steps = 40
  config @c1 = 1e-4
  config @c2 = 0.9
  config @shrink = 0.5
  config @most = 60                                // gives up a search after so many trials
  config @tolerance = 1e-10                        // stays where the gradient is shorter

  // What is to be minimised, for any number of variables: here Rosenbrock's valley.
  func @f(%x: f64[D]) -> (f: f64) {
    %a = slice %x, axis = 0, stop = -1
    %b = slice %x, axis = 0, start = 1
    %f = let sum(100 * (%b - %a ** 2) ** 2 + (1 - %a) ** 2)
    return %f }

  func @gradient(%x: f64[D]) -> (g: f64[D]) {
    %f, %g = grad @f(%x) wrt(x)
    return %g }
  func @phi(%alpha: f64, %x: f64[D], %d: f64[D]) -> (phi: f64) {
    %phi = let @f(%x + %alpha * %d)
    return %phi }

  func @armijo(%x: f64[D], %d: f64[D]) -> (alpha: f64) {
    %zero = full 0 : f64      %one = full 1 : f64      %first = full 1 : i64
    %phi0, %slope0 = grad @phi(%zero, %x, %d) wrt(alpha)
    %alpha, %n = while carry(%alpha = %one, %n = %first) {
      %long = let @phi(%alpha, %x, %d) > %phi0 + c1 * %alpha * %slope0
      %more = let logical_and(%long, %n < most)
      condition %more } do {
      %shorter = let shrink * %alpha      %n1 = let %n + 1
      yield %shorter, %n1 }
    return %alpha }

  // What is too short is below, what is too long above; what is above starts at infinity.
  func @wolfe(%x: f64[D], %d: f64[D]) -> (alpha: f64) {
    %zero = full 0 : f64      %one = full 1 : f64      %infinite = full inf : f64
    %first = full 1 : i64
    %phi0, %slope0 = grad @phi(%zero, %x, %d) wrt(alpha)
    %falls = let %slope0 < 0
    %alpha, %below, %above, %search, %n = while
        carry(%alpha = %one, %below = %zero, %above = %infinite, %search = %falls, %n = %first) {
      %more = let logical_and(%search, %n < most)
      condition %more } do {
      %phi, %slope = grad @phi(%alpha, %x, %d) wrt(alpha)
      %high = let %phi > %phi0 + c1 * %alpha * %slope0
      %long = let logical_or(%high, %slope > -c2 * %slope0)
      %short = let logical_and(logical_not(%long), %slope < c2 * %slope0)
      %a = let where(%long, %alpha, %above)      %b = let where(%short, %alpha, %below)
      %off = logical_or %long, %short
      %inside = let where(isinf(%a), 2 * %alpha, (%a + %b) / 2)
      %next = let where(%off, %inside, %alpha)   %n1 = let %n + 1
      yield %next, %b, %a, %off, %n1 }
    return %alpha }

  func @bfgs_update(%H: f64[D, D], %s: f64[D], %y: f64[D]) -> (H: f64[D, D]) {
    %I = eye count = D, dtype = f64
    %r = let 1 / sum(%y * %s)
    %V = let %I - %r * outer(%s, %y)
    %next = let matmul(matmul(%V, %H), %V, transpose_rhs = true) + %r * outer(%s, %s)
    return %next }

  // `path`, `values` and `alphas` are x and f after each step, and its length.
  func @main(%x0: f64[D] = [-1.2, 1])
      -> (x: f64[D], f: f64, path: f64[steps, D], values: f64[steps], alphas: f64[steps]) {
    %I = eye count = D, dtype = f64
    %x, %H, %path, %values, %alphas = for %t = 1 to steps carry(%x = %x0, %H = %I) {
      %g = call @gradient(%x)
      %far = let vector_norm(%g) > tolerance
      %next, %H1, %alpha = if %far {
        %d = let -sum(%H * %g, axis = 1)
        %a = call @wolfe(%x, %d)
        %x1 = let %x + %a * %d
        %better = let @bfgs_update(%H, %x1 - %x, @gradient(%x1) - %g)
        yield %x1, %better, %a } else {
        %stay = full 0 : f64
        yield %x, %H, %stay }
      %f = call @f(%next)
      yield %next, %H1 stack(%next, %f, %alpha) }
    %f = call @f(%x)
    return %x, %f, %path, %values, %alphas }

  func @descend(%x0: f64[D] = [-1.2, 1])
      -> (x: f64[D], f: f64, path: f64[steps, D], values: f64[steps], alphas: f64[steps]) {
    %x, %path, %values, %alphas = for %t = 1 to steps carry(%x = %x0) {
      %d = let -@gradient(%x)
      %alpha = call @armijo(%x, %d)
      %next = let %x + %alpha * %d
      %f = call @f(%next)
      yield %next stack(%next, %f, %alpha) }
    %f = call @f(%x)
    return %x, %f, %path, %values, %alphas }
}
