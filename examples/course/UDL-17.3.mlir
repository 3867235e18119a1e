// UDL-17.3: even powers are convex, and what Jensen's inequality says of the square.
//
//   (x^(2n))'' = 2n (2n - 1) x^(2n - 2) >= 0;   (E x)^2 <= E x^2
//
// Source: Understanding Deep Learning, problem 17.3. Row i of d2 is for the i-th of ns. The
// expectations are over values with probabilities prob, divided by their sum.
leat.model @convex {
  func @power(%x: f64[N], %n: i64) -> (y: f64[N]) {
    %y = let %x ** f64(2 * %n)
    return %y }
  func @slope(%x: f64[N], %n: i64) -> (slope: f64[N]) {
    %one = full 1 : f64[N]
    %y, %dx = jvp @power(%x, %n) tangent(%one)
    return %dx }
  func @curvature(%x: f64[N], %n: i64) -> (d2: f64[N]) {
    %one = full 1 : f64[N]
    %dx, %d2 = jvp @slope(%x, %n) tangent(%one)
    return %d2 }
  func @main(%xs: f64[N], %values: f64[K], %prob: f64[K], %ns: i64[M] = [1, 2, 3])
      -> (d2: f64[M, N], mean_sq_and_second_moment: f64[2]) {
    %d2 = vmap @curvature(%xs, %ns) in_axes(none, 0)
    %p = let %prob / sum(%prob)
    %moments = let stack(sum(%p * %values) ** 2, sum(%p * %values ** 2))
    return %d2, %moments }
}
