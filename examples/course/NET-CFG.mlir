// NET-CFG: guidance without a classifier.
//
//   eps~(x, t, c) = (1 + w) eps(x, t, c) - w eps(x, t)
//   eps(x, t, c) = -sqrt(1 - ab_t) grad log N(x; sqrt(ab_t) m_c, ab_t v_c + 1 - ab_t),   exact
//   eps(x, t): the same of the mixture sum_c pw_c N(...), which knows no class
//   a step of DDIM: x_0 = (x - sqrt(1 - ab_t) eps~) / sqrt(ab_t),
//                   x_{t-1} = sqrt(ab_{t-1}) x_0 + sqrt(1 - ab_{t-1}) eps~
//
// Source: Ho & Salimans 2021. eps~ is that of the density p(x | c) p(c | x)^w: the larger w, the
// farther the samples are from the other classes.
leat.model @guidance {
  config @Tn = 20
  config @b0 = 0.005
  config @b1 = 0.3
  config @cls = 1

  // The logarithm of pw_c N(x; ...) for each class.
  func @joint(%x: f64, %ab: f64, %pw: f64[K], %m: f64[K], %v: f64[K]) -> (l: f64[K]) {
    %var = let %ab * %v + 1 - %ab
    %square = let (%x - sqrt(%ab) * %m) ** 2 / %var
    %l = let log(%pw) - 0.5 * (log(6.283185307179586 * %var) + %square)
    return %l }
  func @log_class(%x: f64, %ab: f64, %pw: f64[K], %m: f64[K], %v: f64[K]) -> (l: f64) {
    %l = let @joint(%x, %ab, %pw, %m, %v)[cls]
    return %l }
  func @log_mixture(%x: f64, %ab: f64, %pw: f64[K], %m: f64[K], %v: f64[K]) -> (l: f64) {
    %l = let logsumexp(@joint(%x, %ab, %pw, %m, %v))
    return %l }

  func @guided(%x: f64, %w: f64, %ab: f64, %pw: f64[K], %m: f64[K], %v: f64[K]) -> (eps: f64) {
    %lc, %class = grad @log_class(%x, %ab, %pw, %m, %v) wrt(x)
    %lm, %mixture = grad @log_mixture(%x, %ab, %pw, %m, %v) wrt(x)
    %eps = let -sqrt(1 - %ab) * ((1 + %w) * %class - %w * %mixture)
    return %eps }
  func @guided_row(%x: f64[N], %w: f64, %ab: f64, %pw: f64[K], %m: f64[K], %v: f64[K])
      -> (eps: f64[N]) {
    %eps = vmap @guided(%x, %w, %ab, %pw, %m, %v) in_axes(0, none, none, none, none, none)
    return %eps }

  func @sample(%xT: f64[N], %w: f64, %abs: f64[A], %pw: f64[K], %m: f64[K], %v: f64[K])
      -> (x0: f64[N]) {
    %x0 = for %t = Tn downto 1 carry(%x = %xT) {
      %ab = let %abs[%t]     %before = let %abs[%t - 1]
      %eps = call @guided_row(%x, %w, %ab, %pw, %m, %v)
      %clean = let (%x - sqrt(1 - %ab) * %eps) / sqrt(%ab)
      %y = let sqrt(%before) * %clean + sqrt(1 - %before) * %eps
      yield %y }
    return %x0 }

  // A row for each w; the grid of the guided noise is xT, in the middle of the way.
  func @main(%pw: f64[K], %m: f64[K], %v: f64[K], %xT: f64[N], %ws: f64[W] = [0, 1, 3])
      -> (guided_eps_t10: f64[W, N], x0: f64[W, N]) {
    %betas = linspace start = b0, stop = b1, count = Tn, dtype = f64
    %abs = let pad(cumprod(1 - %betas), low = [1], high = [0], value = 1)
    %Tn = full Tn : i64
    %ab = let %abs[floor_div(%Tn, 2)]
    %eps = vmap @guided_row(%xT, %ws, %ab, %pw, %m, %v) in_axes(none, 0, none, none, none, none)
    %x0 = vmap @sample(%xT, %ws, %abs, %pw, %m, %v) in_axes(none, 0, none, none, none, none)
    return %eps, %x0 }
}
