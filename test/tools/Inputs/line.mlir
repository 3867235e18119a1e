// A line through two moons: logistic regression by least squares.
leat.model @line {
  config @rate = 0.1
  param @w : f32[2] = normal(0, 0.1)
  param @b : f32 = zeros
  func @loss(%x: f32[B, 2], %label: i32[B]) -> (loss: f32) {
    %d = let sum(%x * @w, axis = 1) + @b - f32(%label)
    %l = let mean(%d * %d)
    return %l }
  trainer @fit minimizes @loss wrt(params) using sgd(lr = rate, momentum = 0.5)
}
