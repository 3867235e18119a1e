// NET-MLM: the losses that BERT is trained with, for masked tokens and for pairs of sentences.
//
//   L = -1/M sum_{n in mask} log softmax(z_n)[tok_n] + softplus(s) - y s
//   softplus(s) - y s = -y log sig(s) - (1 - y) log(1 - sig(s))
//
// Source: Devlin et al. (2019); Understanding Deep Learning, section 12.6. Tokens that are not
// masked are no part of the loss: their rows of dlogits are 0.
leat.model @bert {
  config @y = 1
  func @L(%z: f64[N, V], %s: f64, %mask: i64[M], %tok: i64[N]) -> (L: f64) {
    %target = full y : f64
    %L = let cross_entropy(%z[%mask], %tok[%mask]) + bce_with_logits(%s, %target)
    return %L }
  func @main(%logits: f64[N, V], %pair_logit: f64, %mask: i64[M] = [1, 3],
             %tok: i64[N] = [0, 4, 2, 5, 1]) -> (loss: f64, dlogits: f64[N, V], dpair: f64) {
    %L, %dlogits, %dpair = grad @L(%logits, %pair_logit, %mask, %tok) wrt(z, s)
    return %L, %dlogits, %dpair }
}
