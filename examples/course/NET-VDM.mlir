// NET-VDM: a term of the ELBO for networks that predict the data, the noise or the score.
//
//   KL_t = 1 / (2 s_t^2) * [ sqrt(ab_{t-1}) (1 - a_t) / (1 - ab_t) ]^2 |x0^ - x0|^2
//        = 1 / (2 s_t^2) * (1 - a_t)^2 / ((1 - ab_t) a_t) |eps^ - eps|^2
//        = 1 / (2 s_t^2) * (1 - a_t)^2 / a_t |s^ - s|^2
//        = 1/2 (SNR_{t-1} - SNR_t) |x0^ - x0|^2
//   x0 = (x_t - sqrt(1 - ab_t) eps) / sqrt(ab_t) = (x_t + (1 - ab_t) s) / sqrt(ab_t)
//   a_t = 1 - beta_t,   ab_t = a_1 ... a_t,   SNR_t = ab_t / (1 - ab_t)
//   s_t^2 = (1 - a_t) (1 - ab_{t-1}) / (1 - ab_t)
//
// Source: Kingma et al. 2021; Introduction to Deep Learning Theory, chapter 6. For t = 2 ... T;
// `KL` is the first line, and the others have names of their own.
leat.model @vdm {
  func @terms(%a: f64, %ab: f64, %before: f64, %x0: f64[D], %eps: f64[D], %eps_hat: f64[D])
      -> (by_data: f64, by_noise: f64, by_score: f64, by_snr: f64) {
    %xt = let sqrt(%ab) * %x0 + sqrt(1 - %ab) * %eps
    %x0_hat = let (%xt - sqrt(1 - %ab) * %eps_hat) / sqrt(%ab)
    %score = let (sqrt(%ab) * %x0 - %xt) / (1 - %ab)
    %score_hat = let (sqrt(%ab) * %x0_hat - %xt) / (1 - %ab)
    %data = let sum((%x0_hat - %x0) ** 2)

    %two_s2 = let 2 * (1 - %a) * (1 - %before) / (1 - %ab)
    %by_data = let (sqrt(%before) * (1 - %a) / (1 - %ab)) ** 2 * %data / %two_s2
    %by_noise = let (1 - %a) ** 2 / ((1 - %ab) * %a) * sum((%eps_hat - %eps) ** 2) / %two_s2
    %by_score = let (1 - %a) ** 2 / %a * sum((%score_hat - %score) ** 2) / %two_s2
    %by_snr = let 0.5 * (%before / (1 - %before) - %ab / (1 - %ab)) * %data
    return %by_data, %by_noise, %by_score, %by_snr }

  func @main(%betas: f64[T], %x0: f64[D], %eps: f64[D], %eps_hat: f64[D])
      -> (KL: f64[?], SNR: f64[T], KL_by_noise: f64[?], KL_by_score: f64[?], KL_by_SNR: f64[?]) {
    %abs = let cumprod(1 - %betas)
    %a = let 1 - slice(%betas, axis = 0, start = 1)
    %ab = slice %abs, axis = 0, start = 1
    %before = slice %abs, axis = 0, stop = -1
    %KL, %noise, %score, %snr =
      vmap @terms(%a, %ab, %before, %x0, %eps, %eps_hat) in_axes(0, 0, 0, none, none, none)
    %SNR = let %abs / (1 - %abs)
    return %KL, %SNR, %noise, %score, %snr }
}
