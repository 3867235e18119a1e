// UDL-16.10: the Jacobian of two residual steps on the halves of a vector.
//
//   h1' = h1 + f1(h2),   h2' = h2 + f2(h1'):   J = [[I, F1], [F2, I + F2 F1]],   det J = 1
//   (i) f(h) = tanh(W h): F1 and F2 are dense
//   (ii) f(h) = tanh(a h), element by element: F1 and F2 are diagonal
//
// Source: Understanding Deep Learning, problem 16.10 (figure 16.8). A pattern has 1 where the
// Jacobian is not zero. The last results are its determinants, and h again by subtracting in the
// other order.
leat.model @residual_steps {
  // %W is a matrix: with a diagonal one the step is by elements.
  func @f(%h: f64[D], %W: f64[D, D]) -> (f: f64[D]) {
    %f = let tanh(linear(%h, %W))
    return %f }
  func @halves(%h: f64[E]) -> (h1: f64[?], h2: f64[?]) {
    %rows = reshape %h, shape = [2, -1]
    %h1 = let %rows[0]
    %h2 = let %rows[1]
    return %h1, %h2 }
  func @forward(%h: f64[E], %W1: f64[D, D], %W2: f64[D, D]) -> (y: f64[E]) {
    %h1, %h2 = call @halves(%h)
    %y1 = let %h1 + @f(%h2, %W1)
    %y2 = let %h2 + @f(%y1, %W2)
    %y = concat %y1, %y2
    return %y }
  func @backward(%y: f64[E], %W1: f64[D, D], %W2: f64[D, D]) -> (h: f64[E]) {
    %y1, %y2 = call @halves(%y)
    %h2 = let %y2 - @f(%y1, %W2)
    %h1 = let %y1 - @f(%h2, %W1)
    %h = concat %h1, %h2
    return %h }
  func @case(%h: f64[E], %W1: f64[D, D], %W2: f64[D, D])
      -> (y: f64[E], J: f64[E, E], pattern: i64[E, E], det: f64, inverse: f64[E]) {
    %y = call @forward(%h, %W1, %W2)
    %J = jacobian @forward(%h, %W1, %W2) wrt(h)
    %pattern = let i64(%J <> 0)
    %det = let det_sign(%J) * exp(log_abs_det(%J))
    %back = call @backward(%y, %W1, %W2)
    return %y, %J, %pattern, %det, %back }
  func @main(%h: f64[E], %W1: f64[D, D], %W2: f64[D, D], %a1: f64[D], %a2: f64[D])
      -> (dense_y: f64[E], dense_J: f64[E, E], dense_pattern: i64[E, E], elementwise_y: f64[E],
          elementwise_J: f64[E, E], elementwise_pattern: i64[E, E], dense_det: f64,
          elementwise_det: f64, dense_inverse: f64[E], elementwise_inverse: f64[E]) {
    %y, %J, %pattern, %det, %back = call @case(%h, %W1, %W2)
    %A1 = diag %a1
    %A2 = diag %a2
    %ey, %eJ, %epattern, %edet, %eback = call @case(%h, %A1, %A2)
    return %y, %J, %pattern, %ey, %eJ, %epattern, %det, %edet, %back, %eback }
}
