// A graph attention network (Velickovic et al. 2018; Understanding Deep Learning, chapter 13): how
// much a node takes from each of its neighbours depends on both of them.
//   h'_n = W h_n,   s_nm = lrelu(a . h'_n + b . h'_m),   y_n = sum_m softmax_m(s_nm) h'_m
// over the neighbours m of n and n itself, for each head; the heads then stand side by side.
//   leat train examples/networks/gat.mlir --data npz:graphs.npz --batch 8 --epochs 20
//     --eval accuracy
// graphs.npz holds graphs of N nodes: `adjacency` f32[n, N, N], `x` f32[n, N, Features], `label`
// i64[n, N], and the same with `_test` behind the names for testing. The numbers of the paper for
// Cora are Features = 1433, H = 8, Heads = 8, Classes = 7, for one graph of 2708 nodes.
leat.model @gat {
  config @Features = 8   config @H = 8   config @Heads = 4   config @Classes = 2
  state @rng = seed
  config @p = 0.0        // of dropout; 0.6 in the paper

  // b graph, n and m nodes, k head, i and o features.
  block @attend(%h: f32[B, N, I], %adjacency: f32[B, N, N]) config(heads, O) -> (y) {
    param @weight : f32[heads, O, I] = xavier_uniform   param @bias : f32[heads, O] = zeros
    param @own : f32[heads, O] = normal(0, 0.3)     param @other : f32[heads, O] = normal(0, 0.3)
    %d = dropout %h, rng = @rng, p = p
    %w = let einsum(%d, @weight, equation = "bni,koi->bkno")
    %a = let einsum(%w, @own, equation = "bkno,ko->bkn")
    %b = let einsum(%w, @other, equation = "bkno,ko->bkn")
    %s = let leaky_relu(unsqueeze(%a, axis = 3) + unsqueeze(%b, axis = 2), slope = 0.2)
    %sees = let unsqueeze(%adjacency + eye(N, dtype = f32) > 0, axis = 1)
    %weights = let dropout(softmax(where(%sees, %s, -inf)), rng = @rng, p = p)
    %sum = let einsum(%weights, %w, equation = "bknm,bkmo->bnko") + @bias
    %y = reshape %sum, shape = [B, N, -1]
    return %y }
  func @logits(%adjacency: f32[B, N, N], %x: f32[B, N, Features]) -> (logits: f32[B, N, Classes]) {
    %a = apply @attend as gat1 (%x, %adjacency) {heads = Heads, O = H}
    %h = elu %a
    %y = apply @attend as gat2 (%h, %adjacency) {heads = 1, O = Classes}
    return %y }
  func @loss(%adjacency: f32[B, N, N], %x: f32[B, N, Features], %label: i32[B, N]) -> (loss: f32) {
    %rows = let reshape(@logits(%adjacency, %x), shape = [-1, Classes])
    %l = let cross_entropy(%rows, reshape(%label, shape = [-1]))
    return %l }
  func @accuracy(%adjacency: f32[B, N, N], %x: f32[B, N, Features], %label: i32[B, N])
      -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%adjacency, %x), axis = 2) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 5e-3)
}
