// PET-1.4: cross-entropy is entropy and Kullback-Leibler divergence.
//
//   H(p, q) = -sum_k p_k log q_k = H(p) + KL(p || q),   0 log 0 = 0
//
// Source: Introduction to Deep Learning Theory, exercise 1.4. p and q are first divided by their
// sums. Each of the three numbers is computed on its own.
leat.model @decomposition {
  func @main(%p: f64[K], %q: f64[K]) -> (H: f64, CE: f64, KL: f64) {
    %P = let %p / sum(%p)
    %Q = let %q / sum(%q)
    %H = let -sum(xlogy(%P, %P))
    %CE = let -sum(xlogy(%P, %Q))
    %KL = let sum(xlogy(%P, %P) - xlogy(%P, %Q))
    return %H, %CE, %KL }
}
