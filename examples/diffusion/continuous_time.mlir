// Time of a model of continuous time t in [0, 1]: Steps times in equal steps from t_max to t_min,
// behind which comes 0. Below t_min the noise is too small to be learned (Song et al. 2021,
// appendix C). The functions that it asks for are those of schedules.mlir.
leat.model @continuous_time {
  config @Steps
  func @alpha_bar(%t: f32) -> (alpha_bar: f32)
  func @time(%sigma: f32) -> (t: f32)
  include "times.mlir"
  config @t_min = 1e-3     config @t_max = 1
  func @spaced_times() -> (t: f32[Steps]) {
    %t = linspace start = t_max, stop = t_min, count = Steps
    return %t }
}
