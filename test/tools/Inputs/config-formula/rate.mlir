leat.model @m {
  config @rate = 1e-2
  config @low = rate / 10
  param @w : f32[2] = ones
  func @loss(%x: f32[B, 2]) -> (loss: f32) {
    %l = let mean((%x - @w) ** 2)
    return %l }
  trainer @fit minimizes @loss wrt(params) using sgd(lr = linear(rate, end = low, warmup = 1))
}
