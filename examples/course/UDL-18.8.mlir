// UDL-18.8: the divergence from the posterior to a step of the model, as a function of its mean f.
//
//   KL(N(mu_q, v_q I) | N(f, s^2 I)) = |mu_q - f|^2 / (2 s^2) + C
//   C = 1/2 (D v_q / s^2 - D + D log(s^2 / v_q))
//   mu_q = [(1 - alpha_{t-1}) sqrt(1 - beta_t) z_t + sqrt(alpha_{t-1}) beta_t x] / (1 - alpha_t)
//   v_q = beta_t (1 - alpha_{t-1}) / (1 - alpha_t)
//
// Source: Understanding Deep Learning, problem 18.8. Only a squared distance depends on f.
leat.model @step_divergence {
  config @t = 4
  config @s2 = 0.2

  func @posterior(%betas: f64[T], %x: f64[D], %z_t: f64[D]) -> (mean: f64[D], var: f64) {
    %alpha = let pad(cumprod(1 - %betas), low = [1], high = [0], value = 1)    // alpha[0] = 1
    %beta = let %betas[t - 1]
    %now = let %alpha[t]      %before = let %alpha[t - 1]
    %sum = let (1 - %before) * sqrt(1 - %beta) * %z_t + sqrt(%before) * %beta * %x
    %mean = let %sum / (1 - %now)
    %var = let %beta * (1 - %before) / (1 - %now)
    return %mean, %var }

  func @kl(%mean: f64[D], %var: f64, %f: f64[D]) -> (KL: f64, quadratic: f64, C: f64) {
    %quadratic = let sum((%mean - %f) ** 2) / (2 * s2)
    %C = let 0.5 * D * (%var / s2 - 1 + log(s2 / %var))
    %KL = let %quadratic + %C
    return %KL, %quadratic, %C }

  func @main(%betas: f64[T], %x: f64[D], %z_t: f64[D], %f: f64[D])
      -> (KL: f64, quadratic: f64, C: f64, dKL_df: f64[D]) {
    %mean, %var = call @posterior(%betas, %x, %z_t)
    %KL, %quadratic, %C, %df = grad @kl(%mean, %var, %f) wrt(f)
    return %KL, %quadratic, %C, %df }
}
