// NET-DDPM-LOSS: the loss of a denoising diffusion model, and its gradients.
//
//   x_t = sqrt(ab_t) x_0 + sqrt(1 - ab_t) eps,   ab_t = (1 - beta_1) ... (1 - beta_t)
//   L = mean over examples of |eps - eps_theta(x_t, t)|^2
//   eps_theta(x, t) = W3 silu(W2 silu(W1 [x; emb(t)] + b1) + b2) + b3
//   emb(t) = [sin(t w_k), cos(t w_k)],   w_k = 10000^(-2k / E)
//
// Source: Ho, Jain & Abbeel 2020, algorithm 1. Each example has a time of its own, from 1.
leat.model @ddpm_loss {
  config @E = 4                                     // numbers that tell the network the time

  func @embedding(%t: i64[N]) -> (emb: f64[N, E]) {
    %cos, %sin = let split(timestep_embedding(%t, dim = E, dtype = f64), parts = 2, axis = 1)
    %emb = concat %sin, %cos, axis = 1
    return %emb }

  func @eps_theta(%x: f64[N, D], %t: i64[N], %W1: f64[H, I], %b1: f64[H], %W2: f64[G, H],
      %b2: f64[G], %W3: f64[D, G], %b3: f64[D]) -> (eps: f64[N, D]) {
    %in = let concat(%x, @embedding(%t), axis = 1)
    %h1 = let silu(linear(%in, %W1, %b1))
    %h2 = let silu(linear(%h1, %W2, %b2))
    %eps = let linear(%h2, %W3, %b3)
    return %eps }

  func @loss(%betas: f64[T], %x0: f64[N, D], %eps: f64[N, D], %t: i64[N], %W1: f64[H, I],
      %b1: f64[H], %W2: f64[G, H], %b2: f64[G], %W3: f64[D, G], %b3: f64[D])
      -> (L: f64, xt: f64[N, D], pred: f64[N, D]) {
    %ab = let reshape(cumprod(1 - %betas)[%t - 1], shape = [N, 1])
    %xt = let sqrt(%ab) * %x0 + sqrt(1 - %ab) * %eps
    %pred = let @eps_theta(%xt, %t, %W1, %b1, %W2, %b2, %W3, %b3)
    %L = let mean(sum((%eps - %pred) ** 2, axis = 1))
    return %L, %xt, %pred }

  func @main(%betas: f64[T], %x0: f64[N, D], %eps: f64[N, D], %t: i64[N], %W1: f64[H, I],
      %b1: f64[H], %W2: f64[G, H], %b2: f64[G], %W3: f64[D, G], %b3: f64[D])
      -> (xt: f64[N, D], pred: f64[N, D], L: f64, dW1: f64[H, I], db1: f64[H], dW2: f64[G, H],
          db2: f64[G], dW3: f64[D, G], db3: f64[D]) {
    %L, %xt, %pred, %dW1, %db1, %dW2, %db2, %dW3, %db3 =
      grad @loss(%betas, %x0, %eps, %t, %W1, %b1, %W2, %b2, %W3, %b3)
      wrt(W1, b1, W2, b2, W3, b3)
    return %xt, %pred, %L, %dW1, %db1, %dW2, %db2, %dW3, %db3 }
}
