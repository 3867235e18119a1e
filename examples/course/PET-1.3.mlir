// PET-1.3: how large cross-entropy and Kullback-Leibler divergence become.
//
//   CE(p, q) = -sum_k p_k log q_k,   KL(p || q) = CE(p, q) - H(p),
//   H(p) = CE(p, p) <= log K,   0 log 0 = 0
//
// Source: Introduction to Deep Learning Theory, exercise 1.3. Where p = (1, 0) and q = (eps, 1 -
// eps), both are -log eps: infinite where q is 0 and p is not. Where q is nowhere 0, as (1/2, 1/2),
// KL is finite although p has a 0. The entropy is bounded, by that of K equal probabilities.
leat.model @ranges {
  config @K = 10
  func @ce(%p: f64[C], %q: f64[C]) -> (ce: f64) {
    %ce = let -sum(xlogy(%p, %q))
    return %ce }
  func @kl(%p: f64[C], %q: f64[C]) -> (kl: f64) {
    %kl = let @ce(%p, %q) - @ce(%p, %p)
    return %kl }
  // One hypothesis about an event that is certain.
  func @certain(%eps: f64) -> (ce: f64, kl: f64) {
    %p = let stack(f64(1), f64(0))
    %q = let stack(%eps, 1 - %eps)
    %ce = call @ce(%p, %q)
    %kl = call @kl(%p, %q)
    return %ce, %kl }
  func @main(%eps: f64[E])
      -> (ce: f64[E], kl: f64[E], kl_reverse_of_p10_qhalf: f64[1], max_entropy_K10: f64) {
    %ce, %kl = vmap @certain(%eps) in_axes(0)
    %half = full 0.5 : f64[1]
    %ce_half, %kl_half = vmap @certain(%half) in_axes(0)
    %ones = full 1 : f64[K]
    %entropy = let @ce(%ones / K, %ones / K)
    return %ce, %kl, %kl_half, %entropy }
}
