// UDL-7.2: the chain rule on a network of one unit a layer, forwards and backwards.
//
//   f0 = b0 + w0 x,  h1 = sin f0,  f1 = b1 + w1 h1,  h2 = exp f1,  f2 = b2 + w2 h2,  h3 = cos f2,
//   f3 = b3 + w3 h3,  l = (f3 - y)^2
//   dh3/df2 = -sin f2,  df2/dh2 = w2,  dh2/df1 = exp f1,  df1/dh1 = w1,  dh1/df0 = cos f0
//
// Source: Understanding Deep Learning, problem 7.2. The network is that of the book's section 7.3.
leat.model @toy {
  // One step of the chain each; what comes in is called %in.
  func @line(%in: f64, %b: f64, %w: f64) -> (f: f64) {
    %f = let %b + %w * %in
    return %f }
  func @sine(%in: f64) -> (h: f64) {
    %h = sin %in
    return %h }
  func @exponential(%in: f64) -> (h: f64) {
    %h = exp %in
    return %h }
  func @cosine(%in: f64) -> (h: f64) {
    %h = cos %in
    return %h }

  // The loss when each of f3, h3, f2, h2, f1, h1, f0 is moved by its element of %e. At e = 0 the
  // derivative by an element is dl/d(what it moves): the adjoint that reverse mode passes on.
  func @loss(%beta: f64[4], %omega: f64[4], %x: f64, %y: f64, %e: f64[7]) -> (l: f64) {
    %f0 = let @line(%x, %beta[0], %omega[0]) + %e[6]
    %h1 = let @sine(%f0) + %e[5]
    %f1 = let @line(%h1, %beta[1], %omega[1]) + %e[4]
    %h2 = let @exponential(%f1) + %e[3]
    %f2 = let @line(%h2, %beta[2], %omega[2]) + %e[2]
    %h3 = let @cosine(%f2) + %e[1]
    %f3 = let @line(%h3, %beta[3], %omega[3]) + %e[0]
    %l = let (%f3 - %y) ** 2
    return %l }
  // The derivative of each step on its own, from the last one to the first.
  func @factors(%beta: f64[4], %omega: f64[4], %x: f64) -> (factors: f64[5]) {
    %f0 = let @line(%x, %beta[0], %omega[0])
    %h1, %dh1_df0 = grad @sine(%f0) wrt(in)
    %b1 = let %beta[1]     %w1 = let %omega[1]
    %f1, %df1_dh1 = grad @line(%h1, %b1, %w1) wrt(in)
    %h2, %dh2_df1 = grad @exponential(%f1) wrt(in)
    %b2 = let %beta[2]     %w2 = let %omega[2]
    %f2, %df2_dh2 = grad @line(%h2, %b2, %w2) wrt(in)
    %h3, %dh3_df2 = grad @cosine(%f2) wrt(in)
    %factors = stack %dh3_df2, %df2_dh2, %dh2_df1, %df1_dh1, %dh1_df0
    return %factors }
  func @main(%beta: f64[4], %omega: f64[4], %x: f64, %y: f64)
      -> (loss: f64, local_factors: f64[5], adjoints_f3_h3_f2_h2_f1_h1_f0: f64[7], dbeta: f64[4],
          domega: f64[4]) {
    %factors = call @factors(%beta, %omega, %x)
    %e = full 0 : f64[7]
    %l, %adjoints, %dbeta, %domega =
      grad @loss(%beta, %omega, %x, %y, %e) wrt(e, beta, omega)
    return %l, %factors, %adjoints, %dbeta, %domega }
}
