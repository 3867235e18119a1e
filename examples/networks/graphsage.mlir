// GraphSAGE (Hamilton, Ying & Leskovec 2017; Understanding Deep Learning, chapter 13): a node's own
// embedding beside the mean of its neighbours'. No parameter belongs to a node or to a graph: what
// is learned holds for graphs that were not seen.
//   h'_n = relu(W_own h_n + W_mean mean_m h_m + b) over the neighbours m of n, scaled to length 1
//   leat train examples/networks/graphsage.mlir --data npz:graphs.npz --batch 8 --epochs 20
//     --eval accuracy
// graphs.npz holds graphs of N nodes: `adjacency` f32[n, N, N], `x` f32[n, N, Features], `label`
// i64[n, N], and the same with `_test` behind the names for testing.
leat.model @graphsage {
  include "layers.mlir"
  config @Features = 8   config @H = 32   config @Classes = 2

  // [W_own W_mean] times [h; mean] is the paper's product. The mean of no neighbours is 0.
  block @collect(%h: f32[B, N, I], %adjacency: f32[B, N, N]) config(O) -> (y) {
    param @own.weight : f32[O, I] = xavier_uniform
    param @mean.weight : f32[O, I] = xavier_uniform      param @bias : f32[O] = zeros
    %degree = let sum(%adjacency, axis = 2, keepdims = true)
    %mean = let matmul(%adjacency, %h) / maximum(%degree, 1)
    %s = let linear(%h, @own.weight) + linear(%mean, @mean.weight) + @bias
    %y = let l2_normalize(relu(%s))
    return %y }
  func @logits(%adjacency: f32[B, N, N], %x: f32[B, N, Features]) -> (logits: f32[B, N, Classes]) {
    %h1 = apply @collect as sage1 (%x, %adjacency) {O = H}
    %h2 = apply @collect as sage2 (%h1, %adjacency) {O = H}
    %y = apply @dense_rows as head (%h2) {O = Classes}
    return %y }
  func @loss(%adjacency: f32[B, N, N], %x: f32[B, N, Features], %label: i32[B, N]) -> (loss: f32) {
    %rows = let reshape(@logits(%adjacency, %x), shape = [-1, Classes])
    %l = let cross_entropy(%rows, reshape(%label, shape = [-1]))
    return %l }
  func @accuracy(%adjacency: f32[B, N, N], %x: f32[B, N, Features], %label: i32[B, N])
      -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%adjacency, %x), axis = 2) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 1e-2)
}
