// RUN: leat-opt %s -leat-promote-scratch -split-input-file | FileCheck %s

// CHECK: arena_bytes = 320 : i64{{.*}}scratch_bytes = 192 : i64
// CHECK: func.func private @small(%{{.*}}: memref<16xf32>, %[[S:[a-z0-9]*]]: memref<64xi8>)
// CHECK-SAME: leat.buffer_type = (memref<16xf32>, memref<64xi8>) -> (), leat.scratch = 64 : i64
// CHECK: memref.view %[[S]]
func.func private @small(%out: memref<16xf32>) {
  %t = memref.alloc() : memref<16xf32>
  linalg.exp ins(%out : memref<16xf32>) outs(%t : memref<16xf32>)
  linalg.exp ins(%t : memref<16xf32>) outs(%out : memref<16xf32>)
  return
}
// CHECK: func.func private @large(%{{.*}}: memref<16xf32>, %{{.*}}: memref<192xi8>)
// CHECK-NOT: memref.alloc
func.func private @large(%out: memref<16xf32>) {
  %t = memref.alloc() : memref<2x16xf32>
  %u = memref.alloc() : memref<16xf32>
  %c = arith.constant 1.0 : f32
  linalg.fill ins(%c : f32) outs(%t : memref<2x16xf32>)
  memref.copy %out, %u : memref<16xf32> to memref<16xf32>
  linalg.add ins(%t, %t : memref<2x16xf32>, memref<2x16xf32>) outs(%t : memref<2x16xf32>)
  linalg.exp ins(%u : memref<16xf32>) outs(%out : memref<16xf32>)
  return
}
// CHECK: func.func private @none(%{{[^,]*}}: memref<16xf32>) attributes {leat.buffer_type = (memref<16xf32>) -> (), leat.scratch = 0 : i64}
func.func private @none(%out: memref<16xf32>) {
  linalg.exp ins(%out : memref<16xf32>) outs(%out : memref<16xf32>)
  return
}

// CHECK-LABEL: func.func @kernels_share_one_region_behind_the_arena
// CHECK-SAME: %[[ARENA:[a-z0-9]*]]: memref<320xi8> {leat.arena}
// CHECK-DAG: %[[OFFSET:.*]] = arith.constant 128 : index
// CHECK-DAG: %[[SMALL:.*]] = memref.view %[[ARENA]][%[[OFFSET]]][] : memref<320xi8> to memref<64xi8>
// CHECK-DAG: %[[LARGE:.*]] = memref.view %[[ARENA]][%[[OFFSET]]][] : memref<320xi8> to memref<192xi8>
// CHECK: leat.launch @small ins() outs(%{{.*}}, %[[SMALL]] :
// CHECK: leat.launch @large ins() outs(%{{.*}}, %[[LARGE]] :
// CHECK: leat.launch @small ins() outs(%{{.*}}, %[[SMALL]] :
// CHECK: leat.launch @none ins() outs(%{{[^,]*}} : memref<16xf32>)
func.func @kernels_share_one_region_behind_the_arena(%x: memref<16xf32> {leat.name = "y", leat.output}, %a: memref<128xi8> {leat.arena}) {
  leat.launch @small ins() outs(%x : memref<16xf32>)
  leat.launch @large ins() outs(%x : memref<16xf32>)
  leat.launch @small ins() outs(%x : memref<16xf32>)
  leat.launch @none ins() outs(%x : memref<16xf32>)
  return
}

// -----

// A kernel that was compiled before says how much it needs.
func.func private @declared(memref<16xf32>, memref<64xi8>) attributes {leat.scratch = 64 : i64}
// CHECK-LABEL: func.func @declared_kernels_take_scratch_too
// CHECK-SAME: %[[ARENA:[a-z0-9]*]]: memref<64xi8> {leat.arena}
// CHECK: %[[VIEW:.*]] = memref.view %[[ARENA]]
// CHECK: leat.launch @declared ins() outs(%{{.*}}, %[[VIEW]] :
func.func @declared_kernels_take_scratch_too(%x: memref<16xf32> {leat.name = "y", leat.output}, %a: memref<0xi8> {leat.arena}) {
  leat.launch @declared ins() outs(%x : memref<16xf32>)
  return
}
