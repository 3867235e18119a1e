// As many rows as an extent says.
leat.model @counts {
  func @main(%x: f64[N, C], %from: i64[E], %to: i64[E])
      -> (y: f64[N, C], in: f64[N, C], grouped: f64[1, N, C], even: f64[N], far: f64[N, E], degree: i64[N], dx: f64[N, C]) {
    %y = let segment_sum(%x[%from], %to, segments = N)
    %s, %dx = grad @total(%x, %from, %to) wrt(x)
    %t = let scatter_add(%x[%to], %from, rows = N)
    %o = let transpose(one_hot(%to, depth = N, dtype = f64))
    %d = bincount %to, bins = N
    %two = full 2 : f64[N, 1, 1]
    %g = let conv(reshape(%x, shape = [1, N, C]), %two, groups = N)
    %e = let linspace(0, 1, N, dtype = f64)
    return %y, %t, %g, %e, %o, %d, %dx }
  func @total(%x: f64[N, C], %from: i64[E], %to: i64[E]) -> (s: f64) {
    %z = call @twice(%x)
    %s = let sum(segment_sum(%x[%from], %to, segments = N) ** 2) + 0 * N * E
    return %s }
  func @twice(%rows: f64[R, C]) -> (z: f64[R, C]) {
    %z = let 2 * %rows
    return %z }
  func @halves(%x: f64[N, D]) -> (a: f64[N, ?], b: f64[N, ?]) {
    %a, %b = split %x, parts = 2, axis = 1
    return %a, %b }
}
