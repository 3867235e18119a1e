// UDL-7.12: reverse mode by hand and by machine, on exp(u) + sin(u), u = e^x + e^2x.
//
//   f1 = e^x,  f2 = f1^2,  f3 = f1 + f2,  f4 = exp f3,  f5 = sin f3,  y = f4 + f5
//   dy/df5 = dy/df4 = 1,  dy/df3 = dy/df2 = exp f3 + cos f3,
//   dy/df1 = dy/df3 (1 + 2 f1),  dy/dx = f1 dy/df1
//
// Source: Understanding Deep Learning, problem 7.12. Where a value goes two ways, as f1 and f3 do,
// what comes back along both is added.
leat.model @reverse {
  // y when f5, f4, f3, f2, f1 are moved by the elements of %e: at e = 0 the derivative by one of
  // these is the adjoint of what it moves.
  func @y(%x: f64, %e: f64[5]) -> (y: f64) {
    %f1 = let exp(%x) + %e[4]
    %f2 = let %f1 ** 2 + %e[3]
    %f3 = let %f1 + %f2 + %e[2]
    %f4 = let exp(%f3) + %e[1]
    %f5 = let sin(%f3) + %e[0]
    %y = let %f4 + %f5
    return %y }
  func @backwards(%x: f64) -> (y: f64, adjoints: f64[6]) {
    %e = full 0 : f64[5]
    %y, %inside, %dx = grad @y(%x, %e) wrt(e, x)
    %adjoints = let concat(%inside, reshape(%dx, shape = [1]))
    return %y, %adjoints }
  func @main(%xs: f64[X]) -> (y: f64[X], adjoints: f64[X, 6]) {
    %y, %adjoints = vmap @backwards(%xs) in_axes(0)
    return %y, %adjoints }
}
