// RUN: leat-opt %s -leat-lower-launch -canonicalize -split-input-file | FileCheck %s
// RUN: leat-opt %s -leat-lower-launch -leat-lower-to-llvm -split-input-file | FileCheck %s --check-prefix=LLVM

// CHECK: leat.entries = [{{.*}}name = "fit", symbol = "leat_entry_fit"}]
module attributes {leat.states = [{name = "a", type = tensor<3xf32>}, {name = "w", type = tensor<4x4xf32>}]} {
  func.func private @k(%a: memref<16xf32>, %b: memref<16xf32>, %c: memref<16xf32>) {
    linalg.add ins(%a, %b : memref<16xf32>, memref<16xf32>) outs(%c : memref<16xf32>)
    return
  }

  // CHECK: func.func @k(
  // CHECK-LABEL: func.func @leat_entry_fit
  // CHECK-SAME: (%[[ARGS:.*]]: !llvm.ptr) -> i32
  // CHECK: llvm.getelementptr %{{.*}}[64] : (!llvm.ptr) -> !llvm.ptr, i8
  // CHECK: call @k(%{{.*}}, %{{.*}}, %{{.*}}) : (memref<16xf32>, memref<16xf32>, memref<16xf32>) -> ()
  // CHECK: return %{{.*}} : i32
  // LLVM-LABEL: llvm.func @leat_entry_fit
  // LLVM-SAME: (%[[ARGS:.*]]: !llvm.ptr) -> i32
  // The status word is cleared before anything else.
  // LLVM-DAG: %[[ZERO:.*]] = llvm.mlir.constant(0 : i64)
  // LLVM: %[[FIELD:.*]] = llvm.getelementptr %[[ARGS]][4]
  // LLVM: %[[STATUS:.*]] = llvm.load %[[FIELD]]
  // LLVM: llvm.store %[[ZERO]], %[[STATUS]]
  // LLVM: %[[INPUTS:.*]] = llvm.load %[[ARGS]] : !llvm.ptr -> !llvm.ptr
  // LLVM: %[[X:.*]] = llvm.load %[[INPUTS]] : !llvm.ptr -> !llvm.ptr
  // LLVM: llvm.getelementptr %[[ARGS]][2]
  // LLVM: %[[STATE:.*]] = llvm.load
  // LLVM: %[[W:.*]] = llvm.getelementptr %[[STATE]][64]
  // LLVM: llvm.getelementptr %[[ARGS]][1]
  // LLVM: %[[OUTPUTS:.*]] = llvm.load
  // LLVM: %[[Y:.*]] = llvm.load %[[OUTPUTS]]
  // LLVM: llvm.getelementptr %[[ARGS]][3]
  // LLVM: %[[ARENA:.*]] = llvm.load
  // LLVM: %[[T:.*]] = llvm.getelementptr %[[ARENA]][128]
  // LLVM: llvm.call @k(%[[X]], %[[W]], %[[T]])
  // LLVM: llvm.call @k(%[[T]], %[[W]], %[[Y]])
  // LLVM: %[[WORD:.*]] = llvm.load %[[STATUS]] : !llvm.ptr -> i64
  // LLVM: %[[CODE:.*]] = llvm.trunc %[[WORD]] : i64 to i32
  // LLVM: llvm.return %[[CODE]]
  func.func @fit(%x: memref<2x8xf32> {leat.name = "x"}, %w: memref<4x4xf32> {leat.state = @w},
                 %y: memref<16xf32> {leat.name = "y", leat.output}, %arena: memref<192xi8> {leat.arena}) {
    %c128 = arith.constant 128 : index
    %t = memref.view %arena[%c128][] : memref<192xi8> to memref<16xf32>
    leat.launch @k ins(%x, %w : memref<2x8xf32>, memref<4x4xf32>) outs(%t : memref<16xf32>)
    leat.launch @k ins(%t, %w : memref<16xf32>, memref<4x4xf32>) outs(%y : memref<16xf32>)
    return
  }
}

// -----

func.func private @k(%a: memref<16xf32>, %c: memref<16xf32>) {
  linalg.exp ins(%a : memref<16xf32>) outs(%c : memref<16xf32>)
  return
}

// LLVM-LABEL: llvm.func @leat_entry_slices_of_a_loop
// LLVM-NOT: memrefCopy
// LLVM: llvm.call @k
func.func @slices_of_a_loop(%x: memref<8x16xf32> {leat.name = "x"}, %y: memref<16x8xf32> {leat.name = "y", leat.output},
                            %arena: memref<64xi8> {leat.arena}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %t = memref.view %arena[%c0][] : memref<64xi8> to memref<16xf32>
  scf.for %i = %c0 to %c8 step %c1 {
    %row = memref.subview %x[%i, 0] [1, 16] [1, 1] : memref<8x16xf32> to memref<16xf32, strided<[1], offset: ?>>
    leat.launch @k ins(%row : memref<16xf32, strided<[1], offset: ?>>) outs(%t : memref<16xf32>)
    %column = memref.subview %y[0, %i] [16, 1] [1, 1] : memref<16x8xf32> to memref<16xf32, strided<[8], offset: ?>>
    memref.copy %t, %column : memref<16xf32> to memref<16xf32, strided<[8], offset: ?>>
  }
  return
}

// -----

// A buffer of rank 2 without elements has no bare pointer: kernels take rank 1.
// CHECK: func.func @k(%{{.*}}: memref<0xf64>, %{{.*}}: memref<1x1xf64>)
// CHECK: func.func @leat_entry_no_elements
// CHECK: call @k(%{{.*}}, %{{.*}}) : (memref<0xf64>, memref<1x1xf64>) -> ()
func.func private @k(%e: memref<1x0xf64>, %y: memref<1x1xf64>) {
  linalg.negf ins(%e : memref<1x0xf64>) outs(%e : memref<1x0xf64>)
  return
}
func.func @no_elements(%e: memref<1x0xf64> {leat.name = "e"}, %y: memref<1x1xf64> {leat.name = "y", leat.output}) {
  leat.launch @k ins(%e : memref<1x0xf64>) outs(%y : memref<1x1xf64>)
  return
}
