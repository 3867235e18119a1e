// NET-PG-EXACT: the exact policy gradient, through the solution of Bellman's equations.
//
//   pi(a | s) = softmax(theta_s)_a
//   P_pi = sum_a pi(a | .) P(., a, .),   r_pi = sum_a pi(a | .) R(., a)
//   v = (I - gamma P_pi)^-1 r_pi,   J = mu^T v,   mu uniform
//
// Source: Sutton et al. 2000 (Policy gradient methods for reinforcement learning with function
// approximation). Each P(s, a, .) is divided by its sum. The gradient of solve solves with the
// transposed matrix: this gives the discounted visits d = (I - gamma P_pi)^-T mu of the policy
// gradient theorem,
//   dJ/d theta = sum_s d(s) sum_a d pi(a | s) / d theta q(s, a)
leat.model @exact_policy_gradient {
  config @gamma = 0.8
  func @J(%theta: f64[S, A], %P: f64[S, A, S], %R: f64[S, A]) -> (J: f64, v: f64[S]) {
    %pi = softmax %theta, axis = 1
    %P_pi = let sum(unsqueeze(%pi, axis = 2) * %P, axis = 1)
    %r_pi = let sum(%pi * %R, axis = 1)
    %I = eye count = S, dtype = f64
    %v = let squeeze(solve(%I - gamma * %P_pi, unsqueeze(%r_pi, axis = 1)), axis = 1)
    %J = mean %v
    return %J, %v }
  func @main(%P: f64[S, A, S], %R: f64[S, A], %theta: f64[S, A])
      -> (v: f64[S], J: f64, dtheta: f64[S, A]) {
    %p = let %P / sum(%P, axis = 2, keepdims = true)
    %J, %v, %dtheta = grad @J(%theta, %p, %R) wrt(theta)
    return %v, %J, %dtheta }
}
