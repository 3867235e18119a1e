// A graph convolutional network (Kipf & Welling 2017; Understanding Deep Learning, chapter 13),
// which tells the classes of all nodes from those of a few.
//   H' = D^-1/2 (A + I) D^-1/2 H W^T + b,   D = diag((A + I) 1)
//   leat train examples/networks/gcn.mlir --data npz:graph.npz --batch 1 --epochs 200
//     --eval accuracy --set Features=34 --set Classes=2
// graph.npz holds graphs of N nodes: `adjacency` f32[n, N, N], `x` f32[n, N, Features], `label`
// i64[n, N] and `known` f32[n, N], which is 1 where training may see the label. The numbers of the
// paper for Cora are Features = 1433, H = 16, Classes = 7, for one graph of 2708 nodes.
leat.model @gcn {
  config @Features = 1433   config @H = 16   config @Classes = 7
  state @rng = seed

  func @normalised(%adjacency: f32[B, N, N]) -> (A: f32[B, N, N]) {
    %loops = let %adjacency + eye(N, dtype = f32)
    %d = let rsqrt(sum(%loops, axis = 2))
    %A = let unsqueeze(%d, axis = 2) * %loops * unsqueeze(%d, axis = 1)
    return %A }
  block @convolve(%h: f32[B, N, I], %A: f32[B, N, N]) config(O) -> (y) {
    param @weight : f32[O, I] = xavier_uniform     param @bias : f32[O] = zeros
    %y = let matmul(%A, linear(%h, @weight)) + @bias
    return %y }
  func @logits(%adjacency: f32[B, N, N], %x: f32[B, N, Features]) -> (logits: f32[B, N, Classes]) {
    %A = let @normalised(%adjacency)
    %d = dropout %x, rng = @rng, p = 0.5
    %a = apply @convolve as conv1 (%d, %A) {O = H}
    %h = let dropout(relu(%a), rng = @rng, p = 0.5)
    %y = apply @convolve as conv2 (%h, %A) {O = Classes}
    return %y }
  // Over the nodes whose label is known, with the paper's penalty on the first layer.
  func @loss(%adjacency: f32[B, N, N], %x: f32[B, N, Features], %label: i32[B, N],
             %known: f32[B, N]) -> (loss: f32) {
    %rows = let reshape(@logits(%adjacency, %x), shape = [-1, Classes])
    %each = let cross_entropy(%rows, reshape(%label, shape = [-1]), reduction = none)
    %mean = let sum(%each * reshape(%known, shape = [-1])) / maximum(sum(%known), 1)
    %l = let %mean + 5e-4 / 2 * sum(@conv1.weight ** 2)
    return %l }
  // Over the nodes whose label is not known.
  func @accuracy(%adjacency: f32[B, N, N], %x: f32[B, N, Features], %label: i32[B, N],
                 %known: f32[B, N]) -> (accuracy: f32) {
    %right = let f32(argmax(@logits(%adjacency, %x), axis = 2) == %label)
    %a = let sum(%right * (1 - %known)) / maximum(sum(1 - %known), 1)
    return %a }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 1e-2)
}
