// RUN: leat-opt %s -leat-form-kernels | FileCheck %s
// RUN: leat-opt %s -leat-form-kernels=check-nan=true | FileCheck %s --check-prefix=NAN
// RUN: leat-opt %s -leat-form-kernels=print-plan=true 2>&1 | FileCheck %s --check-prefix=PLAN

leat.model @m {
  // Launches in the body, rows as slices, a stack that starts from nothing.
  // PLAN: fusion plan of @rows:
  // PLAN-NEXT: 0 control for
  // PLAN: fusion plan of a region:
  // CHECK-LABEL: func.func @rows
  // CHECK: %[[E:.*]] = tensor.empty() : tensor<3x4xf32>
  // CHECK: scf.for %[[I:.*]] = %c0 to %c3 step %c1 iter_args(%[[A:.*]] = %arg0, %[[P:.*]] = %[[E]])
  // CHECK: %[[R:.*]] = tensor.extract_slice %arg1[%[[I]], 0] [1, 4] [1, 1] : tensor<3x4xf32> to tensor<4xf32>
  // CHECK: %[[B:.*]] = leat.launch @k0 ins(%[[A]], %[[R]] : {{.*}}) {{.*}} {label = "rows.00.mul"
  // CHECK: %[[Q:.*]] = tensor.insert_slice %[[B]] into %[[P]][%[[I]], 0] [1, 4] [1, 1]
  // CHECK: scf.yield %[[B]], %[[Q]]
  // NAN-LABEL: func.func @rows
  // NAN: scf.for
  // NAN: leat.launch
  // NAN-NEXT: leat.check %{{.*}} "result of 'mul'"
  func @rows(%x: f32[4], %xs: f32[3, 4]) -> (y: f32[4], p: f32[3, 4]) {
    %y, %p = for %t = 1 to 3 carry(%a = %x) over(%r = %xs) {
      %b = mul %a, %r
      yield %b stack(%b) }
    return %y, %p }

  // A bound that is a value: the trips are counted and checked, the stack starts from zeros, the
  // counter is a tensor.
  // CHECK-LABEL: func.func @dynamic
  // CHECK: tensor.extract %arg1[] : tensor<i64>
  // CHECK: leat.check %{{.*}} below 6 "trips of 'for'" : tensor<i64>
  // CHECK: arith.minsi
  // CHECK: leat.launch @{{.*}} ins() outs({{.*}}) {label = "dynamic.00.number"
  // CHECK: scf.for
  // CHECK: tensor.from_elements
  func @dynamic(%x: f32, %n: i64) -> (y: f32, p: i64[5]) {
    %y, %p = for %t = 1 to %n, max_trips = 5 carry(%a = %x) {
      %b = mul %a, %x
      %k = mul %t, %t
      yield %b stack(%k) }
    return %y, %p }

  // CHECK-LABEL: func.func @until
  // CHECK: scf.while
  // CHECK: leat.launch
  // CHECK: tensor.extract %{{.*}}[] : tensor<i1>
  // CHECK: scf.condition
  // CHECK: scf.yield
  // CHECK: leat.check %{{.*}} below 6 "trips of 'while'" : tensor<i64>
  func @until(%x: f32) -> (y: f32) {
    %y = while carry(%a = %x), max_trips = 5 {
      %more = gt %a, %x
      condition %more } do {
      %b = mul %a, %x
      yield %b }
    return %y }

  // CHECK-LABEL: func.func @either
  // CHECK: %[[C:.*]] = tensor.extract %arg1[] : tensor<i1>
  // CHECK: scf.if %[[C]] -> (tensor<4xf32>) {
  // CHECK: leat.launch
  // CHECK: } else {
  // CHECK-NEXT: scf.yield %arg0
  func @either(%x: f32[4], %c: i1) -> (y: f32[4]) {
    %y = if %c {
      %b = mul %x, %x
      yield %b } else { yield %x }
    return %y }
}
