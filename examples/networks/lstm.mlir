// A long short-term memory (Hochreiter & Schmidhuber 1997; with forget gates, Gers et al. 2000):
// gates between 0 and 1 decide what the cell c forgets, takes in and shows.
//   (i, f, g, o) = W_ih x_t + b_ih + W_hh h_t-1 + b_hh
//   c_t = sig(f) c_t-1 + sig(i) tanh(g),   h_t = sig(o) tanh(c_t),   h_0 = c_0 = 0
//   leat train examples/networks/lstm.mlir --data mnist1d --epochs 40 --eval accuracy
// A signal of mnist1d, 40 samples, goes in as Steps pieces. Parameters are called and laid out as
// those of torch.nn.LSTM.
leat.model @lstm {
  include "layers.mlir"
  config @H = 64   config @Steps = 40   config @I = 1
  config @G = 4 * H      // four gates
  param @lstm.weight_ih : f32[G, I] = uniform(-0.125, 0.125)   // 0.125 = 1 / sqrt(H)
  param @lstm.weight_hh : f32[G, H] = uniform(-0.125, 0.125)
  param @lstm.bias_ih : f32[G] = uniform(-0.125, 0.125)
  param @lstm.bias_hh : f32[G] = uniform(-0.125, 0.125)

  func @hidden(%xs: f32[T, B, I]) -> (h: f32[B, H], c: f32[B, H], hs: f32[T, B, H]) {
    %zero = full 0 : f32[B, H]
    %h, %c, %hs = for %t = 1 to T carry(%h = %zero, %c = %zero) over(%x = %xs) {
      %gates = let linear(%x, @lstm.weight_ih, @lstm.bias_ih)
                 + linear(%h, @lstm.weight_hh, @lstm.bias_hh)
      %i, %f, %g, %o = split %gates, parts = 4, axis = 1
      %cell = let sigmoid(%f) * %c + sigmoid(%i) * tanh(%g)
      %next = let sigmoid(%o) * tanh(%cell)
      yield %next, %cell stack(%next) }
    return %h, %c, %hs }
  func @logits(%x: f32[B, 40]) -> (logits: f32[B, 10]) {
    %pieces = let transpose(reshape(%x, shape = [B, Steps, I]), axes = [1, 0, 2])
    %h, %c, %hs = call @hidden(%pieces)
    %y = apply @dense as head (%h) {O = 10}
    return %y }
  func @loss(%x: f32[B, 40], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%x), %label)
    return %l }
  func @accuracy(%x: f32[B, 40], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%x), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 3e-3) clip_norm(1.0)
}
