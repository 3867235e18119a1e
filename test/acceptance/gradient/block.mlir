// A transformer block, norms in front (GPT-2's), of 128 tokens with 256 features and 8 heads.
leat.model @block {
  param @n1.weight : f32[256] = ones                       param @n1.bias : f32[256] = zeros
  param @q.weight : f32[256, 256] = xavier_uniform         param @q.bias : f32[256] = zeros
  param @k.weight : f32[256, 256] = xavier_uniform         param @k.bias : f32[256] = zeros
  param @v.weight : f32[256, 256] = xavier_uniform         param @v.bias : f32[256] = zeros
  param @o.weight : f32[256, 256] = xavier_uniform         param @o.bias : f32[256] = zeros
  param @n2.weight : f32[256] = ones                       param @n2.bias : f32[256] = zeros
  param @up.weight : f32[1024, 256] = xavier_uniform       param @up.bias : f32[1024] = zeros
  param @down.weight : f32[256, 1024] = xavier_uniform     param @down.bias : f32[256] = zeros

  func @loss(%x: f32[B, 128, 256], %t: f32[B, 128, 256]) -> (loss: f32) {
    %n = let layer_norm(%x, @n1.weight, @n1.bias)
    %q = let linear(%n, @q.weight, @q.bias)
    %k = let linear(%n, @k.weight, @k.bias)
    %v = let linear(%n, @v.weight, @v.bias)
    %a = attention %q, %k, %v, heads = 8, causal = true
    %h = let %x + linear(%a, @o.weight, @o.bias)
    %m = let layer_norm(%h, @n2.weight, @n2.bias)
    %y = let %h + linear(gelu(linear(%m, @up.weight, @up.bias)), @down.weight, @down.bias)
    %l = let mean(square(%y - %t))
    return %l }
  func @gradient(%x: f32[B, 128, 256], %t: f32[B, 128, 256])
      -> (loss: f32, n1w: f32[256], n1b: f32[256], qw: f32[256, 256], qb: f32[256], kw: f32[256, 256], kb: f32[256],
          vw: f32[256, 256], vb: f32[256], ow: f32[256, 256], ob: f32[256], n2w: f32[256], n2b: f32[256],
          uw: f32[1024, 256], ub: f32[1024], dw: f32[256, 1024], db: f32[256]) {
    %l, %d = grad @loss(%x, %t) wrt(params)
    %n1w = at %d, name = "n1.weight"     %n1b = at %d, name = "n1.bias"
    %qw = at %d, name = "q.weight"       %qb = at %d, name = "q.bias"
    %kw = at %d, name = "k.weight"       %kb = at %d, name = "k.bias"
    %vw = at %d, name = "v.weight"       %vb = at %d, name = "v.bias"
    %ow = at %d, name = "o.weight"       %ob = at %d, name = "o.bias"
    %n2w = at %d, name = "n2.weight"     %n2b = at %d, name = "n2.bias"
    %uw = at %d, name = "up.weight"      %ub = at %d, name = "up.bias"
    %dw = at %d, name = "down.weight"    %db = at %d, name = "down.bias"
    return %l, %n1w, %n1b, %qw, %qb, %kw, %kb, %vw, %vb, %ow, %ob, %n2w, %n2b, %uw, %ub, %dw, %db }
}
