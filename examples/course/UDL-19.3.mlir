// UDL-19.3: the penguin's gridworld: rounds of policy evaluation and policy improvement.
//
//   A move goes where the policy says with probability 1/2, else to one of m - 1 other neighbours:
//     q(s, a) = r(s) + gamma [v(s_a) / 2 + sum over b <> a of v(s_b) / (2 (m - 1))]
//   r(s) = -2 in a hole, else 0; the tile with the fish ends the walk and is worth 3
//   round: v(s) <- q(s, pi(s)) for all s at once, then pi(s) <- argmax_a q(s, a) by the new v
//
// Source: Understanding Deep Learning, problem 19.3; the grid of its figure is not in the text, so
// here is one like it, of any size. All other tiles start with the value 0. The first policy goes
// right, or where that leads off the ice down, left or up. Directions are up, right, down, left =
// 0 ... 3; of equally good ones the first is taken. The policy at the fish is given as 0.
leat.model @penguin {
  config @H = 4
  config @W = 4
  config @fish = 15
  config @gamma = 0.9
  config @rounds = 2
  config @worth = 3
  config @in_a_hole = -2

  // What is above, to the right, below and to the left of each tile, 0 outside.
  func @neighbours(%v: f64[H, W]) -> (n: f64[4, H, W]) {
    %up = let pad(slice(%v, axis = 0, stop = -1), low = [1, 0], high = [0, 0])
    %right = let pad(slice(%v, axis = 1, start = 1), low = [0, 0], high = [0, 1])
    %down = let pad(slice(%v, axis = 0, start = 1), low = [0, 0], high = [1, 0])
    %left = let pad(slice(%v, axis = 1, stop = -1), low = [0, 1], high = [0, 0])
    %n = stack %up, %right, %down, %left
    return %n }
  func @valid() -> (valid: i1[4, H, W]) {
    %ice = full 1 : f64[H, W]
    %valid = let @neighbours(%ice) > 0
    return %valid }
  // Written as share * (sum of all v(s_b)) + (1/2 - share) v(s_a): for equal v(s_a) the same to
  // the last bit. Where there is but one way to go, it is taken.
  func @q(%v: f64[H, W], %holes: i1[H, W]) -> (q: f64[4, H, W]) {
    %there = call @neighbours(%v)
    %valid = call @valid()
    %m = let sum(f64(%valid), axis = 0)
    %share = let 0.5 / maximum(%m - 1, 1)
    %own = let where(%m > 1, f64(0.5), 1)
    %mean = let %share * sum(%there, axis = 0) + (%own - %share) * %there
    %r = let where(%holes, f64(in_a_hole), 0)
    %q = let where(%valid, %r + gamma * %mean, -inf)
    return %q }
  func @first_policy() -> (pi: i64[H, W]) {
    %valid = call @valid()
    %wish = let roll(f64(%valid), axis = 0, shift = -1)        // right, down, left, up
    %pi = let mod(argmax(%wish, axis = 0, dtype = i64) + 1, 4)
    return %pi }
  func @main(%holes: i64[K] = [5, 6, 11])
      -> (initial_policy: i64[?], values: f64[rounds, ?], policy: i64[rounds, ?]) {
    %row = iota shape = [H, 1], dtype = i64
    %column = iota shape = [1, W], axis = 1, dtype = i64
    %tile = let W * %row + %column
    %at_fish = let %tile == fish
    %is_hole = let any(unsqueeze(%tile, axis = 2) == %holes, axis = 2)
    %v0 = let where(%at_fish, f64(worth), 0)
    %pi0 = call @first_policy()
    %v, %pi, %values, %policies = for %i = 1 to rounds carry(%v = %v0, %pi = %pi0) {
      %taken = let take_along_axis(@q(%v, %is_hole), unsqueeze(%pi, axis = 0), axis = 0)
      %v1 = let where(%at_fish, worth, squeeze(%taken, axis = 0))
      %best = let argmax(@q(%v1, %is_hole), axis = 0, dtype = i64)
      %pi1 = let where(%at_fish, 0, %best)
      yield %v1, %pi1 stack(%v1, %pi1) }
    %first = reshape %pi0, shape = [-1]
    %values_by_round = reshape %values, shape = [rounds, -1]
    %policy_by_round = reshape %policies, shape = [rounds, -1]
    return %first, %values_by_round, %policy_by_round }
  // Values and policy after the last round, on the grid, to be drawn.
  func @map(%holes: i64[K] = [5, 6, 11]) -> (value: f64[H, W], policy: i64[H, W]) {
    %first, %values, %policies = let @main(%holes)
    %value = let reshape(%values[rounds - 1], shape = [H, W])
    %policy = let reshape(%policies[rounds - 1], shape = [H, W])
    return %value, %policy }
}
