// NET-DDIM: the DDIM sampler, over all times or some of them, with the exact score of a mixture.
//
//   eps = -sqrt(1 - ab_t) grad log p_t(x),   x_0 = (x - sqrt(1 - ab_t) eps) / sqrt(ab_t)
//   x_{t'} = sqrt(ab_{t'}) x_0 + sqrt(1 - ab_{t'} - s^2) eps + s z,   t' < t
//   s = eta sqrt((1 - ab_{t'}) / (1 - ab_t)) sqrt(1 - ab_t / ab_{t'})
//   data: sum_k w_k N(m_k, v_k);   beta from b0 to b1 in Tn steps,   ab_0 = 1
//
// Source: Song, Meng & Ermon 2021. With eta = 0 nothing is random, and steps may be left out; with
// eta = 1 and all steps it is the sampler of DDPM with the variance beta~. z[0] is the noise of the
// first step.
leat.model @ddim {
  config @b0 = 0.005
  config @b1 = 0.3

  func @log_p(%x: f64, %ab: f64, %w: f64[K], %m: f64[K], %v: f64[K]) -> (l: f64) {
    %var = let %ab * %v + 1 - %ab
    %square = let (%x - sqrt(%ab) * %m) ** 2 / %var
    %l = let logsumexp(log(%w) - 0.5 * (log(6.283185307179586 * %var) + %square))
    return %l }
  func @eps(%x: f64, %ab: f64, %w: f64[K], %m: f64[K], %v: f64[K]) -> (eps: f64) {
    %l, %score = grad @log_p(%x, %ab, %w, %m, %v) wrt(x)
    %eps = let -sqrt(1 - %ab) * %score
    return %eps }

  // From time to time: %from[0] to %to[0], %from[1] to %to[1] ..., and what stands there.
  func @sample(%from: i64[S], %to: i64[S], %eta: f64, %w: f64[K], %m: f64[K], %v: f64[K],
      %xT: f64[N], %z: f64[Tn, N]) -> (x0: f64[N], path: f64[S, N]) {
    %share = let iota(shape = [Tn], dtype = f64) / (Tn - 1)
    %betas = let b0 + (b1 - b0) * %share
    %abs = let pad(cumprod(1 - %betas), low = [1], high = [0], value = 1)
    %x0, %path = for %i = 1 to S carry(%x = %xT) over(%t = %from, %u = %to) {
      %ab = let %abs[%t]     %abu = let %abs[%u]
      %eps = vmap @eps(%x, %ab, %w, %m, %v) in_axes(0, none, none, none, none)
      %clean = let (%x - sqrt(1 - %ab) * %eps) / sqrt(%ab)
      %s = let %eta * sqrt((1 - %abu) / (1 - %ab)) * sqrt(1 - %ab / %abu)
      %y = let sqrt(%abu) * %clean + sqrt(1 - %abu - %s ** 2) * %eps + %s * %z[%i - 1]
      yield %y stack(%y) }
    return %x0, %path }

  func @main(%w: f64[K], %m: f64[K], %v: f64[K], %xT: f64[N], %z: f64[Tn, N],
      %sub: i64[M] = [20, 15, 10, 5, 2, 0])
      -> (eta0_sub: f64[?, N], eta0_full_final: f64[N], eta1_full_final: f64[N]) {
    %deterministic = full 0 : f64
    %random = full 1 : f64
    %from = slice %sub, axis = 0, stop = -1
    %to = slice %sub, axis = 0, start = 1
    %last, %path = call @sample(%from, %to, %deterministic, %w, %m, %v, %xT, %z)
    %down = let flip(iota(shape = [Tn], dtype = i64), axis = 0)    // Tn - 1 ... 0
    %all = let %down + 1
    %final0, %path0 = call @sample(%all, %down, %deterministic, %w, %m, %v, %xT, %z)
    %final1, %path1 = call @sample(%all, %down, %random, %w, %m, %v, %xT, %z)
    return %path, %final0, %final1 }
}
