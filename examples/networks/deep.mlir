// A deep network of fully connected layers (Prince 2023, Understanding Deep Learning, chapters 4
// and 8) for the forty samples of a signal of MNIST-1D (Greydanus & Kobak 2020).
//
//   leat train examples/networks/deep.mlir --data mnist1d --epochs 30 --eval accuracy
//   leat train examples/networks/deep.mlir --set Width=200 --set Depth=4 --data mnist1d --epochs 30
//
// With D layers of width W behind the first one it has 41 W + D (W + 1) W + 10 (W + 1) parameters.
leat.model @deep {
  include "layers.mlir"
  config @Width = 100   config @Depth = 2
  block @hidden(%x: f32[B, I]) -> (y) {
    %a = apply @dense as fc (%x) {O = Width}
    %y = let relu(%a)
    return %y }
  func @logits(%x: f32[B, 40]) -> (logits: f32[B, 10]) {
    %first = apply @hidden as first (%x)
    %h = repeat Depth apply @hidden as hidden (%first)
    %y = apply @dense as head (%h) {O = 10}
    return %y }
  func @loss(%x: f32[B, 40], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%x), %label)
    return %l }
  func @accuracy(%x: f32[B, 40], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%x), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params) using adamw(lr = cosine(3e-3), weight_decay = 0.1)
}
