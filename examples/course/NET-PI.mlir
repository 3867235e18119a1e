// NET-PI: policy iteration.
//
//   v = (I - gamma P_pi)^-1 R_pi,   pi <- argmax_a [R(., a) + gamma P(., a, .) v]
//   until pi stays as it is
//
// Source: Understanding Deep Learning, section 19.3. Each P(s, a, .) is divided by its sum. The
// first policy is action 0 everywhere; policies and values have a row for each policy, the last one
// being optimal. policies.n and values.n say how many these are: rows behind are -1.
leat.model @policy_iteration {
  config @gamma = 0.9
  config @most = 50                                // gives up after so many policies
  func @chosen(%P: f64[A, N], %R: f64[A], %a: i64) -> (P: f64[N], R: f64) {
    %Pa = let %P[%a]
    %Ra = let %R[%a]
    return %Pa, %Ra }
  func @evaluate(%P: f64[S, A, S], %R: f64[S, A], %pi: i64[S]) -> (v: f64[S]) {
    %P_pi, %R_pi = vmap @chosen(%P, %R, %pi) in_axes(0, 0, 0)
    %I = eye count = S, dtype = f64
    %v = let squeeze(solve(%I - gamma * %P_pi, unsqueeze(%R_pi, axis = 1)), axis = 1)
    return %v }
  func @greedy(%P: f64[S, A, S], %R: f64[S, A], %v: f64[S]) -> (pi: i64[S]) {
    %pi = let argmax(%R + gamma * sum(%P * %v, axis = 2), axis = 1, dtype = i64)
    return %pi }
  func @main(%P: f64[S, A, S], %R: f64[S, A])
      -> (policies: i64[most, S], policies.n: i64, values: f64[most, S], values.n: i64) {
    %p = let %P / sum(%P, axis = 2, keepdims = true)
    %start = full 0 : i64[S]
    %none = full -1 : i64[S]
    %zero = full 0 : i64
    %n, %pi, %before, %policies, %values =
        while carry(%n = %zero, %pi = %start, %last = %none), max_trips = most {
      %changed = let any(%pi <> %last)
      %more = let logical_and(%changed, %n < most)
      condition %more } do {
      %v = call @evaluate(%p, %R, %pi)
      %next = call @greedy(%p, %R, %v)
      %n1 = let %n + 1
      yield %n1, %next, %pi stack(%pi, %v) }
    %i = iota shape = [most, 1], dtype = i64
    %policies_then_none = let where(%i < %n, %policies, -1)
    %values_then_none = let where(%i < %n, %values, -1)
    return %policies_then_none, %n, %values_then_none, %n }
}
