// NET-EMBED: embeddings of tokens and of their positions.
//
//   Y_n = E[tok_n] + PE_n,   dE_v = sum of dY_n over the positions n with tok_n = v
//   PE(n, 2i) = sin(n / 10000^(2i/D)),   PE(n, 2i + 1) = cos(n / 10000^(2i/D))
//   n and i count from 0
//
// Source: Vaswani et al. (2017); Understanding Deep Learning, section 12.5.
leat.model @embedding {
  func @positions(%tokens: i64[N], %E: f64[V, D]) -> (PE: f64[N, D]) {
    %n = iota shape = [N, 1], dtype = f64
    %column = iota shape = [1, D], dtype = i64, axis = 1
    %even = let f64(%column - mod(%column, 2))     // 2i
    %angle = let %n / 10000 ** (%even / D)
    %PE = let where(mod(%column, 2) == 0, sin(%angle), cos(%angle))
    return %PE }
  func @Y(%tokens: i64[N], %E: f64[V, D]) -> (Y: f64[N, D]) {
    %Y = let %E[%tokens] + @positions(%tokens, %E)
    return %Y }
  func @main(%tokens: i64[N], %E: f64[V, D], %dY: f64[N, D])
      -> (PE: f64[N, D], Y: f64[N, D], dE: f64[V, D]) {
    %PE = let @positions(%tokens, %E)
    %Y, %dE = vjp @Y(%tokens, %E) cotangent(%dY) wrt(E)
    return %PE, %Y, %dE }
}
