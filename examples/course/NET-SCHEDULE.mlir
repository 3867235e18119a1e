// NET-SCHEDULE: noise schedules, linear and cosine.
//
//   linear: beta_t from b0 to b1 in equal steps,   ab_t = (1 - beta_1) ... (1 - beta_t)
//   log SNR_t = log(ab_t / (1 - ab_t))
//   cosine: ab_t = f(t) / f(0),   f(t) = cos^2((t / T + s) / (1 + s) pi / 2),
//           beta_t = min(1 - ab_t / ab_{t-1}, 0.999)
//
// Source: Ho, Jain & Abbeel 2020 (linear); Nichol & Dhariwal 2021 (cosine). The cosine's ab_T is 0;
// what is asked for is the product of 1 - beta_t with the betas clipped.
leat.model @schedule {
  config @Tn = 1000
  config @b0 = 1e-4
  config @b1 = 0.02
  config @s = 0.008

  // log ab_t: sums of log(1 - beta) keep the digits of 1 - ab_t where ab_t is near 1.
  func @linear_log() -> (log_ab: f64[Tn]) {
    %beta = linspace start = b0, stop = b1, count = Tn, dtype = f64
    %log_ab = let cumsum(log1p(-%beta))
    return %log_ab }

  func @cosine() -> (ab: f64[Tn]) {
    %count = iota shape = [Tn], dtype = f64
    %f = let @f(%count + 1)
    %before = let @f(%count)
    %beta = let minimum(1 - %f / %before, 0.999)
    %ab = let cumprod(1 - %beta)
    return %ab }
  func @f(%t: f64[Tn]) -> (f: f64[Tn]) {
    %f = let cos((%t / Tn + s) / (1 + s) * 1.5707963267948966) ** 2
    return %f }

  func @main(%t: i64[N] = [1, 250, 500, 750, 1000])
      -> (linear_alpha_bar: f64[N], linear_log_snr: f64[N], cosine_alpha_bar_clipped: f64[N]) {
    %log_ab = let @linear_log()[%t - 1]
    %ab = let exp(%log_ab)
    %log_snr = let %log_ab - log(-expm1(%log_ab))
    %cosine = let @cosine()[%t - 1]
    return %ab, %log_snr, %cosine }
}
