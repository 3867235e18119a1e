// COS-4a: does batch normalisation need gamma and beta?
//
//   u = (Y - mean) / sqrt(var),   BN(Y) = gamma u + beta
//   Linear behind it:   (gamma u + beta) W^T + c = u (W diag(gamma))^T + (c + W beta)
//   relu between:       relu(gamma u + beta) = gamma relu(u + beta / gamma) for gamma > 0
//
// Source: COS 514, assignment 3, problem 4a. In front of a linear layer both go into its weights
// and bias: `bn_linear_absorbed` is the right side. Through a relu only gamma does. beta is where
// the relu starts, and without it that is the mean of the batch: some examples are active and some
// are not, for every unit that is not constant. With beta = -2 none may be.
leat.model @affine {
  func @u(%Y: f64[B, M]) -> (u: f64[B, M]) {
    %u = standardize %Y, axis = [0], eps = 0
    return %u }
  func @active(%h: f64[B, M]) -> (fraction: f64[M]) {
    %fraction = let mean(f64(%h > 0), axis = 0)
    return %fraction }
  func @main(%Y: f64[B, M], %gamma: f64[M], %beta: f64[M], %W: f64[O, M], %c: f64[O])
      -> (bn_affine_linear: f64[B, O], bn_affine_relu_linear: f64[B, O],
          active_fraction_noaffine: f64[M], active_fraction_beta_m2: f64[M],
          bn_linear_absorbed: f64[B, O]) {
    %u = let @u(%Y)
    %bn = let %gamma * %u + %beta
    %linear = linear %bn, %W, %c
    %absorbed = let linear(%u, %W * %gamma, %c + sum(%W * %beta, axis = 1))
    %relu_linear = let linear(relu(%bn), %W)
    %without = let @active(%u)
    %with = let @active(%gamma * %u - 2)
    return %linear, %relu_linear, %without, %with, %absorbed }
}
