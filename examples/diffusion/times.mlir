// The times of a sampler: t, where the model is asked, and s, where each step leads, 0 at the end.
//
//   uniform_log_snr  lambda = -log sigma in equal steps            Lu et al. (2022), DPM-Solver
//   karras           sigma^(1 / rho) in equal steps                Karras et al. (2022), eq. 5
//   otherwise        what @spaced_times of discrete_time.mlir or continuous_time.mlir says
// Those by sigma go from sigma_max to sigma_min, as far as the model's times t_min ... t_max reach.
leat.model @times {
  config @Steps     config @t_min     config @t_max
  func @alpha_bar(%t: f32) -> (alpha_bar: f32)
  func @spaced_times() -> (t: f32[Steps])

  config @uniform_log_snr = false     config @karras = false
  config @sigma_min = 0.002           config @sigma_max = 80     config @rho = 7

  func @sigma(%t: f32) -> (sigma: f32) {
    %ab = let @alpha_bar(%t)
    %sigma = let sqrt((1 - %ab) / %ab)
    return %sigma }
  func @sigma_range() -> (low: f32, high: f32) {
    %low = let maximum(@sigma(t_min), sigma_min)
    %high = let minimum(@sigma(t_max), sigma_max)
    return %low, %high }
  func @karras_sigmas() -> (sigma: f32[Steps]) {
    %low, %high = call @sigma_range()
    %a = let %high ** (1 / rho)     %b = let %low ** (1 / rho)
    %sigma = let (%a + linspace(0, 1, Steps) * (%b - %a)) ** rho
    return %sigma }
  func @uniform_log_sigmas() -> (sigma: f32[Steps]) {
    %low, %high = call @sigma_range()
    %sigma = let exp(log(%high) + linspace(0, 1, Steps) * log(%low / %high))
    return %sigma }

  // Where a list of times or sigmas leads: the next one, and 0 behind the last.
  func @next(%t: f32[Steps]) -> (s: f32[Steps]) {
    %s = let pad(slice(%t, axis = 0, start = 1), low = [0], high = [1], value = 0)
    return %s }
  func @times() -> (t: f32[Steps], s: f32[Steps]) {
    %sigma = let where(karras, @karras_sigmas(), @uniform_log_sigmas())
    %by_sigma = vmap @time(%sigma) in_axes(0)
    %given = let logical_or(karras, uniform_log_snr)
    %t = let where(%given, %by_sigma, @spaced_times())
    %s = let @next(%t)
    return %t, %s }
}
