// UDL-8.1: cross-entropy never reaches zero.
//
//   CE = -log softmax(z)_y = log(1 + sum_{k <> y} exp(z_k - z_y)) > 0,
//   for two classes log(1 + exp(-margin)) = softplus(-margin), about exp(-margin)
//
// Source: Understanding Deep Learning, problem 8.1. The loss falls for ever as the margin z_y - z_k
// grows, so training goes on when all examples are classified. Written as z_y - log sum_k exp z_k
// it would round to 0.
leat.model @never_zero {
  func @main(%margins: f64[M]) -> (log10_ce: f64[M]) {
    %log10_ce = let log(softplus(-%margins)) / log(10)
    return %log10_ce }
}
