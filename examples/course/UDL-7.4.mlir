// UDL-7.4: the derivative of the squared error by what the network gives.
//
//   l = (y - f)^2,   dl/df = -2 (y - f)
//
// Source: Understanding Deep Learning, problem 7.4.
leat.model @squared_error {
  func @l(%y: f64[n], %f: f64[n]) -> (l: f64) {
    %l = let sum((%y - %f) ** 2) // of a sum, each element has its own derivative
    return %l }
  func @main(%y: f64[n], %f: f64[n]) -> (dl_df: f64[n]) {
    %l, %df = grad @l(%y, %f) wrt(f)
    return %df }
}
