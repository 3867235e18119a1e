leat.model @dense {
  block @dense(%x: f32[B, D]) config(O) -> (y) {
    param @weight : f32[O, D] = constant(0.5)   param @bias : f32[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
}
