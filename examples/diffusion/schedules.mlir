// Noise schedules: how much of the data is left at a time, alpha_bar, from 1 down to about 0.
//
//   x_t = sqrt(alpha_bar_t) x_0 + sqrt(1 - alpha_bar_t) eps,   eps ~ N(0, I)
//
// Discrete time, t = 1 ... T:   alpha_bar_t = (1 - beta_1) ... (1 - beta_t),   alpha_bar_0 = 1
//   linear           beta_t from beta_1 to beta_T in equal steps     Ho, Jain & Abbeel (2020)
//   scaled linear    sqrt(beta_t) in equal steps                     Rombach et al. (2022)
//   sigmoid beta     beta_t = beta_1 + (beta_T - beta_1) S(v), v from -6 to 6   Xu et al. (2022)
//   cosine, sigmoid  beta_t = min(1 - a(t / T) / a((t - 1) / T), 0.999), with a(u) as below
// Continuous time, u in [0, 1]:
//   linear   a(u) = exp(-beta_min u - (beta_max - beta_min) u^2 / 2)    Song et al. (2021), eq. 33
//   cosine   a(u) = f(u) / f(0),   f(u) = cos^2(pi / 2 (u + offset) / (1 + offset))
//                                                               Nichol & Dhariwal (2021), eq. 17
//   sigmoid  a(u) = (S(3) - S(6 u - 3)) / (S(3) - S(-3)),   S(v) = 1 / (1 + exp(-v))
//                                                           Jabri, Fleet & Chen (2022), appendix B
leat.model @schedules {
  config @beta_1 = 1e-4      config @beta_T = 0.02    // linear, discrete
  config @beta_min = 0.1     config @beta_max = 20    // linear, continuous
  config @offset = 0.008                              // cosine
  config @pi = 3.141592653589793

  // alpha_bar_1 ... alpha_bar_T.
  func @linear_alpha_bars() -> (alpha_bar: f32[T]) {
    %ab = let cumprod(1 - linspace(beta_1, beta_T, T))
    return %ab }
  func @scaled_linear_alpha_bars() -> (alpha_bar: f32[T]) {
    %root = let beta_1 ** 0.5 + (beta_T ** 0.5 - beta_1 ** 0.5) * linspace(0, 1, T)
    %ab = let cumprod(1 - %root ** 2)
    return %ab }
  func @sigmoid_beta_alpha_bars() -> (alpha_bar: f32[T]) {
    %ab = let cumprod(1 - beta_1 - (beta_T - beta_1) * sigmoid(linspace(-6, 6, T)))
    return %ab }
  func @cosine_alpha_bars() -> (alpha_bar: f32[T]) {
    %u = let (iota(shape = [T], dtype = f32) + 1) / T
    %a = vmap @cosine_alpha_bar(%u) in_axes(0)
    %ab = call @capped(%a)
    return %ab }
  func @sigmoid_alpha_bars() -> (alpha_bar: f32[T]) {
    %u = let (iota(shape = [T], dtype = f32) + 1) / T
    %a = vmap @sigmoid_alpha_bar(%u) in_axes(0)
    %ab = call @capped(%a)
    return %ab }
  // sqrt(alpha_bar) shifted and scaled so that alpha_bar_T is 0 (Lin et al. 2023, algorithm 1): for
  // models that predict v or the data.
  func @zero_terminal_snr(%ab: f32[T]) -> (alpha_bar: f32[T]) {
    %a = sqrt %ab
    %b = let (%a - %a[T - 1]) * %a[0] / (%a[0] - %a[T - 1])
    %zero = let %b ** 2
    return %zero }
  func @capped(%a: f32[T]) -> (alpha_bar: f32[T]) {
    %before = let pad(slice(%a, axis = 0, stop = -1), low = [1], high = [0], value = 1)
    %ab = let cumprod(1 - minimum(1 - %a / %before, 0.999))
    return %ab }

  func @linear_alpha_bar(%u: f32) -> (alpha_bar: f32) {
    %a = let exp(-beta_min * %u - (beta_max - beta_min) * %u ** 2 / 2)
    return %a }
  func @cosine_alpha_bar(%u: f32) -> (alpha_bar: f32) {
    %f = let cos(pi / 2 * (%u + offset) / (1 + offset))
    %a = let (%f / cos(pi / 2 * offset / (1 + offset))) ** 2
    return %a }
  func @sigmoid_alpha_bar(%u: f32) -> (alpha_bar: f32) {
    %a = let (sigmoid(3) - sigmoid(6 * %u - 3)) / (sigmoid(3) - sigmoid(-3))
    return %a }

  // Times u at which sigma = sqrt((1 - a) / a) is what is asked for.
  func @linear_time(%sigma: f32) -> (u: f32) {
    %l = let log1p(%sigma ** 2)                       // -log a
    %u = let 2 * %l / (beta_min + sqrt(beta_min ** 2 + 2 * (beta_max - beta_min) * %l))
    return %u }
  func @cosine_time(%sigma: f32) -> (u: f32) {
    %f = let cos(pi / 2 * offset / (1 + offset)) / sqrt(1 + %sigma ** 2)
    %u = let 2 / pi * (1 + offset) * acos(%f) - offset
    return %u }
  func @sigmoid_time(%sigma: f32) -> (u: f32) {
    %s = let sigmoid(3) - (sigmoid(3) - sigmoid(-3)) / (1 + %sigma ** 2)
    %u = let (log(%s / (1 - %s)) + 3) / 6
    return %u }
}
