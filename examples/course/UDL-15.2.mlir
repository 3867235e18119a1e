// UDL-15.2: the GAN loss is, but for a factor and a constant, the Jensen-Shannon divergence.
//
//   D*(x) = p*(x) / (p*(x) + p(x)),   L = -sum_x p*(x) log D*(x) - sum_x p(x) log(1 - D*(x))
//   D_JS(p* || p) = log 2 - L / 2
//
// Source: Understanding Deep Learning, problem 15.2. Discrete distributions: p* and p are the
// arguments p and q, divided by their sums. The last result is the divergence by its definition,
// with m = (p* + p) / 2: (KL(p* || m) + KL(p || m)) / 2.
leat.model @jensen_shannon {
  func @KL(%p: f64[K], %q: f64[K]) -> (KL: f64) {
    %kl = let sum(xlogy(%p, %p) - xlogy(%p, %q))
    return %kl }
  func @main(%p: f64[K], %q: f64[K]) -> (L: f64, D_JS: f64, D_star: f64[K], by_definition: f64) {
    %real = let %p / sum(%p)
    %generated = let %q / sum(%q)
    %mass = let %real + %generated
    %D = let where(%mass > 0, %real / %mass, 0.5) // without any mass D does not matter
    %L = let -sum(xlogy(%real, %D) + xlogy(%generated, 1 - %D))
    %D_JS = let log(2) - %L / 2
    %m = let (%real + %generated) / 2
    %by_definition = let (@KL(%real, %m) + @KL(%generated, %m)) / 2
    return %L, %D_JS, %D, %by_definition }
}
