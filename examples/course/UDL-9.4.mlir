// UDL-9.4: label smoothing.
//
//   t_k = 1 - eps for the class y, eps / (K - 1) for each other one
//   L_ce  = -sum_k t_k log softmax(f)_k,    dL_ce/df = softmax(f) - t
//   L_mix = -log sum_k t_k softmax(f)_k  <= L_ce
//
// Source: Understanding Deep Learning, problem 9.4. The problem describes cross-entropy with a
// smoothed target, a sum of logarithms, as libraries have it. The answer has the logarithm of the
// sum: the likelihood of a label that is wrong with probability eps.
leat.model @label_smoothing {
  config @eps = 0.1
  func @targets(%y: i64[N], %f: f64[N, K]) -> (t: f64[N, K]) {
    %k = iota shape = [1, K], dtype = i64, axis = 1
    %other = let f64(eps) / (K - 1)
    %t = let where(reshape(%y, shape = [N, 1]) == %k, 1 - f64(eps), %other)
    return %t }
  func @cross_entropy(%f: f64[N, K], %t: f64[N, K]) -> (total: f64, loss: f64[N]) {
    %loss = let soft_cross_entropy(%f, %t, reduction = none)
    %total = sum %loss
    return %total, %loss }
  func @mixture(%f: f64[N, K], %t: f64[N, K]) -> (total: f64, loss: f64[N]) {
    %loss = let -logsumexp(log(%t) + log_softmax(%f), axis = 1)
    %total = sum %loss
    return %total, %loss }
  func @main(%f: f64[N, K], %y: i64[N])
      -> (loss_ce: f64[N], grad_ce: f64[N, K], loss_mixture: f64[N], grad_mixture: f64[N, K]) {
    %t = call @targets(%y, %f)
    %ce, %loss_ce, %grad_ce = grad @cross_entropy(%f, %t) wrt(f)
    %mix, %loss_mix, %grad_mix = grad @mixture(%f, %t) wrt(f)
    return %loss_ce, %grad_ce, %loss_mix, %grad_mix }
}
