// The EM algorithm for a mixture of K normal distributions with covariances of their own.
//
//   E: r_kn = P(component k | x_n) = softmax over k of (log w_k + log N(x_n; m_k, S_k))
//   M: R_k = sum_n r_kn,   w_k = R_k / N,   m_k = sum_n r_kn x_n / R_k
//      S_k = sum_n r_kn (x_n - m_k) (x_n - m_k)^T / R_k + ridge I
//
// The log-likelihood never falls. The means start from K examples far from each other, with the
// covariance of all: another --seed may find another maximum.
// Sources: Dempster, Laird and Rubin (1977); Bishop, Pattern Recognition and Machine Learning,
// section 9.2.
//
//   leat run examples/algorithms/em.mlir                 # fits a sample of a mixture in the plane
//   leat run examples/algorithms/em.mlir --entry fit --set components=2 --input x=x.npy
leat.model @em {
  config @components = 3   config @steps = 50       config @ridge = 1e-9
  const @log_2pi = log(2 * acos(f64(-1)))
  state @rng = seed

  func @log_joint(%x: f64[N, D], %w: f64[K], %m: f64[K, D], %S: f64[K, D, D]) -> (l: f64[K, N]) {
    %L = cholesky %S
    %e = let transpose(%x - unsqueeze(%m, axis = 1), axes = [0, 2, 1])         // [k, :, n]
    %square = let sum(triangular_solve(%L, %e) ** 2, axis = 1)
    %log_det = let 2 * sum(log(diag_part(%L)), axis = 1)
    %log_normal = let -(D * @log_2pi + unsqueeze(%log_det, axis = 1) + %square) / 2
    %l = let unsqueeze(log(%w), axis = 1) + %log_normal
    return %l }
  func @step(%x: f64[N, D], %w: f64[K], %m: f64[K, D], %S: f64[K, D, D])
      -> (w: f64[K], m: f64[K, D], S: f64[K, D, D], log_likelihood: f64) {
    %joint = call @log_joint(%x, %w, %m, %S)
    %log_likelihood = let sum(logsumexp(%joint, axis = 0))
    %r = softmax %joint, axis = 0
    %R = sum %r, axis = 1, keepdims = true
    %mean = let matmul(%r, %x) / %R
    %e = let %x - unsqueeze(%mean, axis = 1)                                   // [k, n, :]
    %I = eye count = D, dtype = f64
    %cov = let einsum(%r / %R, %e, %e, equation = "kn,knd,kne->kde") + ridge * %I
    %weight = let squeeze(%R, axis = 1) / N
    return %weight, %mean, %cov, %log_likelihood }

  // Each is an example, drawn by its squared distance from those before it (k-means++).
  func @centres(%x: f64[N, D]) -> (m: f64[components, D]) {
    %anywhere = full 1e300 : f64[N]
    %square, %m = for %k = 1 to components carry(%square = %anywhere) {
      %logits = log %square
      %i = categorical @rng %logits : i32
      %c = let %x[%i]
      %nearer = let minimum(%square, sum((%x - %c) ** 2, axis = 1))
      yield %nearer stack(%c) }
    return %m }

  // `log_likelihoods` are those before each step.
  func @fit(%x: f64[N, D]) -> (w: f64[components], m: f64[components, D],
                               S: f64[components, D, D], log_likelihoods: f64[steps]) {
    %m0 = call @centres(%x)
    %one = full 1 : f64[components]
    %w0 = let %one / components
    %S0 = let broadcast_to(cov(transpose(%x)), shape = [components, D, D])
    %w, %m, %S, %path = for %t = 1 to steps carry(%w = %w0, %m = %m0, %S = %S0) {
      %w1, %m1, %S1, %l = call @step(%x, %w, %m, %S)
      yield %w1, %m1, %S1 stack(%l) }
    return %w, %m, %S, %path }

  // An example: of 600 points as many of each component, unit noise around its centre.
  func @main(%centres: f64[components, D] = [[-4, 0], [4, 0], [0, 4]])
      -> (w: f64[components], m: f64[components, D], S: f64[components, D, D],
          log_likelihoods: f64[steps]) {
    %k = randint @rng (1, components) : i64[600]
    %z = normal @rng : f64[600, D]
    %x = let %centres[%k - 1] + %z
    %w, %m, %S, %path = call @fit(%x)
    return %w, %m, %S, %path }
}
