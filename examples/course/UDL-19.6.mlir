// UDL-19.6: a constant baseline does not change the policy gradient.
//
//   trajectory tau = (s_0 = 0, a_0, s_1, a_1),   pi(a | s) = softmax(theta_s)_a
//   Pr(tau) = pi(a_0 | 0) P(0, a_0, s_1) pi(a_1 | s_1),   r(tau) = R(0, a_0) + R(s_1, a_1)
//   E[d log Pr(tau) / d theta b] = b d/d theta sum_tau Pr(tau) = b d/d theta 1 = 0
//   dJ/d theta = E[d log Pr(tau) / d theta (r(tau) - b)],   J = E r(tau)
//
// Source: Understanding Deep Learning, problem 19.6. All trajectories are enumerated, as a tensor
// with the axes a_0, s_1, a_1. Each P(s, a, .) is divided by its sum.
leat.model @baseline {
  config @b = 2
  // What of log Pr depends on theta.
  func @log_pi(%theta: f64[S, A]) -> (log_pi: f64[A, S, A]) {
    %each = log_softmax %theta, axis = 1
    %both = let reshape(%each[0], shape = [A, 1, 1]) + %each
    return %both }
  func @probability(%theta: f64[S, A], %P: f64[S, A, S]) -> (Pr: f64[A, S, A]) {
    %Pr = let exp(@log_pi(%theta)) * unsqueeze(%P[0], axis = 2)
    return %Pr }
  func @J(%theta: f64[S, A], %P: f64[S, A, S], %r: f64[A, S, A]) -> (J: f64) {
    %J = let sum(@probability(%theta, %P) * %r)
    return %J }
  func @main(%theta: f64[S, A], %P: f64[S, A, S], %R: f64[S, A])
      -> (E_grad_log: f64[S, A], policy_gradient: f64[S, A], J: f64, dJ: f64[S, A]) {
    %p = let %P / sum(%P, axis = 2, keepdims = true)
    %r = let reshape(%R[0], shape = [A, 1, 1]) + %R
    %Pr = call @probability(%theta, %p)
    %l1, %E_grad_log = vjp @log_pi(%theta) cotangent(%Pr) wrt(theta)
    %weight = let %Pr * (%r - b)
    %l2, %policy_gradient = vjp @log_pi(%theta) cotangent(%weight) wrt(theta)
    %J, %dJ = grad @J(%theta, %p, %r) wrt(theta)   // the same without a detour
    return %E_grad_log, %policy_gradient, %J, %dJ }
}
