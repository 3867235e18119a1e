// UDL-16.9: a layer of a flow on [0, 1] that is a square root in each of K bins.
//
//   b = floor(K h) + 1, the bin, and r = K h - b + 1, the place in it
//   printed: h' = sqrt(r phi_b) + sum_{k<b} sqrt(phi_k)
//   conical: h' = phi_b sqrt(r) + sum_{k<b} phi_k,   dh'/dh = K phi_b / (2 sqrt r)
//
// Source: Understanding Deep Learning, problem 16.9. The printed map can be inverted, too, but
// takes [0, 1] to [0, sum_k sqrt(phi_k)] and is not linear in phi. A combination of square roots
// with weights that sum to one, which maps [0, 1] to itself, has phi outside of the roots. The last
// results are the inverses of both.
leat.model @square_root_bins {
  // Bins count from 0, and h = 1 is in the last one.
  func @place(%h: f64[N], %phi: f64[K]) -> (b: i64[N], r: f64[N]) {
    %b = let clip(i64(floor(K * %h)), lo = 0)
    %bin = let minimum(%b, K - 1)
    %r = let K * %h - f64(%bin)
    return %bin, %r }
  func @printed(%h: f64[N], %phi: f64[K]) -> (y: f64[N]) {
    %b, %r = call @place(%h, %phi)
    %below = let cumsum(sqrt(%phi)) - sqrt(%phi)
    %y = let sqrt(%r * %phi[%b]) + %below[%b]
    return %y }
  func @conical(%h: f64[N], %phi: f64[K]) -> (y: f64[N]) {
    %b, %r = call @place(%h, %phi)
    %below = let cumsum(%phi) - %phi
    %y = let %phi[%b] * sqrt(%r) + %below[%b]
    return %y }
  // Bins end at the running sums of w, sqrt(phi) or phi; within one, h' - its start is w sqrt(r).
  func @inverse(%y: f64[N], %w: f64[K]) -> (h: f64[N]) {
    %b = let minimum(searchsorted(cumsum(%w), %y, right = true, dtype = i64), K - 1)
    %below = let cumsum(%w) - %w
    %h = let (f64(%b) + ((%y - %below[%b]) / %w[%b]) ** 2) / K
    return %h }
  func @main(%phi: f64[K], %hs: f64[N])
      -> (printed: f64[N], conical: f64[N], printed_at_1: f64, log_deriv_conical: f64[N],
          printed_inverse: f64[N], conical_inverse: f64[N]) {
    %printed = call @printed(%hs, %phi)
    %one = full 1 : f64[N]
    %conical, %slope = jvp @conical(%hs, %phi) tangent(%one) wrt(h)
    %end = full 1 : f64[1]
    %at_1 = let sum(@printed(%end, %phi))
    %log_slope = log %slope
    %back = let @inverse(%printed, sqrt(%phi))
    %back2 = call @inverse(%conical, %phi)
    return %printed, %conical, %at_1, %log_slope, %back, %back2 }
}
