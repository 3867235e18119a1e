// RUN: leat-opt %s -leat-flatten-let -leat-thread-state -leat-differentiate -leat-inline -canonicalize -mlir-use-nameloc-as-prefix | FileCheck %s

leat.model @m {
  state @rng = seed

  // What depends on no lane is computed once; ranks are aligned behind the lanes.
  // CHECK-LABEL: func @pointwise
  // CHECK: %c = exp %w : f32[2, 3]
  // CHECK: %[[X:.*]] = reshape %xs, shape = [5, 1, 3] : f32[5, 1, 3]
  // CHECK: %y = mul %c, %[[X]] : f32[5, 2, 3]
  // CHECK: return %y, %{{.*}}
  func private @pointwise_of(%x: f32[3], %w: f32[2, 3]) -> (y: f32[2, 3], c: f32[2, 3]) {
    %c = exp %w
    %y = let %c * %x
    return %y, %c }
  func @pointwise(%xs: f32[5, 3], %w: f32[2, 3]) -> (y: f32[5, 2, 3], c: f32[5, 2, 3]) {
    %y, %c = vmap @pointwise_of(%xs, %w) in_axes(0, none)
    return %y, %c }

  // Axes move by one; another lane axis comes to the front.
  // CHECK-LABEL: func @axes
  // CHECK: transpose %xs, axes = [1, 0, 2] : f32[5, 4, 3]
  // CHECK: %s = sum %{{.*}}, axis = {{\[?1\]?}} : f32[5, 3]
  // CHECK: %t = softmax %{{.*}}, axis = 2 : f32[5, 4, 3]
  func private @axes_of(%x: f32[4, 3]) -> (s: f32[3], t: f32[4, 3]) {
    %s = let sum(%x, axis = 0)
    %t = let softmax(%x)
    return %s, %t }
  func @axes(%xs: f32[4, 5, 3]) -> (s: f32[5, 3], t: f32[5, 4, 3]) {
    %s, %t = vmap @axes_of(%xs) in_axes(1)
    return %s, %t }

  // Lanes go where out_axes says; what is the same in all lanes may stay one.
  // CHECK-LABEL: func @out_axes
  // CHECK: %[[S:.*]] = sum %{{.*}} : f32[5, 3]
  // CHECK: transpose %{{.*}}, axes = [1, 0] : f32[3, 5]
  // CHECK: transpose %{{.*}}, axes = [1, 2, 0] : f32[4, 3, 5]
  // CHECK: return
  func private @out_axes_of(%x: f32[4, 3], %w: f32[2]) -> (s: f32[3], t: f32[4, 3], w: f32[2], u: f32[2]) {
    %s = let sum(%x, axis = 0)
    %t = let softmax(%x)
    %u = let exp(%w)
    return %s, %t, %u, %u }
  func @out_axes(%xs: f32[4, 5, 3], %w: f32[2]) -> (s: f32[3, 5], t: f32[4, 3, 5], w: f32[2], u: f32[2, 5]) {
    %s, %t, %u, %v = vmap @out_axes_of(%xs, %w) in_axes(1, none) out_axes(1, 2, none, 1)
    return %s, %t, %u, %v }

  // A draw from a state is one draw of all lanes, and the state moves on once.
  // CHECK-LABEL: func @draws
  // CHECK-DAG: normal key(%rng) : f32[5, 3]
  // CHECK-DAG: advance %rng : i64[2]
  // CHECK-NOT: advance
  // CHECK: return
  func private @draws_of(%x: f32[3]) -> (y: f32[3]) {
    %z = normal @rng : f32[3]
    %y = let %x + %z
    return %y }
  func @draws(%xs: f32[5, 3]) -> (y: f32[5, 3]) {
    %y = vmap @draws_of(%xs) in_axes(0)
    return %y }

  // A pure draw by one key is the same in all lanes.
  // CHECK-LABEL: func @pure_draws
  // CHECK: normal key(%k) : f32[3]
  func private @pure_draws_of(%x: f32[3], %k: i64[2]) -> (y: f32[3]) {
    %z = normal key(%k) : f32[3]
    %y = let %x + %z
    return %y }
  func @pure_draws(%xs: f32[5, 3], %k: i64[2]) -> (y: f32[5, 3]) {
    %y = vmap @pure_draws_of(%xs, %k) in_axes(0, none)
    return %y }

  // Images of all lanes are images; with weights of their own they are groups.
  // CHECK-LABEL: func @convolutions
  // CHECK: reshape %x, shape = [10, 3, 8, 8] : f32[10, 3, 8, 8]
  // CHECK: conv %{{.*}} : f32[10, 4, 6, 6]
  // CHECK: conv {{.*}}groups = 5 : f32[2, 20, 6, 6]
  func private @convolve(%x: f32[2, 3, 8, 8], %w: f32[4, 3, 3, 3]) -> (y: f32[2, 4, 6, 6]) {
    %y = conv %x, %w
    return %y }
  func @convolutions(%x: f32[5, 2, 3, 8, 8], %w: f32[4, 3, 3, 3], %ws: f32[5, 4, 3, 3, 3])
      -> (a: f32[5, 2, 4, 6, 6], b: f32[5, 2, 4, 6, 6]) {
    %a = vmap @convolve(%x, %w) in_axes(0, none)
    %b = vmap @convolve(%x, %ws) in_axes(0, 0)
    return %a, %b }

  // Lanes go through a loop together; rows stand in front of them.
  // CHECK-LABEL: func @loops
  // CHECK: %[[ROWS:.*]] = transpose %rows, axes = [1, 0, 2] : f32[4, 5, 3]
  // CHECK: for %t = 1 to 4 carry(%a = %xs) over(%r = %[[ROWS]])
  // CHECK: mul %a, %w : f32[5, 3]
  func private @loop(%x: f32[3], %rows: f32[4, 3], %w: f32[3]) -> (y: f32[3], path: f32[4, 3]) {
    %y, %path = for %t = 1 to 4 carry(%a = %x) over(%r = %rows) {
      %b = let %a * %w + %r
      yield %b stack(%b) }
    return %y, %path }
  func @loops(%xs: f32[5, 3], %rows: f32[5, 4, 3], %w: f32[3]) -> (y: f32[5, 3], path: f32[5, 4, 3]) {
    %y, %path = vmap @loop(%xs, %rows, %w) in_axes(0, 0, none)
    return %y, %path }

  // Where they may go different ways, and where an op has no rule, each lane has its turn.
  // CHECK-LABEL: func @turns
  // CHECK: for %{{.*}} = 1 to 5 over(%{{.*}} = %{{.*}}, %{{.*}} = %xs)
  // CHECK: if %
  // CHECK: for %{{.*}} = 1 to 5 over(%{{.*}} = %ks)
  // CHECK: normal key(%{{.*}}) : f32[3]
  func private @turn(%x: f32, %k: i64[2]) -> (y: f32, z: f32[3]) {
    %p = let %x > 0
    %y = if %p {
      %s = let sqrt(%x)
      yield %s } else {
      yield %x }
    %z = normal key(%k) : f32[3]
    return %y, %z }
  func @turns(%xs: f32[5], %ks: i64[5, 2]) -> (y: f32[5], z: f32[5, 3]) {
    %y, %z = vmap @turn(%xs, %ks) in_axes(0, 0)
    return %y, %z }

  // The Jacobian of a long result by a short argument is made of columns, the
  // other way round of rows.
  // CHECK-LABEL: func @jacobians
  // CHECK-NOT: {{vmap|jvp|vjp|jacobian}}
  // CHECK: return
  func private @map(%x: f32[2], %w: f32[3]) -> (y: f32[3]) {
    %s = let sum(%x * %x)
    %y = let %s * %w * %w
    return %y }
  func @jacobians(%x: f32[2], %w: f32[3]) -> (j: f32[3, 2], k: f32[3, 3]) {
    %j, %k = jacobian @map(%x, %w) wrt(x, w)
    return %j, %k }
}
