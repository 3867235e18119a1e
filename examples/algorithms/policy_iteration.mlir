// Policy iteration: the best policy of a Markov decision process, in a few steps.
//
//   evaluate:  v = (I - gamma P_pi)^-1 R_pi,   P_pi(s, t) = P(s, pi(s), t), R_pi(s) = R(s, pi(s))
//   improve:   pi(s) <- argmax_a [R(s, a) + gamma sum_t P(s, a, t) v(t)]
//   until pi stays as it is
//
// No value ever falls from one policy to the next, so that it ends; its v is exact. An action is
// only given up for one that is better by more than rounding.
// Source: Howard (1960); Sutton and Barto, Reinforcement Learning (2018), section 4.3.
//
//   leat run examples/algorithms/policy_iteration.mlir
//   leat run examples/algorithms/policy_iteration.mlir --set slip=0.2 --set gamma=0.99
//   leat run examples/algorithms/policy_iteration.mlir --entry solve --input P=P.npy \
//     --input R=R.npy
leat.model @policy_iteration {
  include "gridworld.mlir"
  config @most = 100                               // gives up after so many policies

  func @chosen(%P: f64[A, T], %R: f64[A], %a: i64) -> (P: f64[T], R: f64) {
    %Pa = let %P[%a]      %Ra = let %R[%a]
    return %Pa, %Ra }
  func @evaluate(%P: f64[S, A, S], %R: f64[S, A], %pi: i64[S]) -> (v: f64[S]) {
    %P_pi, %R_pi = vmap @chosen(%P, %R, %pi) in_axes(0, 0, 0)
    %I = eye count = S, dtype = f64
    %v = let squeeze(solve(%I - gamma * %P_pi, unsqueeze(%R_pi, axis = 1)), axis = 1)
    return %v }
  func @improve(%P: f64[S, A, S], %R: f64[S, A], %v: f64[S], %pi: i64[S]) -> (pi: i64[S]) {
    %q = let %R + gamma * sum(%P * %v, axis = 2)
    %better = let max(%q, axis = 1) > %v + 1e-9 * (1 + abs(%v))
    %next = let where(%better, argmax(%q, axis = 1, dtype = i64), %pi)
    return %next }

  // `totals` are the sums of the values of each policy; behind the last one stand zeros.
  func @solve(%P: f64[S, A, S], %R: f64[S, A])
      -> (v: f64[S], policy: i64[S], policies: i64, totals: f64[most]) {
    %first = full 0 : i64[S]      %none = full -1 : i64[S]      %zero = full 0 : i64
    %pi, %before, %n, %totals =
        while carry(%pi = %first, %last = %none, %n = %zero), max_trips = most {
      %changed = let any(%pi <> %last)
      %more = let logical_and(%changed, %n < most)
      condition %more } do {
      %v = call @evaluate(%P, %R, %pi)
      %next = call @improve(%P, %R, %v, %pi)
      %n1 = let %n + 1
      %total = sum %v
      yield %next, %pi, %n1 stack(%total) }
    %v = call @evaluate(%P, %R, %pi)
    return %v, %pi, %n, %totals }

  // The values as a map of the world, from above.
  func @main() -> (v: f64[rows, columns], policy: i64[rows, columns], policies: i64) {
    %P, %R = call @tables()
    %v, %policy, %n, %totals = call @solve(%P, %R)
    %v_map = reshape %v, shape = [-1, columns]
    %policy_map = reshape %policy, shape = [-1, columns]
    return %v_map, %policy_map, %n }
}
