// SYS-WHILE: a fixed point, and its derivative by the equation that it solves.
//
//   z = tanh(W z + x),   W = W_raw / (2 sigma_max(W_raw)),   so that the iteration contracts
//   dz/dx = (I - J)^-1 diag(1 - z^2),   J = diag(1 - z^2) W
//
// Source: the implicit function theorem; Bai, Kolter & Koltun 2019. What @fixed_point does is not
// looked into by reverse mode: @implicit solves (I - J)^T v = dz and hands v back through one step.
leat.model @fixed_points {
  func @step(%W: f64[D, D], %x: f64[D], %z: f64[D]) -> (z: f64[D]) {
    %next = let tanh(linear(%z, %W) + %x)
    return %next }

  // Until a step changes nothing by more than 1e-12, or 200 times where digits do not go so far.
  func @fixed_point(%W: f64[D, D], %x: f64[D]) -> (z: f64[D]) custom_vjp @implicit {
    %z0 = full 0 : f64[D]
    %one = full 1 : f64
    %none = full 0 : i64
    %z, %change, %n = while carry(%z = %z0, %change = %one, %n = %none) {
      %more = let logical_and(%change > 1e-12, %n < 200)
      condition %more } do {
      %next = call @step(%W, %x, %z)
      %moved = let max(abs(%next - %z))
      %count = let %n + 1
      yield %next, %moved, %count }
    return %z }
  func @implicit(%W: f64[D, D], %x: f64[D], %z: f64[D], %dz: f64[D])
      -> (dW: f64[D, D], dx: f64[D]) {
    %J = jacobian @step(%W, %x, %z) wrt(z)
    %i = eye count = D, dtype = f64
    %v = let solve(transpose(%i - %J), reshape(%dz, shape = [D, 1]))
    %w = reshape %v, shape = [D]
    %next, %dW, %dx = vjp @step(%W, %x, %z) cotangent(%w) wrt(W, x)
    return %dW, %dx }

  func @weighted(%W: f64[D, D], %x: f64[D], %u: f64[D]) -> (s: f64, z: f64[D]) {
    %z = call @fixed_point(%W, %x)
    %s = let sum(%u * %z)
    return %s, %z }
  func @main(%W_raw: f64[D, D], %x: f64[D], %u: f64[D]) -> (z: f64[D], dx: f64[D]) {
    %sigma = let sqrt(max(eigh_values(matmul(%W_raw, %W_raw, transpose_lhs = true))))
    %W = let 0.5 * %W_raw / %sigma
    %s, %z, %dx = grad @weighted(%W, %x, %u) wrt(x)
    return %z, %dx }
}
