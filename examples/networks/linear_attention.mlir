// A transformer whose attention takes time linear in the length (Katharopoulos et al. 2020;
// Understanding Deep Learning, problem 12.10): the product of features of queries and keys stands
// in the place of exp(q . k), so that keys and values are summed up once for all queries.
//   y_n = S^T g(q_n) / (z . g(q_n)),   S = sum_m g(k_m) v_m^T,   z = sum_m g(k_m),   g = elu + 1
//   leat train examples/networks/linear_attention.mlir --data mnist1d --epochs 40 --eval accuracy
// A signal of mnist1d, 40 samples, goes in as 40 tokens; their mean tells the class.
leat.model @linear_attention {
  include "layers.mlir"
  config @D = 32   config @F = 64   config @Heads = 4   config @Layers = 2
  param @positions.weight : f32[40, D] = normal(0, 0.5)

  // Rows of features by head: b example, t query, s key, h head, d and e features.
  func @heads(%x: f32[B, T, D]) -> (y: f32[B, T, Heads, ?]) {
    %y = reshape %x, shape = [B, T, Heads, -1]
    return %y }
  func @attend(%q: f32[B, T, D], %k: f32[B, T, D], %v: f32[B, T, D]) -> (y: f32[B, T, D]) {
    %gq = let elu(@heads(%q)) + 1
    %gk = let elu(@heads(%k)) + 1
    %S = let einsum(%gk, @heads(%v), equation = "bshd,bshe->bhde")
    %z = sum %gk, axis = 1
    %y = let einsum(%gq, %S, equation = "bthd,bhde->bthe")
           / unsqueeze(einsum(%gq, %z, equation = "bthd,bhd->bth"), axis = 3)
    %joined = reshape %y, shape = [B, T, D]
    return %joined }
  // Where no token sees later ones it is a recurrent network, whose state is S and z.
  func @causal(%q: f32[B, T, D], %k: f32[B, T, D], %v: f32[B, T, D]) -> (y: f32[B, T, D]) {
    %gq = let transpose(elu(@heads(%q)) + 1, axes = [1, 0, 2, 3])
    %gk = let transpose(elu(@heads(%k)) + 1, axes = [1, 0, 2, 3])
    %vs = let transpose(@heads(%v), axes = [1, 0, 2, 3])
    %z0 = let 0 * %gk[0]
    %S0 = let 0 * einsum(%gk[0], %vs[0], equation = "bhd,bhe->bhde")
    %S, %z, %ys = for %t = 1 to T carry(%S = %S0, %z = %z0) over(%qt = %gq, %kt = %gk, %vt = %vs) {
      %St = let %S + einsum(%kt, %vt, equation = "bhd,bhe->bhde")
      %zt = let %z + %kt
      %y = let einsum(%qt, %St, equation = "bhd,bhde->bhe")
             / sum(%qt * %zt, axis = 2, keepdims = true)
      yield %St, %zt stack(%y) }
    %joined = let reshape(transpose(%ys, axes = [1, 0, 2, 3]), shape = [B, T, D])
    return %joined }

  block @encode(%x: f32[B, T, I]) -> (y) {
    %n = apply @layer_norm as norm1 (%x)
    %q = apply @dense_rows as q_proj (%n) {O = I}    %k = apply @dense_rows as k_proj (%n) {O = I}
    %v = apply @dense_rows as v_proj (%n) {O = I}    %a = let @attend(%q, %k, %v)
    %p = apply @dense_rows as out_proj (%a) {O = I}  %h = let %x + %p
    %m = apply @layer_norm as norm2 (%h)
    %f = apply @dense_rows as linear1 (%m) {O = F}   %g = gelu %f
    %o = apply @dense_rows as linear2 (%g) {O = I}   %y = let %h + %o
    return %y }
  func @logits(%x: f32[B, 40]) -> (logits: f32[B, 10]) {
    %samples = unsqueeze %x, axis = 2
    %w = apply @dense_rows as embed (%samples) {O = D}
    %s = let %w + @positions.weight
    %h = repeat Layers apply @encode as layers (%s)
    %n = apply @layer_norm as norm (%h)
    %p = mean %n, axis = 1
    %y = apply @dense as head (%p) {O = 10}
    return %y }
  func @loss(%x: f32[B, 40], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%x), %label)
    return %l }
  func @accuracy(%x: f32[B, 40], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%x), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params)
    using adamw(lr = cosine(3e-3, warmup = 100), weight_decay = 0.01) clip_norm(1.0)
}
