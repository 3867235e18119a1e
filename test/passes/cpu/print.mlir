// RUN: leat-opt %s -leat-lower-launch | FileCheck %s

// The printer's first word is the function that is called, once for each value.
// CHECK: leat.entries = [{
// CHECK-SAME: checks = [{holds, input = "c", place = "m.mlir:1:2", role = "c", shape = array<i64: 2, 2>}]
// CHECK-SAME: prints = [{label = "both", values = [{name = "x", type = tensor<4xf32>}, {name = "c", type = tensor<2x2xi1>}]}, {label = "end", values = []}]
// CHECK-LABEL: func.func @leat_entry_main
// CHECK: %[[FIELD:.*]] = llvm.getelementptr %arg0[6]
// CHECK: %[[PRINTER:.*]] = llvm.load %[[FIELD]]
// CHECK: %[[MASK:.*]] = arith.constant 1 : i8
// CHECK: %[[LIMIT:.*]] = arith.constant 0 : i8
// CHECK: %[[WORD:.*]] = arith.constant 3 : i64
// CHECK: call @leat_check_holds_i8_4(%{{.*}}, %[[MASK]], %[[LIMIT]], %[[WORD]], %{{.*}})
// CHECK: %[[PRINT:.*]] = llvm.load %[[PRINTER]]
// CHECK: llvm.call %[[PRINT]](%[[PRINTER]], {{.*}}) : !llvm.ptr, (!llvm.ptr, i32, i32, !llvm.ptr) -> ()
// CHECK: llvm.call
// CHECK: llvm.mlir.zero
// CHECK: llvm.call
#one = loc("m.mlir":1:2)
func.func @main(%x: memref<4xf32> {leat.name = "x"}, %c: memref<2x2xi8> {leat.name = "c", leat.bool})
    attributes {} {
  leat.assert %c, "c" : memref<2x2xi8> loc(#one)
  leat.print "both", %x, %c {types = [tensor<4xf32>, tensor<2x2xi1>]} : memref<4xf32>, memref<2x2xi8>
  leat.print "end" {types = []}
  return
}
