// RUN: leat-opt %s -leat-plan-arena="print-plan" -split-input-file -verify-diagnostics | FileCheck %s

// CHECK: arena_bytes = 128 : i64
// CHECK-LABEL: func.func @two_buffers_share_memory
// CHECK-SAME: %[[ARENA:[a-z0-9]*]]: memref<128xi8> {leat.arena}
// CHECK-DAG: %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG: %[[C64:.*]] = arith.constant 64 : index
// expected-remark@+1 {{'two_buffers_share_memory' needs 128 bytes for 3 buffers: 192 if each had its own, 128 live at once}}
func.func @two_buffers_share_memory(%x: memref<16xf32> {leat.name = "x"}, %y: memref<16xf32> {leat.name = "y", leat.output}) {
  // CHECK: %[[A:.*]] = memref.view %[[ARENA]][%[[C0]]][] : memref<128xi8> to memref<16xf32>
  // CHECK: %[[B:.*]] = memref.view %[[ARENA]][%[[C64]]][] : memref<128xi8> to memref<4x4xf32>
  // CHECK: %[[C:.*]] = memref.view %[[ARENA]][%[[C0]]][] : memref<128xi8> to memref<16xf32>
  // expected-remark@+1 {{'step.00.first' takes 64 bytes at 0, live from op 4 to 5}}
  %a = memref.alloc() : memref<16xf32>
  // expected-remark@+1 {{'buffer1' takes 64 bytes at 64, live from op 5 to 6}}
  %b = memref.alloc() : memref<4x4xf32>
  // expected-remark@+1 {{'buffer2' takes 64 bytes at 0, live from op 6 to 7}}
  %c = memref.alloc() : memref<16xf32>
  leat.launch @k ins(%x : memref<16xf32>) outs(%a : memref<16xf32>) {label = "step.00.first"}
  leat.launch @k ins(%a : memref<16xf32>) outs(%b : memref<4x4xf32>)
  leat.launch @k ins(%b : memref<4x4xf32>) outs(%c : memref<16xf32>)
  leat.launch @k ins(%c : memref<16xf32>) outs(%y : memref<16xf32>)
  memref.dealloc %a : memref<16xf32>
  // CHECK-NOT: memref.dealloc
  return
}

// -----

// expected-remark@+1 {{needs 128 bytes for 2 buffers}}
func.func @buffer_of_a_loop_lives_through_the_loop(%x: memref<16xf32> {leat.name = "x"}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-remark@+1 {{'buffer0' takes 64 bytes at 0, live from op 4 to 10}}
  %a = memref.alloc() : memref<16xf32>
  leat.launch @k ins(%x : memref<16xf32>) outs(%a : memref<16xf32>)
  scf.for %i = %c0 to %c1 step %c1 {
    leat.launch @k ins(%a : memref<16xf32>) outs(%x : memref<16xf32>)
    // expected-remark@+1 {{'buffer1' takes 64 bytes at 64, live from op 8 to 8}}
    %b = memref.alloc() : memref<16xf32>
    leat.launch @k ins(%x : memref<16xf32>) outs(%b : memref<16xf32>)
  }
  return
}

// -----

// expected-remark@+1 {{needs 64 bytes for 1 buffers}}
func.func @view_keeps_its_buffer_alive(%x: memref<16xf32> {leat.name = "x"}) {
  // expected-remark@+1 {{live from op 2 to 3}}
  %a = memref.alloc() : memref<16xf32>
  %v = memref.expand_shape %a [[0, 1]] output_shape [4, 4] : memref<16xf32> into memref<4x4xf32>
  leat.launch @k ins(%v : memref<4x4xf32>) outs(%x : memref<16xf32>)
  return
}

// -----

// A small buffer takes the smallest gap that it fits in, not the first.
// expected-remark@+1 {{needs 704 bytes for 4 buffers: 832 if each had its own, 704 live at once}}
func.func @smallest_gap_that_fits(%x: memref<16xf32> {leat.name = "x"}) {
  // expected-remark@+1 {{takes 256 bytes at 0, live}}
  %a = memref.alloc() : memref<64xf32>
  // expected-remark@+1 {{takes 256 bytes at 256, live}}
  %b = memref.alloc() : memref<64xf32>
  // expected-remark@+1 {{takes 192 bytes at 512, live}}
  %c = memref.alloc() : memref<48xf32>
  // expected-remark@+1 {{takes 128 bytes at 0, live}}
  %d = memref.alloc() : memref<32xf32>
  leat.launch @k ins(%a, %b, %c : memref<64xf32>, memref<64xf32>, memref<48xf32>) outs(%x : memref<16xf32>)
  leat.launch @k ins(%b, %d : memref<64xf32>, memref<32xf32>) outs(%x : memref<16xf32>)
  return
}
