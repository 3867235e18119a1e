// NET-TIMEEMB: the sinusoidal embedding of a time.
//
//   e(t) = [sin(t w_0) ... sin(t w_{h-1}), cos(t w_0) ... cos(t w_{h-1})]
//   w_k = 10000^(-k / h),   h = d / 2
//
// Source: Vaswani et al. 2017; Ho, Jain & Abbeel 2020. The library's op has the cosines first.
leat.model @time_embedding {
  config @d = 8
  func @main(%t: i64[N]) -> (emb: f64[N, d]) {
    %cos, %sin = let split(timestep_embedding(%t, dim = d, dtype = f64), parts = 2, axis = 1)
    %emb = concat %sin, %cos, axis = 1
    return %emb }
}
