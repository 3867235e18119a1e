// RUN: leat-opt %s -leat-flatten-let -leat-thread-state -mlir-use-nameloc-as-prefix | FileCheck %s

leat.model @m {
  param @w : f32[4] = zeros
  param @unused : f32[2] = zeros
  state @mean : f32[4] = zeros
  state @rng = seed

  // What is read becomes an argument, in the order of declaration.
  // CHECK-LABEL: func @reads
  // CHECK-SAME: (%x: f32[4], %w: f32[4] {leat.state = @w}, %mean: f32[4] {leat.state = @mean}) -> (y: f32[4]) {
  // CHECK-NOT: get
  // CHECK: return
  func @reads(%x: f32[4]) -> (y: f32[4]) {
    %y = let %x * @mean + @w
    return %y }

  // What is written becomes a result; reading after writing sees the new value.
  // CHECK-LABEL: func @writes
  // CHECK-SAME: -> (y: f32[4], mean: f32[4] {leat.state = @mean}) {
  // CHECK: %y = mul %x, %x
  // CHECK: return %x, %x
  func @writes(%x: f32[4]) -> (y: f32[4]) {
    set @mean = %x
    %m = get @mean
    %y = let %m * %x
    return %m }

  // Two draws have different keys.
  // CHECK-LABEL: func @draws
  // CHECK-SAME: %rng: i64[2] {leat.state = @rng}
  // CHECK: %[[K:.*]] = advance %rng :
  // CHECK: %a = normal key(%rng) : f32[4]
  // CHECK: %[[L:.*]] = advance %[[K]] :
  // CHECK: %b = normal key(%[[K]]) : f32[4]
  // CHECK: return %a, %b, %[[L]]
  func @draws() -> (a: f32[4], b: f32[4]) {
    %a = normal @rng : f32[4]
    %b = normal @rng : f32[4]
    return %a, %b }

  // A call passes on what its callee touches.
  // CHECK-LABEL: func @calls
  // CHECK-SAME: -> (y: f32[4], mean: f32[4] {leat.state = @mean}) {
  // CHECK: %y:2 = call @writes(%x, %mean)
  // CHECK: return %y#0, %y#1
  func @calls(%x: f32[4]) -> (y: f32[4]) {
    %y = call @writes(%x)
    return %y }

  // A bundle dissolves; what the loss does not depend on has the gradient 0.
  // CHECK-LABEL: func @gradient
  // CHECK: %[[G:.*]]:2 = grad @loss(%x, %w) wrt(w)
  // CHECK: %[[Z:.*]] = number 0 : f32[2]
  // CHECK: return %[[G]]#1, %[[Z]]
  func @loss(%x: f32[4]) -> (l: f32) { %l = let sum(@w * %x)  return %l }
  func @gradient(%x: f32[4]) -> (a: f32[4], b: f32[2]) {
    %l, %g = grad @loss(%x) wrt(params)
    %a = at %g, name = "w"
    %b = at %g, name = "unused"
    return %a, %b }

  // States stand behind the results of what moves, before the tangents.
  // CHECK-LABEL: func @moves
  // CHECK-SAME: %seen: f32 {{.*}}
  // CHECK: %[[J:.*]]:3 = jvp @counts(%x, %seen) tangent(%x) wrt(x)
  // CHECK: return %[[J]]#0, %[[J]]#2, %[[J]]#1
  state @seen : f32 = zeros
  func @counts(%x: f32) -> (y: f32) {
    %s = let @seen + 1
    set @seen = %s
    %y = let %x * %s
    return %y }
  func @moves(%x: f32) -> (y: f32, y_dot: f32) {
    %y, %y_dot = jvp @counts(%x) tangent(%x)
    return %y, %y_dot }

  // A state that a loop writes is carried.
  // CHECK-LABEL: func @loop
  // CHECK: for %t = 1 to 3 carry(%a = %x, %[[C:rng_[0-9]+]] = %rng) {
  // CHECK: %[[N:.*]] = advance %[[C]] :
  // CHECK: %z = normal key(%[[C]]) : f32[4]
  // CHECK: yield %b, %[[N]]
  func @loop(%x: f32[4]) -> (y: f32[4]) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      %z = normal @rng : f32[4]
      %b = let %a + %z
      yield %b }
    return %y }
}
