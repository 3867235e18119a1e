// NET-MEDSMOOTH: median smoothing: quantiles of f(x + e) bound those at points nearby.
//
//   h_p(x): the p-quantile of f(x + e),   e ~ N(0, sigma^2 I);   for ||d|| <= eps
//   h_q-(x) <= h_p(x + d) <= h_q+(x),   q-+ = Phi(Phi^-1(p) -+ eps / sigma)
//
//   f(x) = w.x + b:   h_p(x) = w.x + b + sigma ||w|| Phi^-1(p), the bounds are h_p(x) -+ eps ||w||
//
// Source: Chiang et al. 2020 (Detection as Regression: Certified Object Detection by Median
// Smoothing). Here p = 1/2. The last results are the order statistics and the median of some
// samples of an f.
leat.model @median_smoothing {
  config @sigma = 0.5
  config @eps = 0.3
  // By z = Phi^-1(p): where p rounds to 0 or 1, z is still a number.
  func @quantile(%z: f64[K], %w: f64[D], %b: f64, %x: f64[D]) -> (h: f64[K]) {
    %h = let sum(%w * %x) + %b + sigma * vector_norm(%w) * %z
    return %h }
  // The element in the middle, or half-way between the two that are.
  func @sample_median(%sorted: f64[N]) -> (m: f64) {
    %low = let floor_div(i64(N) - 1, 2)
    %high = let floor_div(i64(N), 2)
    %m = let (%sorted[%low] + %sorted[%high]) / 2
    return %m }
  func @main(%w: f64[D], %b: f64, %x: f64[D], %samples: f64[N])
      -> (levels: f64[2], bounds: f64[2], median: f64, sample_median: f64, sorted: f64[N]) {
    %p = full 0.5 : f64[1]
    %middle = ndtri %p
    %shift = let stack(f64(-1), f64(1)) * eps / sigma
    %levels = let ndtr(%middle + %shift)
    %bounds = let @quantile(%middle + %shift, %w, %b, %x)
    %median = let @quantile(%middle, %w, %b, %x)[0]
    %sorted, %at = sort %samples
    %sample_median = call @sample_median(%sorted)
    return %levels, %bounds, %median, %sample_median, %sorted }
}
