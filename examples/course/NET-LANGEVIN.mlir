// NET-LANGEVIN: Langevin sampling from a mixture by its score.
//
//   x' = x + eta s(x) + sqrt(2 eta) eps,   s = grad log p,   p(x) = sum_k w_k N(x; m_k, v_k)
//
// Source: Roberts & Tweedie 1996; Introduction to Deep Learning Theory, chapter 5.
leat.model @langevin {
  config @eta = 0.05
  func @log_p(%x: f64, %w: f64[K], %m: f64[K], %v: f64[K]) -> (l: f64) {
    %logs = let log(%w) - 0.5 * (log(6.283185307179586 * %v) + (%x - %m) ** 2 / %v)
    %l = logsumexp %logs
    return %l }
  func @score(%x: f64, %w: f64[K], %m: f64[K], %v: f64[K]) -> (s: f64) {
    %l, %s = grad @log_p(%x, %w, %m, %v) wrt(x)
    return %s }
  func @main(%w: f64[K], %m: f64[K], %v: f64[K], %eps: f64[steps], %x0: f64, %grid: f64[G])
      -> (score: f64[G], trajectory: f64[steps]) {
    %score = vmap @score(%grid, %w, %m, %v) in_axes(0, none, none, none)
    %eta = full eta : f64
    %last, %trajectory = for %k = 1 to steps carry(%x = %x0) over(%e = %eps) {
      %next = let %x + %eta * @score(%x, %w, %m, %v) + sqrt(2 * %eta) * %e
      yield %next stack(%next) }
    return %score, %trajectory }
}
