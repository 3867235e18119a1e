// NET-DDPM-UNET: a small convolutional network that predicts noise and is told the time.
//
//   h1 = silu(GN(conv(x)));   h1 += Wt silu(emb(t)) in each channel
//   h2 = silu(conv(h1)), stride 2;   out = conv([h1, up(h2)]);   L = mean (out - eps)^2
//   all filters 3 x 3 with padding 1, no biases, GN with 2 groups, up repeats pixels
//
// Source: Ho, Jain & Abbeel 2020; Ronneberger, Fischer & Brox 2015.
leat.model @ddpm_unet {
  config @E = 8                                     // numbers that tell the network the time

  func @embedding(%t: i64[N]) -> (emb: f64[N, E]) {
    %cos, %sin = let split(timestep_embedding(%t, dim = E, dtype = f64), parts = 2, axis = 1)
    %emb = concat %sin, %cos, axis = 1
    return %emb }

  func @unet(%x: f64[N, I, H, W], %t: i64[N], %W1: f64[C, I, 3, 3], %Wt: f64[C, E],
      %W2: f64[C2, C, 3, 3], %W3: f64[I, C3, 3, 3]) -> (out: f64[N, I, H, W]) {
    %time = let linear(silu(@embedding(%t)), %Wt)
    %c1 = let silu(group_norm(conv(%x, %W1, padding = 1), groups = 2))
    %h1 = let %c1 + reshape(%time, shape = [N, C, 1, 1])
    %h2 = let silu(conv(%h1, %W2, stride = 2, padding = 1))
    %both = let concat(%h1, upsample_nearest(%h2, scale = 2), axis = 1)
    %out = let conv(%both, %W3, padding = 1)
    return %out }

  func @loss(%x: f64[N, I, H, W], %t: i64[N], %eps: f64[N, I, H, W], %W1: f64[C, I, 3, 3],
      %Wt: f64[C, E], %W2: f64[C2, C, 3, 3], %W3: f64[I, C3, 3, 3])
      -> (L: f64, pred: f64[N, I, H, W]) {
    %pred = call @unet(%x, %t, %W1, %Wt, %W2, %W3)
    %L = mse_loss %pred, %eps
    return %L, %pred }

  func @main(%t: i64[N], %W1: f64[C, I, 3, 3], %Wt: f64[C, E], %W2: f64[C2, C, 3, 3],
      %W3: f64[I, C3, 3, 3], %x_t: f64[N, I, H, W], %eps: f64[N, I, H, W])
      -> (pred_norm: f64, pred_row: f64[W], L: f64, grad_norms: f64[4]) {
    %L, %pred, %d1, %dt, %d2, %d3 =
      grad @loss(%x_t, %t, %eps, %W1, %Wt, %W2, %W3) wrt(W1, Wt, W2, W3)
    %norm = vector_norm %pred
    %row = let %pred[0][0][0]
    %n1 = vector_norm %d1     %nt = vector_norm %dt
    %n2 = vector_norm %d2     %n3 = vector_norm %d3
    %norms = stack %n1, %nt, %n2, %n3
    return %norm, %row, %L, %norms }
}
