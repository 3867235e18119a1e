// RUN: leat-opt %s -leat-lower-launch=count-trips=true -split-input-file | FileCheck %s
// RUN: leat-opt %s -leat-lower-launch -split-input-file | FileCheck %s --check-prefix=PLAIN

// Trips of outermost loops are counted, behind what they do; how many there are is known.
// PLAIN-NOT: trips
// PLAIN-NOT: atomic
// CHECK: leat.entries = [{{.*}}trips = 7 : i64
func.func private @k(%a: memref<4xf32>, %c: memref<4xf32>) {
  return
}
// CHECK-LABEL: func.func @leat_entry_known
// CHECK: %[[FIELD:.*]] = llvm.getelementptr %arg0[7]
// CHECK: %[[TRIPS:.*]] = llvm.load %[[FIELD]]
// CHECK: scf.for
// CHECK: scf.for
// CHECK: call @k
// CHECK: }
// CHECK: %[[COUNT:.*]] = llvm.load %[[TRIPS]] : !llvm.ptr -> i64
// CHECK: %[[ONE:.*]] = llvm.mlir.constant(1 : i64)
// CHECK: %[[NEXT:.*]] = llvm.add %[[COUNT]], %[[ONE]]
// CHECK: llvm.store %[[NEXT]], %[[TRIPS]] atomic monotonic {alignment = 8 : i64} : i64, !llvm.ptr
// CHECK-NEXT: }
// CHECK: scf.for
// CHECK: call @k
// CHECK: llvm.store {{.*}}, %[[TRIPS]] atomic
// CHECK-NOT: atomic
// CHECK: return
func.func @known(%x: memref<4xf32> {leat.name = "x"}, %y: memref<4xf32> {leat.name = "y", leat.output}) {
  %0 = arith.constant 0 : index
  %1 = arith.constant 1 : index
  %3 = arith.constant 3 : index
  %4 = arith.constant 4 : index
  scf.for %i = %0 to %4 step %1 {
    scf.for %j = %0 to %3 step %1 {
      leat.launch @k ins(%x : memref<4xf32>) outs(%y : memref<4xf32>)
    }
  }
  scf.for %i = %0 to %3 step %1 {
    leat.launch @k ins(%x : memref<4xf32>) outs(%y : memref<4xf32>)
  }
  return
}

// -----

// How often a `while` runs values decide, and whether a loop in a branch does: nothing is said.
// CHECK-NOT: trips =
func.func private @k(%a: memref<4xf32>, %c: memref<4xf32>) {
  return
}
// CHECK-LABEL: func.func @leat_entry_open
// CHECK: scf.while
// CHECK: scf.condition
// CHECK: call @k
// CHECK: llvm.store {{.*}} atomic
// CHECK: scf.if
// CHECK: scf.for
// CHECK: llvm.store {{.*}} atomic
func.func @open(%x: memref<4xf32> {leat.name = "x"}, %m: memref<i8> {leat.name = "m"},
                %y: memref<4xf32> {leat.name = "y", leat.output}) {
  %0 = arith.constant 0 : index
  %1 = arith.constant 1 : index
  %3 = arith.constant 3 : index
  %byte = memref.load %m[] : memref<i8>
  %more = arith.trunci %byte : i8 to i1
  scf.while : () -> () {
    scf.condition(%more)
  } do {
    leat.launch @k ins(%x : memref<4xf32>) outs(%y : memref<4xf32>)
    scf.yield
  }
  scf.if %more {
    scf.for %i = %0 to %3 step %1 {
      leat.launch @k ins(%x : memref<4xf32>) outs(%y : memref<4xf32>)
    }
  }
  return
}

// -----

// Without a loop there is nothing to count.
// CHECK-LABEL: func.func @leat_entry_straight
// CHECK-NOT: atomic
// CHECK: return
func.func @straight(%y: memref<4xf32> {leat.name = "y", leat.output}) {
  return
}
