// UDL-5.2: binary cross-entropy as a function of the predicted probability.
//
//   L = -(1 - y) log(1 - p) - y log p
//
// Source: Understanding Deep Learning, problem 5.2. The formula printed there has no minus signs:
// it is the log-likelihood, which is to be maximised. The loss is 0 at the right end and infinite
// at the wrong one; `xlogy` is 0 where its factor is, so that neither end is 0 times infinity.
leat.model @bce_curve {
  func @L(%p: f64[P], %y: f64) -> (L: f64[P]) {
    %L = let -xlogy(1 - %y, 1 - %p) - xlogy(%y, %p)
    return %L }
  func @main(%ps: f64[P]) -> (L_y0: f64[P], L_y1: f64[P]) {
    %L0 = let @L(%ps, 0)
    %L1 = let @L(%ps, 1)
    return %L0, %L1 }
}
