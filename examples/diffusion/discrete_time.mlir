// Time of a model that was trained on t = 1 ... T: alpha_bar at every real t in [0, T], and back.
// Between whole times -log alpha_bar is linear, so that its slope, beta(t), is constant there.
//
// Steps of the T times, from the last one to the first, behind which comes 0:
//   trailing   t_k = round(T (1 - k / Steps)),               k = 0 ... Steps - 1   (the default)
//   leading    t_k = floor(T / Steps) (Steps - 1 - k) + 1
//   linspaced  t_k = round of Steps times in equal steps from T to 1
// Sources: Song, Meng & Ermon (2021), appendix D.2; Lin et al. (2023), table 2.
leat.model @discrete_time {
  config @T     config @Steps
  func @alpha_bars() -> (alpha_bar: f32[T])            // alpha_bar_1 ... alpha_bar_T
  include "times.mlir"
  config @t_min = 1           config @t_max = T        // times that the model knows
  config @leading = false     config @linspaced = false
  const @accumulated = pad(-log(@alpha_bars()), low = [1], high = [0], value = 0)

  func @alpha_bar(%t: f32) -> (alpha_bar: f32) {
    %k = let i64(clip(ceil(%t), lo = 1, hi = T))
    %before = let @accumulated[%k - 1]
    %ab = let exp(-%before - (%t - f32(%k - 1)) * (@accumulated[%k] - %before))
    return %ab }
  func @time(%sigma: f32) -> (t: f32) {
    %a = let log1p(%sigma ** 2)
    %k = let clip(searchsorted(@accumulated, %a, dtype = i64), lo = 1, hi = T)
    %before = let @accumulated[%k - 1]
    %t = let f32(%k - 1) + (%a - %before) / (@accumulated[%k] - %before)
    return %t }

  func @spaced_times() -> (t: f32[Steps]) {
    %left = let Steps - iota(shape = [Steps], dtype = i64)
    %T = full T : i64
    %ratio = let floor_div(%T, Steps)
    %trailing = let round(T * f32(%left) / Steps)
    %first = let f32(%ratio * (%left - 1) + 1)
    %even = let 1 + round(linspace(T, 1, Steps) - 1)
    %t = let where(leading, %first, where(linspaced, %even, %trailing))
    return %t }
}
