// Randomised smoothing: a class that no change of x shorter than a radius can take away.
//
//   g(x) = the class that f(x + e) has most often,   e ~ N(0, sigma^2 I)
//   p_A >= lower = the p with P(Binomial(n, p) >= n_A) = alpha, with confidence 1 - alpha,
//     where n_A of n draws are of class A (Clopper and Pearson);   P(...) = I_p(n_A, n - n_A + 1)
//   radius = sigma Phi^-1(lower) if lower > 1/2, else no answer
//
// A few draws choose A, others count it. f is the network of classifier.mlir; @noisy trains it on
// noisy examples, which it needs in order to be right about them.
// Source: Cohen, Rosenfeld and Kolter, Certified adversarial robustness via randomized smoothing
// (2019).
//
//   leat train examples/algorithms/randomised_smoothing.mlir --trainer noisy --data mnist1d \
//     --epochs 30 --save noisy.safetensors
//   leat eval examples/algorithms/randomised_smoothing.mlir --entry certified \
//     --data mnist1d:n=100:test --state noisy.safetensors
leat.model @randomised_smoothing {
  include "classifier.mlir"
  config @sigma = 0.05     config @alpha = 0.001
  config @draws = 100      config @rounds = 10     // n = draws * rounds
  config @radius = 0.02                            // at which @certified counts
  state @rng = seed

  func @noisy_loss(%x: f32[B, inputs], %label: i32[B]) -> (loss: f32) {
    %z = normal @rng : f32[B, inputs]
    %l = let @loss(%x + sigma * %z, %label)
    return %l }
  trainer @noisy minimizes @noisy_loss wrt(params) using adam(lr = cosine(3e-3, warmup = 100))

  // How many of n draws are of each class.
  func @votes(%x: f32[inputs], %n: i64) -> (votes: f64[classes]) {
    %none = full 0 : f64[classes]
    %votes = for %i = 1 to %n carry(%v = %none) {
      %z = normal @rng : f32[draws, inputs]
      %class = let argmax(@logits(%x + sigma * %z), axis = 1)
      %v1 = let %v + f64(bincount(%class, bins = classes))
      yield %v1 }
    return %votes }

  // The bound of Clopper and Pearson by bisection: I_p grows with p. `betaincinv` is the same.
  func @lower(%k: f64, %n: f64) -> (p: f64) {
    %zero = full 0 : f64      %one = full 1 : f64
    %p, %high = for %i = 1 to 60 carry(%low = %zero, %high = %one) {
      %middle = let (%low + %high) / 2
      %rare = let betainc(maximum(%k, 1), %n - %k + 1, %middle) < alpha
      %a = let where(%rare, %middle, %low)      %b = let where(%rare, %high, %middle)
      yield %a, %b }
    %bound = let where(%k > 0, %p, 0)
    return %bound }

  // Class -1 is no answer.
  func @certify(%x: f32[inputs]) -> (class: i64, radius: f64, lower: f64) {
    %once = full 1 : i64      %often = full rounds : i64
    %A = let argmax(@votes(%x, %once), axis = 0, dtype = i64)
    %lower = let @lower(@votes(%x, %often)[%A], draws * rounds)
    %sure = let %lower > 0.5
    %class = let where(%sure, %A, -1)
    %r = let where(%sure, sigma * ndtri(%lower), 0)
    return %class, %r, %lower }

  func @certified(%x: f32[B, inputs], %label: i32[B])
      -> (accuracy: f64, abstained: f64, mean_radius: f64, certified_accuracy: f64) {
    %class, %r, %lower = vmap @certify(%x) in_axes(0)
    %right = let %class == i64(%label)
    %accuracy = let mean(f64(%right))
    %abstained = let mean(f64(%class < 0))
    %mean_radius = let mean(%r)
    %far = let mean(f64(logical_and(%right, %r >= radius)))
    return %accuracy, %abstained, %mean_radius, %far }
}
