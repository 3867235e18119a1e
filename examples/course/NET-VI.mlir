// NET-VI: value iteration.
//
//   v <- max_a [R(., a) + gamma P(., a, .) v],   from v = 0, until no value changes by tol or more
//
// Source: Understanding Deep Learning, section 19.3. Each P(s, a, .) is divided by its sum. v1_v2
// are the values after one and two sweeps, sweeps counts them all. After the last one the values
// are still tol gamma / (1 - gamma) or so from the optimum: v_star are those of the greedy policy,
// which solve v = R_pi + gamma P_pi v.
leat.model @value_iteration {
  config @gamma = 0.9
  config @tol = 1e-6
  config @most = 100000                            // gives up after so many sweeps
  func @q(%P: f64[S, A, S], %R: f64[S, A], %v: f64[S]) -> (q: f64[S, A]) {
    %q = let %R + gamma * sum(%P * %v, axis = 2)
    return %q }
  func @sweep(%P: f64[S, A, S], %R: f64[S, A], %v: f64[S]) -> (v: f64[S]) {
    %next = let max(@q(%P, %R, %v), axis = 1)
    return %next }
  func @chosen(%P: f64[A, N], %R: f64[A], %a: i64) -> (P: f64[N], R: f64) {
    %Pa = let %P[%a]
    %Ra = let %R[%a]
    return %Pa, %Ra }
  func @evaluate(%P: f64[S, A, S], %R: f64[S, A], %pi: i64[S]) -> (v: f64[S]) {
    %P_pi, %R_pi = vmap @chosen(%P, %R, %pi) in_axes(0, 0, 0)
    %I = eye count = S, dtype = f64
    %v = let squeeze(solve(%I - gamma * %P_pi, unsqueeze(%R_pi, axis = 1)), axis = 1)
    return %v }
  func @main(%P: f64[S, A, S], %R: f64[S, A])
      -> (v1_v2: f64[2, S], sweeps: i64, v_star: f64[S], policy: i64[S]) {
    %p = let %P / sum(%P, axis = 2, keepdims = true)
    %v0 = full 0 : f64[S]
    %v1 = call @sweep(%p, %R, %v0)
    %v2 = call @sweep(%p, %R, %v1)
    %first_two = stack %v1, %v2

    %zero = full 0 : i64
    %infinite = full inf : f64
    %v, %n, %last = while carry(%v = %v0, %n = %zero, %change = %infinite) {
      %more = let logical_and(%change >= tol, %n < most)
      condition %more } do {
      %next = call @sweep(%p, %R, %v)
      %moved = let max(abs(%next - %v))
      %n1 = let %n + 1
      yield %next, %n1, %moved }
    %policy = let argmax(@q(%p, %R, %v), axis = 1, dtype = i64)
    %v_star = call @evaluate(%p, %R, %policy)
    return %first_two, %n, %v_star, %policy }
}
