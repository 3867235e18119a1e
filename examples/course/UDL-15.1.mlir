// UDL-15.1: the GAN loss where generated and real examples have the same distribution.
//
//   L = -sum_x p*(x) log D(x) - sum_x p(x) log(1 - D(x)),   best D(x) = p*(x) / (p*(x) + p(x))
//   L = 2 log 2 - 2 D_JS(p* || p);   p* = p: D_JS = 0, L = 2 log 2
//
// Source: Understanding Deep Learning, problem 15.1. Discrete distributions: p* and p are the
// arguments p and q, divided by their sums.
leat.model @equal_distributions {
  func @normalise(%w: f64[K]) -> (p: f64[K]) {
    %p = let %w / sum(%w)
    return %p }
  // Terms of probability 0 count nothing.
  func @loss(%p: f64[K], %q: f64[K]) -> (L: f64) {
    %real = let sum(xlogy(%p, %p + %q) - xlogy(%p, %p))
    %generated = let sum(xlogy(%q, %p + %q) - xlogy(%q, %q))
    %L = let %real + %generated
    return %L }
  func @KL(%p: f64[K], %q: f64[K]) -> (KL: f64) {
    %kl = let sum(xlogy(%p, %p) - xlogy(%p, %q))
    return %kl }
  func @JS(%p: f64[K], %q: f64[K]) -> (JS: f64) {
    %m = let (%p + %q) / 2
    %js = let (@KL(%p, %m) + @KL(%q, %m)) / 2
    return %js }
  func @main(%p: f64[K], %q: f64[K]) -> (L_equal: f64, L: f64, JS: f64) {
    %real = call @normalise(%p)
    %generated = call @normalise(%q)
    %equal = call @loss(%real, %real)
    %L = call @loss(%real, %generated)
    %JS = call @JS(%real, %generated)
    return %equal, %L, %JS }
}
