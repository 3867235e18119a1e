// NET-TFENC-PRE: a layer of a transformer's encoder, with the norms in front of the branches.
//
//   a = x + MHA(LN_1(x)),   y = a + FF(LN_2(a))
//   MHA(x) = [head_1 ... head_H] Wo^T + bo,   head_h = softmax(q_h k_h^T / sqrt d) v_h,   d = D / H
//   q = x Wq^T + bq, k and v likewise; head h has columns (h - 1) d + 1 ... h d of them
//   FF(x) = relu(x F1^T + c1) F2^T + c2
//   LN(z) = g (z - mean(z)) / sqrt(var(z) + eps) + b for each token
//
// Source: Xiong et al. (2020), On layer normalization; Understanding Deep Learning, section 12.4.
// Tokens are rows. The gradients are those of sum(U Y).
leat.model @encoder_layer_pre {
  config @H = 2
  func @mha(%x: f64[N, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D], %bk: f64[D],
            %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D]) -> (y: f64[N, D]) {
    %q = linear %x, %Wq, %bq
    %k = linear %x, %Wk, %bk
    %v = linear %x, %Wv, %bv
    %y = let linear(attention(%q, %k, %v, heads = H), %Wo, %bo)
    return %y }
  func @ff(%x: f64[N, D], %F1: f64[F, D], %c1: f64[F], %F2: f64[D, F], %c2: f64[D])
      -> (y: f64[N, D]) {
    %y = let linear(relu(linear(%x, %F1, %c1)), %F2, %c2)
    return %y }
  func @layer(%x: f64[N, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D], %bk: f64[D],
              %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D], %g1: f64[D], %b1: f64[D],
              %g2: f64[D], %b2: f64[D], %F1: f64[F, D], %c1: f64[F], %F2: f64[D, F], %c2: f64[D])
      -> (y: f64[N, D]) {
    %n1 = layer_norm %x, %g1, %b1, eps = 1e-5
    %a = let %x + @mha(%n1, %Wq, %bq, %Wk, %bk, %Wv, %bv, %Wo, %bo)
    %n2 = layer_norm %a, %g2, %b2, eps = 1e-5
    %y = let %a + @ff(%n2, %F1, %c1, %F2, %c2)
    return %y }
  func @UY(%X: f64[N, D], %U: f64[N, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D], %bk: f64[D],
           %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D], %g1: f64[D], %b1: f64[D],
           %g2: f64[D], %b2: f64[D], %F1: f64[F, D], %c1: f64[F], %F2: f64[D, F], %c2: f64[D])
      -> (UY: f64, Y: f64[N, D]) {
    %Y = let @layer(%X, %Wq, %bq, %Wk, %bk, %Wv, %bv, %Wo, %bo, %g1, %b1, %g2, %b2, %F1, %c1, %F2,
                    %c2)
    %UY = let sum(%U * %Y)
    return %UY, %Y }
  func @main(%X: f64[N, D], %U: f64[N, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D],
             %bk: f64[D], %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D], %g1: f64[D],
             %b1: f64[D], %g2: f64[D], %b2: f64[D], %F1: f64[F, D], %c1: f64[F], %F2: f64[D, F],
             %c2: f64[D])
      -> (Y: f64[N, D], dX: f64[N, D], dF1: f64[F, D], dWv: f64[D, D], dg1: f64[D]) {
    %UY, %Y, %dX, %dF1, %dWv, %dg1
        = grad @UY(%X, %U, %Wq, %bq, %Wk, %bk, %Wv, %bv, %Wo, %bo, %g1, %b1, %g2, %b2, %F1, %c1,
                   %F2, %c2)
          wrt(X, F1, Wv, g1)
    return %Y, %dX, %dF1, %dWv, %dg1 }
}
