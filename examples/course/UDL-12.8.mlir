// UDL-12.8: two ways round the quadratic cost of self-attention.
//
//   y_n = sum_{m in S_n} softmax_m(q_n . k_m / sqrt D) v_m
//   dense:    S_n is all N tokens                           2 N^2 D multiplications
//   window:   S_n is the window of w tokens that n is in    2 N w D
//   strided:  S_n is every w-th token, n among them
//   axial:    in a square image the row, then the column    4 N^(3/2) D, rounded
//
// Source: Understanding Deep Learning, problem 12.8. Each of them is dense attention with a mask.
// The windows are also computed one by one, which is what saves the work; @main asserts that the
// mask gives the same.
leat.model @sparse_attention {
  config @w = 4
  func @window(%q: f64[N, D], %k: f64[N, D], %v: f64[N, D], %n: i64[w]) -> (Y: f64[w, D]) {
    %tokens = let minimum(%n, N - 1)               // the last window may reach beyond N
    %seen = let reshape(%n < N, shape = [1, w])
    %Y = let attention(%q[%tokens], %k[%tokens], %v[%tokens], %seen)
    return %Y }
  func @one_by_one(%q: f64[N, D], %k: f64[N, D], %v: f64[N, D]) -> (Y: f64[N, D]) {
    %count = let i64(ceil(f64(N) / w))
    %windows = for %b = 1 to %count, max_trips = N {
      %n = let (%b - 1) * w + iota(shape = [w], dtype = i64)
      %Y = let @window(%q, %k, %v, %n)
      yield stack(%Y) }
    %rows = reshape %windows, shape = [-1, D]
    %Y = let %rows[iota(shape = [N], dtype = i64)]
    return %Y }
  func @main(%q: f64[N, D], %k: f64[N, D], %v: f64[N, D])
      -> (Y_window: f64[N, D], macs_dense_window_axial: i64[3], Y_strided: f64[N, D]) {
    %n = iota shape = [N, N], dtype = i64, axis = 0
    %m = iota shape = [N, N], dtype = i64, axis = 1
    %Y_window = let attention(%q, %k, %v, floor_div(%n, w) == floor_div(%m, w))
    %Y_strided = let attention(%q, %k, %v, mod(%n - %m, w) == 0)
    %same = let abs(@one_by_one(%q, %k, %v) - %Y_window) <= 1e-5 * max(abs(%v))
    assert %same, "windows one by one are not what the mask gives"
    %dense = let 2 * i64(N) * N * D
    %window = let 2 * i64(N) * w * D
    %axial = let i64(round(4 * f64(N) * sqrt(f64(N)) * D))
    %macs = stack %dense, %window, %axial
    return %Y_window, %macs, %Y_strided }
  // Which tokens each token sees, to be drawn.
  func @pattern() -> (window: i64[N, N], strided: i64[N, N]) {
    %n = iota shape = [N, N], dtype = i64, axis = 0
    %m = iota shape = [N, N], dtype = i64, axis = 1
    %window = let i64(floor_div(%n, w) == floor_div(%m, w))
    %strided = let i64(mod(%n - %m, w) == 0)
    return %window, %strided }
}
