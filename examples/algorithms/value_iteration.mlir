// Value iteration: the best values of a Markov decision process, by Bellman's equation.
//
//   v <- max_a [R(., a) + gamma sum_t P(., a, t) v(t)],   from v = 0
//
// Each sweep brings v closer to the optimum by the factor gamma. It ends where the largest change
// is below tolerance (1 - gamma) / gamma: v is then within `tolerance` of the optimum.
// Source: Sutton and Barto, Reinforcement Learning (2018), section 4.4; Puterman (1994), chapter 6.
//
//   leat run examples/algorithms/value_iteration.mlir
//   leat run examples/algorithms/value_iteration.mlir --set slip=0.2 --set gamma=0.99
//   leat run examples/algorithms/value_iteration.mlir --entry solve --input P=P.npy --input R=R.npy
leat.model @value_iteration {
  include "gridworld.mlir"
  config @tolerance = 1e-8
  config @most = 5000                              // gives up after so many sweeps

  func @q(%P: f64[S, A, S], %R: f64[S, A], %v: f64[S]) -> (q: f64[S, A]) {
    %q = let %R + gamma * sum(%P * %v, axis = 2)
    return %q }

  // `changes` are the largest changes of each sweep; behind the last sweep stand zeros.
  func @solve(%P: f64[S, A, S], %R: f64[S, A])
      -> (v: f64[S], policy: i64[S], sweeps: i64, changes: f64[most]) {
    %v0 = full 0 : f64[S]      %large = full inf : f64      %zero = full 0 : i64
    %v, %change, %n, %changes =
        while carry(%v = %v0, %change = %large, %n = %zero), max_trips = most {
      %far = let %change > tolerance * (1 - gamma) / gamma
      %more = let logical_and(%far, %n < most)
      condition %more } do {
      %next = let max(@q(%P, %R, %v), axis = 1)
      %moved = let max(abs(%next - %v))
      %n1 = let %n + 1
      yield %next, %moved, %n1 stack(%moved) }
    %policy = let argmax(@q(%P, %R, %v), axis = 1, dtype = i64)
    return %v, %policy, %n, %changes }

  // The values as a map of the world, from above.
  func @main() -> (v: f64[rows, columns], policy: i64[rows, columns], sweeps: i64) {
    %P, %R = call @tables()
    %v, %policy, %n, %changes = call @solve(%P, %R)
    %v_map = reshape %v, shape = [-1, columns]
    %policy_map = reshape %policy, shape = [-1, columns]
    return %v_map, %policy_map, %n }
}
