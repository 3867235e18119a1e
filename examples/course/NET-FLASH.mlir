// NET-FLASH: attention in tiles, with a softmax that goes along.
//
//   for each block of keys:  s = q k^T / sqrt d,   m' = max(m, max s)
//                            l' = e^(m - m') l + sum e^(s - m'),   o' = e^(m - m') o + e^(s - m') v
//   Y = o / l,   lse = m + log l
//
// Source: Dao et al. (2022), FlashAttention. The same as softmax(q k^T / sqrt d) v for blocks of
// any size, but without the N x M products in memory, and finite however large they are: once more
// with queries 200 times as long. dQ is the gradient of sum(U Y).
leat.model @flash {
  config @block = 3
  func @flash(%q: f64[N, D], %k: f64[M, D], %v: f64[M, E]) -> (Y: f64[N, E], lse: f64[N]) {
    %zero = full 0 : f64[N, 1]
    %nothing = let log(%zero)                      // -inf, the maximum of no products
    %o0 = full 0 : f64[N, E]
    %blocks = let i64(ceil(f64(M) / block))
    %m, %l, %o = for %j = 1 to %blocks, max_trips = M carry(%m = %nothing, %l = %zero, %o = %o0) {
      %i = let (%j - 1) * block + iota(shape = [block], dtype = i64)
      %rows = let minimum(%i, M - 1)               // the last block may reach beyond M
      %products = let matmul(%q, %k[%rows], transpose_rhs = true) / sqrt(f64(D))
      %s = let where(%i < M, %products, log(0))
      %m1 = let maximum(%m, max(%s, axis = 1, keepdims = true))
      %p = let exp(%s - %m1)
      %keep = let exp(%m - %m1)
      %l1 = let %keep * %l + sum(%p, axis = 1, keepdims = true)
      %o1 = let %keep * %o + matmul(%p, %v[%rows])
      yield %m1, %l1, %o1 }
    %Y = let %o / %l
    %lse = let reshape(%m + log(%l), shape = [N])
    return %Y, %lse }
  func @UY(%q: f64[N, D], %k: f64[M, D], %v: f64[M, E], %U: f64[N, E])
      -> (UY: f64, Y: f64[N, E], lse: f64[N]) {
    %Y, %lse = call @flash(%q, %k, %v)
    %UY = let sum(%U * %Y)
    return %UY, %Y, %lse }
  func @main(%q: f64[N, D], %k: f64[M, D], %v: f64[M, E], %U: f64[N, E])
      -> (Y: f64[N, E], lse: f64[N], Y_200: f64[N, E], lse_200: f64[N], dQ: f64[N, D]) {
    %UY, %Y, %lse, %dQ = grad @UY(%q, %k, %v, %U) wrt(q)
    %Y_200, %lse_200 = let @flash(200 * %q, %k, %v)
    return %Y, %lse, %Y_200, %lse_200, %dQ }
}
