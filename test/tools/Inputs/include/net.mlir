leat.model @net {
  include "blocks.mlir"   include "inner/dense.mlir"
  config @N = 2
  func @main(%x: f32[B, 2]) -> (y: f32[B, 2]) {
    %h = repeat N apply @mlp as stack (%x) {O = 2}
    %y = apply @dense as head (%h) {O = 2}
    return %y }
  func @loss(%x: f32[B, 2]) -> (loss: f32) {
    %y = let @main(%x) - 1
    %l = let mean(%y * %y)
    return %l }
  trainer @fit minimizes @loss wrt(params) using sgd(lr = 1e-2) ema(0.9)
  trainer @tune minimizes @loss wrt(@stack.0.fc2.*) using sgd(lr = 1e-2)
}
