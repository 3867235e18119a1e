// COS-5b: a residual network whose blocks are scaled by 1 / sqrt 2 keeps its variance.
//
//   x_{l+1} = c (x_l + F_l),   Cov[x_l, F_l] = 0,   Var[F_l] = Var[x_l] = v_l,   v_0 = 1
//   v_{l+1} = c^2 (v_l + v_l):   2^l for c = 1,   1 for c = 1 / sqrt 2
//   x_0 is in x_l with the coefficient c^l
//
// Source: COS 514, assignment 3, problem 5b. The price is that the skip connections fade: after l
// blocks 2^(-l/2) of x_0 is left, and of the gradient on its way back. The variances are also
// estimated from n samples of x_0 and the F_l, all normal.
leat.model @scaled_residual {
  config @L = 10
  config @n = 100000
  state @rng = seed
  // Variances, their estimates, and coefficients of x_0 for l = 0 ... L.
  func @network(%c: f64) -> (v: f64[?], estimate: f64[?], skip: f64[?]) {
    %x0 = normal @rng : f64[n]
    %one = full 1 : f64
    %x, %v, %s, %vs, %estimates, %skips = for %l = 1 to L carry(%x = %x0, %v = %one, %s = %one) {
      %z = normal @rng : f64[n]
      %next = let %c * (%x + sqrt(%v) * %z)
      %v1 = let %c * %c * (%v + %v)
      %s1 = let %c * %s
      %estimate = var %next
      yield %next, %v1, %s1 stack(%v1, %estimate, %s1) }
    %start = reshape %one, shape = [1]
    %v_all = let concat(%start, %vs)
    %estimate_all = let concat(reshape(var(%x0), shape = [1]), %estimates)
    %skip_all = let concat(%start, %skips)
    return %v_all, %estimate_all, %skip_all }
  func @main() -> (var_scaled: f64[?], var_standard: f64[?], skip_coefficient: f64[?],
                   var_scaled_mc: f64[?], var_standard_mc: f64[?]) {
    %one = full 1 : f64
    %scaled, %scaled_mc, %skip = let @network(%one / sqrt(2 * %one))
    %standard, %standard_mc, %all = let @network(%one)
    return %scaled, %standard, %skip, %scaled_mc, %standard_mc }
}
