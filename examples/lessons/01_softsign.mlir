// Lesson 1: the softsign function, y = x / (1 + |x|), and its derivative.
//
// Call it, and print the function that the compiler derives:
//
//   leat run examples/lessons/01_softsign.mlir --input x=[-1,0,2]
//   leat run examples/lessons/01_softsign.mlir --entry slope --input x=[-1,0,2]
//   leat compile examples/lessons/01_softsign.mlir --entry slope --shape N=3 --emit graph
//
// `grad` differentiates a scalar, so @slope differentiates the sum of all y:
// as y_i depends on x_i alone, the gradient holds dy_i / dx_i. The last command
// prints the quotient rule, d(x / s) = dx / s - x / s^2 ds with s = 1 + |x|:
//
//   func @slope(%x: f32[3]) -> (dy_dx: f32[3]) {
//     %add = let abs(%x) + 1 : f32[3]
//     %y = let %x / %add : f32[3]
//     %d_x = let 1 / %add - %y / %add * sign(%x) : f32[3]
//     return %d_x
//   }
//
// By hand it becomes 1 / (1 + |x|)^2, which @by_hand computes for comparison.
leat.model @softsign {
  func @main(%x: f32[N]) -> (y: f32[N]) {
    %y = let %x / (1 + abs(%x))
    return %y }
  func @total(%x: f32[N]) -> (total: f32) {
    %t = let sum(@main(%x))
    return %t }
  func @slope(%x: f32[N]) -> (dy_dx: f32[N]) {
    %t, %d = grad @total(%x) wrt(x)
    return %d }
  func @by_hand(%x: f32[N]) -> (dy_dx: f32[N]) {
    %s = let 1 + abs(%x)
    %d = let 1 / (%s * %s)
    return %d }
}
