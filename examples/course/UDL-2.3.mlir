// UDL-2.3: a line fitted to y given x, against one fitted to x given y and turned round.
//
//   discriminative: y = phi0 + phi1 x,   phi1 = cov(x, y) / var(x),   phi0 = mean(y) - phi1 mean(x)
//   generative:     x = phi0 + phi1 y,   phi1 = cov(x, y) / var(y),
//                   predicts y = (x - phi0) / phi1
//
// Source: Understanding Deep Learning, problem 2.3. The slopes of the two predictions, cov / var(x)
// and var(y) / cov, are equal only where the correlation is 1 or -1. %at is where they are
// compared.
leat.model @two_fits {
  // Offset and slope of the line through (a, b) that is best for b.
  func @fit(%a: f64[I], %b: f64[I]) -> (phi: f64[2]) {
    %da = let %a - mean(%a)
    %phi1 = let sum(%da * (%b - mean(%b))) / sum(%da ** 2)
    %phi0 = let mean(%b) - %phi1 * mean(%a)
    %phi = stack %phi0, %phi1
    return %phi }
  func @main(%x: f64[I], %y: f64[I], %at: f64[P] = [0.5, 1.5])
      -> (disc_phi0_phi1: f64[2], gen_phi0_phi1: f64[2], pred_disc: f64[P], pred_gen: f64[P]) {
    %disc = call @fit(%x, %y)
    %gen = call @fit(%y, %x)
    %y_disc = let %disc[0] + %disc[1] * %at
    %y_gen = let (%at - %gen[0]) / %gen[1]
    return %disc, %gen, %y_disc, %y_gen }
}
