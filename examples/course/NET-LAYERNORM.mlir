// NET-LAYERNORM: layer normalisation, forwards and backwards.
//
//   y = g (x - mean x) / sqrt(var x + eps) + b,   mean and (biased) variance of each example
//
// Source: Ba, Kiros and Hinton (2016). Unlike batch normalisation it treats each row alone.
leat.model @layer_norm {
  config @eps = 1e-5
  func @norm(%x: f64[N, D], %g: f64[D], %b: f64[D]) -> (y: f64[N, D]) {
    %y = layer_norm %x, %g, %b, eps = eps
    return %y }
  func @main(%x: f64[N, D], %g: f64[D], %b: f64[D], %dy: f64[N, D])
      -> (y: f64[N, D], dx: f64[N, D], dg: f64[D], db: f64[D]) {
    %y, %dx, %dg, %db = vjp @norm(%x, %g, %b) cotangent(%dy) wrt(x, g, b)
    return %y, %dx, %dg, %db }
}
