// REINFORCE with a baseline: a policy that learns from the returns of whole episodes.
//
//   pi(a | s) = softmax(theta phi(s))_a,   G_t = r_t + gamma G_t+1,   b = w
//   theta <- theta + lr mean over episodes of sum_t (G_t - b) grad log pi(a_t | s_t)
//   w <- w + lr_baseline mean (G_t - b)
//
// The baseline changes no mean of the gradient, but its variance. The world is a corridor of three
// states that look alike, and in the second left and right are exchanged, so that the best policy
// has to throw dice: right with probability 2 - sqrt(2), which takes 2 (3 + 2 sqrt(2)) steps.
// Sources: Williams (1992); Sutton and Barto, Reinforcement Learning (2018), section 13.4 and
// example 13.1.
//
//   leat run examples/algorithms/reinforce.mlir
//   leat run examples/algorithms/reinforce.mlir --set baseline=false
leat.model @reinforce {
  config @gamma = 1        config @lr = 0.005       config @lr_baseline = 0.1
  config @baseline = true
  config @updates = 500    config @episodes = 50    config @horizon = 200    // longer ones are cut
  state @rng = seed

  // The world: state 3 is the end; actions: left, right.
  func @move(%s: i64, %a: i64) -> (next: i64, reward: f64) {
    %right = let where(%s == 1, %a == 0, %a == 1)
    %there = let where(%right, %s + 1, maximum(%s - 1, 0))
    %next = let where(%s == 3, %s, %there)
    %reward = let where(%s == 3, f64(0), f64(-1))
    return %next, %reward }
  // What the policy sees of a state: here nothing.
  func @phi(%s: i64) -> (phi: f64[1]) {
    %phi = full 1 : f64[1]
    return %phi }

  func @log_pi(%theta: f64[A, D], %s: i64) -> (log_pi: f64[A]) {
    %l = let log_softmax(linear(@phi(%s), %theta), axis = 0)
    return %l }
  // `on` is 0 behind the end.
  func @episode(%s0: i64, %theta: f64[A, D])
      -> (s: i64[horizon], a: i64[horizon], r: f64[horizon], on: f64[horizon]) {
    %end, %s, %a, %r, %on = for %t = 1 to horizon carry(%s = %s0) {
      %logits = call @log_pi(%theta, %s)
      %a = categorical @rng %logits, dtype = i64 : i64
      %next, %r = call @move(%s, %a)
      %on = let f64(%s < 3)
      yield %next stack(%s, %a, %r, %on) }
    return %s, %a, %r, %on }
  func @returns(%r: f64[T]) -> (G: f64[T]) {
    %zero = full 0 : f64
    %first, %G = for %t = 1 to T, rows = backward carry(%next = %zero) over(%rt = %r) {
      %now = let %rt + gamma * %next
      yield %now stack(%now) }
    return %G }

  // Its gradient is the policy gradient, with the weights as constants.
  func @surrogate(%theta: f64[A, D], %s: i64[M], %a: i64[M], %weight: f64[M]) -> (J: f64) {
    %log_pi = vmap @log_pi(%theta, %s) in_axes(none, 0)
    %taken = let take_along_axis(%log_pi, unsqueeze(%a, axis = 1), axis = 1)
    %J = let sum(squeeze(%taken, axis = 1) * %weight) / episodes
    return %J }
  func @gradient(%theta: f64[A, D], %w: f64) -> (dtheta: f64[A, D], dw: f64, total: f64) {
    %start = full 0 : i64[episodes]
    %s, %a, %r, %on = vmap @episode(%start, %theta) in_axes(0, none)
    %G = vmap @returns(%r) in_axes(0)
    %b = let where(baseline, %w, 0)
    %weight = let %on * (%G - %b)
    %flat_s = reshape %s, shape = [-1]      %flat_a = reshape %a, shape = [-1]
    %flat_weight = reshape %weight, shape = [-1]
    %J, %dtheta = grad @surrogate(%theta, %flat_s, %flat_a, %flat_weight) wrt(theta)
    %dw = let sum(%on * (%G - %w)) / sum(%on)
    %total = let sum(%r) / episodes
    return %dtheta, %dw, %total }

  // `totals` are the mean returns before each update; `right` is the learnt probability.
  func @main(%theta0: f64[2, 1] = [[3], [0]])
      -> (right: f64, theta: f64[2, 1], w: f64, totals: f64[updates]) {
    %w0 = full 0 : f64
    %theta, %w, %totals = for %t = 1 to updates carry(%theta = %theta0, %w = %w0) {
      %dtheta, %dw, %total = call @gradient(%theta, %w)
      %theta1 = let %theta + lr * %dtheta
      %w1 = let %w + lr_baseline * %dw
      yield %theta1, %w1 stack(%total) }
    %right = let exp(@log_pi(%theta, i64(0))[1])
    return %right, %theta, %w, %totals }
}
