// RUN: leat-opt %s "-leat-specialize=extents=B=8,N=3" -mlir-use-nameloc-as-prefix | FileCheck %s
// RUN: leat-opt %s "-leat-specialize=entries=twice extents=B=8" | FileCheck %s --check-prefix=ENTRY

leat.model @m {
  config @H = 2

  // Extents in expressions and attributes are numbers, too.
  // CHECK-LABEL: func @sized(%x: f32[8, 3]) -> (y: f32[8, 3], i: i32[3]) {
  // CHECK: number 8 : f64
  // CHECK: full 3 : f32[3]
  // CHECK: iota dtype = i32, shape = [3] : i32[3]
  func @sized(%x: f32[B, N]) -> (y: f32[B, N], i: i32[N]) {
    %b = get @B
    %f = convert %b, dtype = f32
    %n = full N : f32[N]
    %i = iota shape = [N], dtype = i32
    %m = mul %x, %n
    %y = mul %m, %f
    return %y, %i }

  // Extents and configs are numbers afterwards; callees are cloned once for each
  // type of arguments.
  // CHECK-LABEL: func private @inner$0(%x: f32[8, 2]) -> (y: f32[8, 2]) {
  // CHECK-LABEL: func private @inner$1(%x: f32[16, 2]) -> (y: f32[16, 2]) {
  // CHECK-NOT: @inner$2
  func private @inner(%x: f32[B, H]) -> (y: f32[B, H]) {
    %y = relu %x
    return %y }

  // CHECK-LABEL: func @twice(%x: f32[8, 2]) -> (y: f32[16, 2]) {
  // CHECK: call @inner$0(%x) : f32[8, 2]
  // CHECK: call @inner$0(
  // CHECK: call @inner$1(%{{.*}}) : f32[16, 2]
  // ENTRY-LABEL: func @twice(
  func @twice(%x: f32[B, H]) -> (y: f32[?, H]) {
    %a = call @inner(%x)
    %b = call @inner(%a)
    %c = concat %a, %b
    %d = call @inner(%c)
    return %d }

  // What a person wrote is checked now.
  // CHECK-LABEL: func @other(%x: f32[3, 4]) -> (y: f32[6, 2]) {
  // CHECK: reshape %x, shape = [-1, 2] : f32[6, 2]
  // ENTRY-NOT: func @other(
  func @other(%x: f32[N, 4]) -> (y: f32[?, 2]) {
    %y = reshape %x, shape = [-1, 2] : f32[6, 2]
    return %y }

  // A type behind a call says what no argument does.
  // CHECK-LABEL: func private @drawn$2() -> (z: f32[16, 2]) {
  // CHECK-LABEL: func private @drawn$3() -> (z: f32[3, 2]) {
  func private @drawn() -> (z: f32[M, H]) {
    %z = full 1 : f32[M, H]
    return %z }
  // CHECK-LABEL: func @results(%x: f32[8, 2]) -> (y: f32[16, 2], w: f32[16, 2], z: f32[3, 2]) {
  // CHECK: call @drawn$2() : f32[16, 2]
  // CHECK: call @drawn$2() : f32[16, 2]
  // CHECK: call @drawn$3() : f32[3, 2]
  func @results(%x: f32[B, 2]) -> (y: f32[?, 2], w: f32[16, 2], z: f32[N, 2]) {
    %y = call @drawn() : f32[16, 2]
    %w = call @drawn() : f32[16, H]
    %z = call @drawn() : f32[N, 2]
    return %y, %w, %z }
}
