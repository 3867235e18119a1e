// RUN: leat-opt %s -leat-form-kernels | FileCheck %s
// RUN: leat-opt %s -leat-form-kernels=fuse=false | FileCheck %s --check-prefix=ALONE
// RUN: leat-opt %s -leat-form-kernels="fuse=false check-nan=true" | FileCheck %s --check-prefix=NAN
// RUN: leat-opt %s -leat-form-kernels=print-plan=true 2>&1 | FileCheck %s --check-prefix=PLAN

// What the runtime must know of the states is an attribute; the model is gone.
// CHECK: module attributes {leat.states = [{name = "w", type = tensor<3x3xf32>}]}
// CHECK-NOT: leat.model
leat.model @m {
  param @w : f32[3, 3] = zeros

  // A contraction takes its epilogue along.
  // PLAN: fusion plan of @dense:
  // PLAN-NEXT: 0 contraction matmul_relu [4x3] 2 ops, 2 inputs, 1 outputs
  // CHECK-LABEL: func.func @dense
  // CHECK: %[[E:.*]] = tensor.empty() : tensor<4x3xf32>
  // CHECK: %[[R:.*]] = leat.launch @k0 ins(%arg0, %arg1 : tensor<4x3xf32>, tensor<3x3xf32>) outs(%[[E]] : tensor<4x3xf32>) {label = "dense.00.matmul_relu", work = array<i64: 84, 4, 132>}
  // CHECK-NEXT: return %[[R]]
  // A kernel has no names of the model.
  // CHECK: leat.kernel @k0(%arg0: f32[4, 3], %arg1: f32[3, 3]) -> (f32[4, 3]) {
  // CHECK-NEXT: matmul %arg0, %arg1
  // CHECK-NEXT: relu
  // CHECK-NEXT: return
  // ALONE-LABEL: func.func @dense
  // ALONE: leat.launch @k0
  // ALONE: leat.launch @k1
  func @dense(%x: f32[4, 3], %w: f32[3, 3] {leat.state = @w}) -> (y: f32[4, 3]) {
    %h = matmul %x, %w
    %y = relu %h
    return %y }

  // A barrier is no kernel: who reads it reads its value, after what it waits for. What only
  // a barrier waits for leaves no kernel.
  // PLAN: fusion plan of @wait:
  // PLAN-NEXT: 0 loops exp_sum [6] 2 ops
  // PLAN-NEXT: 1 loops sin [6] 1 ops
  // CHECK-LABEL: func.func @wait
  // CHECK: %[[S:.*]] = leat.launch @{{.*}} ins(%arg0 : tensor<6xf32>) outs(%{{.*}} : tensor<f32>) {label = "wait.00.exp_sum"
  // CHECK: %[[Y:.*]] = leat.launch @{{.*}} ins(%arg0 : tensor<6xf32>) {{.*}}label = "wait.01.sin"
  // CHECK: return %[[S]], %[[Y]]
  func @wait(%x: f32[6]) -> (s: f32, y: f32[6]) {
    %e = exp %x
    %s = sum %e
    %b = barrier %x, %e
    %y = sin %b
    return %s, %y }

  // What a reduction alone reads is made with it, not in the contraction: but not across a
  // reshape, behind which no op can be in one kernel with what is before it.
  // PLAN: fusion plan of @reduced:
  // PLAN-NEXT: 0 contraction matmul [4x3]
  // PLAN-NEXT: 1 loops mul_sum [4x3]
  // PLAN: fusion plan of @reshaped:
  // PLAN-NEXT: 0 contraction matmul_mul [4x3]
  // PLAN-NEXT: 1 loops transpose [2x2x3]
  // CHECK-LABEL: func.func @reduced
  func @reduced(%x: f32[4, 3], %w: f32[3, 3]) -> (s: f32[4]) {
    %h = matmul %x, %w
    %g = mul %h, %x
    %s = sum %g, axis = 1
    return %s }
  func @reshaped(%x: f32[4, 3], %w: f32[3, 3]) -> (y: f32[2, 2, 3]) {
    %h = matmul %x, %w
    %g = mul %h, %x
    %r = reshape %g, shape = [2, 2, 3]
    %y = transpose %r, axes = [1, 0, 2]
    return %y }

  // Equal groups are one kernel, whatever they are called.
  // CHECK-LABEL: func.func @twice
  // CHECK: leat.launch @[[K:k[0-9]+]] ins({{.*}}) outs({{.*}}) {label = "twice.00.matmul_relu", work = {{.*}}}
  // CHECK: leat.launch @[[K]] ins({{.*}}) outs({{.*}}) {label = "twice.01.matmul_relu", work = {{.*}}}
  func @twice(%x: f32[4, 3], %w: f32[3, 3] {leat.state = @w}) -> (y: f32[4, 3]) {
    %a = matmul %x, %w
    %b = relu %a
    %c = matmul %b, %w
    %d = relu %c
    return %d }

  // A row-wise softmax is one kernel: the rows are the common prefix.
  // PLAN: fusion plan of @softmax:
  // PLAN-NEXT: 0 loops max_sub_exp_and_more [8x3] 5 ops, 1 inputs, 1 outputs
  // PLAN-NOT: {{^1 }}
  // CHECK-LABEL: func.func @softmax
  // CHECK-COUNT-1: leat.launch
  // CHECK-NOT: leat.launch
  // CHECK: return
  func @softmax(%x: f32[8, 3]) -> (y: f32[8, 3]) {
    %m = max %x, axis = 1, keepdims = true
    %d = sub %x, %m
    %e = exp %d
    %s = sum %e, axis = 1, keepdims = true
    %y = div %e, %s
    return %y }

  // Numbers are made again in every kernel that uses them.
  // PLAN: fusion plan of @numbers:
  // CHECK-LABEL: func.func @numbers
  // CHECK-NOT: leat.number
  // CHECK: leat.launch @{{.*}} ins(%arg0 : tensor<4xf32>)
  // CHECK: return
  func @numbers(%x: f32[4]) -> (y: f32[4]) {
    %two = number 2 : f32
    %y = mul %x, %two
    return %y }

  // A contraction reads buffers: a kernel writes the number that it takes, here
  // in another shape. Its epilogue makes its own.
  // CHECK-LABEL: func.func @constant_operand
  // CHECK: %[[N:.*]] = leat.launch @[[FILL:k[0-9]+]] ins() {{.*}}label = "constant_operand.00.number"
  // CHECK: leat.launch @[[PRODUCT:k[0-9]+]] ins(%arg0, %[[N]] : tensor<4x3xf32>, tensor<6xf32>) {{.*}}label = "constant_operand.01.matmul_mul"
  // CHECK: leat.kernel @[[FILL]]() -> (f32[6])
  // CHECK-NEXT: number 2
  // CHECK: leat.kernel @[[PRODUCT]](%arg0: f32[4, 3], %arg1: f32[3, 2])
  // CHECK-NEXT: matmul %arg0, %arg1
  // CHECK-NEXT: number 3
  func @constant_operand(%x: f32[4, 3]) -> (y: f32[4, 2]) {
    %n = number 2 : f32[6]
    %w = reshape %n, shape = [3, 2]
    %p = matmul %x, %w
    %three = number 3 : f32
    %y = mul %p, %three
    return %y }

  // Sums are kept where a result of their type goes, whether it is used or not.
  // CHECK-LABEL: func.func @only_compared
  // CHECK: leat.launch @[[COMPARED:k[0-9]+]] {{.*}} -> tensor<4x3xi1>, tensor<4x3xf32>
  // CHECK: leat.kernel @[[COMPARED]]({{.*}}) -> (i1[4, 3], f32[4, 3])
  func @only_compared(%x: f32[4, 3], %w: f32[3, 3]) -> (y: i1[4, 3]) {
    %h = matmul %x, %w
    %y = gt %h, %x
    return %y }

  // Numbers of rows are checked behind the launch that takes them; once, although
  // two ops do.
  // CHECK-LABEL: func.func @rows
  // CHECK: %[[J:.*]] = leat.launch
  // CHECK: leat.launch {{.*}}label = "rows.01.index_scatter_add"
  // CHECK-NEXT: leat.check %[[J]] below 7 "indices of 'index'" : tensor<4xi64>
  // CHECK-NOT: leat.check
  // CHECK: return
  func @rows(%t: f32[7], %i: i64[4]) -> (y: f32[4], s: f32[7]) {
    %one = number 1 : i64
    %j = sub %i, %one
    %y = index %t, %j
    %s = scatter_add %y, %j, rows = 7
    return %y, %s }

  // What a kernel computes and takes itself leaves it to be checked.
  // CHECK-LABEL: func.func @inside
  // CHECK: %[[R:.*]]:2 = leat.launch {{.*}}label = "inside.00.add_one_hot"
  // CHECK-NEXT: leat.check %[[R]]#{{[01]}} below 7 "indices of 'one_hot'" : tensor<4xi64>
  func @inside(%i: i64[4]) -> (y: f32[4, 7]) {
    %j = add %i, %i
    %y = one_hot %j, depth = 7
    return %y }

  // A number that is in range needs no check; constants outside of it get one.
  // CHECK-LABEL: func.func @numbers_of_rows
  // CHECK: leat.check %{{.*}} below 7 "indices of 'index'" : tensor<i64>
  // CHECK: leat.check %{{.*}} below 7 "indices of 'index'" : tensor<9xi64>
  // CHECK-NOT: leat.check
  // CHECK: return
  func @numbers_of_rows(%t: f32[7]) -> (a: f32, b: f32, c: f32[9]) {
    %six = number 6 : i64
    %a = index %t, %six
    %seven = number 7 : i64
    %b = index %t, %seven
    %all = iota shape = [9], dtype = i64
    %c = index %t, %all
    return %a, %b, %c }

  // Floats are checked where they come in, then behind the op that makes them.
  // NAN-LABEL: func.func @nan
  // NAN-NEXT: leat.check %arg0 "input 'x'" : tensor<4xf32>
  // NAN-NEXT: leat.check %arg2 "state 'w'" : tensor<3x3xf32>
  // NAN: %[[L:.*]] = leat.launch
  // NAN-NEXT: leat.check %[[L]] "result of 'log'" : tensor<4xf32>
  // NAN: leat.launch
  // NAN-NOT: leat.check
  // NAN: return
  func @nan(%x: f32[4], %i: i64[4], %w: f32[3, 3] {leat.state = @w}) -> (y: f32[4], j: i64[4]) {
    %l = log %x
    %j = add %i, %i
    return %l, %j }
}
