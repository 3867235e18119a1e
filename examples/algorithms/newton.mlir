// Newton's method, for a minimum and for a root of several equations.
//
//   minimum of f:  x <- x - H^-1 g,   g the gradient of f at x and H its Hessian
//   root of F:     x <- x - J^-1 F,   J the Jacobian of F at x
//
// Close to the solution each step squares the error. Further away H may not be positive definite,
// and a step may go up; see line_search.mlir for what is safe from everywhere.
// Source: Nocedal and Wright, Numerical Optimization (2006), sections 3.3 and 11.1.
//
//   leat run examples/algorithms/newton.mlir --input x0=[-1.2,1]
//   leat run examples/algorithms/newton.mlir --entry root --input x0=[-1,1]
leat.model @newton {
  config @tolerance = 1e-12
  config @most = 50                                // gives up after so many steps

  // What is to be minimised, for any number of variables: here Rosenbrock's valley.
  func @f(%x: f64[D]) -> (f: f64) {
    %a = slice %x, axis = 0, stop = -1
    %b = slice %x, axis = 0, start = 1
    %f = let sum(100 * (%b - %a ** 2) ** 2 + (1 - %a) ** 2)
    return %f }
  // What is to be zero, as many equations as variables: here a circle meets an exponential.
  func @F(%x: f64[2]) -> (F: f64[2]) {
    %F = let stack(%x[0] ** 2 + %x[1] ** 2 - 4, exp(%x[0]) + %x[1] - 1)
    return %F }

  func @gradient(%x: f64[D]) -> (g: f64[D]) {
    %f, %g = grad @f(%x) wrt(x)
    return %g }
  func @solve(%A: f64[D, D], %b: f64[D]) -> (x: f64[D]) {
    %x = let squeeze(solve(%A, unsqueeze(%b, axis = 1)), axis = 1)
    return %x }

  // `gradients` are the lengths of the gradient before each step; behind the last step stand zeros.
  func @main(%x0: f64[D] = [-1.2, 1]) -> (x: f64[D], f: f64, steps: i64, gradients: f64[most]) {
    %zero = full 0 : i64
    %x, %n, %gradients = while carry(%x = %x0, %n = %zero), max_trips = most {
      %more = let logical_and(vector_norm(@gradient(%x)) > tolerance, %n < most)
      condition %more } do {
      %g = call @gradient(%x)
      %H = hessian @f(%x) wrt(x)
      %next = let %x - @solve(%H, %g)
      %n1 = let %n + 1
      %length = vector_norm %g
      yield %next, %n1 stack(%length) }
    %f = call @f(%x)
    return %x, %f, %n, %gradients }

  // `residuals` are the lengths of F before each step.
  func @root(%x0: f64[2] = [-1, 1]) -> (x: f64[2], steps: i64, residuals: f64[most]) {
    %zero = full 0 : i64
    %x, %n, %residuals = while carry(%x = %x0, %n = %zero), max_trips = most {
      %more = let logical_and(vector_norm(@F(%x)) > tolerance, %n < most)
      condition %more } do {
      %F = call @F(%x)
      %J = jacobian @F(%x) wrt(x)
      %next = let %x - @solve(%J, %F)
      %n1 = let %n + 1
      %length = vector_norm %F
      yield %next, %n1 stack(%length) }
    return %x, %n, %residuals }
}
