// UDL-12.7: one more token in masked self-attention, with the keys and values of the earlier ones
// kept.
//
//   q_n = W_q x_n,   k_n = W_k x_n,   v_n = W_v x_n
//   y_n = sum_{m <= n} softmax_m(q_n . k_m / sqrt D) v_m
//
// Source: Understanding Deep Learning, problem 12.7, tokens as rows. No earlier output sees the new
// token, so that only its own is to be computed. For token N these are q, k and v, 3 D^2
// multiplications, N dot products with the keys, N D, and the sum of the values, N D. @main goes
// token by token, and asserts that causal attention of all tokens at once gives the same.
leat.model @kv_cache {
  // What token n = 1 ... N sees: itself and the rows of the caches in front of it.
  func @append(%cache: f64[N, D], %n: i64, %row: f64[D]) -> (cache: f64[N, D]) {
    %i = iota shape = [N, 1], dtype = i64
    %with = let where(%i == %n - 1, %row, %cache)
    return %with }
  func @y(%q: f64[D], %K: f64[N, D], %V: f64[N, D], %n: i64) -> (y: f64[D]) {
    %seen = let iota(shape = [1, N], dtype = i64, axis = 1) < %n
    %y = let reshape(attention(reshape(%q, shape = [1, D]), %K, %V, %seen), shape = [D])
    return %y }
  func @incremental(%X: f64[N, D], %Wq: f64[D, D], %Wk: f64[D, D], %Wv: f64[D, D])
      -> (Y: f64[N, D]) {
    %none = let 0 * %X
    %K, %V, %Y = for %n = 1 to N carry(%K = %none, %V = %none) over(%x = %X) {
      %Kn = let @append(%K, %n, linear(%x, %Wk))
      %Vn = let @append(%V, %n, linear(%x, %Wv))
      %y = let @y(linear(%x, %Wq), %Kn, %Vn, %n)
      yield %Kn, %Vn stack(%y) }
    return %Y }
  func @main(%X: f64[N, D], %Wq: f64[D, D], %Wk: f64[D, D], %Wv: f64[D, D])
      -> (Y: f64[N, D], extra_macs_last_token: i64) {
    %Y = let @incremental(%X, %Wq, %Wk, %Wv)
    %at_once = let attention(linear(%X, %Wq), linear(%X, %Wk), linear(%X, %Wv), causal = true)
    %same = let abs(%Y - %at_once) <= 1e-5 * max(abs(%Y))
    assert %same, "token by token is not as all at once"
    %macs = let 3 * i64(D) * D + 2 * i64(N) * D
    return %Y, %macs }
}
