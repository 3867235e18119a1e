// UDL-9.6: penalties for parameters: L0, L1/2, L1 and L2.
//
//   L0 = number of phi_d that are not 0,  L1/2 = sum sqrt|phi_d|,  L1 = sum |phi_d|,
//   L2 = sum phi_d^2
//   slopes away from 0:  -,  sign(phi_d) / (2 sqrt|phi_d|),  sign(phi_d),  2 phi_d
//
// Source: Understanding Deep Learning, problem 9.6. Only of L2 the slope fades as phi_d goes to 0;
// that of L1 stays, and that of L1/2 grows without bound, so these make parameters exactly 0.
// Gradients are for the last two points, which lie on no axis.
leat.model @penalties {
  func @l0(%phi: f64[D]) -> (penalty: f64) {
    %l0 = let f64(count_nonzero(%phi))
    return %l0 }
  func @l_half(%phi: f64[D]) -> (penalty: f64) {
    %l_half = let sum(sqrt(abs(%phi)))
    return %l_half }
  func @l1(%phi: f64[D]) -> (penalty: f64) {
    %l1 = let sum(abs(%phi))
    return %l1 }
  func @l2(%phi: f64[D]) -> (penalty: f64) {
    %l2 = let sum(%phi ** 2)
    return %l2 }
  func @values(%phi: f64[D]) -> (values: f64[4]) {
    %values = let stack(@l0(%phi), @l_half(%phi), @l1(%phi), @l2(%phi))
    return %values }
  func @slopes(%phi: f64[D]) -> (slopes: f64[3, D]) {
    %l_half, %d_half = grad @l_half(%phi) wrt(phi)
    %l1, %d1 = grad @l1(%phi) wrt(phi)
    %l2, %d2 = grad @l2(%phi) wrt(phi)
    %slopes = stack %d_half, %d1, %d2
    return %slopes }
  func @main(%pts: f64[N, D]) -> (penalties: f64[N, 4], grads_last_two: f64[3, 2, D]) {
    %values = vmap @values(%pts) in_axes(0)
    %last_two = slice %pts, axis = 0, start = -2
    %slopes = vmap @slopes(%last_two) in_axes(0) out_axes(1)
    return %values, %slopes }
  // Three penalties of two parameters, to be drawn with their contours.
  func @surface(%phi: f64[2]) -> (L0: f64, L_half: f64, L1: f64) {
    %l0 = call @l0(%phi)
    %l_half = call @l_half(%phi)
    %l1 = call @l1(%phi)
    return %l0, %l_half, %l1 }
}
