// NET-LM: a small language model: one loss of its training, and the gradients.
//
//   h = E[tok] + PE,   y = decoder layer(h),   logits = y E^T,   for all tokens but the last one
//   loss = -1/(N - 1) sum_(n < N) log softmax(logits_n)[tok_(n+1)]
//   layer: a = h + MHA(LN_1(h)),   y = a + FF(LN_2(a))
//   MHA(x) = [head_1 ... head_H] Wo^T + bo,   head_h = softmax(q_h k_h^T / sqrt d) v_h,   d = D / H
//   q = x Wq^T + bq, k and v likewise; head h has columns (h - 1) d + 1 ... h d of them
//   FF(x) = relu(x F1^T + c1) F2^T + c2
//   in softmax token n has the products with tokens 1 ... n only
//   PE(n, 2i) = sin(n / 10000^(2i/D)),   PE(n, 2i + 1) = cos(n / 10000^(2i/D))
//   there n and i count from 0
//
// Source: Radford et al. (2019); Understanding Deep Learning, section 12.7. E embeds tokens and
// scores them, and its gradient comes from both. grad_norms has the lengths of the gradients of the
// layer's tensors, in the order of its arguments; that of bk is 0, as softmax does not see a bias
// of the keys.
leat.model @language_model {
  config @H = 2
  func @mha(%x: f64[N, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D], %bk: f64[D],
            %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D]) -> (y: f64[N, D]) {
    %q = linear %x, %Wq, %bq
    %k = linear %x, %Wk, %bk
    %v = linear %x, %Wv, %bv
    %y = let linear(attention(%q, %k, %v, heads = H, causal = true), %Wo, %bo)
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
  func @positions(%x: f64[N, D]) -> (PE: f64[N, D]) {
    %n = iota shape = [N, 1], dtype = f64
    %column = iota shape = [1, D], dtype = i64, axis = 1
    %even = let f64(%column - mod(%column, 2))     // 2i
    %angle = let %n / 10000 ** (%even / D)
    %PE = let where(mod(%column, 2) == 0, sin(%angle), cos(%angle))
    return %PE }
  func @loss(%tokens: i64[N], %E: f64[V, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D],
             %bk: f64[D], %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D], %g1: f64[D],
             %b1: f64[D], %g2: f64[D], %b2: f64[D], %F1: f64[F, D], %c1: f64[F], %F2: f64[D, F],
             %c2: f64[D])
      -> (loss: f64, logits: f64[?, V]) {
    %context = slice %tokens, axis = 0, stop = -1
    %next = slice %tokens, axis = 0, start = 1
    %words = let %E[%context]
    %h = let %words + @positions(%words)
    %y = let @layer(%h, %Wq, %bq, %Wk, %bk, %Wv, %bv, %Wo, %bo, %g1, %b1, %g2, %b2, %F1, %c1, %F2,
                    %c2)
    %logits = linear %y, %E
    %loss = cross_entropy %logits, %next
    return %loss, %logits }
  func @main(%tokens: i64[N], %E: f64[V, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D],
             %bk: f64[D], %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D], %g1: f64[D],
             %b1: f64[D], %g2: f64[D], %b2: f64[D], %F1: f64[F, D], %c1: f64[F], %F2: f64[D, F],
             %c2: f64[D])
      -> (logits: f64[?, V], loss: f64, dE: f64[V, D], grad_norms: f64[16]) {
    %loss, %logits, %dE, %dWq, %dbq, %dWk, %dbk, %dWv, %dbv, %dWo, %dbo, %dg1, %db1, %dg2, %db2,
      %dF1, %dc1, %dF2, %dc2
        = grad @loss(%tokens, %E, %Wq, %bq, %Wk, %bk, %Wv, %bv, %Wo, %bo, %g1, %b1, %g2, %b2, %F1,
                     %c1, %F2, %c2)
          wrt(E, Wq, bq, Wk, bk, Wv, bv, Wo, bo, g1, b1, g2, b2, F1, c1, F2, c2)
    %norms = let stack(vector_norm(%dWq), vector_norm(%dbq), vector_norm(%dWk), vector_norm(%dbk),
                       vector_norm(%dWv), vector_norm(%dbv), vector_norm(%dWo), vector_norm(%dbo),
                       vector_norm(%dg1), vector_norm(%db1), vector_norm(%dg2), vector_norm(%db2),
                       vector_norm(%dF1), vector_norm(%dc1), vector_norm(%dF2), vector_norm(%dc2))
    return %logits, %loss, %dE, %norms }
}
