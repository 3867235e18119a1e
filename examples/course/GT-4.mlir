// GT-4: a Jacobian by differences, by forward mode and by reverse mode.
//
//   f(w) = (cos w1 cos w2 + s(w2), ln(w1 + w2) + w1^2 w2),   s the sigmoid
//   J = [[-sin w1 cos w2,           -cos w1 sin w2 + s(w2) (1 - s(w2))],
//        [1 / (w1 + w2) + 2 w1 w2,  1 / (w1 + w2) + w1^2             ]]
//   warm-up: g = (x + y) (y + 1),   dg/dx = y + 1,   dg/dy = x + 2 y + 1
//
// Source: CS 4644/7643, problem set 2, item 4. The text does not say which differences it means;
// here are the one-sided and the central ones.
leat.model @graph {
  config @dw = 0.01
  func @f(%w: f64[2]) -> (f: f64[2]) {
    %w1 = let %w[0]     %w2 = let %w[1]
    %f1 = let cos(%w1) * cos(%w2) + sigmoid(%w2)
    %f2 = let log(%w1 + %w2) + %w1 ** 2 * %w2
    %f = stack %f1, %f2
    return %f }
  // Forward mode gives a column of the Jacobian: how all of f moves with one of w.
  func @column(%w: f64[2], %tangent: f64[2]) -> (column: f64[2]) {
    %f, %column = jvp @f(%w) tangent(%tangent) wrt(w)
    return %column }
  // Reverse mode gives a row: how one of f moves with all of w.
  func @row(%w: f64[2], %cotangent: f64[2]) -> (row: f64[2]) {
    %f, %row = vjp @f(%w) cotangent(%cotangent) wrt(w)
    return %row }
  func @warmup(%w: f64[2]) -> (g: f64) {
    %x = let %w[0]      %y = let %w[1]
    %g = let (%x + %y) * (%y + 1)
    return %g }
  func @main(%w: f64[2])
      -> (f: f64[2], J: f64[2, 2], J_forward_mode: f64[2, 2], J_reverse_mode: f64[2, 2],
          J_forward_difference: f64[2, 2], J_central_difference: f64[2, 2],
          warmup_f_dx_dy: f64[3]) {
    %f = call @f(%w)
    %J = jacobian @f(%w) wrt(w)
    %unit = let eye(2, dtype = f64)
    %columns = vmap @column(%w, %unit) in_axes(none, 0) out_axes(1)
    %rows = vmap @row(%w, %unit) in_axes(none, 0)

    %right = let %w + dw * %unit     // a row for each of w, which is moved
    %left = let %w - dw * %unit
    %f_right = vmap @f(%right) in_axes(0) out_axes(1)
    %f_left = vmap @f(%left) in_axes(0) out_axes(1)
    %one_sided = let (%f_right - reshape(%f, shape = [2, 1])) / dw
    %central = let (%f_right - %f_left) / (2 * dw)

    %g, %dg = grad @warmup(%w) wrt(w)
    %warmup = let concat(reshape(%g, shape = [1]), %dg)
    return %f, %J, %columns, %rows, %one_sided, %central, %warmup }
}
