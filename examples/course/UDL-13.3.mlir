// UDL-13.3: counting walks by powers of the adjacency matrix.
//
//   (A^K)_mn = number of walks of K steps from node m to node n;   here from node 1 to node 2
//
// Source: Understanding Deep Learning, problem 13.3. Its two graphs are drawings. The arguments are
// the smallest simple graphs that have the published numbers of walks of 3 and 7 steps (two graphs
// for the first, up to the numbering of the other nodes), and the graphs of problem 13.2.
leat.model @walks {
  // Counts grow fast, so they are multiplied as integers.
  func @times(%A: i64[N, N], %B: i64[N, N]) -> (C: i64[N, N]) {
    %C = let sum(reshape(%A, shape = [N, N, 1]) * reshape(%B, shape = [1, N, N]), axis = 1)
    return %C }
  func @power(%A: i64[N, N], %K: i64) -> (P: i64[N, N]) {
    %I = eye count = N, dtype = i64
    %P = for %k = 1 to %K carry(%P = %I) {
      %next = call @times(%P, %A)
      yield %next }
    return %P }
  func @walks(%A: i64[N, N], %K: i64) -> (walks: i64) {
    %P = call @power(%A, %K)
    %from = let %P[0]
    %w = let %from[1]
    return %w }
  func @main(%first_a: i64[N, N], %first_b: i64[N, N], %second: i64[M, M], %A1: i64[P, P],
             %A2: i64[Q, Q], %steps: i64[K] = [3, 7])
      -> (walks_first_a: i64[K], walks_first_b: i64[K], walks_second: i64[K], walks_A1: i64[K],
          walks_A2: i64[K]) {
    %a = vmap @walks(%first_a, %steps) in_axes(none, 0)
    %b = vmap @walks(%first_b, %steps) in_axes(none, 0)
    %c = vmap @walks(%second, %steps) in_axes(none, 0)
    %d = vmap @walks(%A1, %steps) in_axes(none, 0)
    %e = vmap @walks(%A2, %steps) in_axes(none, 0)
    return %a, %b, %c, %d, %e }
}
