// A transformer encoder, trained to tell hidden tokens from those around them (BERT; Devlin et al.
// 2019; Understanding Deep Learning, section 12.6). 15 % of the tokens are asked for: 80 % of these
// become the mask, which is the last token, 10 % a random one, and 10 % stay as they are.
//   leat train examples/networks/encoder.mlir --data npz:tokens.npz --epochs 10 --eval accuracy
// tokens.npz holds `tokens`, i64[n, T], each 0 ... Tokens - 2. The configs of BERT base are
// Tokens = 30522, Longest = 512, D = 768, F = 3072, Heads = Layers = 12.
leat.model @encoder {
  include "layers.mlir"
  config @Tokens = 257   config @Longest = 64   config @D = 64   config @F = 256
  config @Heads = 4      config @Layers = 2
  state @rng = seed
  param @positions.weight : f32[Longest, D] = normal(0, 0.02)
  param @head.bias : f32[Tokens] = zeros

  // The norms stand behind the sums.
  block @encode(%x: f32[B, T, I]) -> (y) {
    %a = apply @self_attention as attention (%x) {heads = Heads}
    %s = let %x + %a                                 %h = apply @layer_norm as norm1 (%s)
    %f = apply @dense_rows as linear1 (%h) {O = F}   %g = gelu %f
    %o = apply @dense_rows as linear2 (%g) {O = I}   %t = let %h + %o
    %y = apply @layer_norm as norm2 (%t)
    return %y }
  func @logits(%tokens: i64[B, T]) -> (logits: f32[B, T, Tokens]) {
    %w = apply @embedding as embed (%tokens) {V = Tokens, D = D, std = 0.02}
    %p = iota shape = [T], dtype = i64
    %s = let %w + @positions.weight[%p]
    %x = apply @layer_norm as embed.norm (%s)
    %h = repeat Layers apply @encode as layers (%x)
    %d = apply @dense_rows as head.dense (%h) {O = D}
    %g = gelu %d
    %n = apply @layer_norm as head.norm (%g)
    %l = let linear(%n, @embed.weight, @head.bias)   // the embedding scores the tokens, too
    return %l }

  // Some tokens hidden, and which ones are asked for.
  func @hide(%tokens: i64[B, T]) -> (seen: i64[B, T], asked: f32[B, T]) {
    %asked = bernoulli @rng (0.15) : f32[B, T]
    %how = uniform @rng : f32[B, T]
    %other = randint @rng (0, Tokens) : i64[B, T]
    %mask = let i64(Tokens) - 1
    %hidden = let where(%how < 0.8, %mask, where(%how < 0.9, mod(%other, %mask), %tokens))
    %seen = let where(%asked > 0, %hidden, %tokens)
    return %seen, %asked }
  func @loss(%tokens: i64[B, T]) -> (loss: f32, accuracy: f32) {
    %seen, %asked = call @hide(%tokens)
    %l = let reshape(@logits(%seen), shape = [-1, Tokens])
    %label = reshape %tokens, shape = [-1]
    %weight = let reshape(%asked, shape = [-1]) / maximum(sum(%asked), 1)
    %loss = let sum(%weight * cross_entropy(%l, %label, reduction = none))
    %right = let sum(%weight * f32(argmax(%l, axis = 1, dtype = i64) == %label))
    return %loss, %right }
  func @accuracy(%tokens: i64[B, T]) -> (accuracy: f32) {
    %l, %a = call @loss(%tokens)
    return %a }
  trainer @fit minimizes @loss wrt(params)
    using adamw(lr = cosine(3e-3, warmup = 100), weight_decay = 0.01) clip_norm(1.0)
}
