// UDL-17.2: the logarithm is concave.
//
//   (log x)'' = -1 / x^2 < 0
//
// Source: Understanding Deep Learning, problem 17.2. The second derivative is that of the
// derivative, as the compiler finds it.
leat.model @concave {
  func @log(%x: f64) -> (y: f64) {
    %y = log %x
    return %y }
  func @slope(%x: f64) -> (slope: f64) {
    %y, %dx = grad @log(%x) wrt(x)
    return %dx }
  func @curvature(%x: f64) -> (d2: f64) {
    %dx, %d2 = grad @slope(%x) wrt(x)
    return %d2 }
  func @main(%xs: f64[N]) -> (d2: f64[N]) {
    %d2 = vmap @curvature(%xs) in_axes(0)
    return %d2 }
}
