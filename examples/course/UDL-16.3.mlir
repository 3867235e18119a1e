// UDL-16.3: the Jacobian of the inverse of a flow of several layers, and its determinant.
//
//   x = f3(f2(f1(z))),   f1(z) = A1 z + b1,   f2 = a leaky ReLU,   f3(h) = A3 h + b3
//   z = f1^-1(f2^-1(f3^-1(x))),   log |det dz/dx| = -sum_k log |det df_k/df_k-1|
//
// Source: Understanding Deep Learning, problem 16.3. The indices in its first display are off by
// one: the inverse of layer k acts on the output of layer k. The last result is log |det| of the
// Jacobian itself.
leat.model @composed_flow {
  config @slope = 0.1
  func @solve(%A: f64[D, D], %b: f64[D]) -> (x: f64[D]) {
    %x = let reshape(solve(%A, reshape(%b, shape = [D, 1])), shape = [D])
    return %x }
  // Each inverse comes with the sum of log |slope| that its layer has there.
  func @affine_inverse(%x: f64[D], %A: f64[D, D], %b: f64[D]) -> (z: f64[D], log_abs_det: f64) {
    %z = let @solve(%A, %x - %b)
    %l = log_abs_det %A
    return %z, %l }
  func @leaky_inverse(%x: f64[D]) -> (z: f64[D], log_abs_det: f64) {
    %z = let where(%x < 0, %x / slope, %x)
    %l = let log(slope) * sum(f64(%x < 0))
    return %z, %l }
  func @inverse(%x: f64[D], %A1: f64[D, D], %b1: f64[D], %A3: f64[D, D], %b3: f64[D])
      -> (z: f64[D], log_abs_det: f64) {
    %f2, %l3 = call @affine_inverse(%x, %A3, %b3)
    %f1, %l2 = call @leaky_inverse(%f2)
    %z, %l1 = call @affine_inverse(%f1, %A1, %b1)
    %l = let -(%l1 + %l2 + %l3)
    return %z, %l }
  func @main(%x: f64[D], %A1: f64[D, D], %b1: f64[D], %A3: f64[D, D], %b3: f64[D])
      -> (z: f64[D], J_inverse: f64[D, D], log_abs_det: f64, log_abs_det_J: f64) {
    %z, %l = call @inverse(%x, %A1, %b1, %A3, %b3)
    %J = jacobian @inverse(%x, %A1, %b1, %A3, %b3) wrt(x)
    %lJ = log_abs_det %J
    return %z, %J, %l, %lJ }
}
