// RUN: leat-opt %s -leat-form-kernels -leat-give-destinations -leat-bufferize -canonicalize -cse -canonicalize | FileCheck %s

// Rows are read and written where they stand: no trip copies a stack, or anything else.
leat.model @m {
  // CHECK-LABEL: func.func @rows
  // CHECK-SAME: %[[XS:[a-z0-9]*]]: memref<3x16xf32> {{.*}}leat.name = "xs"{{.*}} %[[P:[a-z0-9]*]]: memref<3x16xf32> {{.*}}leat.output
  // CHECK-NOT: memref.copy
  // CHECK: scf.for %[[I:.*]] =
  // CHECK-NOT: memref.copy
  // CHECK-DAG: %[[R:.*]] = memref.subview %[[XS]][%[[I]], 0] [1, 16] [1, 1]
  // CHECK-DAG: %[[Q:.*]] = memref.subview %[[P]][%[[I]], 0] [1, 16] [1, 1]
  // CHECK: leat.launch @{{.*}} ins(%[[R]] : {{.*}}) outs(%[[Q]] :
  // CHECK-NOT: memref.copy
  // CHECK: return
  func @rows(%xs: f32[3, 16]) -> (p: f32[3, 16]) {
    %p = for %t = 1 to 3 over(%r = %xs) {
      %b = mul %r, %r
      yield stack(%b) }
    return %p }
}
