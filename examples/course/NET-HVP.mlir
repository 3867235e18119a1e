// NET-HVP: a Hessian times a vector, and the gradient of a gradient's length.
//
//   f = w2 . tanh(W1 x + b1),   g = df/dx,   H = d^2f/dx^2
//   H v = d/de g(x + e v) at e = 0;   p = |g|,   dp/dx = H g / p,
//   dp/dW1 and so on by the same chain
//
// Sources: Pearlmutter, "Fast exact multiplication by the Hessian" (1994), for H v; Gulrajani et
// al., "Improved training of Wasserstein GANs" (2017), who train with p.
leat.model @double_backprop {
  func @f(%x: f64[n], %W1: f64[D, n], %b1: f64[D], %w2: f64[D]) -> (f: f64) {
    %f = let sum(%w2 * tanh(linear(%x, %W1, %b1)))
    return %f }
  func @g(%x: f64[n], %W1: f64[D, n], %b1: f64[D], %w2: f64[D]) -> (g: f64[n]) {
    %f, %g = grad @f(%x, %W1, %b1, %w2) wrt(x)
    return %g }
  func @p(%x: f64[n], %W1: f64[D, n], %b1: f64[D], %w2: f64[D]) -> (p: f64) {
    %p = let vector_norm(@g(%x, %W1, %b1, %w2))
    return %p }
  func @main(%x: f64[n], %v: f64[n], %W1: f64[D, n], %b1: f64[D], %w2: f64[D])
      -> (f: f64, grad: f64[n], grad_norm: f64, Hv: f64[n],
          dp_dx: f64[n], dp_dW1: f64[D, n], dp_db1: f64[D], dp_dw2: f64[D]) {
    %f = call @f(%x, %W1, %b1, %w2)
    %g, %Hv = jvp @g(%x, %W1, %b1, %w2) tangent(%v) wrt(x) // forward over reverse
    %p, %dx, %dW1, %db1, %dw2 = grad @p(%x, %W1, %b1, %w2) wrt(x, W1, b1, w2)
    return %f, %g, %p, %Hv, %dx, %dW1, %db1, %dw2 }
}
