// NET-TOPK: temperature, top-k and nucleus, which keep unlikely tokens from being drawn.
//
//   p = softmax(logits / temp)
//   top-k: the k largest of p, divided by their sum, and 0
//   nucleus: the same with the fewest of the largest whose sum is at least Pn
//   a draw: the first index at which the running sum of the probabilities exceeds u
//
// Source: Fan, Lewis & Dauphin 2018; Holtzman et al. 2020; Understanding Deep Learning, section
// 12.7.
leat.model @truncation {
  config @k = 3
  config @Pn = 0.7
  config @temp = 1.5
  func @draw(%p: f64[K], %u: f64[N]) -> (index: i64[N]) {
    %index = let searchsorted(cumsum(%p), %u, right = true, dtype = i64)
    return %index }
  func @main(%logits: f64[K], %us: f64[N])
      -> (tempered: f64[K], topk: f64[K], nucleus: f64[K], sample_topk: i64[N]) {
    %p = let softmax(%logits / temp)

    %sorted, %from = let sort(%p, descending = true)
    %rank = argsort %from                             // 0 for the likeliest token, then 1 ...

    %largest = let where(%rank < k, %p, 0)
    %topk = let %largest / sum(%largest)

    // Kept is a token if all that are likelier do not have Pn together.
    %likelier = let (cumsum(%sorted) - %sorted)[%rank]
    %kept = let where(%likelier < Pn, %p, 0)
    %nucleus = let %kept / sum(%kept)

    %sample = call @draw(%topk, %us)
    return %p, %topk, %nucleus, %sample }
}
