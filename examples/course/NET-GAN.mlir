// NET-GAN: the losses of a GAN, their gradients, and two rounds of alternating steps.
//
//   G(z) = tanh(z Wg1^T + bg1) Wg2^T + bg2,   D(x) = tanh(x Wd1^T + bd1) . wd2 + bd2, a logit
//   L_D = mean softplus(-D(x)) + mean softplus(D(G(z)))
//   L_G = mean softplus(-D(G(z)));   as a minimax game: -mean softplus(D(G(z)))
//
// Source: Goodfellow et al., Generative Adversarial Nets, 2014; Understanding Deep Learning,
// chapter 15. A round is a step of gradient descent of D on L_D, then one of G on L_G against the
// new D.
leat.model @gan {
  config @lr = 0.1
  func @G(%z: f64[N, Z], %Wg1: f64[H, Z], %bg1: f64[H], %Wg2: f64[X, H], %bg2: f64[X])
      -> (x: f64[N, X]) {
    %x = let linear(tanh(linear(%z, %Wg1, %bg1)), %Wg2, %bg2)
    return %x }
  func @D(%x: f64[N, X], %Wd1: f64[H, X], %bd1: f64[H], %wd2: f64[H], %bd2: f64)
      -> (logit: f64[N]) {
    %d = let sum(tanh(linear(%x, %Wd1, %bd1)) * %wd2, axis = 1) + %bd2
    return %d }
  func @L_D(%x: f64[N, X], %fake: f64[M, X], %Wd1: f64[H, X], %bd1: f64[H], %wd2: f64[H], %bd2: f64)
      -> (L_D: f64) {
    %real = let @D(%x, %Wd1, %bd1, %wd2, %bd2)
    %generated = let @D(%fake, %Wd1, %bd1, %wd2, %bd2)
    %L = let mean(softplus(-%real)) + mean(softplus(%generated))
    return %L }
  func @L_G(%z: f64[M, Z], %Wg1: f64[K, Z], %bg1: f64[K], %Wg2: f64[X, K], %bg2: f64[X],
            %Wd1: f64[H, X], %bd1: f64[H], %wd2: f64[H], %bd2: f64) -> (L_G: f64) {
    %logit = let @D(@G(%z, %Wg1, %bg1, %Wg2, %bg2), %Wd1, %bd1, %wd2, %bd2)
    %L = let mean(softplus(-%logit))
    return %L }
  func @minimax(%z: f64[M, Z], %Wg1: f64[K, Z], %bg1: f64[K], %Wg2: f64[X, K], %bg2: f64[X],
                %Wd1: f64[H, X], %bd1: f64[H], %wd2: f64[H], %bd2: f64) -> (L: f64) {
    %logit = let @D(@G(%z, %Wg1, %bg1, %Wg2, %bg2), %Wd1, %bd1, %wd2, %bd2)
    %L = let -mean(softplus(%logit))
    return %L }
  func @main(%x: f64[N, X], %z: f64[M, Z], %Wg1: f64[K, Z], %bg1: f64[K], %Wg2: f64[X, K],
             %bg2: f64[X], %Wd1: f64[H, X], %bd1: f64[H], %wd2: f64[H], %bd2: f64)
      -> (L_D: f64, L_G: f64, dWd1: f64[H, X], dbd1: f64[H], dwd2: f64[H], dbd2: f64,
          dWg1: f64[K, Z], dbg1: f64[K], dWg2: f64[X, K], dbg2: f64[X], minimax_dWg2: f64[X, K],
          after2_wd2: f64[H], after2_Wg2: f64[X, K]) {
    %fake = call @G(%z, %Wg1, %bg1, %Wg2, %bg2)
    %L_D, %dWd1, %dbd1, %dwd2, %dbd2 =
        grad @L_D(%x, %fake, %Wd1, %bd1, %wd2, %bd2) wrt(Wd1, bd1, wd2, bd2)
    %L_G, %dWg1, %dbg1, %dWg2, %dbg2 =
        grad @L_G(%z, %Wg1, %bg1, %Wg2, %bg2, %Wd1, %bd1, %wd2, %bd2) wrt(Wg1, bg1, Wg2, bg2)
    %L, %minimax_dWg2 =
        grad @minimax(%z, %Wg1, %bg1, %Wg2, %bg2, %Wd1, %bd1, %wd2, %bd2) wrt(Wg2)
    %g1, %g2, %g3, %g4, %d1, %d2, %d3, %d4 = for %round = 1 to 2
        carry(%g1 = %Wg1, %g2 = %bg1, %g3 = %Wg2, %g4 = %bg2,
              %d1 = %Wd1, %d2 = %bd1, %d3 = %wd2, %d4 = %bd2) {
      %generated = call @G(%z, %g1, %g2, %g3, %g4)
      %l, %e1, %e2, %e3, %e4 =
          grad @L_D(%x, %generated, %d1, %d2, %d3, %d4) wrt(Wd1, bd1, wd2, bd2)
      %D1 = let %d1 - lr * %e1
      %D2 = let %d2 - lr * %e2
      %D3 = let %d3 - lr * %e3
      %D4 = let %d4 - lr * %e4
      %m, %f1, %f2, %f3, %f4 =
          grad @L_G(%z, %g1, %g2, %g3, %g4, %D1, %D2, %D3, %D4) wrt(Wg1, bg1, Wg2, bg2)
      %G1 = let %g1 - lr * %f1
      %G2 = let %g2 - lr * %f2
      %G3 = let %g3 - lr * %f3
      %G4 = let %g4 - lr * %f4
      yield %G1, %G2, %G3, %G4, %D1, %D2, %D3, %D4 }
    return %L_D, %L_G, %dWd1, %dbd1, %dwd2, %dbd2, %dWg1, %dbg1, %dWg2, %dbg2, %minimax_dWg2,
           %d3, %g3 }
}
