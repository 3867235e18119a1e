// NET-FGSM: the fast gradient sign method, and projected gradient descent, against a network.
//
//   f(x) = W2 tanh(W1 x + b1) + b2,   L = -log softmax(f(x))_label
//   FGSM: x_adv = clip(x + eps sign(grad_x L), 0, 1)
//   PGD:  x_0 = x,   x_{i+1} = clip(clip(x_i + a sign(grad_x L(x_i)), x - eps, x + eps), 0, 1)
//
// Source: Goodfellow, Shlens, Szegedy 2015 (Explaining and Harnessing Adversarial Examples); Madry
// et al. 2018 (Towards Deep Learning Models Resistant to Adversarial Attacks).
leat.model @fgsm {
  config @eps = 0.1
  config @a = 0.05
  config @label = 1
  config @steps = 3
  func @loss(%x: f64[D], %W1: f64[H, D], %b1: f64[H], %W2: f64[K, H], %b2: f64[K]) -> (L: f64) {
    %logits = let linear(tanh(linear(%x, %W1, %b1)), %W2, %b2)
    %label = full label : i64[1]
    %L = let cross_entropy(unsqueeze(%logits, axis = 0), %label)
    return %L }
  func @pgd(%x: f64[D], %W1: f64[H, D], %b1: f64[H], %W2: f64[K, H], %b2: f64[K]) -> (x: f64[D]) {
    %adv = for %i = 1 to steps carry(%xi = %x) {
      %L, %g = grad @loss(%xi, %W1, %b1, %W2, %b2) wrt(x)
      %near = let minimum(maximum(%xi + a * sign(%g), %x - eps), %x + eps)
      %next = clip %near, lo = 0, hi = 1
      yield %next }
    return %adv }
  func @main(%x: f64[D], %W1: f64[H, D], %b1: f64[H], %W2: f64[K, H], %b2: f64[K])
      -> (grad: f64[D], x_adv: f64[D], loss_before_after: f64[2], x_pgd3: f64[D], loss_pgd3: f64) {
    %before, %g = grad @loss(%x, %W1, %b1, %W2, %b2) wrt(x)
    %adv = let clip(%x + eps * sign(%g), lo = 0, hi = 1)
    %after = call @loss(%adv, %W1, %b1, %W2, %b2)
    %both = stack %before, %after
    %pgd = call @pgd(%x, %W1, %b1, %W2, %b2)
    %loss_pgd = call @loss(%pgd, %W1, %b1, %W2, %b2)
    return %g, %adv, %both, %pgd, %loss_pgd }
}
