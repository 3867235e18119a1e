// NET-DIFF-TRAIN: a diffusion model of one dimension, trained from beginning to end.
//
//   x_t = sqrt(ab_t) x_0 + sqrt(1 - ab_t) eps,   L = mean of (eps - eps_theta(x_t, t))^2
//   eps_theta(x, t) = W3 silu(W2 silu(W1 [x; emb(t)] + b1) + b2) + b3
//   x_0 = modes * spread,   beta from b0 to b1 in Tn steps
//   Adam: m = 0.9 m + 0.1 g,   v = 0.999 v + 0.001 g^2,
//         w = w - lr (m / (1 - 0.9^k)) / (sqrt(v / (1 - 0.999^k)) + 1e-8)
//
// Source: Ho, Jain & Abbeel 2020; Kingma & Ba 2015. Data, times and noise are given, a row for each
// step of training. Biases are matrices of one row here, so that one function updates all tensors.
leat.model @diffusion_training {
  config @Tn = 20
  config @b0 = 0.01
  config @b1 = 0.3
  config @lr = 0.01
  config @E = 4                                     // numbers that tell the network the time

  func @eps_theta(%x: f64[B, 1], %t: i64[B], %W1: f64[H, I], %b1: f64[1, H], %W2: f64[H, H],
      %b2: f64[1, H], %W3: f64[1, H], %b3: f64[1, 1]) -> (eps: f64[B, 1]) {
    %cos, %sin = let split(timestep_embedding(%t, dim = E, dtype = f64), parts = 2, axis = 1)
    %in = concat %x, %sin, %cos, axis = 1
    %h1 = let silu(linear(%in, %W1) + %b1)
    %h2 = let silu(linear(%h1, %W2) + %b2)
    %eps = let linear(%h2, %W3) + %b3
    return %eps }

  func @loss(%x0: f64[B], %t: i64[B], %eps: f64[B], %W1: f64[H, I], %b1: f64[1, H], %W2: f64[H, H],
      %b2: f64[1, H], %W3: f64[1, H], %b3: f64[1, 1]) -> (L: f64) {
    %betas = linspace start = b0, stop = b1, count = Tn, dtype = f64
    %ab = let cumprod(1 - %betas)[%t - 1]
    %xt = let reshape(sqrt(%ab) * %x0 + sqrt(1 - %ab) * %eps, shape = [B, 1])
    %predicted = let squeeze(@eps_theta(%xt, %t, %W1, %b1, %W2, %b2, %W3, %b3), axis = 1)
    %L = mse_loss %predicted, %eps
    return %L }

  // The k-th step of Adam for one tensor, k from 1.
  func @adam(%w: f64[R, C], %g: f64[R, C], %m: f64[R, C], %v: f64[R, C], %k: i64)
      -> (w: f64[R, C], m: f64[R, C], v: f64[R, C]) {
    %m1 = let 0.9 * %m + 0.1 * %g
    %v1 = let 0.999 * %v + 0.001 * %g ** 2
    %m_hat = let %m1 / (1 - 0.9 ** f64(%k))
    %v_hat = let %v1 / (1 - 0.999 ** f64(%k))
    %w1 = let %w - lr * %m_hat / (sqrt(%v_hat) + 1e-8)
    return %w1, %m1, %v1 }

  // The loss before each step.
  func @train(%W1: f64[H, I], %b1: f64[1, H], %W2: f64[H, H], %b2: f64[1, H], %W3: f64[1, H],
      %b3: f64[1, 1], %x0: f64[steps, B], %t: i64[steps, B], %eps: f64[steps, B])
      -> (losses: f64[steps]) {
    %zW1 = let 0 * %W1     %zW2 = let 0 * %W2     %zW3 = let 0 * %W3
    %zb1 = let 0 * %b1     %zb2 = let 0 * %b2     %zb3 = let 0 * %b3
    %W1s, %W2s, %W3s, %b1s, %b2s, %b3s, %mW1s, %mW2s, %mW3s, %mb1s, %mb2s, %mb3s, %vW1s, %vW2s,
    %vW3s, %vb1s, %vb2s, %vb3s, %losses = for %k = 1 to steps
      carry(%w1 = %W1, %w2 = %W2, %w3 = %W3, %c1 = %b1, %c2 = %b2, %c3 = %b3,
            %mw1 = %zW1, %mw2 = %zW2, %mw3 = %zW3, %mc1 = %zb1, %mc2 = %zb2, %mc3 = %zb3,
            %vw1 = %zW1, %vw2 = %zW2, %vw3 = %zW3, %vc1 = %zb1, %vc2 = %zb2, %vc3 = %zb3)
      over(%xk = %x0, %tk = %t, %ek = %eps) {
      %L, %gw1, %gc1, %gw2, %gc2, %gw3, %gc3 =
        grad @loss(%xk, %tk, %ek, %w1, %c1, %w2, %c2, %w3, %c3) wrt(W1, b1, W2, b2, W3, b3)
      %nw1, %nmw1, %nvw1 = call @adam(%w1, %gw1, %mw1, %vw1, %k)
      %nw2, %nmw2, %nvw2 = call @adam(%w2, %gw2, %mw2, %vw2, %k)
      %nw3, %nmw3, %nvw3 = call @adam(%w3, %gw3, %mw3, %vw3, %k)
      %nc1, %nmc1, %nvc1 = call @adam(%c1, %gc1, %mc1, %vc1, %k)
      %nc2, %nmc2, %nvc2 = call @adam(%c2, %gc2, %mc2, %vc2, %k)
      %nc3, %nmc3, %nvc3 = call @adam(%c3, %gc3, %mc3, %vc3, %k)
      yield %nw1, %nw2, %nw3, %nc1, %nc2, %nc3, %nmw1, %nmw2, %nmw3, %nmc1, %nmc2, %nmc3,
            %nvw1, %nvw2, %nvw3, %nvc1, %nvc2, %nvc3 stack(%L) }
    return %losses }

  func @main(%W1: f64[H, I], %b1: f64[H], %W2: f64[H, H], %b2: f64[H], %W3: f64[1, H], %b3: f64[1],
      %modes: f64[steps, B], %spread: f64[steps, B], %t: i64[steps, B], %eps: f64[steps, B],
      %reported_steps: i64[R] = [1, 10, 50, 200]) -> (loss: f64[R], mean_last20: f64) {
    %late = let f64(iota(shape = [steps], dtype = i64) >= steps - 20)     // 1 for the last 20
    %c1 = unsqueeze %b1, axis = 0     %c2 = unsqueeze %b2, axis = 0
    %c3 = unsqueeze %b3, axis = 0
    %losses = let @train(%W1, %c1, %W2, %c2, %W3, %c3, %modes * %spread, %t, %eps)
    %reported = let %losses[%reported_steps - 1]
    %last = let sum(%late * %losses) / sum(%late)
    return %reported, %last }
}
