// UDL-12.10: linear attention.
//
//   a_nm = g(k_m)^T g(q_n) / sum_m' g(k_m')^T g(q_n),   g(z) = elu(z) + 1
//   y_n = sum_m a_nm v_m = S g(q_n) / z^T g(q_n),   S = sum_m v_m g(k_m)^T,   z = sum_m g(k_m)
//   causal: S_n and z_n are the sums over m <= n
//
// Source: Understanding Deep Learning, problem 12.10. The softmax there is printed with k_bullet in
// the numerator, where k_m is meant. S and z are computed once for all queries: N D^2
// multiplications in the place of N^2 D. @main asserts that Y is also the product of weights and
// values.
leat.model @linear_attention {
  func @g(%z: f64[N, D]) -> (g: f64[N, D]) {
    %g = let elu(%z) + 1
    return %g }
  func @weights(%gq: f64[N, D], %gk: f64[M, D]) -> (a: f64[N, M]) {
    %products = matmul %gq, %gk, transpose_rhs = true
    %a = let %products / sum(%products, axis = 1, keepdims = true)
    return %a }
  func @attend(%gq: f64[N, D], %gk: f64[M, D], %v: f64[M, E]) -> (Y: f64[N, E]) {
    %S = matmul %v, %gk, transpose_lhs = true      // [E, D]
    %z = sum %gk, axis = 0
    %Y = let matmul(%gq, %S, transpose_rhs = true) / sum(%gq * %z, axis = 1, keepdims = true)
    return %Y }
  func @causal(%gq: f64[N, D], %gk: f64[N, D], %v: f64[N, E]) -> (Y: f64[N, E]) {
    %S0 = full 0 : f64[E, D]
    %z0 = full 0 : f64[D]
    %S, %z, %Y = for %n = 1 to N carry(%S = %S0, %z = %z0) over(%q = %gq, %k = %gk, %vn = %v) {
      %S1 = let %S + outer(%vn, %k)
      %z1 = let %z + %k
      %y = let sum(%S1 * %q, axis = 1) / sum(%z1 * %q)
      yield %S1, %z1 stack(%y) }
    return %Y }
  func @main(%q: f64[N, D], %k: f64[N, D], %v: f64[N, E])
      -> (weights: f64[N, N], Y: f64[N, E], Y_causal: f64[N, E]) {
    %gq = let @g(%q)
    %gk = let @g(%k)
    %weights = let @weights(%gq, %gk)
    %Y = let @attend(%gq, %gk, %v)
    %same = let abs(matmul(%weights, %v) - %Y) <= 1e-5 * max(abs(%v))
    assert %same, "the two orders of multiplication differ"
    %Y_causal = let @causal(%gq, %gk, %v)
    return %weights, %Y, %Y_causal }
}
