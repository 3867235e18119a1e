// PET-5.15: with detailed balance a path is as likely as the same path backwards.
//
//   pi(x) T(x, y) = pi(y) T(y, x)   =>   P(x_0, x_1 ... x_k) = P(x_k ... x_1, x_0),   x_0 ~ pi
//   Metropolis: T(x, y) = min(1, pi(y) / pi(x)) / (K - 1) for y <> x, the rest stays at x
//   not so the chain on a cycle, which goes on by one with probability q and otherwise stays
//
// Source: Introduction to Deep Learning Theory, exercise 5.15. pi is divided by its sum.
// `path_prob_reversed` is the probability backwards. On the cycle, where pi is uniform, the path is
// 0, 1, 2 and q is 0.8.
leat.model @reversible {
  config @q = 0.8

  func @metropolis(%pi: f64[K]) -> (T: f64[K, K]) {
    %i = eye count = K, dtype = f64
    %ratio = let reshape(%pi, shape = [1, K]) / reshape(%pi, shape = [K, 1])
    %moves = let (1 - %i) * minimum(%ratio, 1) / (K - 1)
    %T = let %moves + %i * (1 - sum(%moves, axis = 1, keepdims = true))
    return %T }

  // pi(x_0) T(x_0, x_1) ... T(x_{k-1}, x_k)
  func @probability(%path: i64[L], %pi: f64[K], %T: f64[K, K]) -> (p: f64) {
    %table = reshape %T, shape = [-1]
    %from = slice %path, axis = 0, stop = -1
    %to = slice %path, axis = 0, start = 1
    %p = let %pi[%path[0]] * prod(%table[%from * K + %to])
    return %p }

  func @cycle(%pi: f64[K]) -> (both: f64[2]) {
    %i = eye count = K, dtype = f64
    %T = let q * roll(%i, shift = 1, axis = 1) + (1 - q) * %i
    %uniform = full 1 : f64[K]
    %there = let mod(iota(shape = [3], dtype = i64), K)
    %back = flip %there, axis = 0
    %forward = let @probability(%there, %uniform / K, %T)
    %backward = let @probability(%back, %uniform / K, %T)
    %both = stack %forward, %backward
    return %both }

  func @main(%pi: f64[K], %path: i64[L] = [0, 2, 1, 3, 3, 0])
      -> (T: f64[K, K], path_prob: f64, cyclic_forward_backward: f64[2], path_prob_reversed: f64) {
    %p = let %pi / sum(%pi)
    %T = call @metropolis(%p)
    %forward = call @probability(%path, %p, %T)
    %backward = let @probability(flip(%path, axis = 0), %p, %T)
    %cycle = call @cycle(%pi)
    return %T, %forward, %cycle, %backward }
}
