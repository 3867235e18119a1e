// NET-BN: a layer of batch normalisation, in training and in inference.
//
//   training:   y = gamma (x - m) / sqrt(v + eps) + beta,   m and v: mean and variance of a channel
//               rm <- (1 - mom) rm + mom m,   rv <- (1 - mom) rv + mom v n / (n - 1)
//   inference:  y = gamma (x - rm) / sqrt(rv + eps) + beta
//
// Source: Ioffe and Szegedy (2015), with the running variance of PyTorch: v n / (n - 1), n = N H W,
// is the variance divided by n - 1. A step of training starts from rm = 0 and rv = 1; inference
// comes after it. In a network all this is one op, `batch_norm`, which keeps rm and rv as states of
// the model.
leat.model @batch_norm {
  config @eps = 1e-5
  config @mom = 0.1
  func @train(%x: f64[N, C, H, W], %gamma: f64[C], %beta: f64[C]) -> (y: f64[N, C, H, W]) {
    %u = standardize %x, axis = [0, 2, 3], eps = eps
    %y = let reshape(%gamma, shape = [C, 1, 1]) * %u + reshape(%beta, shape = [C, 1, 1])
    return %y }
  func @running(%x: f64[N, C, H, W], %rm: f64[C], %rv: f64[C]) -> (rm: f64[C], rv: f64[C]) {
    %rm1 = let (1 - mom) * %rm + mom * mean(%x, axis = [0, 2, 3])
    %rv1 = let (1 - mom) * %rv + mom * var(%x, axis = [0, 2, 3], unbiased = true)
    return %rm1, %rv1 }
  func @main(%x: f64[N, C, H, W], %gamma: f64[C], %beta: f64[C], %dy: f64[N, C, H, W])
      -> (y_train: f64[N, C, H, W], running_mean: f64[C], running_var: f64[C],
          y_eval: f64[N, C, H, W], dx: f64[N, C, H, W], dgamma: f64[C], dbeta: f64[C]) {
    %y, %dx, %dgamma, %dbeta =
        vjp @train(%x, %gamma, %beta) cotangent(%dy) wrt(x, gamma, beta)
    %zero = full 0 : f64[C]
    %one = full 1 : f64[C]
    %rm, %rv = let @running(%x, %zero, %one)
    %eval = normalize %x, %rm, %rv, %gamma, %beta, eps = eps
    return %y, %rm, %rv, %eval, %dx, %dgamma, %dbeta }
}
