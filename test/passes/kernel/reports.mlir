// RUN: leat-opt %s -leat-form-kernels | FileCheck %s
// RUN: leat-opt %s -leat-form-kernels=fuse=false | FileCheck %s --check-prefix=ORDER

// What is printed leaves its kernel; prints and asserts are no part of one, and keep their order.
leat.model @m {
  // CHECK-LABEL: func.func @f
  // CHECK: %[[L:.*]]:2 = leat.launch {{.*}} {label = "f.00.exp_mul"
  // CHECK: leat.print %[[L]]#0 as a {types = [tensor<4xf32>]} : f32[4]
  // CHECK: scf.for
  // CHECK: leat.print
  // CHECK: leat.assert %arg1, "c" : i1[4]
  // CHECK: leat.print "end"
  // ORDER: leat.print
  // ORDER: scf.for
  // ORDER: leat.print
  // ORDER: leat.assert
  // ORDER: leat.print "end"
  func @f(%x: f32[4], %c: i1[4]) -> (y: f32[4]) {
    %a = exp %x : f32[4]
    print %a
    %y = mul %a, %a : f32[4]
    for %t = 1 to 3 {
      print %t
      yield }
    assert %c, "c"
    print "end"
    return %y }
}
