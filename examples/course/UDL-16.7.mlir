// UDL-16.7: the leaky ReLU as a layer of a flow.
//
//   x = z for z >= 0, else alpha z;   back: z = x for x >= 0, else x / alpha
//   |det dx/dz|^-1 = prod_d (1 if z_d >= 0, else 1 / alpha)
//
// Source: Understanding Deep Learning, problem 16.7, with alpha = 0.1. The determinant is the
// product of the slopes, as each x depends on its own z only.
leat.model @leaky_flow {
  config @alpha = 0.1
  func @f(%z: f64[D]) -> (x: f64[D]) {
    %x = let where(%z < 0, alpha * %z, %z)
    return %x }
  func @inverse(%x: f64[D]) -> (z: f64[D]) {
    %z = let where(%x < 0, %x / alpha, %x)
    return %z }
  func @main(%z: f64[D]) -> (x: f64[D], inverse: f64[D], inv_abs_det: f64) {
    %one = full 1 : f64[D]
    %x, %slopes = jvp @f(%z) tangent(%one)
    %back = call @inverse(%x)
    %inv = let 1 / prod(abs(%slopes))
    return %x, %back, %inv }
}
