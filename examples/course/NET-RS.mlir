// NET-RS: randomised smoothing: to predict and to certify.
//
//   f(x) = W2 tanh(W1 x + b1) + b2,   e_i ~ N(0, I);   n_A of n points x + sigma e_i are of class A
//   p_A >= the alpha-quantile of Beta(n_A, n - n_A + 1), with confidence 1 - alpha
//   radius: sigma Phi^-1(p_A) where this bound is above 1/2, otherwise abstain
//
// Source: Cohen, Rosenfeld, Kolter 2019 (Certified Adversarial Robustness via Randomized
// Smoothing); the bound is that of Clopper and Pearson, 0 where n_A is. The bounds and radii are
// those of the rows n_A, n of counts; class_counts counts the classes for the given noise.
leat.model @smoothing {
  config @alpha = 0.001
  config @sigma = 0.5
  config @abstain = -1
  func @classify(%x: f64[N, D], %W1: f64[H, D], %b1: f64[H], %W2: f64[K, H], %b2: f64[K])
      -> (class: i64[N]) {
    %logits = let linear(tanh(linear(%x, %W1, %b1)), %W2, %b2)
    %class = argmax %logits, axis = 1, dtype = i64
    return %class }
  func @certify(%nA: f64[C], %n: f64[C]) -> (pA_low: f64[C], radius: f64[C]) {
    // Beta(0, n + 1) is no distribution; any other stands for it, until the last where.
    %bound = let betaincinv(maximum(%nA, 1), %n - %nA + 1, alpha)
    %pA = let where(%nA > 0, %bound, 0)
    %radius = let where(%pA > 0.5, sigma * ndtri(%pA), abstain)
    return %pA, %radius }
  func @main(%x: f64[D], %noise: f64[N, D], %W1: f64[H, D], %b1: f64[H], %W2: f64[K, H],
             %b2: f64[K], %counts: i64[C, 2] = [[99000, 100000], [600, 1000], [510, 1000]])
      -> (pA_low: f64[C], radius: f64[C], class_counts: i64[K]) {
    %columns = let f64(transpose(%counts))
    %nA = let %columns[0]
    %n = let %columns[1]
    %pA, %radius = call @certify(%nA, %n)
    %noisy = let %x + sigma * %noise
    %class = call @classify(%noisy, %W1, %b1, %W2, %b2)
    %k = iota shape = [K, 1], dtype = i64
    %class_counts = let count_nonzero(%class == %k, axis = 1)
    return %pA, %radius, %class_counts }
}
