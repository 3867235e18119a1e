// A vision transformer (Dosovitskiy et al. 2021, An image is worth 16 x 16 words): patches of the
// image are the tokens, with a class token in front and learned positions; norms stand in front of
// attention and of the two layers behind it. What becomes of the class token tells the class.
// 205,962 parameters as it is here; with the sizes of the last line the 5,717,416 of ViT-Tiny.
//
//   leat train examples/networks/vit.mlir --data fashion-mnist --epochs 20 --eval accuracy
//   leat check examples/networks/vit.mlir --set Channels=3 --set Size=224 --set Patch=16
//     --set D=192 --set F=768 --set Layers=12 --set Heads=3 --set Classes=1000
leat.model @vit {
  include "layers.mlir"
  config @Channels = 1   config @Size = 28     config @Patch = 4   config @Classes = 10
  config @D = 64         config @F = 128       config @Layers = 6  config @Heads = 4
  param @class_token : f32[1, 1, D] = normal(0, 0.02)
  // A patch is Patch x Patch pixels; the convolution is one linear map for all patches.
  block @patches(%image: f32[B, C, H, W]) -> (y) {
    %c = apply @conv as proj (%image) {O = D, size = Patch, stride = Patch, padding = 0}
    %y = let transpose(reshape(%c, shape = [B, D, -1]), axes = [0, 2, 1])
    return %y }
  block @positions(%x: f32[B, T, D]) -> (y) {
    param @weight : f32[T, D] = normal(0, 0.02)
    %y = let %x + @weight
    return %y }
  block @layer(%x: f32[B, T, I]) -> (y) {
    %n = apply @layer_norm as norm1 (%x)
    %q = apply @dense_rows as q_proj (%n) {O = I}     %k = apply @dense_rows as k_proj (%n) {O = I}
    %v = apply @dense_rows as v_proj (%n) {O = I}
    %a = let attention(%q, %k, %v, heads = Heads)
    %o = apply @dense_rows as out_proj (%a) {O = I}   %h = let %x + %o
    %m = apply @layer_norm as norm2 (%h)
    %f = apply @dense_rows as fc1 (%m) {O = F}        %g = let gelu(%f)
    %r = apply @dense_rows as fc2 (%g) {O = I}        %y = let %h + %r
    return %y }
  func @logits(%image: f32[B, Channels, Size, Size]) -> (logits: f32[B, Classes]) {
    %p = apply @patches as patches (%image)
    %c = let broadcast_to(@class_token, shape = [B, 1, D])
    %t = let concat(%c, %p, axis = 1)
    %x = apply @positions as positions (%t)
    %h = repeat Layers apply @layer as layers (%x)
    %n = apply @layer_norm as norm (%h)
    %first = let reshape(slice(%n, axis = 1, stop = 1), shape = [B, D])
    %y = apply @dense as head (%first) {O = Classes}
    return %y }
  func @loss(%image: f32[B, Channels, Size, Size], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)
    return %l }
  func @accuracy(%image: f32[B, Channels, Size, Size], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params)
    using adamw(lr = cosine(1e-3, warmup = 200), weight_decay = 0.05) clip_norm(1.0)
}
