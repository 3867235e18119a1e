// NET-XATTN: cross-attention, of a decoder to an encoder.
//
//   q = X Wq^T + bq,   k = Z Wk^T + bk,   v = Z Wv^T + bv
//   head h = 1 ... H has columns (h - 1) d + 1 ... h d of them, d = D / H
//   head_h = softmax(q_h k_h^T / sqrt d) v_h,   Y = [head_1 ... head_H] Wo^T + bo
//
// Source: Vaswani et al. (2017); Understanding Deep Learning, section 12.8. Queries come from the N
// tokens X of the decoder, keys and values from the M tokens Z of the encoder. dZ is the gradient
// of sum(Y^2) / 2.
leat.model @cross_attention {
  config @H = 2
  func @l(%X: f64[N, D], %Z: f64[M, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D], %bk: f64[D],
          %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D]) -> (l: f64, Y: f64[N, D]) {
    %q = linear %X, %Wq, %bq
    %k = linear %Z, %Wk, %bk
    %v = linear %Z, %Wv, %bv
    %Y = let linear(attention(%q, %k, %v, heads = H), %Wo, %bo)
    %l = let sum(%Y * %Y) / 2
    return %l, %Y }
  func @main(%X_dec: f64[N, D], %Z_enc: f64[M, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D],
             %bk: f64[D], %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D])
      -> (Y: f64[N, D], dZ: f64[M, D]) {
    %l, %Y, %dZ = grad @l(%X_dec, %Z_enc, %Wq, %bq, %Wk, %bk, %Wv, %bv, %Wo, %bo) wrt(Z)
    return %Y, %dZ }
}
