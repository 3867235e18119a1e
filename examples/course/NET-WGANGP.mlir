// NET-WGANGP: the critic's loss of WGAN-GP and its gradients, which go through a gradient.
//
//   D(x) = act(act(x W1^T + b1) W2^T + b2) . w3,   act = tanh, or a leaky ReLU of slope 0.2
//   s_n = t_n x_n + (1 - t_n) y_n,   penalty = lam mean_n (|grad_s D(s_n)| - 1)^2
//   L = mean_n D(y_n) - mean_n D(x_n) + penalty
//
// Source: Gulrajani et al., Improved Training of Wasserstein GANs, 2017. x is real, y generated.
leat.model @wgan_gp {
  config @lam = 10.0
  func @act(%z: f64[H], %leaky: i1) -> (a: f64[H]) {
    %a = let where(%leaky, leaky_relu(%z, slope = 0.2), tanh(%z))
    return %a }
  // Of one example; vmap runs it for all of them.
  func @D(%x: f64[X], %W1: f64[H, X], %b1: f64[H], %W2: f64[K, H], %b2: f64[K], %w3: f64[K],
          %leaky: i1) -> (D: f64) {
    %h1 = let @act(linear(%x, %W1, %b1), %leaky)
    %h2 = let @act(linear(%h1, %W2, %b2), %leaky)
    %d = let sum(%h2 * %w3)
    return %d }
  func @grad_norm(%s: f64[X], %W1: f64[H, X], %b1: f64[H], %W2: f64[K, H], %b2: f64[K],
                  %w3: f64[K], %leaky: i1) -> (norm: f64) {
    %d, %slope = grad @D(%s, %W1, %b1, %W2, %b2, %w3, %leaky) wrt(x)
    %norm = vector_norm %slope
    return %norm }
  func @L(%x: f64[N, X], %y: f64[N, X], %t: f64[N], %W1: f64[H, X], %b1: f64[H], %W2: f64[K, H],
          %b2: f64[K], %w3: f64[K], %leaky: i1) -> (L: f64, penalty: f64, grad_norms: f64[N]) {
    %mix = unsqueeze %t, axis = 1
    %s = let %mix * %x + (1 - %mix) * %y
    %norms = vmap @grad_norm(%s, %W1, %b1, %W2, %b2, %w3, %leaky)
        in_axes(0, none, none, none, none, none, none)
    %penalty = let lam * mean((%norms - 1) ** 2)
    %real = vmap @D(%x, %W1, %b1, %W2, %b2, %w3, %leaky)
        in_axes(0, none, none, none, none, none, none)
    %generated = vmap @D(%y, %W1, %b1, %W2, %b2, %w3, %leaky)
        in_axes(0, none, none, none, none, none, none)
    %L = let mean(%generated) - mean(%real) + %penalty
    return %L, %penalty, %norms }
  func @main(%x: f64[N, X], %y: f64[N, X], %t: f64[N], %W1: f64[H, X], %b1: f64[H],
             %W2: f64[K, H], %b2: f64[K], %w3: f64[K])
      -> (tanh_grad_norms: f64[N], tanh_penalty: f64, tanh_L: f64, tanh_dW1: f64[H, X],
          tanh_db1: f64[H], tanh_dW2: f64[K, H], tanh_db2: f64[K], tanh_dw3: f64[K],
          leaky_grad_norms: f64[N], leaky_penalty: f64, leaky_L: f64, leaky_dW1: f64[H, X],
          leaky_db1: f64[H], leaky_dW2: f64[K, H], leaky_db2: f64[K], leaky_dw3: f64[K]) {
    %no = full 0 : i1
    %yes = full 1 : i1
    %L, %penalty, %norms, %dW1, %db1, %dW2, %db2, %dw3 =
        grad @L(%x, %y, %t, %W1, %b1, %W2, %b2, %w3, %no) wrt(W1, b1, W2, b2, w3)
    %lL, %lpenalty, %lnorms, %ldW1, %ldb1, %ldW2, %ldb2, %ldw3 =
        grad @L(%x, %y, %t, %W1, %b1, %W2, %b2, %w3, %yes) wrt(W1, b1, W2, b2, w3)
    return %norms, %penalty, %L, %dW1, %db1, %dW2, %db2, %dw3,
           %lnorms, %lpenalty, %lL, %ldW1, %ldb1, %ldW2, %ldb2, %ldw3 }
}
