leat.model @asks {
  config @Steps
  func @slope(%x: f32[N, D], %t: f32) -> (slope: f32[N, D])
  func @flow(%x: f32[N, D]) -> (y: f32[N, D]) {
    %y = for %i = 1 to Steps carry(%z = %x) {
      %w = let %z + @slope(%z, f32(%i) / Steps) / Steps
      yield %w }
    return %y }
}
