// RUN: leat-opt %s -leat-flatten-let -leat-thread-state -leat-specialize -leat-differentiate -leat-inline -mlir-use-nameloc-as-prefix | FileCheck %s

// What a gradient runs again has printed where it ran first.
leat.model @m {
  func @part(%x: f32[2]) -> (y: f32[2]) {
    print "part", %x
    %y = let sin(%x) * %x
    return %y }
  func @loop(%x: f32[2]) -> (l: f32) {
    %y = for %t = 1 to 4 carry(%a = %x) {
      print "trip", %a
      %b = let sin(%a) * %a
      yield %b }
    %l = sum %y
    return %l }
  func @all(%x: f32[2]) -> (l: f32) {
    %y = for %t = 1 to 4, save = all carry(%a = %x) {
      print "all", %a
      %b = let sin(%a) * %a
      yield %b }
    %l = sum %y
    return %l }
  func @again(%x: f32[2]) -> (l: f32) {
    %y = call @part(%x) checkpoint
    %l = sum %y
    return %l }

  // CHECK-LABEL: func @dloop
  // CHECK: print "trip"
  // CHECK-NOT: print
  func @dloop(%x: f32[2]) -> (dx: f32[2]) {
    %l, %dx = grad @loop(%x) wrt(x)
    return %dx }
  // CHECK-LABEL: func @dall
  // CHECK: for
  // CHECK-NEXT: print "all"
  // CHECK-NOT: print
  func @dall(%x: f32[2]) -> (dx: f32[2]) {
    %l, %dx = grad @all(%x) wrt(x)
    return %dx }
  // CHECK-LABEL: func @dagain
  // CHECK: print "part"
  // CHECK-NOT: print
  func @dagain(%x: f32[2]) -> (dx: f32[2]) {
    %l, %dx = grad @again(%x) wrt(x)
    return %dx }
  // Lanes are printed as they are.
  // CHECK-LABEL: func @lanes
  // CHECK: print "part", %x
  // CHECK-NOT: print
  func @lanes(%x: f32[3, 2]) -> (y: f32[3, 2]) {
    %y = vmap @part(%x) in_axes(0)
    return %y }
}
