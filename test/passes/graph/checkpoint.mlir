// RUN: leat-opt %s -leat-flatten-let -leat-thread-state -leat-differentiate -leat-inline -canonicalize -cse -mlir-use-nameloc-as-prefix | FileCheck %s
// RUN: leat-opt %s -leat-flatten-let -leat-thread-state -leat-differentiate=keep=0 -leat-inline -canonicalize -cse -mlir-use-nameloc-as-prefix | FileCheck %s --check-prefix=LEAST

leat.model @m {
  func private @f(%x: f32[4]) -> (y: f32[4]) {
    %h = exp %x
    %y = sin %h
    return %y }
  func private @loss(%x: f32[4]) -> (l: f32) {
    %y = call @f(%x) checkpoint
    %z = tanh %y
    %l = sum %z
    return %l }

  // What @f computes is computed again from what goes in, when the cotangent is known.
  // CHECK-LABEL: func @back(
  // CHECK: %h = exp %x
  // CHECK-NEXT: %y = sin %h
  // CHECK: %[[X:.*]] = barrier %x, %d_y
  // CHECK-NEXT: %[[H:.*]] = exp %[[X]]
  // CHECK: cos %[[H]]
  // CHECK: %[[D:.*]] = mul %{{.*}}, %[[H]]
  // CHECK-NEXT: return %[[D]]
  func @back(%x: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @loss(%x) wrt(x)
    return %d }

  // Forward mode goes through as through any call.
  // CHECK-LABEL: func @forward(
  // CHECK-NOT: barrier
  // CHECK: return
  func @forward(%x: f32[4], %v: f32[4]) -> (d: f32) {
    %l, %d = jvp @loss(%x) tangent(%v)
    return %d }

  // So do lanes; a gradient in a lane computes again in all of them.
  // CHECK-LABEL: func @lanes(
  // CHECK-NOT: barrier
  // CHECK: return
  // CHECK-LABEL: func @gradients(
  // CHECK: barrier %xs, %{{.*}} : f32[3, 4]
  // CHECK: return
  func @lanes(%xs: f32[3, 4]) -> (l: f32[3]) {
    %l = vmap @loss(%xs) in_axes(0)
    return %l }
  func @gradients(%xs: f32[3, 4]) -> (d: f32[3, 4]) {
    %d = vmap @back(%xs) in_axes(0)
    return %d }

  // What has no lanes stays without, though it waits for what has.
  func private @scaled(%x: f32[4], %w: f32[4]) -> (y: f32[4]) {
    %a = exp %w
    %y = let tanh(%x * %a)
    return %y }
  func private @scaled_loss(%x: f32[4], %w: f32[4]) -> (l: f32) {
    %y = call @scaled(%x, %w) checkpoint
    %l = let sum(%y * %y)
    return %l }
  func private @scaled_back(%x: f32[4], %w: f32[4]) -> (d: f32[4]) {
    %l, %d = grad @scaled_loss(%x, %w) wrt(x)
    return %d }
  // CHECK-LABEL: func @one_weight(
  // CHECK: %[[W:.*]] = barrier %w, %{{.*}} : f32[4]
  // CHECK: exp %[[W]] : f32[4]
  func @one_weight(%xs: f32[3, 4], %w: f32[4]) -> (d: f32[3, 4]) {
    %d = vmap @scaled_back(%xs, %w) in_axes(0, none)
    return %d }

  // The draw is the same: its key is a value. What is drawn does not wait for lanes.
  state @rng = seed
  func private @noisy(%x: f32[4]) -> (y: f32[4]) {
    %e = normal @rng : f32[4]
    %y = let sin(%x * %e)
    return %y }
  func private @noisy_loss(%x: f32[4]) -> (l: f32) {
    %y = call @noisy(%x) checkpoint
    %l = let sum(%y * %y)
    return %l }
  // CHECK-LABEL: func @noise(
  // CHECK: normal key(%rng)
  // CHECK: %[[K:.*]] = barrier %rng,
  // CHECK: normal key(%[[K]])
  func @noise(%x: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @noisy_loss(%x) wrt(x)
    return %d }

  // Each pair of calls but the last is computed again.
  func private @five(%x: f32[4]) -> (l: f32) {
    %a = call @f(%x)
    %b = call @f(%a)
    %c = call @f(%b)
    %d = call @f(%c)
    %e = call @f(%d)
    %l = sum %e
    return %l }
  // CHECK-LABEL: func @pairs(
  // CHECK-COUNT-4: sin
  // CHECK: %[[C:.*]] = barrier %y{{.*}}, %
  // CHECK: exp %[[C]]
  // CHECK: sin
  // CHECK: exp
  // CHECK: %[[A:.*]] = barrier %x, %
  // CHECK: exp %[[A]]
  // CHECK-NOT: barrier
  // CHECK: return
  func @pairs(%x: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @five(%x) wrt(x) checkpoint(every = 2)
    return %d }

  // 160 bytes without: ten results of 16.
  // CHECK-LABEL: func @tight(
  // CHECK: barrier
  // CHECK: return
  // CHECK-LABEL: func @roomy(
  // CHECK-NOT: barrier
  // CHECK: return
  // LEAST-LABEL: func @roomy(
  // LEAST-NOT: barrier
  // LEAST-LABEL: func @unbound(
  // LEAST: barrier
  func @tight(%x: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @five(%x) wrt(x) checkpoint(budget = 130)
    return %d }
  func @roomy(%x: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @five(%x) wrt(x) checkpoint(budget = 1000)
    return %d }
  func @unbound(%x: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @five(%x) wrt(x)
    return %d }

  // The tapes of loops count: 100 trips of 16 bytes each. Only one of two fits.
  func private @long(%x: f32[4]) -> (l: f32) {
    %h = exp %x
    %y = for %t = 1 to 100 carry(%a = %h) {
      %b = let sin(%a)
      yield %b }
    %z = tanh %y
    %u = for %t = 1 to 100 carry(%a = %z) {
      %b = let sin(%a)
      yield %b }
    %l = sum %u
    return %l }
  // CHECK-LABEL: func @taped(
  // CHECK: barrier
  // CHECK: return
  // CHECK-LABEL: func @untaped(
  // CHECK-NOT: barrier
  // CHECK: return
  func @taped(%x: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @long(%x) wrt(x) checkpoint(budget = 2500)
    return %d }
  func @untaped(%x: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @long(%x) wrt(x) checkpoint(budget = 5000)
    return %d }

  // Seven trips as two parts of three and one that is left. The parts have a tape, and each has
  // one of its own on the way back.
  func private @loop(%x: f32[4]) -> (l: f32) {
    %y = for %t = 3 to 9, save = every 3 carry(%a = %x) {
      %i = convert %t, dtype = f32
      %b = let sin(%a) * %i
      yield %b }
    %l = sum %y
    return %l }
  // CHECK-LABEL: func @parts(
  // CHECK: :2 = for %{{.*}} = 0 to 1 carry({{.*}} = %x) {
  // CHECK-NEXT: %[[P:.*]] = for %{{.*}} = 0 to 2 carry({{.*}}) {
  // CHECK: yield %[[P]] stack(
  // CHECK: for %{{.*}} = 1 downto 0, rows = backward carry(
  // CHECK: = for %{{.*}} = 0 to 2 carry({{.*}}) {
  // CHECK: stack(
  // CHECK: for %{{.*}} = 2 downto 0, rows = backward carry(
  // CHECK: return
  func @parts(%x: f32[4]) -> (dx: f32[4]) {
    %l, %d = grad @loop(%x) wrt(x)
    return %d }
}
