// UDL-18.2: the sum of two scaled normal variables is normal.
//
//   z = a e1 + b e2,   e1, e2 ~ N(0, 1) independent:   z ~ N(0, a^2 + b^2)
//
// Source: Understanding Deep Learning, problem 18.2.
leat.model @sum_of_normals {
  config @a = 0.6
  config @b = -1.1
  config @draws = 100000
  state @rng = seed
  func @z(%e1: f64[N], %e2: f64[N]) -> (z: f64[N]) {
    %z = let a * %e1 + b * %e2
    return %z }
  func @main(%e1: f64[N], %e2: f64[N]) -> (z: f64[N], var: f64, var_mc: f64) {
    %z = let @z(%e1, %e2)
    %var = let a ** 2 + b ** 2 : f64
    %d1 = normal @rng : f64[draws]
    %d2 = normal @rng : f64[draws]
    %var_mc = let var(@z(%d1, %d2))
    return %z, %var, %var_mc }
}
