// NET-QLEARN: tabular Q-learning and SARSA on given transitions.
//
//   Q-learning: q(s, a) <- q(s, a) + alpha [r + gamma max_b q(s', b) - q(s, a)]
//   SARSA:      q(s, a) <- q(s, a) + alpha [r + gamma q(s', a') - q(s, a)]
//
// Source: Understanding Deep Learning, section 19.3. Both tables have S states and A actions and
// start at 0. A transition is s, a, r, s_next = s', a_next = a'.
leat.model @q_learning {
  config @S = 3
  config @A = 2
  config @alpha = 0.5
  config @gamma = 0.9
  // q with q(s, a) moved towards the target.
  func @update(%q: f64[S, A], %s: i64, %a: i64, %target: f64) -> (q: f64[S, A]) {
    %state = one_hot %s, depth = S, dtype = f64
    %action = one_hot %a, depth = A, dtype = f64
    %error = let %target - %q[%s][%a]
    %next = let %q + alpha * %error * outer(%state, %action)
    return %next }
  func @main(%s: i64[n], %a: i64[n], %s_next: i64[n], %a_next: i64[n], %r: f64[n])
      -> (q_learning: f64[S, A], sarsa: f64[S, A]) {
    %zero = full 0 : f64[S, A]
    %Q, %Sarsa = for %t = 1 to n carry(%q = %zero, %u = %zero)
        over(%st = %s, %at = %a, %s1 = %s_next, %a1 = %a_next, %rt = %r) {
      %best = let %rt + gamma * max(%q[%s1])
      %q1 = call @update(%q, %st, %at, %best)
      %taken = let %rt + gamma * %u[%s1][%a1]
      %u1 = call @update(%u, %st, %at, %taken)
      yield %q1, %u1 }
    return %Q, %Sarsa }
}
