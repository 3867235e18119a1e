// UDL-19.2: the policy improvement theorem.
//
//   v_pi = (I - gamma P_pi)^-1 R_pi,   q_pi(s, a) = R(s, a) + gamma sum_s' P(s, a, s') v_pi(s')
//   q_pi(s, pi'(s)) >= v_pi(s) for all s   implies   v_pi'(s) >= v_pi(s) for all s
//
// Source: Understanding Deep Learning, problem 19.2. pi' takes the best action by q_pi in one
// state, or in all states. Each P(s, a, .) is divided by its sum. In the solution a >= is doubled
// and a V too many.
leat.model @improvement {
  config @gamma = 0.9
  config @changed_state = 3
  func @chosen(%P: f64[A, N], %R: f64[A], %a: i64) -> (P: f64[N], R: f64) {
    %Pa = let %P[%a]
    %Ra = let %R[%a]
    return %Pa, %Ra }
  func @evaluate(%P: f64[S, A, S], %R: f64[S, A], %pi: i64[S]) -> (v: f64[S]) {
    %P_pi, %R_pi = vmap @chosen(%P, %R, %pi) in_axes(0, 0, 0)
    %I = eye count = S, dtype = f64
    %v = let squeeze(solve(%I - gamma * %P_pi, unsqueeze(%R_pi, axis = 1)), axis = 1)
    return %v }
  func @q(%P: f64[S, A, S], %R: f64[S, A], %v: f64[S]) -> (q: f64[S, A]) {
    %q = let %R + gamma * sum(%P * %v, axis = 2)
    return %q }
  func @main(%P: f64[S, A, S], %R: f64[S, A], %pi: i64[S])
      -> (v: f64[S], q: f64[S, A], v_one_state: f64[S], greedy: i64[S], v_greedy: f64[S]) {
    %p = let %P / sum(%P, axis = 2, keepdims = true)
    %v = call @evaluate(%p, %R, %pi)
    %q = call @q(%p, %R, %v)
    %greedy = argmax %q, axis = 1, dtype = i64
    %s = iota shape = [S], dtype = i64
    %one = let where(%s == changed_state, %greedy, %pi)
    %v_one = call @evaluate(%p, %R, %one)
    %v_greedy = call @evaluate(%p, %R, %greedy)
    return %v, %q, %v_one, %greedy, %v_greedy }
}
