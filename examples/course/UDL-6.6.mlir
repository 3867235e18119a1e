// UDL-6.6: is a function of one variable convex, and what are its critical points?
//
//   convex <=> f''(x) >= 0 everywhere;   f'(x) = 0: minimum if f''(x) > 0, maximum if f''(x) < 0
//   f(x) = x^4 - a x^2 + b x    (three critical points, or one)
//   h(x) = softplus(x) - x / 2  (convex)
//
// Source: Understanding Deep Learning, problem 6.6, with functions of our own: the three of the
// book are given as figures only. f'' = 12 x^2 - 2 a vanishes at +-s, s = sqrt(a / 6), so f' is
// monotone left of -s, between, and right of s: in each of the three parts at most one critical
// point, found by halving.
leat.model @critical_points {
  config @a = 3.0
  config @b = 1.0

  func @f(%x: f64) -> (f: f64) {
    %f = let %x ** 4 - a * %x ** 2 + b * %x
    return %f }
  func @softplus(%x: f64) -> (h: f64) {
    %h = let softplus(%x) - %x / 2
    return %h }
  func @slope(%x: f64) -> (df: f64) {
    %f, %df = grad @f(%x) wrt(x)
    return %df }
  func @curvature(%x: f64) -> (d2f: f64) {
    %d2f = hessian @f(%x) wrt(x)
    return %d2f }
  func @curvature_softplus(%x: f64) -> (d2h: f64) {
    %d2h = hessian @softplus(%x) wrt(x)
    return %d2h }

  // Where f' changes its sign between low and high; rises says whether from - to +.
  func @halve(%low: f64, %high: f64) -> (x: f64, found: i1) {
    %rises = let @slope(%low) < 0
    %found = let %rises == (@slope(%high) >= 0)
    %l, %h = for %t = 1 to 100 carry(%l = %low, %h = %high) {
      %middle = let (%l + %h) / 2
      %left = let (@slope(%middle) >= 0) == %rises    // the change is left of the middle
      %l1 = let where(%left, %l, %middle)
      %h1 = let where(%left, %middle, %h)
      yield %l1, %h1 }
    return %h, %found }

  func @main(%grid: f64[N])
      -> (critical_points: f64[3], critical_points.n: i64, f_at: f64[3], f_at.n: i64,
          second_derivative_at: f64[3], second_derivative_at.n: i64,
          d2_quartic: f64[N], d2_softplus: f64[N]) {
    %inflection = let f64(sqrt(maximum(a, 0) / 6))
    %far = let f64(1 + abs(a) + abs(b))                // no critical point is further out
    %ends = let stack(-%far, -%inflection, %inflection, %far)
    %low = slice %ends, axis = 0, stop = 3
    %high = slice %ends, axis = 0, start = 1
    %at, %found = vmap @halve(%low, %high) in_axes(0, 0)
    %n = count_nonzero %found

    // Those found come first, from left to right, and then -1.
    %order = let argsort(where(%found, %at, %far))
    %some = let %found[%order]
    %x = let %at[%order]
    %f = vmap @f(%x) in_axes(0)
    %d2f = vmap @curvature(%x) in_axes(0)
    %x3 = let where(%some, %x, -1)
    %f3 = let where(%some, %f, -1)
    %d3 = let where(%some, %d2f, -1)

    %quartic = vmap @curvature(%grid) in_axes(0)
    %softplus = vmap @curvature_softplus(%grid) in_axes(0)
    return %x3, %n, %f3, %n, %d3, %n, %quartic, %softplus }
}
