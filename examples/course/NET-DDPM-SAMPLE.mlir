// NET-DDPM-SAMPLE: from noise to a sample, step by step.
//
//   x_{t-1} = 1 / sqrt(a_t) ( x_t - beta_t / sqrt(1 - ab_t) eps_theta(x_t, t) ) + sigma_t z_t,
//   t = T ... 1,   z_1 = 0,   a_t = 1 - beta_t,   ab_t = a_1 ... a_t
//   sigma_t^2 = beta_t, or beta~_t = beta_t (1 - ab_{t-1}) / (1 - ab_t)
//   eps_theta(x, t) = W3 silu(W2 silu(W1 [x; emb(t)] + b1) + b2) + b3
//
// Source: Ho, Jain & Abbeel 2020, algorithm 2. The noise of the step from t to t - 1 is z[t - 1];
// the last step has none.
leat.model @ddpm_sample {
  config @E = 4

  func @eps_theta(%x: f64[N, D], %t: i64, %W1: f64[H, I], %b1: f64[H], %W2: f64[G, H],
      %b2: f64[G], %W3: f64[D, G], %b3: f64[D]) -> (eps: f64[N, D]) {
    %ts = full %t : i64[N]
    %cos, %sin = let split(timestep_embedding(%ts, dim = E, dtype = f64), parts = 2, axis = 1)
    %in = concat %x, %sin, %cos, axis = 1
    %h1 = let silu(linear(%in, %W1, %b1))
    %h2 = let silu(linear(%h1, %W2, %b2))
    %eps = let linear(%h2, %W3, %b3)
    return %eps }

  // x_{T-1} ... x_0, where %variances[t - 1] is sigma_t^2.
  func @sample(%variances: f64[T], %betas: f64[T], %x_T: f64[N, D], %z: f64[T, N, D],
      %W1: f64[H, I], %b1: f64[H], %W2: f64[G, H], %b2: f64[G], %W3: f64[D, G], %b3: f64[D])
      -> (path: f64[T, N, D]) {
    %ab = let cumprod(1 - %betas)
    %x0, %path = for %t = T downto 1 carry(%x = %x_T) {
      %beta = let %betas[%t - 1]
      %eps = let @eps_theta(%x, %t, %W1, %b1, %W2, %b2, %W3, %b3)
      %mean = let (%x - %beta / sqrt(1 - %ab[%t - 1]) * %eps) / sqrt(1 - %beta)
      %sigma = let where(%t > 1, sqrt(%variances[%t - 1]), 0)
      %before = let %mean + %sigma * %z[%t - 1]
      yield %before stack(%before) }
    return %path }

  func @main(%betas: f64[T], %x_T: f64[N, D], %z: f64[T, N, D], %W1: f64[H, I], %b1: f64[H],
      %W2: f64[G, H], %b2: f64[G], %W3: f64[D, G], %b3: f64[D])
      -> (traj_beta: f64[T, N, D], traj_beta_tilde: f64[T, N, D]) {
    %abs = let pad(cumprod(1 - %betas), low = [1], high = [0], value = 1)
    %ab = slice %abs, axis = 0, start = 1
    %before = slice %abs, axis = 0, stop = -1
    %tilde = let %betas * (1 - %before) / (1 - %ab)
    %p1 = call @sample(%betas, %betas, %x_T, %z, %W1, %b1, %W2, %b2, %W3, %b3)
    %p2 = call @sample(%tilde, %betas, %x_T, %z, %W1, %b1, %W2, %b2, %W3, %b3)
    return %p1, %p2 }
}
