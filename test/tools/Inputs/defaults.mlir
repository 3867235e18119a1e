leat.model @defaults {
  config @Rows = 2
  param @w : f64[2] = ones
  func @main(%x: f64[N], %rates: f64[K] = [0.5, 1, -2e1], %shift: i64 = -3, %flip: i1 = true) -> (y: f64[K, N]) {
    %rows = reshape %rates, shape = [K, 1]
    %y = let where(%flip, -%x, %x) * %rows + f64(%shift)
    return %y }
  func @same(%x: f64[N], %y: f64[N] = [1, 2]) -> (z: f64[N]) {
    %z = let %x + %y
    return %z }
  func @square(%m: f64[Rows, Rows] = [[1, 2], [3, 4]]) -> (t: f64[Rows, Rows]) {
    %t = transpose %m, axes = [1, 0]
    return %t }
  func @loss(%x: f64[B, 2], %scale: f64 = 0.5) -> (l: f64) {
    %l = let mean(sum(%x * @w, axis = 1) ** 2) * %scale
    return %l }
  trainer @fit minimizes @loss wrt(params) using sgd(lr = 0.1)
}
