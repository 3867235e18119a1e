// A transformer decoder as a language model (GPT-2; Radford et al. 2019; Understanding Deep
// Learning, section 12.7): each token is told by those in front of it.
//   leat train examples/networks/decoder.mlir --data npz:text.npz --epochs 5 --save lm.safetensors
//   leat run examples/networks/decoder.mlir --entry sample --state lm.safetensors --count 64
//     --input prompt=[[84,104,101]]
// text.npz holds `tokens`, i64[n, T], each 0 ... Tokens - 1, such as the bytes of pieces of a text.
// The configs of the small GPT-2 are Tokens = 50257, Longest = 1024, D = 768, F = 3072, Heads =
// Layers = 12.
leat.model @decoder {
  include "layers.mlir"
  config @Tokens = 256   config @Longest = 64   config @D = 64   config @F = 256
  config @Heads = 4      config @Layers = 2     config @temperature = 1.0
  state @rng = seed
  param @positions.weight : f32[Longest, D] = normal(0, 0.02)

  // The norms stand in front of the branches.
  block @decode(%x: f32[B, T, I]) -> (y) {
    %n = apply @layer_norm as norm1 (%x)
    %a = apply @self_attention as attention (%n) {heads = Heads, causal = true}
    %h = let %x + %a                                 %m = apply @layer_norm as norm2 (%h)
    %f = apply @dense_rows as linear1 (%m) {O = F}   %g = gelu %f, approximate = "tanh"
    %o = apply @dense_rows as linear2 (%g) {O = I}   %y = let %h + %o
    return %y }
  func @logits(%tokens: i64[B, T]) -> (logits: f32[B, T, Tokens]) {
    %w = apply @embedding as embed (%tokens) {V = Tokens, D = D, std = 0.02}
    %p = iota shape = [T], dtype = i64
    %x = let %w + @positions.weight[%p]
    %h = repeat Layers apply @decode as layers (%x)
    %n = apply @layer_norm as norm (%h)
    %l = let linear(%n, @embed.weight)               // the embedding scores the tokens, too
    return %l }

  func @loss(%tokens: i64[B, T]) -> (loss: f32) {
    %context = slice %tokens, axis = 1, stop = -1
    %next = slice %tokens, axis = 1, start = 1
    %rows = let reshape(@logits(%context), shape = [-1, Tokens])
    %l = let cross_entropy(%rows, reshape(%next, shape = [-1]))
    return %l }
  trainer @fit minimizes @loss wrt(params)
    using adamw(lr = cosine(3e-3, warmup = 100), weight_decay = 0.1, beta2 = 0.95) clip_norm(1.0)

  // Goes on from the prompt, token by token: drawn, or with `greedy` the likeliest one.
  func @sample(%prompt: i64[B, P], %greedy: i1 = false) -> (tokens: i64[B, N]) {
    %column = iota shape = [N], dtype = i64
    %last = let i64(P) - 1
    %start = let transpose(index(transpose(%prompt), minimum(%column, %last)))
    %end = let i64(N) - 1
    %tokens = for %t = P to %end carry(%tokens = %start) {
      %l = let index(transpose(@logits(%tokens), axes = [1, 0, 2]), %t - 1) / temperature
      %drawn = categorical @rng %l, dtype = i64
      %token = let where(%greedy, argmax(%l, axis = 1, dtype = i64), %drawn)
      %longer = let where(%column == %t, unsqueeze(%token, axis = 1), %tokens)
      yield %longer }
    return %tokens }
}
