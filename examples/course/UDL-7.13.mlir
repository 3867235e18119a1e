// UDL-7.13: forward mode on exp(u) + sin(u), u = e^x + e^2x.
//
//   f1 = e^x,  f2 = f1^2,  f3 = f1 + f2,  f4 = exp f3,  f5 = sin f3,  y = f4 + f5
//   f1' = e^x,  f2' = 2 f1 f1',  f3' = f1' + f2',  f4' = exp(f3) f3',
//   f5' = cos(f3) f3',  y' = f4' + f5'
//
// Source: Understanding Deep Learning, problem 7.13. The second derivative is forward over reverse:
// how the gradient moves with x.
leat.model @forward {
  func @values(%x: f64) -> (values: f64[6]) {
    %f1 = exp %x
    %f2 = let %f1 ** 2
    %f3 = let %f1 + %f2
    %f4 = exp %f3
    %f5 = sin %f3
    %y = let %f4 + %f5
    %values = stack %f1, %f2, %f3, %f4, %f5, %y
    return %values }
  func @y(%x: f64) -> (y: f64) {
    %y = let @values(%x)[5]
    return %y }
  func @slope(%x: f64) -> (dy_dx: f64) {
    %y, %dx = grad @y(%x) wrt(x)
    return %dx }
  func @forwards(%x: f64) -> (tangents: f64[6], d2y: f64) {
    %one = full 1 : f64
    %values, %tangents = jvp @values(%x) tangent(%one) wrt(x)
    %dx, %d2y = jvp @slope(%x) tangent(%one) wrt(x)
    return %tangents, %d2y }
  func @main(%xs: f64[X]) -> (tangents: f64[X, 6], d2y_dx2: f64[X]) {
    %tangents, %d2y = vmap @forwards(%xs) in_axes(0)
    return %tangents, %d2y }
}
