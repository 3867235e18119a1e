// The encoder-decoder of "Attention is all you need" (Vaswani et al. 2017), norms behind the
// residuals, as torch.nn.Transformer has it; its parameters are called as there, but for the
// projections of queries, keys and values, which are one each. Positions are learned.
leat.model @transformer {
  config @Tokens = 32   config @D = 64   config @F = 256   config @Heads = 4   config @Layers = 3
  config @Longest = 64

  block @dense(%x: f32[B, T, I]) config(O) -> (y) {
    param @weight : f32[O, I] = xavier_uniform     param @bias : f32[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  block @norm(%x: f32[B, T, I]) -> (y) {
    param @weight : f32[I] = ones                  param @bias : f32[I] = zeros
    %y = let layer_norm(%x, @weight, @bias)
    return %y }
  // What %x attends to in %m; with `back` only what does not come after.
  block @attend(%x: f32[B, T, I], %m: f32[B, S, I]) config(back = false) -> (y) {
    %q = apply @dense as q_proj (%x) {O = I}       %k = apply @dense as k_proj (%m) {O = I}
    %v = apply @dense as v_proj (%m) {O = I}
    %a = let attention(%q, %k, %v, heads = Heads, causal = back)
    %y = apply @dense as out_proj (%a) {O = I}
    return %y }
  block @encode(%x: f32[B, S, I]) -> (y) {
    %a = apply @attend as self_attn (%x, %x)
    %s = let %x + %a                               %h = apply @norm as norm1 (%s)
    %f = apply @dense as linear1 (%h) {O = F}      %r = let relu(%f)
    %g = apply @dense as linear2 (%r) {O = I}      %t = let %h + %g
    %y = apply @norm as norm2 (%t)
    return %y }
  block @decode(%x: f32[B, T, I], %memory: f32[B, S, I]) -> (y, memory) {
    %a = apply @attend as self_attn (%x, %x) {back = true}
    %s = let %x + %a                               %h = apply @norm as norm1 (%s)
    %c = apply @attend as multihead_attn (%h, %memory)
    %u = let %h + %c                               %i = apply @norm as norm2 (%u)
    %f = apply @dense as linear1 (%i) {O = F}      %r = let relu(%f)
    %g = apply @dense as linear2 (%r) {O = I}      %t = let %i + %g
    %y = apply @norm as norm3 (%t)
    return %y, %memory }

  param @embed.weight : f32[Tokens, D] = normal(0, 0.125)
  param @positions.weight : f32[Longest, D] = normal(0, 0.02)
  func @embedded(%tokens: i32[B, T]) -> (x: f32[B, T, D]) {
    %p = iota shape = [T], dtype = i32
    %x = let 8 * @embed.weight[%tokens] + @positions.weight[%p]
    return %x }

  func @logits(%source: i32[B, S], %target: i32[B, T]) -> (logits: f32[B, T, Tokens]) {
    %x = let @embedded(%source)
    %e = repeat Layers apply @encode as encoder.layers (%x)
    %memory = apply @norm as encoder.norm (%e)
    %y = let @embedded(%target)
    %d, %same = repeat Layers apply @decode as decoder.layers (%y, %memory)
    %n = apply @norm as decoder.norm (%d)
    %l = apply @dense as head (%n) {O = Tokens}
    return %l }

  // Each token of the target is to be told by those in front of it.
  func @loss(%source: i32[B, S], %target: i32[B, T], %next: i32[B, T]) -> (loss: f32) {
    %l = let @logits(%source, %target)
    %rows = reshape %l, shape = [-1, Tokens]
    %labels = reshape %next, shape = [-1]
    %loss = let cross_entropy(%rows, %labels, label_smoothing = 0.1)
    return %loss }
  trainer @fit minimizes @loss wrt(params)
    using adamw(lr = cosine(1e-3, warmup = 200), beta2 = 0.98) clip_norm(1.0) ema(0.999)
}
