// Shallow networks, of one hidden layer, for points in the plane (Prince 2023, Understanding Deep
// Learning, equations 3.11 and 3.12): y = W_1 relu(W_0 x + b_0) + b_1. One tells classes, another
// finds where on a curve a point lies.
//
//   leat train examples/networks/shallow.mlir --trainer classify --data spirals --epochs 200
//     --eval accuracy --save spirals.safetensors
//   leat train examples/networks/shallow.mlir --trainer regress --data swiss-roll --epochs 200
//     --eval squared_error
//
// With I inputs, D hidden units and O outputs it has (I + 1) D + (D + 1) O parameters.
leat.model @shallow {
  include "layers.mlir"
  config @D = 64   config @Classes = 2
  block @shallow(%x: f32[B, I]) config(D, O) -> (y) {
    %a = apply @dense as fc1 (%x) {O = D}     %h = let relu(%a)
    %y = apply @dense as fc2 (%h) {O = O}
    return %y }

  func @logits(%x: f32[B, 2]) -> (logits: f32[B, Classes]) {
    %y = apply @shallow as classifier (%x) {D = D, O = Classes}
    return %y }
  func @loss(%x: f32[B, 2], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%x), %label)
    return %l }
  func @accuracy(%x: f32[B, 2], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%x), axis = 1) == %label))
    return %a }
  trainer @classify minimizes @loss wrt(@classifier.*) using adam(lr = cosine(1e-2))

  func @position(%x: f32[B, 2]) -> (position: f32[B]) {
    %y = apply @shallow as regressor (%x) {D = D, O = 1}
    %p = reshape %y, shape = [B]
    return %p }
  func @squared_error(%x: f32[B, 2], %position: f32[B]) -> (loss: f32) {
    %l = let mse_loss(@position(%x), %position)
    return %l }
  trainer @regress minimizes @squared_error wrt(@regressor.*) using adam(lr = cosine(1e-2))
}
