// PET-6.21: Tweedie's formula, and the mean of the reverse step by the score.
//
//   E[x_0 | x_t] = (x_t + (1 - ab_t) s(x_t)) / sqrt(ab_t),   s = grad log p_t
//   mu_q = x_t / sqrt(a_t) + (1 - a_t) / sqrt(a_t) s(x_t),   a_t = 1 - beta_t,   ab_t = a_1 ... a_t
//   data: x_0 ~ sum_k w_k N(m_k, v_k)
//   p_t(x) = sum_k w_k N(x; sqrt(ab_t) m_k, ab_t v_k + 1 - ab_t)
//
// Source: Introduction to Deep Learning Theory, exercise 6.21. In `E_x0_by_bayes` stands the mean
// of x_0 given x_t by Bayes' rule, component by component: the same numbers.
leat.model @tweedie {
  config @t = 4

  func @component_logs(%x: f64, %ab: f64, %w: f64[K], %m: f64[K], %v: f64[K]) -> (l: f64[K]) {
    %var = let %ab * %v + 1 - %ab
    %square = let (%x - sqrt(%ab) * %m) ** 2 / %var
    %l = let log(%w) - 0.5 * (log(6.283185307179586 * %var) + %square)
    return %l }
  func @log_p(%x: f64, %ab: f64, %w: f64[K], %m: f64[K], %v: f64[K]) -> (l: f64) {
    %l = let logsumexp(@component_logs(%x, %ab, %w, %m, %v))
    return %l }
  func @score(%x: f64, %ab: f64, %w: f64[K], %m: f64[K], %v: f64[K]) -> (log_p: f64, score: f64) {
    %l, %score = grad @log_p(%x, %ab, %w, %m, %v) wrt(x)
    return %l, %score }

  // Of each component the mean of x_0 given x_t, weighted by the probability of the component.
  func @mean_by_bayes(%x: f64, %ab: f64, %w: f64[K], %m: f64[K], %v: f64[K]) -> (mean: f64) {
    %p = let softmax(@component_logs(%x, %ab, %w, %m, %v))
    %gain = let sqrt(%ab) * %v / (%ab * %v + 1 - %ab)
    %mean = let sum(%p * (%m + %gain * (%x - sqrt(%ab) * %m)))
    return %mean }

  func @main(%betas: f64[T], %w: f64[K], %m: f64[K], %v: f64[K], %xs: f64[N])
      -> (log_p: f64[N], score: f64[N], E_x0: f64[N], mu_q: f64[N], E_x0_by_bayes: f64[N]) {
    %a = let 1 - %betas[t - 1]
    %ab = let prod(slice(1 - %betas, axis = 0, stop = t))
    %log_p, %score = vmap @score(%xs, %ab, %w, %m, %v) in_axes(0, none, none, none, none)
    %E_x0 = let (%xs + (1 - %ab) * %score) / sqrt(%ab)
    %mu_q = let (%xs + (1 - %a) * %score) / sqrt(%a)
    %bayes = vmap @mean_by_bayes(%xs, %ab, %w, %m, %v) in_axes(0, none, none, none, none)
    return %log_p, %score, %E_x0, %mu_q, %bayes }
}
