// NET-CLSGUID: a sampling step that a classifier guides.
//
//   z_{t-1} = mu(z_t) + s^2 grad_z log p(c | z_t) + s eps,   p(. | z) = softmax(W z + b)
//
// Source: Dhariwal & Nichol 2021; Understanding Deep Learning, section 18.6.
leat.model @classifier_guidance {
  config @cls = 2
  config @s2 = 0.2
  func @log_pc(%z: f64[D], %W: f64[K, D], %b: f64[K]) -> (l: f64) {
    %l = let log_softmax(linear(%z, %W, %b))[cls]
    return %l }
  func @main(%mu: f64[D], %z: f64[D], %W: f64[K, D], %b: f64[K], %eps: f64[D])
      -> (grad_log_pc: f64[D], z_prev: f64[D]) {
    %l, %slope = grad @log_pc(%z, %W, %b) wrt(z)
    %s2 = full s2 : f64
    %before = let %mu + %s2 * %slope + sqrt(%s2) * %eps
    return %slope, %before }
}
