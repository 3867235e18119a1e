leat.model @drawings {
  state @rng = seed
  func @scalar(%x: f64) -> (y: f64, slope: f64) {
    %y, %d = grad @bell(%x) wrt(x)
    return %y, %d }
  func @bell(%x: f64) -> (y: f64) {
    %y = let exp(-%x * %x)
    return %y }
  func @waves(%x: f64[N], %a: f64) -> (sine: f64[N], both: f64[N, 2], mean: f64) {
    %s = let %a * sin(%x)
    %b = let stack(sin(%x), cos(%x) ** 2, axis = 1)
    %m = mean %s
    return %s, %b, %m }
  func @surface(%x: f64[N], %y: f64[N]) -> (z: f64[N]) {
    %z = let %x - %y / 2
    return %z }
  func @table(%x: f64[N], %y: f64[M]) -> (z: f64[N, M]) {
    %z = let unsqueeze(%x, axis = 1) - %y / 2
    return %z }
  func @plane(%p: f64[N, 2]) -> (z: f64[N]) {
    %z = let sum(%p * %p, axis = 1)
    return %z }
  func @point(%p: f64[2]) -> (z: f64) {
    %z = let sum(%p * %p)
    return %z }
  func @power(%n: i64) -> (y: f64) {
    %y = let f64(%n * %n)
    return %y }
  func @cube(%x: f64[2, 3, 4]) -> (y: f64) {
    %y = sum %x
    return %y }
  func @cloud() -> (points: f64[N, 2], ring: f64[7, 7], chain: f64[3, 3], rank: i64[N]) {
    %p = normal @rng : f64[N, 2]
    %i = iota shape = [7, 7], dtype = i64, axis = 0
    %j = iota shape = [7, 7], dtype = i64, axis = 1
    %d = let abs(%i - %j)
    %r = let f64(%d == 1) + f64(%d == 6)
    %a = iota shape = [3, 3], dtype = i64, axis = 0
    %b = iota shape = [3, 3], dtype = i64, axis = 1
    %c = let 0.5 * f64(%b - %a == 1)
    %k = iota shape = [N], dtype = i64, axis = 0
    return %p, %r, %c, %k }
  func @faces() -> (faces: f64[N, 1, 6, 8], seeds: f64[N]) {
    %f = uniform @rng : f64[N, 1, 6, 8]
    %s = uniform @rng : f64[N]
    return %f, %s }
}
