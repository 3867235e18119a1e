// UDL-12.6: the two tasks that BERT is trained with.
//
//   masked words:  -1/M sum over masked n of log softmax(z_n)[token_n]:   gives what stood there
//   sentence pair: -y log sig(s) - (1 - y) log(1 - sig(s)):   tells pairs that follow from others
//
// Source: Understanding Deep Learning, problem 12.6, a discussion: predicting words is generative,
// telling pairs apart contrastive. What it needs are the two losses; NET-MLM adds them, with
// gradients.
leat.model @bert_losses {
  func @main(%logits: f64[N, V], %tokens: i64[N], %masked: i64[M], %pair_logit: f64, %follows: f64)
      -> (masked_words: f64, sentence_pair: f64) {
    %words = let cross_entropy(%logits[%masked], %tokens[%masked])
    %pair = bce_with_logits %pair_logit, %follows
    return %words, %pair }
}
