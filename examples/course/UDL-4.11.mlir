// UDL-4.11: a shallow network and a deep one with as many parameters.
//
//   parameters: 3 D + 1 + (K - 1) D (D + 1)
//   most regions: (D + 1)^K, that is D + 1 for a shallow network
//
// Source: Understanding Deep Learning, problem 4.11, with one input and one output. Each row of
// `cases` is K, D: one hidden layer of 95 units, and ten layers of 5. The parameters are counted by
//   leat check examples/course/UDL-4.11.mlir --set K=10 --set D=5
leat.model @shallow_or_deep {
  config @Di = 1
  config @Do = 1
  config @K = 1
  config @D = 95
  block @dense(%x: f64[B, I]) config(O) -> (y) {
    param @weight : f64[O, I] = kaiming_normal
    param @bias : f64[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  block @hidden(%x: f64[B, I]) config(D) -> (h) {
    %z = apply @dense as linear (%x) {O = D}
    %h = relu %z
    return %h }
  func @net(%x: f64[B, Di]) -> (y: f64[B, Do]) {
    %h = repeat K apply @hidden as hidden (%x) {D = D}
    %y = apply @dense as out (%h) {O = Do}
    return %y }
  func @max_regions(%case: i64[2]) -> (regions: i64) {
    %K = let %case[0]
    %one = full 1 : i64
    %regions = for %k = 1 to %K carry(%n = %one) {
      %next = let %n * (%case[1] + 1)
      yield %next }
    return %regions }
  func @main(%cases: i64[N, 2] = [[1, 95], [10, 5]]) -> (max_regions: i64[N]) {
    %n = vmap @max_regions(%cases) in_axes(0)
    return %n }
}
