// UDL-18.6: q(z_{t-1} | z_t, x) as a product of two normal densities, for t = 2 ... T.
//
//   q(z_t | z_{t-1}) ~ Norm_{z_{t-1}}[z_t / sqrt(1 - beta_t), beta_t / (1 - beta_t)]
//   q(z_{t-1} | x) = Norm_{z_{t-1}}[sqrt(alpha_{t-1}) x, 1 - alpha_{t-1}]
//   mean = [(1 - alpha_{t-1}) sqrt(1 - beta_t) z_t + sqrt(alpha_{t-1}) beta_t x] / (1 - alpha_t)
//   var = beta_t (1 - alpha_{t-1}) / (1 - alpha_t),   alpha_t = (1 - beta_1) ... (1 - beta_t)
//
// Source: Understanding Deep Learning, problem 18.6 (equation 18.15). In the second line of the
// answer the root covers the whole mean; only 1 - beta_t stands under it, as in the last line and
// here.
leat.model @reverse {
  // Norm[a, A] Norm[b, B] ~ Norm[mean, var], a row for each t; the variances are scalars times I.
  func @product(%a: f64[M, D], %A: f64[M, 1], %b: f64[M, D], %B: f64[M, 1])
      -> (mean: f64[M, D], var: f64[M, 1]) {
    %mean = let (%B * %a + %A * %b) / (%A + %B)
    %var = let %A * %B / (%A + %B)
    return %mean, %var }
  func @main(%betas: f64[T], %x: f64[D], %z_t: f64[D]) -> (mean: f64[?, D], var: f64[?]) {
    %beta = let reshape(slice(%betas, axis = 0, start = 1), shape = [-1, 1])
    %alpha = let cumprod(1 - %betas)
    %before = let reshape(slice(%alpha, axis = 0, stop = -1), shape = [-1, 1])  // alpha_{t-1}
    %step = let %z_t / sqrt(1 - %beta)
    %step_var = let %beta / (1 - %beta)
    %prior = let sqrt(%before) * %x
    %prior_var = let 1 - %before
    %mean, %var = call @product(%step, %step_var, %prior, %prior_var)
    %vars = squeeze %var, axis = 1
    return %mean, %vars }
}
