// NET-DROPOUT: a dropout layer, while training and behind it.
//
//   training: y = m x / (1 - p),  dx = m dy / (1 - p),  m = 1 for units that are kept
//   behind it: y = x
//
// Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting"
// (2014), with the scale in training, as libraries have it today. The mask m is given here, as an
// argument; the layer of the language, which makes y_eval, draws a mask of its own in training and
// does nothing behind it.
leat.model @dropout {
  config @p = 0.4
  state @rng = seed
  func @given_mask(%x: f64[N, M], %mask: f64[N, M]) -> (y: f64[N, M]) {
    %y = let %mask * %x / (1 - p)
    return %y }
  func @layer(%x: f64[N, M]) -> (y: f64[N, M]) {
    %y = dropout @rng %x, p = p
    return %y }
  func @main(%x: f64[N, M], %dy: f64[N, M], %mask: f64[N, M])
      -> (y_train: f64[N, M], dx_train: f64[N, M], y_eval: f64[N, M]) {
    %y, %dx = vjp @given_mask(%x, %mask) cotangent(%dy) wrt(x)
    %y_eval = call @layer(%x) mode(infer)
    return %y, %dx, %y_eval }
}
