// UDL-17.7: the EM algorithm for a mixture of normal distributions.
//
//   E: r_in = softmax over n of (log l_n + log N(x_i; m_n, v_n))
//   M: l_n = mean_i r_in,   m_n = sum_i r_in x_i / sum_i r_in
//      v_n = sum_i r_in (x_i - m_n)^2 / sum_i r_in
//
// Source: Understanding Deep Learning, problem 17.7. It starts from equal weights, variances of 1
// and the means mu0. params_1, params_2 and params_last hold weights, means and variances, in rows,
// after 1, 2 and all iterations; the log-likelihoods are those before each iteration, and never
// fall.
leat.model @em {
  const @log_2pi = log(2 * acos(f64(-1)))
  config @iters = 10
  func @joint(%x: f64[I], %p: f64[3, N]) -> (log_joint: f64[I, N]) {
    %e = let unsqueeze(%x, axis = 1) - %p[1]
    %log_normal = let -(@log_2pi + log(%p[2]) + %e ** 2 / %p[2]) / 2
    %l = let log(%p[0]) + %log_normal
    return %l }
  func @step(%x: f64[I], %p: f64[3, N]) -> (p: f64[3, N], loglik: f64) {
    %joint = call @joint(%x, %p)
    %loglik = let sum(logsumexp(%joint, axis = 1))
    %r = softmax %joint, axis = 1
    %total = sum %r, axis = 0
    %column = unsqueeze %x, axis = 1
    %m = let sum(%r * %column, axis = 0) / %total
    %v = let sum(%r * (%column - %m) ** 2, axis = 0) / %total
    %next = let stack(%total / I, %m, %v)
    return %next, %loglik }
  func @start(%mu0: f64[N]) -> (p: f64[3, N]) {
    %one = full 1 : f64[N]
    %p = let stack(%one / N, %mu0, %one)
    return %p }
  func @main(%x: f64[I], %mu0: f64[N])
      -> (params_1: f64[3, N], params_2: f64[3, N], params_last: f64[3, N],
          loglik_before_each_iter: f64[iters]) {
    %p0 = call @start(%mu0)
    %p1, %l1 = call @step(%x, %p0)
    %p2, %l2 = call @step(%x, %p1)
    %last, %logliks = for %i = 1 to iters carry(%p = %p0) {
      %next, %loglik = call @step(%x, %p)
      yield %next stack(%loglik) }
    return %p1, %p2, %last, %logliks }
  // The density of the mixture at the start and after all iterations, to be drawn.
  func @density(%z: f64[G], %p: f64[3, N]) -> (density: f64[G]) {
    %density = let exp(logsumexp(@joint(%z, %p), axis = 1))
    return %density }
  func @curve(%z: f64[G], %x: f64[I], %mu0: f64[N]) -> (before: f64[G], after: f64[G]) {
    %first, %second, %last, %logliks = let @main(%x, %mu0)
    %before = let @density(%z, @start(%mu0))
    %after = let @density(%z, %last)
    return %before, %after }
}
