// NET-GNNCLS: a graph classifier of two graph layers, its loss and all gradients.
//
//   H1 = relu(b1 1^T + O1 [X; X A]),   H2 = relu(b2 1^T + O2 [H1; H1 A])
//   logit = bk + w mean_n h2_n,   loss = -log sig(logit): the graph is of class 1
//
// Source: Understanding Deep Learning, chapter 13. X has a column for each node.
leat.model @graph_classifier {
  func @layer(%H: f64[D, N], %A: f64[N, N], %O: f64[Do, D2], %b: f64[Do]) -> (H: f64[Do, N]) {
    %both = let concat(%H, matmul(%H, %A))
    %next = let relu(unsqueeze(%b, axis = 1) + matmul(%O, %both))
    return %next }
  func @logit(%A: f64[N, N], %X: f64[D, N], %O1: f64[H, D2], %b1: f64[H], %O2: f64[K, H2],
              %b2: f64[K], %w: f64[K], %bk: f64) -> (logit: f64) {
    %H1 = call @layer(%X, %A, %O1, %b1)
    %H2 = call @layer(%H1, %A, %O2, %b2)
    %logit = let %bk + sum(%w * mean(%H2, axis = 1))
    return %logit }
  func @loss(%A: f64[N, N], %X: f64[D, N], %O1: f64[H, D2], %b1: f64[H], %O2: f64[K, H2],
             %b2: f64[K], %w: f64[K], %bk: f64) -> (loss: f64, logit: f64) {
    %logit = call @logit(%A, %X, %O1, %b1, %O2, %b2, %w, %bk)
    %loss = let bce_with_logits(%logit, 1)
    return %loss, %logit }
  func @main(%A: f64[N, N], %X: f64[D, N], %O1: f64[H, D2], %b1: f64[H], %O2: f64[K, H2],
             %b2: f64[K], %w: f64[K], %bk: f64)
      -> (logit: f64, loss: f64, dO1: f64[H, D2], db1: f64[H], dO2: f64[K, H2], db2: f64[K],
          dw: f64[K], dbk: f64) {
    %loss, %logit, %dO1, %db1, %dO2, %db2, %dw, %dbk =
        grad @loss(%A, %X, %O1, %b1, %O2, %b2, %w, %bk) wrt(O1, b1, O2, b2, w, bk)
    return %logit, %loss, %dO1, %db1, %dO2, %db2, %dw, %dbk }
}
