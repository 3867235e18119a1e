// RUN: leat-opt -mlir-use-nameloc-as-prefix %s | FileCheck %s
// RUN: leat-opt -mlir-use-nameloc-as-prefix %s | leat-opt -mlir-use-nameloc-as-prefix | FileCheck %s

leat.model @expressions {
  config @T = 10
  param @w : f32[4] = zeros

  // MLIR's own parser refuses 1e-3 and 1 where it expects a float.
  // CHECK-LABEL: func @numbers
  func @numbers(%x: f32[4]) -> (y: f32[4]) {
    // CHECK: %a = let 0.001 * %x + 1 : f32[4]
    %a = let 1e-3 * %x + 1
    // CHECK: %b = let %a * 20000 - 1e+30 : f32[4]
    %b = let %a * 2e4 - 1.0e30
    // CHECK: %c = let %b + -2 * %x ** -1 : f32[4]
    %c = let %b + -2 * %x ** -1
    // CHECK: %d = let minimum(%c, inf) : f32[4]
    %d = let minimum(%c, inf)
    // CHECK: %e = let (-1) ** %d : f32[4]
    %e = let (-1) ** %d
    return %e }

  // CHECK-LABEL: func @precedence
  func @precedence(%a: f32[4], %b: f32[4]) -> (y: f32[4]) {
    // CHECK: %c = let %a - (%b - %a) - %b : f32[4]
    %c = let (%a - (%b - %a)) - %b
    // CHECK: %d = let %a / (%b * %c) / %b : f32[4]
    %d = let %a / (%b * %c) / %b
    // CHECK: %e = let -%a ** 2 + (-%b) ** %c ** %d : f32[4]
    %e = let -(%a ** 2) + (-%b) ** (%c ** %d)
    // CHECK: %f = let (%e ** %a) ** %b : f32[4]
    %f = let (%e ** %a) ** %b
    // CHECK: %g = let where(%f + 1 <> %a, -(%a + %b), %f) : f32[4]
    %g = let where((%f + 1) <> %a, -(%a + %b), %f)
    // CHECK: %h = let f32((%g < %a) == (%g >= %b)) : f32[4]
    %h = let f32((%g < %a) == (%g >= %b))
    return %h }

  // CHECK-LABEL: func @names
  func @names(%x: f32[B, 4], %i: i64[B]) -> (y: f32[B, 4]) {
    // A name that holds '-' is a name.
    // CHECK: %x-1 = let %x - 1 : f32[B, 4]
    %x-1 = let %x - 1
    // CHECK: %y = let %x-1 * @w + @T : f32[B, 4]
    %y = let %x-1 * @w + T
    // CHECK: %z = let %y[%i + 1] : f32[B, 4]
    %z = let %y[%i + 1]
    return %z }

  // Numbers take the element type of what they meet.
  // CHECK-LABEL: func @weak
  func @weak(%i: i64[4], %x: f64) -> (a: i64[4], b: f64, c: f32) {
    // CHECK: %a = let %i * 2 : i64[4]
    %a = let %i * 2
    // CHECK: %b = let %x * (1 - sqrt(2)) : f64
    %b = let %x * (1 - sqrt(2))
    // CHECK: %c = let sqrt(2) : f32
    %c = let sqrt(2)
    return %a, %b, %c }

  // Several results have several names, of an op or of a call.
  // CHECK-LABEL: func @several
  func @several(%x: f32[B, 6]) -> (v: f32[B, 2], i: i32[B, 2], a: f32[B, 3]) {
    // CHECK: %v, %i = let top_k(abs(%x), k = 2) : f32[B, 2], i32[B, 2]
    %v, %i = let top_k(abs(%x), k = 2)
    // CHECK: %s, %j = let sort(%x * 2, axis = 0) : f32[B, 6], i32[B, 6]
    %s, %j = let (sort(%x * 2, axis = 0))
    // CHECK: %a, %b = let split(%s, axis = 1, parts = 2) : f32[B, 3], f32[B, 3]
    %a, %b = let split(%s, parts = 2, axis = 1)
    // CHECK: %w, %k = let @largest(%x + 1) : f32[B, 2], i32[B, 2]
    %w, %k = let @largest(%x + 1)
    // CHECK: %y = let %w + @largest(%x) : f32[B, 2]
    %y = let %w + @largest(%x)
    return %y, %k, %b }
  func @largest(%x: f32[B, 6]) -> (v: f32[B, 2], i: i32[B, 2]) {
    %v, %i = let top_k(%x, k = 2) : f32[B, 2], i32[B, 2]
    return %v, %i }

  // An extent of the signature is a number.
  // CHECK-LABEL: func @extents
  func @extents(%x: f32[B, N], %i: i64[B]) -> (y: f32[B, N], j: i64[B]) {
    // CHECK: %y = let %x / @N + sqrt(@B) : f32[B, N]
    %y = let %x / N + sqrt(B)
    // CHECK: %j = let @N - 1 - %i : i64[B]
    %j = let N - 1 - %i
    return %y, %j }

  // What a person knows better than inference is kept, and checked later.
  // CHECK-LABEL: func @asserted
  func @asserted(%x: f32[B, 6]) -> (y: f32[?, 3]) {
    // CHECK: %y = reshape %x, shape = [-1, 3] : f32[?, 3]
    %y = reshape %x, shape = [-1, 3] : f32[?, 3]
    // CHECK: return %y
    return %y }
}
