// UDL-19.8: the baseline of least variance.
//
//   g = d log pi(a) / d theta_k;   E[g (r - b)] = E[g r] for all b,   Var[g (r - b)] is least at
//   b* = E[g^2 r] / E[g^2]
//
// Source: Understanding Deep Learning, problem 19.8, for episodes of one action a with reward r_a,
// drawn from pi = softmax(theta). In the text r[tau] has a free index t, as a sum from there on,
// although g is already summed over t; with the return of the whole episode the formula is exact.
leat.model @best_baseline {
  config @k = 0
  func @log_pi(%theta: f64[A]) -> (log_pi: f64[A]) {
    %log_pi = log_softmax %theta, axis = 0
    return %log_pi }
  func @variance(%pi: f64[A], %g: f64[A], %r: f64[A], %b: f64) -> (var: f64) {
    %x = let %g * (%r - %b)
    %var = let sum(%pi * (%x - sum(%pi * %x)) ** 2)
    return %var }
  func @main(%theta: f64[A], %r: f64[A])
      -> (b_star: f64, variances_bstar_0_Er: f64[3], gradient: f64) {
    %pi = softmax %theta, axis = 0
    %J = jacobian @log_pi(%theta) wrt(theta)
    %g = let transpose(%J)[k]                      // of each action
    %b_star = let sum(%pi * %g ** 2 * %r) / sum(%pi * %g ** 2)
    %Er = let sum(%pi * %r)
    %b = let stack(%b_star, f64(0), %Er)
    %variances = vmap @variance(%pi, %g, %r, %b) in_axes(none, none, none, 0)
    %gradient = let sum(%pi * %g * %r)
    return %b_star, %variances, %gradient }
}
