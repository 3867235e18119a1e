leat.model @flags {
  config @steep = true
  block @sorted(%x: f32[N]) config(down, scaled = down) -> (v, y) {
    %v, %i = let sort(%x, descending = down)
    %y = let where(scaled, 2 * %x, %x)
    return %v, %y }
  func @main(%x: f32[N]) -> (v: f32[N], y: f32[N], z: f32[N]) {
    %v, %y = apply @sorted as s (%x) {down = steep}
    %c = get @steep
    %z = if %c {
      yield %x } else {
      %n = let -%x
      yield %n }
    return %v, %y, %z }
}
