// COS-5a: a factor on the first convolution of a residual block with batch normalisation.
//
//   H(x) = x + W2 * relu(BN(c W1 * x)),   * being 3 x 3 convolutions without bias, padded by 1
//   eps = 0: c > 0 changes nothing;   c < 0: BN changes its sign, the relu passes the other half
//   eps > 0: a factor c acts as eps / c^2 does: u shrinks by sqrt(v / (v + eps / c^2)) only
//
// Source: COS 514, assignment 3, problem 5a. BN has gamma and beta and the statistics of the batch.
// `H_c5` is H for c = 5, equal to H; `maxdev_c5_eps1em2` is how far they differ for eps = 0.01.
leat.model @residual {
  func @bn(%z: f64[N, C, H, W], %gamma: f64[C], %beta: f64[C], %eps: f64)
      -> (y: f64[N, C, H, W]) {
    %v = var %z, axis = [0, 2, 3], keepdims = true
    %u = let (%z - mean(%z, axis = [0, 2, 3], keepdims = true)) / sqrt(%v + %eps)
    %y = let reshape(%gamma, shape = [C, 1, 1]) * %u + reshape(%beta, shape = [C, 1, 1])
    return %y }
  func @H(%c: f64, %eps: f64, %x: f64[N, C, H, W], %W1: f64[C, C, 3, 3], %W2: f64[C, C, 3, 3],
          %gamma: f64[C], %beta: f64[C]) -> (H: f64[N, C, H, W]) {
    %h = let relu(@bn(conv(%x, %c * %W1, padding = 1), %gamma, %beta, %eps))
    %H = let %x + conv(%h, %W2, padding = 1)
    return %H }
  func @main(%x: f64[N, C, H, W], %W1: f64[C, C, 3, 3], %W2: f64[C, C, 3, 3],
             %gamma: f64[C] = [1.3, 0.7], %beta: f64[C] = [0.2, -0.1])
      -> (H: f64[N, C, H, W], H_c_minus1: f64[N, C, H, W], maxdev_c5_eps1em2: f64,
          H_c5: f64[N, C, H, W]) {
    %H = let @H(1, 0, %x, %W1, %W2, %gamma, %beta)
    %minus = let @H(-1, 0, %x, %W1, %W2, %gamma, %beta)
    %five = let @H(5, 0, %x, %W1, %W2, %gamma, %beta)
    %one_eps = let @H(1, 1e-2, %x, %W1, %W2, %gamma, %beta)
    %five_eps = let @H(5, 1e-2, %x, %W1, %W2, %gamma, %beta)
    %maxdev = let max(abs(%five_eps - %one_eps))
    return %H, %minus, %maxdev, %five }
}
