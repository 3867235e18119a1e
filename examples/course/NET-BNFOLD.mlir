// NET-BNFOLD: batch normalisation in inference becomes part of the convolution before it.
//
//   y = gamma (W * x + b - rm) / sqrt(rv + eps) + beta = W' * x + b'
//   W' = W gamma / sqrt(rv + eps) by channel,   b' = (b - rm) gamma / sqrt(rv + eps) + beta
//
// Source: Jacob et al. (2018), section 3.2. `y` is that of the folded convolution, `y_two_layers`
// that of the convolution and the normalisation behind it.
leat.model @fold {
  config @eps = 1e-5
  func @main(%x: f64[N, Ci, H, W], %W: f64[Co, Ci, 3, 3], %b: f64[Co], %gamma: f64[Co],
             %beta: f64[Co], %rm: f64[Co], %rv: f64[Co])
      -> (W_folded: f64[Co, Ci, 3, 3], b_folded: f64[Co], y: f64[N, Co, H, W],
          y_two_layers: f64[N, Co, H, W]) {
    %scale = let %gamma / sqrt(%rv + eps)
    %W_folded = let %W * reshape(%scale, shape = [Co, 1, 1, 1])
    %b_folded = let (%b - %rm) * %scale + %beta
    %y = conv %x, %W_folded, %b_folded, padding = 1
    %two = let normalize(conv(%x, %W, %b, padding = 1), %rm, %rv, %gamma, %beta, eps = eps)
    return %W_folded, %b_folded, %y, %two }
}
