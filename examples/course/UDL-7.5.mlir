// UDL-7.5: binary cross-entropy of a logit, and its derivative.
//
//   l = -(1 - y) log(1 - sig f) - y log sig f = softplus(f) - y f,   dl/df = sig f - y
//
// Source: Understanding Deep Learning, problem 7.5. Taken literally the first form is infinite, or
// not a number, where sig f rounds to 0 or 1; the library's loss is the second one.
leat.model @bce {
  func @l(%fs: f64[N], %ys: f64[N]) -> (total: f64, loss: f64[N]) {
    %l = let bce_with_logits(%fs, %ys, reduction = none)
    %total = sum %l
    return %total, %l }
  func @main(%fs: f64[N], %ys: f64[N]) -> (loss: f64[N], dl_df: f64[N]) {
    %total, %l, %df = grad @l(%fs, %ys) wrt(fs)
    return %l, %df }
}
