// UDL-6.4: logistic regression in one dimension.
//
//   z_i = phi0 + phi1 x_i,   L = sum_i softplus(z_i) - y_i z_i   (binary cross-entropy)
//   dL/dphi = sum_i (sig(z_i) - y_i) (1, x_i)
//   H = sum_i sig(z_i) (1 - sig(z_i)) (1, x_i)^T (1, x_i)
//
// Source: Understanding Deep Learning, problem 6.4. H is positive definite where two x_i differ, so
// L is convex. The answer's derivative of the sigmoid has its denominator as 1 + exp(-z)^2; it is
// (1 + exp(-z))^2. And a larger phi0 moves the curve to the left only while phi1 > 0.
leat.model @logistic {
  func @L(%phi: f64[2], %x: f64[N], %y: f64[N]) -> (L: f64) {
    %z = let %phi[0] + %phi[1] * %x
    %L = bce_with_logits %z, %y, reduction = sum
    return %L }
  func @on_grid(%phi0: f64, %phi1: f64, %x: f64[N], %y: f64[N]) -> (L: f64) {
    %L = let @L(stack(%phi0, %phi1), %x, %y)
    return %L }
  func @row(%phi0: f64, %phi1: f64[G], %x: f64[N], %y: f64[N]) -> (L: f64[G]) {
    %L = vmap @on_grid(%phi0, %phi1, %x, %y) in_axes(none, 0, none, none)
    return %L }

  // Newton's method from 0. Far from the minimum its steps are too long; they are shortened by
  // 1 + decrement, which goes to 1 as the decrement sqrt(g H^-1 g) goes to 0.
  func @minimise(%x: f64[N], %y: f64[N]) -> (phi: f64[2]) {
    %start = full 0 : f64[2]
    %phi = for %t = 1 to 60 carry(%phi = %start) {
      %L, %g = grad @L(%phi, %x, %y) wrt(phi)
      %H = hessian @L(%phi, %x, %y) wrt(phi)
      %step = let reshape(solve(%H, reshape(%g, shape = [2, 1])), shape = [2])
      %decrement = let sqrt(relu(sum(%g * %step)))
      %next = let %phi - %step / (1 + %decrement)
      yield %next }
    return %phi }

  func @main(%x: f64[N], %y: i64[N], %grid_phi0: f64[G0], %grid_phi1: f64[G1], %phi: f64[2])
      -> (loss_grid: f64[G0, G1], grad: f64[2], H: f64[2, 2], H_eig: f64[2],
          minimiser: f64[2], L_min: f64) {
    %t = let f64(%y)
    %grid = vmap @row(%grid_phi0, %grid_phi1, %x, %t) in_axes(0, none, none, none)
    %L, %g = grad @L(%phi, %x, %t) wrt(phi)
    %H = hessian @L(%phi, %x, %t) wrt(phi)
    %eig = eigh_values %H
    %best = let @minimise(%x, %t)
    %least = let @L(%best, %x, %t)
    return %grid, %g, %H, %eig, %best, %least }
}
