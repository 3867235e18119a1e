// NET-FLOW-COUPLING: an affine coupling layer (RealNVP), both ways, and its likelihood.
//
//   (s_raw, t) = W2 tanh(W1 z1 + b1) + b2,   s = tanh(s_raw)
//   x1 = z1,   x2 = z2 exp(s(z1)) + t(z1),   log |det dx/dz| = sum s(z1)
//   inverse: z1 = x1,   z2 = (x2 - t(x1)) exp(-s(x1))
//   NLL = mean_n(-sum_d log N(z_nd; 0, 1) + sum s(x1_n)), z being the inverse of x
//
// Source: Dinh, Sohl-Dickstein and Bengio, Density Estimation Using Real NVP, 2017; Understanding
// Deep Learning, chapter 16. Rows are examples; dW1 ... db2 are the gradients of NLL.
leat.model @coupling {
  const @log_2pi = log(2 * acos(f64(-1)))
  func @halves(%y: f64[N, D]) -> (y1: f64[N, ?], y2: f64[N, ?]) {
    %halves = let transpose(reshape(%y, shape = [N, 2, -1]), axes = [1, 0, 2])
    %y1 = let %halves[0]
    %y2 = let %halves[1]
    return %y1, %y2 }
  func @net(%z1: f64[N, P], %W1: f64[H, P], %b1: f64[H], %W2: f64[O, H], %b2: f64[O])
      -> (s: f64[N, ?], t: f64[N, ?]) {
    %s_raw, %t = let @halves(linear(tanh(linear(%z1, %W1, %b1)), %W2, %b2))
    %s = tanh %s_raw
    return %s, %t }
  func @forward(%z: f64[N, D], %W1: f64[H, P], %b1: f64[H], %W2: f64[O, H], %b2: f64[O])
      -> (x: f64[N, D], log_det: f64[N]) {
    %z1, %z2 = call @halves(%z)
    %s, %t = call @net(%z1, %W1, %b1, %W2, %b2)
    %x = let concat(%z1, %z2 * exp(%s) + %t, axis = 1)
    %l = sum %s, axis = 1
    return %x, %l }
  func @inverse(%x: f64[N, D], %W1: f64[H, P], %b1: f64[H], %W2: f64[O, H], %b2: f64[O])
      -> (z: f64[N, D], log_det: f64[N]) {
    %x1, %x2 = call @halves(%x)
    %s, %t = call @net(%x1, %W1, %b1, %W2, %b2)
    %z = let concat(%x1, (%x2 - %t) * exp(-%s), axis = 1)
    %l = sum %s, axis = 1
    return %z, %l }
  func @nll(%x: f64[N, D], %W1: f64[H, P], %b1: f64[H], %W2: f64[O, H], %b2: f64[O])
      -> (nll: f64, z: f64[N, D]) {
    %z, %log_det = call @inverse(%x, %W1, %b1, %W2, %b2)
    %log_normal = let sum(-%z ** 2 / 2 - @log_2pi / 2, axis = 1)
    %nll = let mean(%log_det - %log_normal)
    return %nll, %z }
  func @main(%x: f64[N, D], %z: f64[N, D], %W1: f64[H, P], %b1: f64[H], %W2: f64[O, H], %b2: f64[O])
      -> (x_from_z: f64[N, D], logdet: f64[N], z_from_x: f64[N, D], nll: f64, dW1: f64[H, P],
          db1: f64[H], dW2: f64[O, H], db2: f64[O]) {
    %x_from_z, %logdet = call @forward(%z, %W1, %b1, %W2, %b2)
    %nll, %z_from_x, %dW1, %db1, %dW2, %db2 =
        grad @nll(%x, %W1, %b1, %W2, %b2) wrt(W1, b1, W2, b2)
    return %x_from_z, %logdet, %z_from_x, %nll, %dW1, %db1, %dW2, %db2 }
}
