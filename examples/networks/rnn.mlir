// A recurrent network (Elman 1990): what it has seen so far is a vector h, to which each step adds.
//   h_t = tanh(W_ih x_t + b_ih + W_hh h_t-1 + b_hh),   h_0 = 0;   the last h tells the class
//   leat train examples/networks/rnn.mlir --data mnist1d --epochs 40 --eval accuracy
// A signal of mnist1d, 40 samples, goes in as Steps pieces. Parameters are called and laid out as
// those of torch.nn.RNN.
leat.model @rnn {
  include "layers.mlir"
  config @H = 64   config @Steps = 40   config @I = 1
  param @rnn.weight_ih : f32[H, I] = xavier_uniform    param @rnn.bias_ih : f32[H] = zeros
  param @rnn.weight_hh : f32[H, H] = orthogonal        param @rnn.bias_hh : f32[H] = zeros

  func @hidden(%xs: f32[T, B, I]) -> (h: f32[B, H], hs: f32[T, B, H]) {
    %zero = full 0 : f32[B, H]
    %h, %hs = for %t = 1 to T carry(%h = %zero) over(%x = %xs) {
      %in = let linear(%x, @rnn.weight_ih, @rnn.bias_ih)
      %next = let tanh(%in + linear(%h, @rnn.weight_hh, @rnn.bias_hh))
      yield %next stack(%next) }
    return %h, %hs }
  func @logits(%x: f32[B, 40]) -> (logits: f32[B, 10]) {
    %pieces = let transpose(reshape(%x, shape = [B, Steps, I]), axes = [1, 0, 2])
    %h, %hs = call @hidden(%pieces)
    %y = apply @dense as head (%h) {O = 10}
    return %y }
  func @loss(%x: f32[B, 40], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%x), %label)
    return %l }
  func @accuracy(%x: f32[B, 40], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%x), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 1e-3) clip_norm(1.0)
}
