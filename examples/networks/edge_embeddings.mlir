// A graph network that collects from the nodes and from the edges around a node (Understanding Deep
// Learning, chapter 13 and problem 13.14).
//   H' = relu((A + I) H Omega^T + N^T E Phi^T + beta),   N_en = 1 where node n is an end of edge e
//   leat train examples/networks/edge_embeddings.mlir --data npz:graphs.npz --batch 8 --epochs 20
//     --eval accuracy
// Rows of H are nodes, rows of E are edges. graphs.npz holds graphs of N nodes and M edges: `ends`
// i64[n, M, 2], the nodes of each edge, `edge` f32[n, M, EdgeFeatures], `x` f32[n, N, Features],
// `label` i64[n, N], and the same with `_test` behind the names for testing. Graphs of fewer edges
// have edges of zeros, from a node to itself.
leat.model @edge_embeddings {
  include "layers.mlir"
  config @Features = 4   config @EdgeFeatures = 4   config @H = 32   config @Classes = 2

  func @graph(%ends: i32[B, M, 2], %x: f32[B, N, Features])
      -> (loops: f32[B, N, N], incidence: f32[B, M, N]) {
    %incidence = let sum(one_hot(%ends, depth = N), axis = 2)
    %both = matmul %incidence, %incidence, transpose_lhs = true   // A, and the degrees
    %loops = let minimum(%both + eye(N, dtype = f32), 1)          // A + I
    return %loops, %incidence }
  block @collect(%H: f32[B, N, I], %E: f32[B, M, J], %loops: f32[B, N, N], %ends: f32[B, M, N])
      config(O) -> (y) {
    param @Omega : f32[O, I] = xavier_uniform      param @Phi : f32[O, J] = xavier_uniform
    param @beta : f32[O] = zeros
    %nodes = let linear(matmul(%loops, %H), @Omega)
    %edges = let linear(matmul(%ends, %E, transpose_lhs = true), @Phi)
    %y = let relu(%nodes + %edges + @beta)
    return %y }
  func @logits(%ends: i32[B, M, 2], %edge: f32[B, M, EdgeFeatures], %x: f32[B, N, Features])
      -> (logits: f32[B, N, Classes]) {
    %loops, %incidence = call @graph(%ends, %x)
    %h1 = apply @collect as layer1 (%x, %edge, %loops, %incidence) {O = H}
    %h2 = apply @collect as layer2 (%h1, %edge, %loops, %incidence) {O = H}
    %y = apply @dense_rows as head (%h2) {O = Classes}
    return %y }
  func @loss(%ends: i32[B, M, 2], %edge: f32[B, M, EdgeFeatures], %x: f32[B, N, Features],
             %label: i32[B, N]) -> (loss: f32) {
    %rows = let reshape(@logits(%ends, %edge, %x), shape = [-1, Classes])
    %l = let cross_entropy(%rows, reshape(%label, shape = [-1]))
    return %l }
  func @accuracy(%ends: i32[B, M, 2], %edge: f32[B, M, EdgeFeatures], %x: f32[B, N, Features],
                 %label: i32[B, N]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%ends, %edge, %x), axis = 2) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 1e-2)
}
