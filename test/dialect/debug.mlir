// RUN: leat-opt -mlir-use-nameloc-as-prefix %s | FileCheck %s
// RUN: leat-opt -mlir-use-nameloc-as-prefix %s | leat-opt -mlir-use-nameloc-as-prefix | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt

leat.model @m {
  // CHECK-LABEL: func @f
  func @f(%x: f32[N], %n: i64) -> (y: f32[N]) {
    // CHECK: print "here"
    print "here"
    // CHECK-NEXT: print %x{{$}}
    print %x
    // CHECK-NEXT: print "values", %x, %n as count, %x as "the same"
    print "values", %x, %n as count, %x as "the same"
    // CHECK-NEXT: %c = let %x > 0
    %c = let %x > 0
    // CHECK-NEXT: assert %c, "x is positive"
    assert %c, "x is positive"
    // CHECK: for %t
    %y = for %t = 1 to 3 carry(%a = %x) {
      // CHECK-NEXT: print %t
      print %t
      yield %a }
    return %y }
  // A print is reason enough for a branch, and a number of no type becomes one.
  // CHECK-LABEL: func @g
  func @g(%x: f32, %c: i1) -> (y: f32) {
    // CHECK: if %c {
    // CHECK-NEXT: print %x
    if %c { print %x }
    %two = let 2
    print %two
    return %x }
}

// Outside of models types are written.
// CHECK-LABEL: func.func @outside
func.func @outside(%a: tensor<4xf32>, %c: tensor<i1>) {
  // CHECK: leat.print "a", %{{.*}} as a, %{{.*}} as {{.*}} : f32[4], i1
  leat.print "a", %a, %c : f32[4], i1
  // CHECK: leat.print "alone"
  leat.print "alone"
  // CHECK: leat.assert %{{.*}}, "c" : i1
  leat.assert %c, "c" : i1
  return
}
