// Walking along a cliff: the world of value_iteration.mlir, policy_iteration.mlir and
// q_learning.mlir, which include it. Sutton and Barto, Reinforcement Learning (2018), example 6.6.
//
//   . . . . . . . . . . . .   From S to G, each step costs 1. A step into the cliff C costs 100
//   . . . . . . . . . . . .   and leads back to S; whoever is at G stays there for nothing.
//   . . . . . . . . . . . .
//   S C C C C C C C C C C G   State = row * columns + column. Actions: up, right, down, left.
leat.model @gridworld {
  config @states = 48      config @columns = 12     config @actions = 4
  config @gamma = 0.95                             // discount
  config @slip = 0                                 // probability that chance chooses the action

  func @move(%s: i64, %a: i64) -> (next: i64, reward: f64) {
    %last = let floor_div(i64(states) - 1, columns)
    %row = let floor_div(%s, columns) + i64(%a == 2) - i64(%a == 0)
    %column = let mod(%s, columns) + i64(%a == 1) - i64(%a == 3)
    %y = let minimum(maximum(%row, 0), %last)
    %x = let minimum(maximum(%column, 0), columns - 1)
    %there = let %y * columns + %x
    %start = let %last * columns
    %fall = let logical_and(%there > %start, %there < states - 1)
    %goal = let %s == states - 1
    %next = let where(%goal, %s, where(%fall, %start, %there))
    %reward = let where(%goal, f64(0), where(%fall, f64(-100), f64(-1)))
    return %next, %reward }

  // The same as tables: P[s, a, t] is the probability that a leads from s to t, R the reward.
  func @tables() -> (P: f64[states, actions, states], R: f64[states, actions]) {
    %s = iota shape = [states, actions], dtype = i64, axis = 0
    %a = iota shape = [states, actions], dtype = i64, axis = 1
    %all_s = reshape %s, shape = [-1]      %all_a = reshape %a, shape = [-1]
    %next, %reward = vmap @move(%all_s, %all_a) in_axes(0, 0)
    %P = let reshape(one_hot(%next, depth = states, dtype = f64), shape = [states, actions, states])
    %R = reshape %reward, shape = [states, actions]
    %P1 = let (1 - slip) * %P + slip * mean(%P, axis = 1, keepdims = true)
    %R1 = let (1 - slip) * %R + slip * mean(%R, axis = 1, keepdims = true)
    return %P1, %R1 }
}
