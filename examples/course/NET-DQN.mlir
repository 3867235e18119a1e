// NET-DQN: the loss of fitted Q-learning, whose target is no part of the gradient.
//
//   q(s, .) = W2 tanh(W1 s + b1) + b2
//   L = mean_i (r_i + gamma max_a' q(s'_i, a') - q(s_i, a_i))^2,   the first two terms constant
//
// Source: Understanding Deep Learning, section 19.4; Mnih et al. 2015 (Human-level control through
// deep reinforcement learning). The network is its own target here; stop_gradient makes the
// difference.
leat.model @dqn {
  config @gamma = 0.9
  func @q(%s: f64[N, D], %W1: f64[H, D], %b1: f64[H], %W2: f64[A, H], %b2: f64[A])
      -> (q: f64[N, A]) {
    %q = let linear(tanh(linear(%s, %W1, %b1)), %W2, %b2)
    return %q }
  func @loss(%s: f64[N, D], %s_next: f64[N, D], %r: f64[N], %a: i64[N],
             %W1: f64[H, D], %b1: f64[H], %W2: f64[A, H], %b2: f64[A]) -> (L: f64) {
    %best = let max(@q(%s_next, %W1, %b1, %W2, %b2), axis = 1)
    %target = let stop_gradient(%r + gamma * %best)
    %q = call @q(%s, %W1, %b1, %W2, %b2)
    %taken = let squeeze(take_along_axis(%q, unsqueeze(%a, axis = 1), axis = 1), axis = 1)
    %L = mse_loss %taken, %target
    return %L }
  func @main(%s: f64[N, D], %s_next: f64[N, D], %r: f64[N], %a: i64[N],
             %W1: f64[H, D], %b1: f64[H], %W2: f64[A, H], %b2: f64[A])
      -> (L: f64, dW1: f64[H, D], db1: f64[H], dW2: f64[A, H], db2: f64[A]) {
    %L, %dW1, %db1, %dW2, %db2 =
      grad @loss(%s, %s_next, %r, %a, %W1, %b1, %W2, %b2) wrt(W1, b1, W2, b2)
    return %L, %dW1, %db1, %dW2, %db2 }
}
