// NET-FLOW-RESIDUAL: a contractive residual flow, inverted by iteration; its determinant by a series.
//
//   x = z + g(z),   g(z) = tanh(W z + b),   W = lip W_raw / sigma_max(W_raw), lip < 1
//   inverse: z <- x - g(z) until it stays;   J = dg/dz:
//   log det(I + J) = sum_k (-1)^(k+1) tr(J^k) / k,   tr(J^k) ~ v^T J^k v for random signs v
//
// Source: Behrmann et al., Invertible Residual Networks, 2019; Understanding Deep Learning, chapter
// 16. The series is cut after 10 terms. Its estimate takes the products of v and J by reverse mode,
// without J.
leat.model @contractive {
  config @lip = 0.6
  func @sigma_max(%W: f64[D, E]) -> (sigma: f64) {
    %s = let sqrt(max(eigh_values(matmul(transpose(%W), %W))))
    return %s }
  func @g(%z: f64[D], %W: f64[D, D], %b: f64[D]) -> (g: f64[D]) {
    %g = let tanh(linear(%z, %W, %b))
    return %g }
  func @inverse(%x: f64[D], %W: f64[D, D], %b: f64[D]) -> (z: f64[D]) {
    %moved0 = full 1 : f64
    %trips0 = full 0 : i64
    %z, %m, %n = while carry(%z = %x, %moved = %moved0, %trips = %trips0) {
      %more = let logical_and(%moved > 1e-15, %trips < 1000)
      condition %more } do {
      %next = let %x - @g(%z, %W, %b)
      %by = let max(abs(%next - %z))
      %count = let %trips + 1
      yield %next, %by, %count }
    return %z }
  func @series(%J: f64[D, D]) -> (log_det: f64) {
    %I = eye count = D, dtype = f64
    %zero = full 0 : f64
    %P, %l = for %k = 1 to 10 carry(%P = %I, %l = %zero) {
      %Pk = matmul %P, %J // J^k
      %lk = let %l - (-1) ** f64(%k) * trace(%Pk) / f64(%k)
      yield %Pk, %lk }
    return %l }
  func @hutchinson(%z: f64[D], %W: f64[D, D], %b: f64[D], %v: f64[D]) -> (log_det: f64) {
    %zero = full 0 : f64
    %w, %l = for %k = 1 to 10 carry(%w = %v, %l = %zero) {
      %g, %wk = vjp @g(%z, %W, %b) cotangent(%w) wrt(z) // v^T J^k
      %lk = let %l - (-1) ** f64(%k) * sum(%wk * %v) / f64(%k)
      yield %wk, %lk }
    return %l }
  func @main(%z: f64[D], %b: f64[D], %v: f64[D], %W_raw: f64[D, D])
      -> (x: f64[D], inverse: f64[D], logdet: f64, series10: f64, hutchinson10: f64,
          sigma_max_W: f64) {
    %W = let lip * %W_raw / @sigma_max(%W_raw)
    %x = let %z + @g(%z, %W, %b)
    %back = call @inverse(%x, %W, %b)
    %J = jacobian @g(%z, %W, %b) wrt(z)
    %logdet = let log_abs_det(eye(D, dtype = f64) + %J)
    %series = call @series(%J)
    %hutchinson = call @hutchinson(%z, %W, %b, %v)
    %sigma = call @sigma_max(%W)
    return %x, %back, %logdet, %series, %hutchinson, %sigma }
}
