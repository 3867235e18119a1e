// Q-learning: the values of actions from experience, without knowing the world.
//
//   in state s: with probability epsilon any action a, else argmax_a Q(s, a);  the world: r, s'
//   Q(s, a) <- Q(s, a) + alpha (r + gamma max_b Q(s', b) - Q(s, a)),   s <- s'
//
// It learns the best policy while it follows another: Q goes to the optimum wherever it comes by
// often enough, if alpha falls or the world does not throw dice.
// Source: Watkins (1989); Sutton and Barto, Reinforcement Learning (2018), section 6.5.
//
//   leat run examples/algorithms/q_learning.mlir
//   leat run examples/algorithms/q_learning.mlir --set slip=0.1 --set alpha=0.05 --set steps=500000
leat.model @q_learning {
  include "gridworld.mlir"
  config @steps = 100000   config @alpha = 0.5      config @epsilon = 0.1
  config @longest = 100                            // steps of the walk that shows the policy
  state @rng = seed

  func @any_action() -> (a: i64) {
    %a = randint @rng (1, actions) : i64
    %b = let %a - 1
    return %b }
  // What action %a leads to: chance may choose another.
  func @act(%s: i64, %a: i64) -> (next: i64, reward: f64) {
    %u = uniform @rng : f64
    %done = let where(%u < slip, @any_action(), %a)
    %next, %r = call @move(%s, %done)
    return %next, %r }
  // Q with Q(s, a) moved towards the target.
  func @update(%Q: f64[S, A], %s: i64, %a: i64, %target: f64) -> (Q: f64[S, A]) {
    %i = iota shape = [S, A], dtype = i64, axis = 0
    %j = iota shape = [S, A], dtype = i64, axis = 1
    %here = let logical_and(%i == %s, %j == %a)
    %next = let where(%here, %Q + alpha * (%target - %Q), %Q)
    return %next }

  // From the goal the next walk starts.
  func @learn() -> (Q: f64[states, actions]) {
    %Q0 = full 0 : f64[states, actions]
    %start = full states : i64      %s0 = let %start - columns
    %Q, %s = for %t = 1 to steps carry(%Q = %Q0, %s = %s0) {
      %u = uniform @rng : f64
      %a = let where(%u < epsilon, @any_action(), argmax(%Q[%s], axis = 0, dtype = i64))
      %next, %r = call @act(%s, %a)
      %Q1 = let @update(%Q, %s, %a, %r + gamma * max(%Q[%next]))
      %from = let where(%next == states - 1, %s0, %next)
      yield %Q1, %from }
    return %Q }

  // What the learnt policy does from the start, and the sum of its rewards without discount.
  func @walk(%Q: f64[states, actions]) -> (path: i64[longest], total: f64) {
    %start = full states : i64      %s0 = let %start - columns
    %nothing = full 0 : f64
    %s, %total, %path = for %t = 1 to longest carry(%s = %s0, %total = %nothing) {
      %next, %r = let @act(%s, argmax(%Q[%s], axis = 0, dtype = i64))
      %sum = let %total + %r
      yield %next, %sum stack(%s) }
    return %path, %total }

  func @main() -> (v: f64[rows, columns], path: i64[longest], total: f64, Q: f64[states, actions]) {
    %Q = call @learn()
    %path, %total = call @walk(%Q)
    %v = let reshape(max(%Q, axis = 1), shape = [-1, columns])
    return %v, %path, %total, %Q }
}
