// RUN: leat-opt %s -leat-lower-launch | FileCheck %s
// RUN: leat-opt %s -leat-lower-launch=profile=true -leat-lower-to-llvm | FileCheck %s --check-prefix=TRACE

// What the code knows by number, the table says in words. An op of a called
// function stands where the function says it, one of an optimizer where the
// trainer stands; what is known of nothing, where the entry does.
// CHECK: leat.entries = [{
// CHECK-SAME: checks = [{below = 10 : i64, input = "i", place = "m.mlir:7:3", role = "indices of 'index'", shape = array<i64: 4>},
// CHECK-SAME: {place = "m.mlir:1:1", role = "result of 'exp'", shape = array<i64: 2, 8>}]
// CHECK-SAME: launches = [{bytes = 128 : i64, float_bytes = 4 : i64, kernel = "k", name = "main.00.exp", operations = 16 : i64, places = ["m.mlir:2:3", "m.mlir:4:5", "m.mlir:6:7"]}]
#one = loc("h"("m.mlir":2:3))
#two = loc(callsite("m.mlir":4:5 at "m.mlir":9:9))
#three = loc(callsite("built-in optimizers.mlir":4:5 at "m.mlir":6:7))
func.func private @k(%a: memref<16xf32>, %c: memref<16xf32>) {
  linalg.exp ins(%a : memref<16xf32>) outs(%c : memref<16xf32>)
  return
}

// Checks are calls of functions for their type and size; equal ones share it.
// CHECK-LABEL: func.func @leat_entry_main
// CHECK: %[[FIELD:.*]] = llvm.getelementptr %arg0[4]
// CHECK: %[[STATUS:.*]] = llvm.load %[[FIELD]]
// CHECK: call @k
// CHECK: %[[MASK:.*]] = arith.constant -1 : i32
// CHECK: %[[LIMIT:.*]] = arith.constant 9 : i32
// CHECK: %[[WORD:.*]] = arith.constant 1 : i64
// CHECK: call @leat_check_i32_4(%{{.*}}, %[[MASK]], %[[LIMIT]], %[[WORD]], %[[STATUS]])
// CHECK: %[[MASK2:.*]] = arith.constant 2147483647 : i32
// CHECK: %[[LIMIT2:.*]] = arith.constant 2139095040 : i32
// CHECK: %[[WORD2:.*]] = arith.constant 4294967298 : i64
// CHECK: call @leat_check_f32_16(%{{.*}}, %[[MASK2]], %[[LIMIT2]], %[[WORD2]], %[[STATUS]])
// CHECK: func.func private @leat_check_i32_4
// CHECK: func.func private @leat_check_f32_16
// CHECK: vector.reduction <maxui>

// The tracer's first word is the function that is called.
// TRACE-LABEL: llvm.func @leat_entry_main
// TRACE: %[[FIELD:.*]] = llvm.getelementptr %arg0[5]
// TRACE: %[[TRACER:.*]] = llvm.load %[[FIELD]]
// TRACE: %[[EVENT:.*]] = llvm.load %[[TRACER]]
// TRACE: llvm.call %[[EVENT]](%[[TRACER]], %{{.*}}, %{{.*}}) : !llvm.ptr, (!llvm.ptr, i32, i32) -> ()
// TRACE: llvm.call @k
// TRACE: llvm.call %{{.*}}(%[[TRACER]], %{{.*}}, %{{.*}})
func.func @main(%x: memref<2x8xf32> {leat.name = "x"}, %i: memref<4xi32> {leat.name = "i"},
                %y: memref<2x8xf32> {leat.name = "y", leat.output}) {
  leat.launch @k ins(%x : memref<2x8xf32>) outs(%y : memref<2x8xf32>)
    {label = "main.00.exp", work = array<i64: 16, 4, 128>} loc(fused[#one, #two, #three, #one])
  leat.check %i below 10 "indices of 'index'" : memref<4xi32> loc("m.mlir":7:3)
  leat.check %y "result of 'exp'" : memref<2x8xf32> loc(unknown)
  return
} loc("m.mlir":1:1)
