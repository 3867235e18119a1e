// RUN: leat-opt -split-input-file %s -o %t.1 && leat-opt -split-input-file %t.1 -o %t.2 && diff %t.1 %t.2
// RUN: leat-opt -split-input-file -mlir-use-nameloc-as-prefix=false %s -o %t.3
// RUN: leat-opt -split-input-file -mlir-print-op-generic %s | leat-opt -split-input-file | diff %t.3 -
// RUN: leat-opt -split-input-file -mlir-use-nameloc-as-prefix %s | FileCheck %s
leat.model @m {
  config @H = 8   config @I = 99
  // Names of states come from the applications, in the order of the text.
  // CHECK: param @first.weight : f32[H, 3] = kaiming_normal
  // CHECK-NEXT: param @first.bias : f32[H] = normal(mean = 0, std = 0.5)
  // CHECK-NEXT: func private @first.apply(%x: f32[B, 3]) -> (y: f32[B, H]) {
  // CHECK: %y = let 2 * relu(linear(%x, @first.weight, @first.bias)) : f32[B, H]
  // CHECK: param @stack.0.in.weight : f32[4, 8]
  // CHECK: param @stack.0.in.bias
  // CHECK: param @stack.0.scale : f32 = ones
  // CHECK: param @stack.0.out.0.weight : f32[H, 4]
  // CHECK: param @stack.1.in.weight
  // CHECK: param @stack.1.out.0.bias
  // CHECK: func @main(%x: f32[N, 3]) -> (h: f32[N, H], s: f32) {
  // CHECK: %a = call @first.apply(%x) : f32[N, H]
  // CHECK: %h = call @stack.0.apply(%a) : f32[N, H]
  // CHECK: %h_0 = call @stack.1.apply(%h) : f32[N, H]
  func @main(%x: f32[N, 3]) -> (h: f32[N, H], s: f32) {
    %a = apply @dense as first (%x) {O = H, scale = 2, std = 0.5}
    %h = repeat 2 apply @bottle as stack (%a) {Mid = 4}
    %s = let sum(@first.weight) + @stack.1.scale
    return %h, %s }
  // An extent of a block has nothing to do with a config of that name.
  block @dense(%x: f32[B, I]) config(O, scale = 1, std = 0.1) -> (y: f32[B, O]) {
    param @weight : f32[O, I] = kaiming_normal
    param @bias : f32[O] = normal(std = std, mean = 0)
    %y = let scale * relu(linear(%x, @weight, @bias))
    return %y }
  // Types of results need not be written.
  block @bottle(%x: f32[B, D]) config(Mid, Out = H) -> (y) {
    %a = apply @dense as in (%x) {O = Mid}
    param @scale : f32 = ones
    %b = repeat 1 apply @dense as out (%a) {O = Out}
    %y = let %x + @scale * %b
    return %y }
}

// -----

// One name twice is one set of parameters, for other extents where no shape depends on them; consts
// and states belong to blocks as well, and a shape may be asked for above the application.
// CHECK: func @peek() -> (y: f32[5]) {
// CHECK: param @net.w : f32[5]
// CHECK: state @net.calls : i64 = zeros
// CHECK: const @net.steps = linspace(0, 1, 5)
// CHECK-NOT: param
// CHECK: func @twice(%x: f32[B, 5], %z: f32[7, 5]) -> (y: f32[B, 5], u: f32[7, 5]) {
// CHECK: %y = call @net.apply(%x) : f32[B, 5]
// CHECK: %u = call @net.apply(%z) : f32[7, 5]
leat.model @shared {
  func @peek() -> (y: f32[5]) { %y = let @net.w + @net.steps  return %y }
  func @twice(%x: f32[B, 5], %z: f32[7, 5]) -> (y: f32[B, 5], u: f32[7, 5]) {
    %y = apply @gain as net (%x)
    %u = apply @gain as net (%z)
    return %y, %u }
  block @gain(%x: f32[N, D]) -> (y) {
    param @w : f32[D] = ones   state @calls : i64 = zeros   const @steps = linspace(0, 1, D)
    %n = let @calls + 1
    set @calls = %n
    %y = let %x * @w + @steps
    return %y }
}

// -----

// Configs that are extents of the block around, extents by default, or true and false.
// CHECK: config @causal = true
// CHECK: param @net.q.weight : f32[6, 6]
// CHECK: func private @net.q.apply(%x: f32[B, T, 6]) -> (y: f32[B, T, 6]) {
// CHECK: param @net.k.weight : f32[6, 6]
// CHECK: func private @net.apply(%x: f32[B, T, 6]) -> (y: f32[B, T, 6]) {
// CHECK: attention(%q, %k, %k, causal = causal) / sqrt(@T) + 6 * where(@causal, 1, 2)
// CHECK: attention(%{{.*}}, %k, %k)
leat.model @extents {
  config @causal = true   config @I = 3
  func @f(%x: f32[B, T, 6]) -> (y: f32[B, T, 6]) {
    %y = apply @attend as net (%x) {back = causal}
    return %y }
  block @attend(%x: f32[B, T, I]) config(back, last = false) -> (y) {
    %q = apply @dense as q (%x) {O = I}
    %k = apply @dense as k (%x)
    %a = let attention(%q, %k, %k, causal = back) / sqrt(T) + I * where(causal, 1, 2)
    %y = let attention(%a, %k, %k, causal = last)
    return %y }
  block @dense(%x: f32[B, T, I]) config(O = I) -> (y) {
    param @weight : f32[O, I] = kaiming_normal
    %y = let linear(%x, @weight)
    return %y }
}

// -----

// Marked applications; those of `every` are calls of one function.
// CHECK: func private @a.apply(%x: f32[B, 4])
// CHECK: func private @b.every2.0.apply(%x: f32[B, D]) -> (y: f32[B, 4]) {
// CHECK-NEXT: %[[B:.*]] = call @b.0.apply(%x) : f32[B, 4]
// CHECK-NEXT: %[[C:.*]] = call @b.1.apply(%[[B]]) : f32[B, 4]
// CHECK-NEXT: return %[[C]]
// CHECK: func private @b.every2.1.apply(%x: f32[B, D]) -> (y: f32[B, 4]) {
// CHECK-NEXT: call @b.2.apply(
// CHECK-NEXT: return
// CHECK: func @f(
// CHECK-NEXT: %a = call @a.apply(%x) checkpoint : f32[N, 4]
// CHECK-NEXT: %[[P:.*]] = call @b.every2.0.apply(%a) checkpoint : f32[N, 4]
// CHECK-NEXT: %[[Q:.*]] = call @b.every2.1.apply(%[[P]]) checkpoint : f32[N, 4]
// CHECK-NEXT: %[[R:.*]] = call @c.0.apply(%[[Q]]) checkpoint : f32[N, 4]
// CHECK-NEXT: call @c.1.apply(%[[R]]) checkpoint : f32[N, 4]
leat.model @marked {
  config @Two = 2
  func @f(%x: f32[N, 4]) -> (y: f32[N, 4]) {
    %a = apply @dense as a (%x) checkpoint
    %b = repeat 3 apply @dense as b (%a) checkpoint(every = Two)
    %y = repeat 2 apply @dense as c (%b) checkpoint
    return %y }
  block @dense(%x: f32[B, D]) -> (y) {
    param @weight : f32[D, D] = kaiming_normal
    %y = let linear(%x, @weight)
    return %y }
}
