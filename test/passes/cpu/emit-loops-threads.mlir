// RUN: leat-opt %s "-leat-emit-loops=threads=2 math=libm" | FileCheck %s
// RUN: leat-opt %s "-leat-emit-loops=threads=1 math=libm" | FileCheck %s --check-prefix=ONE

// ONE-NOT: scf.parallel

#id = affine_map<(i, j) -> (i, j)>
#id1 = affine_map<(i) -> (i)>

// CHECK-LABEL: @large_loops_are_cut_into_one_chunk_a_thread
// CHECK: scf.parallel (%[[C:.*]]) = (%{{.*}}) to (%c2)
// CHECK:   arith.muli %[[C]]
// CHECK:   scf.for
// CHECK-NOT: scf.parallel
func.func @large_loops_are_cut_into_one_chunk_a_thread(%x: memref<1024x256xf32>, %y: memref<1024x256xf32>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<1024x256xf32>) outs(%y : memref<1024x256xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.exp %a : f32
    linalg.yield %0 : f32
  }
  return
}

// CHECK-LABEL: @small_loops_stay_on_one_thread
// CHECK-NOT: scf.parallel
// CHECK: return
func.func @small_loops_stay_on_one_thread(%x: memref<16x256xf32>, %y: memref<16x256xf32>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<16x256xf32>) outs(%y : memref<16x256xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  return
}

// The partials of chunks meet in ascending order, outside the parallel loop.
// CHECK-LABEL: @a_full_sum_has_parallel_chunks_and_an_ordered_end
// CHECK: memref.alloca() {{.*}} : memref<64xf32>
// CHECK: scf.parallel
// CHECK: memref.store
// CHECK: scf.reduce
// CHECK: scf.for {{.*}} iter_args
// CHECK: arith.addf %{{.*}} : f32
func.func @a_full_sum_has_parallel_chunks_and_an_ordered_end(%x: memref<1048576xf32>, %y: memref<f32>) {
  linalg.generic {indexing_maps = [#id1, affine_map<(i) -> ()>], iterator_types = ["reduction"]} ins(%x : memref<1048576xf32>) outs(%y : memref<f32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  return
}
