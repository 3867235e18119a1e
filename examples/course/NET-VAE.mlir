// NET-VAE: a variational autoencoder: its loss and all gradients, for given noise.
//
//   encoder: h = tanh(x We^T + be),   mu = h Wm^T + bm,   logvar = h Wv^T + bv
//   z = mu + exp(logvar / 2) eps
//   decoder: xr = tanh(z Wd^T + bd) Wo^T + bo
//   L = mean_n(KL_n + recon_n)
//   KL_n = KL(N(mu_n, e^logvar_n) || N(0, I)),   recon_n = |x_n - xr_n|^2 / (2 c2)
//
// Source: Kingma and Welling, Auto-Encoding Variational Bayes, 2014; Understanding Deep Learning,
// chapter 17. Rows are examples.
leat.model @vae {
  config @c2 = 0.5
  func @loss(%x: f64[N, D], %eps: f64[N, K], %We: f64[H, D], %be: f64[H], %Wm: f64[K, H],
             %bm: f64[K], %Wv: f64[K, H], %bv: f64[K], %Wd: f64[G, K], %bd: f64[G],
             %Wo: f64[D, G], %bo: f64[D])
      -> (L: f64, xr: f64[N, D], KL: f64[N], recon: f64[N]) {
    %h = let tanh(linear(%x, %We, %be))
    %mu = linear %h, %Wm, %bm
    %logvar = linear %h, %Wv, %bv
    %z = let %mu + exp(%logvar / 2) * %eps
    %xr = let linear(tanh(linear(%z, %Wd, %bd)), %Wo, %bo)
    %KL = let sum(kl_normal(%mu, %logvar, reduction = none), axis = 1)
    %recon = let sum((%x - %xr) ** 2, axis = 1) / (2 * c2)
    %L = let mean(%KL + %recon)
    return %L, %xr, %KL, %recon }
  func @main(%x: f64[N, D], %eps: f64[N, K], %We: f64[H, D], %be: f64[H], %Wm: f64[K, H],
             %bm: f64[K], %Wv: f64[K, H], %bv: f64[K], %Wd: f64[G, K], %bd: f64[G],
             %Wo: f64[D, G], %bo: f64[D])
      -> (xr: f64[N, D], KL: f64[N], recon: f64[N], L: f64, dWe: f64[H, D], dbe: f64[H],
          dWm: f64[K, H], dbm: f64[K], dWv: f64[K, H], dbv: f64[K], dWd: f64[G, K], dbd: f64[G],
          dWo: f64[D, G], dbo: f64[D]) {
    %L, %xr, %KL, %recon, %dWe, %dbe, %dWm, %dbm, %dWv, %dbv, %dWd, %dbd, %dWo, %dbo =
        grad @loss(%x, %eps, %We, %be, %Wm, %bm, %Wv, %bv, %Wd, %bd, %Wo, %bo)
        wrt(We, be, Wm, bm, Wv, bv, Wd, bd, Wo, bo)
    return %xr, %KL, %recon, %L, %dWe, %dbe, %dWm, %dbm, %dWv, %dbv, %dWd, %dbd, %dWo, %dbo }
}
