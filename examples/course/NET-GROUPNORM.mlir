// NET-GROUPNORM: group normalisation, forwards and backwards.
//
//   y = g (x - mean x) / sqrt(var x + eps) + b,   g and b of each channel
//   mean and variance of each example over a group of C / G channels and all pixels
//
// Source: Wu and He (2018). With G = 1 it is layer normalisation of an image, with G = C instance
// normalisation; the U-Nets of diffusion models have it between their convolutions.
leat.model @group_norm {
  config @eps = 1e-5
  config @G = 2
  func @norm(%x: f64[N, C, H, W], %g: f64[C], %b: f64[C]) -> (y: f64[N, C, H, W]) {
    %y = group_norm %x, %g, %b, groups = G, eps = eps
    return %y }
  func @main(%x: f64[N, C, H, W], %g: f64[C], %b: f64[C], %dy: f64[N, C, H, W])
      -> (y: f64[N, C, H, W], dx: f64[N, C, H, W]) {
    %y, %dx = vjp @norm(%x, %g, %b) cotangent(%dy) wrt(x)
    return %y, %dx }
}
