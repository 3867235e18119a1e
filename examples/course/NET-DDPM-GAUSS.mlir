// NET-DDPM-GAUSS: what the sampler makes of normal data, with the exact prediction of the noise.
//
//   data N(m, s2):   eps*(x, t) = sqrt(1 - ab_t) (x - sqrt(ab_t) m) / (ab_t s2 + 1 - ab_t)
//   f_t(x) = 1 / sqrt(a_t) ( x - beta_t / sqrt(1 - ab_t) eps*(x, t) )
//   x_{t-1} = f_t(x_t) + sigma_t z,   x_T ~ N(0, 1),   sigma_t^2 = beta_t or beta~_t,   sigma_1 = 0
//   beta from b0 to b1 in Tn steps
//   f_t is linear:   mean_{t-1} = f_t(mean_t),   var_{t-1} = f_t'^2 var_t + sigma_t^2
//
// Source: the sampler is that of Ho, Jain & Abbeel 2020. Its samples are not quite the data: the
// variance is a little too large with beta and too small with beta~.
leat.model @ddpm_gauss {
  config @Tn = 50
  config @b0 = 0.001
  config @b1 = 0.2
  config @m = 1.5
  config @s2 = 0.3
  config @mc_n = 100000
  state @rng = seed

  func @f(%x: f64, %beta: f64, %ab: f64) -> (mean: f64) {
    %eps = let sqrt(1 - %ab) * (%x - sqrt(%ab) * m) / (%ab * s2 + 1 - %ab)
    %mean = let (%x - %beta / sqrt(1 - %ab) * %eps) / sqrt(1 - %beta)
    return %mean }

  // Mean and variance of x_0; %sigma2[t - 1] is the variance of the noise at t.
  func @exact(%betas: f64[Tn], %ab: f64[Tn], %sigma2: f64[Tn]) -> (mean: f64, var: f64) {
    %zero = full 0 : f64
    %one = full 1 : f64
    %mean, %var = for %t = Tn downto 1 carry(%mean = %zero, %var = %one) {
      %beta = let %betas[%t - 1]     %abt = let %ab[%t - 1]
      %mean1, %slope = grad @f(%mean, %beta, %abt) wrt(x)
      %var1 = let %slope ** 2 * %var + %sigma2[%t - 1]
      yield %mean1, %var1 }
    return %mean, %var }

  func @simulated(%betas: f64[Tn], %ab: f64[Tn], %sigma2: f64[Tn]) -> (mean: f64, var: f64) {
    %xT = normal @rng : f64[mc_n]
    %x0 = for %t = Tn downto 1 carry(%x = %xT) {
      %beta = let %betas[%t - 1]     %abt = let %ab[%t - 1]
      %mean = vmap @f(%x, %beta, %abt) in_axes(0, none, none)
      %z = normal @rng : f64[mc_n]
      %before = let %mean + sqrt(%sigma2[%t - 1]) * %z
      yield %before }
    %mean = mean %x0
    %var = var %x0
    return %mean, %var }

  func @main() -> (mean_beta: f64, var_beta: f64, mean_beta_tilde: f64, var_beta_tilde: f64,
      mean_beta_mc: f64, var_beta_mc: f64, mean_beta_tilde_mc: f64, var_beta_tilde_mc: f64) {
    %betas = linspace start = b0, stop = b1, count = Tn, dtype = f64
    %abs = let pad(cumprod(1 - %betas), low = [1], high = [0], value = 1)
    %ab = slice %abs, axis = 0, start = 1
    %before = slice %abs, axis = 0, stop = -1
    %later = let f64(iota(shape = [Tn], dtype = i64) > 0)          // no noise at t = 1
    %beta = let %later * %betas
    %tilde = let %later * %betas * (1 - %before) / (1 - %ab)
    %m1, %v1 = call @exact(%betas, %ab, %beta)
    %m2, %v2 = call @exact(%betas, %ab, %tilde)
    %m3, %v3 = call @simulated(%betas, %ab, %beta)
    %m4, %v4 = call @simulated(%betas, %ab, %tilde)
    return %m1, %v1, %m2, %v2, %m3, %v3, %m4, %v4 }
}
