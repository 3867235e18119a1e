// NET-REINFORCE: REINFORCE, with and without a baseline, on given episodes.
//
//   pi(. | s) = softmax(theta s),   G_et = r_et + gamma G_e,t+1
//   grad = (1/E) sum_e sum_t d log pi(a_et | s_et) / d theta (G_et - b_t)
//   theta <- theta + lr grad
//   b_t = 0, or the mean of G_et over the episodes
//
// Source: Understanding Deep Learning, section 19.5; Williams 1992 (Simple statistical
// gradient-following algorithms). The step is one with the baseline. grad comes from a loss that
// stands for J, with G - b as constants: -(1/E) sum log pi (G - b).
leat.model @reinforce {
  config @gamma = 0.9
  config @lr = 0.1
  func @returns(%r: f64[Tn]) -> (G: f64[Tn]) {
    %end = full 0 : f64
    %first, %G = for %t = 1 to Tn, rows = backward carry(%next = %end) over(%reward = %r) {
      %now = let %reward + gamma * %next
      yield %now stack(%now) }
    return %G }
  func @surrogate(%theta: f64[A, D], %s: f64[E, Tn, D], %a: i64[E, Tn], %weight: f64[E, Tn])
      -> (loss: f64) {
    %log_pi = let log_softmax(linear(%s, %theta), axis = 2)
    %taken = let squeeze(take_along_axis(%log_pi, unsqueeze(%a, axis = 2), axis = 2), axis = 2)
    %loss = let -sum(%taken * %weight) / E
    return %loss }
  func @gradient(%theta: f64[A, D], %s: f64[E, Tn, D], %a: i64[E, Tn], %weight: f64[E, Tn])
      -> (grad: f64[A, D]) {
    %loss, %d = grad @surrogate(%theta, %s, %a, %weight) wrt(theta)
    %grad = let -%d
    return %grad }
  func @main(%s: f64[E, Tn, D], %a: i64[E, Tn], %r: f64[E, Tn], %theta: f64[A, D])
      -> (G: f64[E, Tn], grad_nobaseline: f64[A, D], grad_baseline: f64[A, D],
          theta_after: f64[A, D]) {
    %G = vmap @returns(%r) in_axes(0)
    %plain = call @gradient(%theta, %s, %a, %G)
    %with_baseline = let @gradient(%theta, %s, %a, %G - mean(%G, axis = 0))
    %after = let %theta + lr * %with_baseline
    return %G, %plain, %with_baseline, %after }
}
