// UDL-16.8: a piecewise linear layer of a flow on [0, 1].
//
//   phi = softmax(logits),   b = floor(K h) + 1, the bin
//   h' = sum_{k<b} phi_k + (K h - b + 1) phi_b
//   dh'/dh = K phi_b,   det = prod_d K phi_{b_d}
//
// Source: Understanding Deep Learning, problem 16.8. Each h is mapped by itself, so the Jacobian is
// diagonal: its entries are how h' moves when all h do. The last result is the inverse of h'.
leat.model @piecewise_linear {
  // Bins count from 0, and h = 1 is in the last one.
  func @bin(%h: f64[D], %phi: f64[K]) -> (b: i64[D]) {
    %b = let clip(i64(floor(K * %h)), lo = 0)
    %last = let minimum(%b, K - 1)
    return %last }
  func @f(%h: f64[D], %logits: f64[K]) -> (hprime: f64[D]) {
    %phi = softmax %logits
    %b = call @bin(%h, %phi)
    %below = let cumsum(%phi) - %phi
    %y = let %below[%b] + (K * %h - f64(%b)) * %phi[%b]
    return %y }
  func @slopes(%h: f64[D], %logits: f64[K]) -> (slopes: f64[D], hprime: f64[D]) {
    %one = full 1 : f64[D]
    %y, %slopes = jvp @f(%h, %logits) tangent(%one) wrt(h)
    return %slopes, %y }
  func @log_det(%h: f64[D], %logits: f64[K]) -> (log_det: f64) {
    %l = let sum(log(@slopes(%h, %logits)))
    return %l }
  func @inverse(%y: f64[D], %logits: f64[K]) -> (h: f64[D]) {
    %phi = softmax %logits
    %b = let minimum(searchsorted(cumsum(%phi), %y, right = true, dtype = i64), K - 1)
    %below = let cumsum(%phi) - %phi
    %h = let (f64(%b) + (%y - %below[%b]) / %phi[%b]) / K
    return %h }
  func @main(%h: f64[D], %logits: f64[K])
      -> (hprime: f64[D], jac_diag: f64[D], det: f64, dlogdet_dlogits: f64[K], inverse: f64[D]) {
    %slopes, %y = call @slopes(%h, %logits)
    %det = prod %slopes
    %l, %dlogits = grad @log_det(%h, %logits) wrt(logits)
    %back = call @inverse(%y, %logits)
    return %y, %slopes, %det, %dlogits, %back }
}
