// Training of diffusion models, as functions of nothing but numbers: what the forward process makes
// of data, and the losses of what a network says of it. Each example, a row, has a time of its own,
// at which alpha_bar is its `ab`.
//
//   q(x_t | x_0)      = N(sqrt(ab_t) x_0, (1 - ab_t) I)            Ho, Jain & Abbeel (2020), eq. 4
//   q(x_s | x_t, x_0) = N(mu~, beta~ I),   s < t                                        eqs. 6, 7
//     mu~ = sqrt(ab_s) (1 - a) / (1 - ab_t) x_0 + sqrt(a) (1 - ab_s) / (1 - ab_t) x_t
//     beta~ = (1 - a) (1 - ab_s) / (1 - ab_t),   a = ab_t / ab_s
//
// A network may say what the noise was, the data, v or the score, and an error may count more at
// some times than at others. All of it is a weight w of one error, with SNR = ab / (1 - ab):
//
//   L = mean over examples of w |eps^ - eps|^2 / D
//     simple       1                          of the noise        Ho et al. (2020), eq. 14
//     data         1 / SNR                    of the data
//     v            1 / ab                     of v                Salimans & Ho (2022), section 4
//     score        1 / (1 - ab)               of the score        Vincent (2011)
//     min-SNR      min(1, gamma / SNR)                            Hang et al. (2023), eq. 8
//     P2           1 / (k + SNR)^gamma                            Choi et al. (2022), eq. 8
//     variational  (SNR_s / SNR_t - 1) / 2    a step of the bound Kingma et al. (2021), eq. 13
//     EDM          1 + sigma_data^-2 / SNR    preconditioned data Karras et al. (2022), table 1
// Kingma & Gao (2023) compare them.
leat.model @training {
  include "parameterisations.mlir"
  func @alpha_bar(%t: f32) -> (alpha_bar: f32)
  config @min_snr_gamma = 5
  config @p2_gamma = 1          config @p2_k = 1
  config @P_mean = -1.2         config @P_std = 1.2   // EDM: log sigma ~ N(P_mean, P_std^2)

  func @column(%v: f32[N]) -> (column: f32[N, 1]) {
    %c = reshape %v, shape = [N, 1]
    return %c }
  // What a schedule says of the times of all examples.
  func @alpha_bar_of(%t: f32[N]) -> (ab: f32[N]) {
    %ab = vmap @alpha_bar(%t) in_axes(0)
    return %ab }

  // ---- The forward process
  func @diffused(%x0: f32[N, D], %ab: f32[N], %eps: f32[N, D]) -> (x: f32[N, D]) {
    %x = let sqrt(@column(%ab)) * %x0 + sqrt(1 - @column(%ab)) * %eps
    return %x }
  func @posterior(%x: f32[N, D], %x0: f32[N, D], %ab_t: f32[N], %ab_s: f32[N])
      -> (mean: f32[N, D], variance: f32[N]) {
    %a = let %ab_t / %ab_s
    %of_data = let sqrt(%ab_s) * (1 - %a) / (1 - %ab_t)
    %of_x = let sqrt(%a) * (1 - %ab_s) / (1 - %ab_t)
    %mean = let @column(%of_data) * %x0 + @column(%of_x) * %x
    %variance = let (1 - %a) * (1 - %ab_s) / (1 - %ab_t)
    return %mean, %variance }

  // ---- The losses of networks that say the noise, the data, v or the score
  func @simple_loss(%eps_hat: f32[N, D], %eps: f32[N, D]) -> (loss: f32) {
    %l = let mean((%eps_hat - %eps) ** 2)
    return %l }
  func @data_loss(%x0_hat: f32[N, D], %x0: f32[N, D]) -> (loss: f32) {
    %l = let mean((%x0_hat - %x0) ** 2)
    return %l }
  func @v_loss(%v_hat: f32[N, D], %x0: f32[N, D], %eps: f32[N, D], %ab: f32[N]) -> (loss: f32) {
    %v = let sqrt(@column(%ab)) * %eps - sqrt(1 - @column(%ab)) * %x0
    %l = let mean((%v_hat - %v) ** 2)
    return %l }
  // The weight 1 - ab, with which the score is learned as well at all times, makes it the simple
  // loss.                                                               Song et al. (2021), eq. 7
  func @score_loss(%score_hat: f32[N, D], %eps: f32[N, D], %ab: f32[N]) -> (loss: f32) {
    %l = let mean((sqrt(1 - @column(%ab)) * %score_hat + %eps) ** 2)
    return %l }

  // ---- Any weight of the error of the noise
  func @weighted_loss(%eps_hat: f32[N, D], %eps: f32[N, D], %w: f32[N]) -> (loss: f32) {
    %l = let mean(@column(%w) * (%eps_hat - %eps) ** 2)
    return %l }
  func @signal_to_noise(%ab: f32[N]) -> (snr: f32[N]) {
    %snr = let %ab / (1 - %ab)
    return %snr }
  func @data_weight(%ab: f32[N]) -> (w: f32[N]) {
    %w = let 1 / @signal_to_noise(%ab)
    return %w }
  func @v_weight(%ab: f32[N]) -> (w: f32[N]) {
    %w = let 1 / %ab
    return %w }
  func @score_weight(%ab: f32[N]) -> (w: f32[N]) {
    %w = let 1 / (1 - %ab)
    return %w }
  func @min_snr_weight(%ab: f32[N]) -> (w: f32[N]) {
    %w = let minimum(1, min_snr_gamma / @signal_to_noise(%ab))
    return %w }
  func @p2_weight(%ab: f32[N]) -> (w: f32[N]) {
    %w = let 1 / (p2_k + @signal_to_noise(%ab)) ** p2_gamma
    return %w }
  // Of the term of s, t in the bound, in nats for each of the D dimensions, where the variance of a
  // step is beta~.
  func @variational_weight(%ab_t: f32[N], %ab_s: f32[N]) -> (w: f32[N]) {
    %w = let (@signal_to_noise(%ab_s) / @signal_to_noise(%ab_t) - 1) / 2
    return %w }

  // ---- EDM: Karras et al. (2022), table 1, eqs. 7 and 8; x = x_0 + sigma eps
  //   D(x; sigma) = c_skip x + c_out F(c_in x; c_noise)
  //   L = mean over examples of lambda |D(x; sigma) - x_0|^2 / D
  // sigma of a draw z of N(0, 1), for each example.
  func @edm_sigma(%z: f32[N]) -> (sigma: f32[N]) {
    %sigma = let exp(P_mean + P_std * %z)
    return %sigma }
  func @edm_coefficients(%sigma: f32[N])
      -> (c_skip: f32[N], c_out: f32[N], c_in: f32[N], c_noise: f32[N]) {
    %variance = let %sigma ** 2 + sigma_data ** 2
    %skip = let sigma_data ** 2 / %variance
    %out = let %sigma * sigma_data / sqrt(%variance)
    %in = let 1 / sqrt(%variance)
    %noise = let log(%sigma) / 4
    return %skip, %out, %in, %noise }
  func @edm_weight(%sigma: f32[N]) -> (lambda: f32[N]) {
    %lambda = let (%sigma ** 2 + sigma_data ** 2) / (%sigma * sigma_data) ** 2
    return %lambda }
  // Of what the network F says for c_in x: lambda c_out^2 = 1, so that all times count alike.
  func @edm_loss(%F: f32[N, D], %x: f32[N, D], %x0: f32[N, D], %sigma: f32[N]) -> (loss: f32) {
    %skip, %out, %in, %noise = let @edm_coefficients(%sigma)
    %D = let @column(%skip) * %x + @column(%out) * %F
    %l = let mean(@column(@edm_weight(%sigma)) * (%D - %x0) ** 2)
    return %l }
}
