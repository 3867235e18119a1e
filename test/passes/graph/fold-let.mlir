// RUN: leat-opt %s -leat-flatten-let -leat-fold-let -mlir-use-nameloc-as-prefix > %t.1
// RUN: FileCheck %s < %t.1
// RUN: leat-opt %t.1 -mlir-use-nameloc-as-prefix | diff %t.1 -
// RUN: leat-opt %t.1 -leat-flatten-let -leat-fold-let -mlir-use-nameloc-as-prefix | diff %t.1 -

leat.model @m {
  state @rng = seed

  // The inverse of leat-flatten-let.
  // CHECK-LABEL: func @inverse
  // CHECK-NEXT: %y = let relu(%x) * 2 + 1 : f32[4]
  // CHECK-NEXT: return %y
  func @inverse(%x: f32[4]) -> (y: f32[4]) {
    %y = let relu(%x) * 2 + 1
    return %y }

  // A value that has a name keeps it, used once or not.
  // CHECK-LABEL: func @named
  // CHECK-NEXT: %h = let relu(%x)
  // CHECK-NEXT: %y = let %h * 2
  func @named(%x: f32[4]) -> (y: f32[4]) {
    %h = relu %x
    %y = let %h * 2
    return %y }

  // A value that is used twice is called by what it does.
  // CHECK-LABEL: func @shared
  // CHECK-NEXT: %exp = let exp(%x)
  // CHECK-NEXT: %y = let %exp / (%exp + 1)
  func @shared(%x: f32[4]) -> (y: f32[4]) {
    %0 = exp %x
    %y = let %0 / (%0 + 1)
    return %y }

  // Attributes are written as in a call.
  // CHECK-LABEL: func @attributes
  // CHECK-NEXT: %y = let sum(matmul(%x, %w, transpose_rhs = true), axis = 1)
  func @attributes(%x: f32[2, 3], %w: f32[5, 3]) -> (y: f32[2]) {
    %0 = matmul %x, %w, transpose_rhs = true
    %y = sum %0, axis = 1
    return %y }

  // A number has the type of what it meets; if it meets none, it says its own.
  // CHECK-LABEL: func @numbers
  // CHECK-NEXT: %y = let where(%c, f32(2), 0)
  // CHECK-NEXT: %z = let %i + 1
  // CHECK-NEXT: %s = let sqrt(f32(2))
  func @numbers(%c: i1[4], %i: i64[4]) -> (y: f32[4], z: i64[4], s: f32) {
    %two = number 2 : f32
    %zero = number 0 : f32
    %one = number 1 : i64[4]
    %y = where %c, %two, %zero
    %z = add %i, %one
    %s = sqrt %two
    return %y, %z, %s }

  // A number that gives the result its shape stays a tensor.
  // CHECK-LABEL: func @stretching
  // CHECK-NEXT: %[[ONE:.*]] = number 1 : f32[4]
  // CHECK-NEXT: %y = let %x + %[[ONE]] : f32[4]
  func @stretching(%x: f32) -> (y: f32[4]) {
    %one = number 1 : f32[4]
    %y = add %x, %one
    return %y }

  // A draw is a statement.
  // CHECK-LABEL: func @draws
  // CHECK-NEXT: %z = normal @rng : f32[4]
  // CHECK-NEXT: %y = let %x + %z
  func @draws(%x: f32[4]) -> (y: f32[4]) {
    %z = normal @rng : f32[4]
    %y = let %x + %z
    return %y }

  // A wide expression is cut.
  // CHECK-LABEL: func @wide
  // CHECK-NEXT: %{{[a-z_0-9]+}} = let {{.*}}
  // CHECK: %y = let
  func @wide(%first: f32[4], %second: f32[4]) -> (y: f32[4]) {
    %y = let sin(%first) * cos(%second) + sin(%second) * cos(%first) + exp(%first) * log(%second) + exp(%second) * log(%first)
    return %y }

  // In loops, too.
  // CHECK-LABEL: func @loop
  // CHECK: for %t = 1 to 3 carry(%a = %x) {
  // CHECK-NEXT: %b = let %a * %x + 1
  // CHECK-NEXT: yield %b
  func @loop(%x: f32[4]) -> (y: f32[4]) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      %b = let %a * %x + 1
      yield %b }
    return %y }
}
