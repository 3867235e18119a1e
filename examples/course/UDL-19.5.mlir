// UDL-19.5: a sweep of Q-learning with rate one is a contraction.
//
//   (f q)(s, a) = R(s, a) + gamma sum_s' P(s, a, s') max_a' q(s', a')
//   ||f q1 - f q2||_inf <= gamma ||q1 - q2||_inf,   q, f q, f f q ... goes to q* = f q*
//
// Source: Understanding Deep Learning, problem 19.5. Each P(s, a, .) is divided by its sum. The
// solution has a strict <, which fails for q1 = q2, and different successors s'_1 and s'_2 where it
// must be the same s' in both terms.
leat.model @contraction {
  config @gamma = 0.9
  config @most = 100000
  func @f(%P: f64[S, A, S], %R: f64[S, A], %q: f64[S, A]) -> (fq: f64[S, A]) {
    %fq = let %R + gamma * sum(%P * max(%q, axis = 1), axis = 2)
    return %fq }
  // Sweeps until nothing changes; rounding may keep last digits moving, hence the limit.
  func @fixed_point(%P: f64[S, A, S], %R: f64[S, A]) -> (q: f64[S, A]) {
    %q0 = full 0 : f64[S, A]
    %zero = full 0 : i64
    %infinite = full inf : f64
    %q, %n, %last = while carry(%q = %q0, %n = %zero, %change = %infinite) {
      %more = let logical_and(%change > 0, %n < most)
      condition %more } do {
      %fq = call @f(%P, %R, %q)
      %moved = let max(abs(%fq - %q))
      %n1 = let %n + 1
      yield %fq, %n1, %moved }
    return %q }
  func @main(%P: f64[S, A, S], %R: f64[S, A], %q1: f64[S, A], %q2: f64[S, A])
      -> (fq1: f64[S, A], ratio: f64, q_star: f64[S, A]) {
    %p = let %P / sum(%P, axis = 2, keepdims = true)
    %fq1 = call @f(%p, %R, %q1)
    %fq2 = call @f(%p, %R, %q2)
    %ratio = let max(abs(%fq1 - %fq2)) / max(abs(%q1 - %q2))
    %q_star = call @fixed_point(%p, %R)
    return %fq1, %ratio, %q_star }
}
