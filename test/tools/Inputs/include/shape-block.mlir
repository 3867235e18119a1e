leat.model @n {
  block @b(%x: f32[D]) -> (y) {
    param @w : f32[3] = ones
    %y = let %x + @w
    return %y }
}
