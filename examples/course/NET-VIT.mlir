// NET-VIT: a small vision transformer: patches, a class token, one layer, a head.
//
//   patches: p x p pixels side by side, each flattened by channel, row, column
//   tokens = [cls; patches We^T + be] + pos,   logits = Wh y_0,   y = encoder layer(tokens)
//   layer: a = x + MHA(LN_1(x)),   y = a + FF(LN_2(a))
//   MHA(x) = [head_1 ... head_heads] Wo^T + bo,   head_h = softmax(q_h k_h^T / sqrt d) v_h
//   q = x Wq^T + bq, k and v likewise; head h has columns (h - 1) d + 1 ... h d, d = D / heads
//   FF(x) = relu(x F1^T + c1) F2^T + c2
//   loss = -log softmax(logits)[1], classes counted from 0
//
// Source: Dosovitskiy et al. (2021); Understanding Deep Learning, section 12.10. The embedding of
// the patches is a convolution with stride p, of filters p x p: @main asserts that. dimg is the
// gradient of the loss by the image.
leat.model @vit {
  config @heads = 2
  config @p = 2
  func @mha(%x: f64[N, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D], %bk: f64[D],
            %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D]) -> (y: f64[N, D]) {
    %q = linear %x, %Wq, %bq
    %k = linear %x, %Wk, %bk
    %v = linear %x, %Wv, %bv
    %y = let linear(attention(%q, %k, %v, heads = heads), %Wo, %bo)
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
  // [channel, patch row, row, image column] to [patch row, patch column, channel, row, column].
  func @cut(%x: f64[C, R, p, W]) -> (patches: f64[R, ?, C, p, p]) {
    %pixels = reshape %x, shape = [C, R, p, -1, p]
    %patches = transpose %pixels, axes = [1, 3, 0, 2, 4]
    return %patches }
  func @patches(%img: f64[C, H, W], %We: f64[D, P]) -> (patches: f64[?, P]) {
    %patches = let reshape(@cut(reshape(%img, shape = [C, -1, p, W])), shape = [-1, P])
    return %patches }
  func @loss(%img: f64[C, H, W], %We: f64[D, P], %be: f64[D], %cls: f64[D], %pos: f64[T, D],
             %Wh: f64[K, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D], %bk: f64[D],
             %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D], %g1: f64[D], %b1: f64[D],
             %g2: f64[D], %b2: f64[D], %F1: f64[F, D], %c1: f64[F], %F2: f64[D, F], %c2: f64[D])
      -> (loss: f64, logits: f64[K]) {
    %embedded = let linear(@patches(%img, %We), %We, %be)
    %tokens = let concat(reshape(%cls, shape = [1, D]), %embedded) + %pos
    %y = let @layer(%tokens, %Wq, %bq, %Wk, %bk, %Wv, %bv, %Wo, %bo, %g1, %b1, %g2, %b2, %F1, %c1,
                    %F2, %c2)
    %logits = let linear(%y[0], %Wh)
    %row = reshape %logits, shape = [1, K]
    %label = full 1 : i64[1]
    %loss = cross_entropy %row, %label
    return %loss, %logits }
  func @main(%img: f64[C, H, W], %We: f64[D, P], %be: f64[D], %cls: f64[D], %pos: f64[T, D],
             %Wh: f64[K, D], %Wq: f64[D, D], %bq: f64[D], %Wk: f64[D, D], %bk: f64[D],
             %Wv: f64[D, D], %bv: f64[D], %Wo: f64[D, D], %bo: f64[D], %g1: f64[D], %b1: f64[D],
             %g2: f64[D], %b2: f64[D], %F1: f64[F, D], %c1: f64[F], %F2: f64[D, F], %c2: f64[D])
      -> (patches: f64[?, P], logits: f64[K], loss_label1: f64, dimg: f64[C, H, W]) {
    %loss, %logits, %dimg
        = grad @loss(%img, %We, %be, %cls, %pos, %Wh, %Wq, %bq, %Wk, %bk, %Wv, %bv, %Wo, %bo, %g1,
                     %b1, %g2, %b2, %F1, %c1, %F2, %c2)
          wrt(img)
    %patches = let @patches(%img, %We)
    %image = reshape %img, shape = [1, C, H, W]
    %filters = reshape %We, shape = [D, C, p, p]
    %conv = let reshape(conv(%image, %filters, stride = p), shape = [D, -1])
    %same = let abs(transpose(%conv) - linear(%patches, %We)) <= 1e-5 * (1 + abs(transpose(%conv)))
    assert %same, "patches and weights are not the convolution"
    return %patches, %logits, %loss, %dimg }
}
