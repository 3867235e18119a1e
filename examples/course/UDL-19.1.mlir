// UDL-19.1: the discounted returns of a trajectory.
//
//   G_t = r_{t+1} + gamma r_{t+2} + gamma^2 r_{t+3} + ... = r_{t+1} + gamma G_{t+1}
//
// Source: Understanding Deep Learning, problem 19.1, for any list of rewards. Element t of r is
// r_{t+1}. The loop goes through the trajectory from its end, where nothing is left to come.
leat.model @returns {
  config @gamma = 0.9
  func @main(%r: f64[T]) -> (G: f64[T]) {
    %end = full 0 : f64
    %G0, %G = for %t = 1 to T, rows = backward carry(%next = %end) over(%reward = %r) {
      %now = let %reward + gamma * %next
      yield %now stack(%now) }
    return %G }
}
