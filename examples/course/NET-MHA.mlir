// NET-MHA: multi-head self-attention, plain and causal.
//
//   q = X Wq^T + bq,   k = X Wk^T + bk,   v = X Wv^T + bv
//   head h = 1 ... H has columns (h - 1) d + 1 ... h d of them, d = D / H
//   head_h = softmax(q_h k_h^T / sqrt d) v_h,   Y = [head_1 ... head_H] Wo^T + bo
//   causal: token n sees tokens 1 ... n
//
// Source: Vaswani et al. (2017); Understanding Deep Learning, section 12.3. Tokens are rows. dX,
// dWq and dbk are the gradients of sum(Y^2) / 2 for the causal Y. dbk is 0: a bias of the keys adds
// the same to all products of a query, which softmax does not see.
leat.model @multi_head {
  config @H = 2
  func @mha(%X: f64[N, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D], %bk: f64[D],
            %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D]) -> (Y: f64[N, D]) {
    %q = linear %X, %Wq, %bq
    %k = linear %X, %Wk, %bk
    %v = linear %X, %Wv, %bv
    %Y = let linear(attention(%q, %k, %v, heads = H), %Wo, %bo)
    return %Y }
  func @causal(%X: f64[N, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D], %bk: f64[D],
               %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D]) -> (l: f64, Y: f64[N, D]) {
    %q = linear %X, %Wq, %bq
    %k = linear %X, %Wk, %bk
    %v = linear %X, %Wv, %bv
    %Y = let linear(attention(%q, %k, %v, heads = H, causal = true), %Wo, %bo)
    %l = let sum(%Y * %Y) / 2
    return %l, %Y }
  func @main(%X: f64[N, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D], %bk: f64[D],
             %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D])
      -> (Y: f64[N, D], Y_causal: f64[N, D], dX: f64[N, D], dWq: f64[D, D], dbk: f64[D]) {
    %Y = let @mha(%X, %Wq, %bq, %Wk, %bk, %Wv, %bv, %Wo, %bo)
    %l, %Y_causal, %dX, %dWq, %dbk
        = grad @causal(%X, %Wq, %bq, %Wk, %bk, %Wv, %bv, %Wo, %bo) wrt(X, Wq, bk)
    return %Y, %Y_causal, %dX, %dWq, %dbk }
}
