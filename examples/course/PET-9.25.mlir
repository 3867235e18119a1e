// PET-9.25: smoothing leaves a linear classifier as it is.
//
//   f(x) = w.x + b,   e ~ N(0, sigma^2 I):   w.e ~ N(0, sigma^2 ||w||^2), so that
//   P(f(x + e) > 0) = Phi(f(x) / (sigma ||w||)),   more than 1/2 if and only if f(x) > 0
//
// Source: Introduction to Deep Learning Theory, exercise 9.25. For each x and sigma, the
// probability and its estimate from @draws draws of e.
leat.model @smoothed_linear {
  config @draws = 100000
  state @rng = seed
  func @f(%x: f64[K, D], %w: f64[D], %b: f64) -> (f: f64[K]) {
    %f = let sum(%x * %w, axis = 1) + %b
    return %f }
  func @share(%sigma: f64, %x: f64[D], %w: f64[D], %b: f64) -> (share: f64) {
    %z = normal @rng : f64[draws, D]
    %share = let mean(f64(@f(%x + %sigma * %z, %w, %b) > 0))
    return %share }
  func @shares(%sigma: f64, %X: f64[N, D], %w: f64[D], %b: f64) -> (shares: f64[N]) {
    %shares = vmap @share(%sigma, %X, %w, %b) in_axes(none, 0, none, none)
    return %shares }
  func @main(%w: f64[D], %b: f64, %X: f64[N, D], %sigmas: f64[S] = [0.25, 1, 5])
      -> (f: f64[N], p_plus: f64[S, N], p_plus_mc: f64[S, N]) {
    %f = call @f(%X, %w, %b)
    %p_plus = let ndtr(%f / (unsqueeze(%sigmas, axis = 1) * vector_norm(%w)))
    %estimate = vmap @shares(%sigmas, %X, %w, %b) in_axes(0, none, none, none)
    return %f, %p_plus, %estimate }
}
