// Triplet losses with what a batch offers: an anchor a is to be nearer to a positive p, of its
// class, than to a negative n, of another, by a margin m.   d: distances of features of length 1
//
//   batch all:        mean of [d_ap - d_an + m]+ over those triplets where it is above 0
//   batch hard:       for each a, the farthest p and the nearest n
//   batch semi-hard:  for each a and p, the nearest n that is farther than p, or, where no n is,
//                     the farthest n
//
// Sources: Schroff et al., FaceNet (2015), for semi-hard; Hermans, Beyer and Leibe, In defense of
// the triplet loss (2017).
//
//   leat train examples/algorithms/triplet.mlir --trainer hard --data mnist1d --epochs 30 \
//     --eval nearest
leat.model @triplet {
  config @inputs = 40      config @hidden = 64      config @size = 16        config @m = 0.2
  param @fc1.weight : f32[hidden, inputs] = kaiming_normal    param @fc1.bias : f32[hidden] = zeros
  param @fc2.weight : f32[size, hidden] = kaiming_normal      param @fc2.bias : f32[size] = zeros

  func @embed(%x: f32[B, inputs]) -> (e: f32[B, size]) {
    %h = let relu(linear(%x, @fc1.weight, @fc1.bias))
    %e = let l2_normalize(linear(%h, @fc2.weight, @fc2.bias))
    return %e }
  func @distances(%e: f32[B, D]) -> (d: f32[B, B]) {
    %d = let vector_norm(unsqueeze(%e, axis = 1) - %e, axis = 2)
    return %d }
  // Who is a positive of whom, and who a negative.
  func @pairs(%label: i32[B]) -> (positive: i1[B, B], negative: i1[B, B]) {
    %same = let unsqueeze(%label, axis = 1) == %label
    %I = eye count = B, dtype = f32
    %positive = let logical_and(%same, %I == 0)      %negative = logical_not %same
    return %positive, %negative }

  func @batch_all(%e: f32[B, D], %label: i32[B]) -> (loss: f32) {
    %d = call @distances(%e)
    %positive, %negative = call @pairs(%label)
    %gap = let unsqueeze(%d, axis = 2) - unsqueeze(%d, axis = 1) + m            // [a, p, n]
    %triplet = let logical_and(unsqueeze(%positive, axis = 2), unsqueeze(%negative, axis = 1))
    %loss = let where(%triplet, relu(%gap), 0)
    %active = let sum(f32(%loss > 0))
    %l = let sum(%loss) / maximum(%active, 1)
    return %l }
  func @batch_hard(%e: f32[B, D], %label: i32[B]) -> (loss: f32) {
    %d = call @distances(%e)
    %positive, %negative = call @pairs(%label)
    %farthest = let max(where(%positive, %d, 0), axis = 1)
    %nearest = let min(where(%negative, %d, inf), axis = 1)
    %anchor = let f32(any(%positive, axis = 1))
    %l = let sum(%anchor * relu(%farthest - %nearest + m)) / maximum(sum(%anchor), 1)
    return %l }
  func @batch_semi_hard(%e: f32[B, D], %label: i32[B]) -> (loss: f32) {
    %d = call @distances(%e)
    %positive, %negative = call @pairs(%label)
    %dn = unsqueeze %d, axis = 1                                                // [a, 1, n]
    %farther = let logical_and(unsqueeze(%negative, axis = 1), %dn > unsqueeze(%d, axis = 2))
    %nearest = let min(where(%farther, %dn, inf), axis = 2)                     // [a, p]
    %farthest = let max(where(%negative, %d, 0), axis = 1, keepdims = true)
    %n = let where(any(%farther, axis = 2), %nearest, %farthest)
    %count = let sum(f32(%positive))
    %l = let sum(where(%positive, relu(%d - %n + m), 0)) / maximum(%count, 1)
    return %l }

  func @all_loss(%x: f32[B, inputs], %label: i32[B]) -> (loss: f32) {
    %l = let @batch_all(@embed(%x), %label)               return %l }
  func @hard_loss(%x: f32[B, inputs], %label: i32[B]) -> (loss: f32) {
    %l = let @batch_hard(@embed(%x), %label)              return %l }
  func @semi_loss(%x: f32[B, inputs], %label: i32[B]) -> (loss: f32) {
    %l = let @batch_semi_hard(@embed(%x), %label)         return %l }
  trainer @all minimizes @all_loss wrt(params) using adam(lr = 1e-3)
  trainer @hard minimizes @hard_loss wrt(params) using adam(lr = 1e-3)
  trainer @semi minimizes @semi_loss wrt(params) using adam(lr = 1e-3)

  // How often the nearest other example of the batch is of the same class.
  func @nearest(%x: f32[B, inputs], %label: i32[B]) -> (nearest: f32) {
    %I = eye count = B, dtype = f32
    %other = let argmin(where(%I == 1, inf, @distances(@embed(%x))), axis = 1)
    %a = let mean(f32(%label[%other] == %label))
    return %a }
}
