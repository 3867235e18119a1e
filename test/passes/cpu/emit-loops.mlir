// RUN: leat-opt %s -leat-emit-loops=math=libm -split-input-file | FileCheck %s

#id = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (j)>
#col = affine_map<(i, j) -> (i)>
#t = affine_map<(i, j) -> (j, i)>

// CHECK-LABEL: @contiguous_loops_become_one
// CHECK: scf.for %[[I:.*]] = %{{.*}} to %{{.*}} step
// CHECK-NOT: scf.for
// CHECK: vector.load %{{.*}}[%[[I]]] : memref<2048xf32>, vector<16xf32>
// CHECK: vector.store
// CHECK-NOT: masked
func.func @contiguous_loops_become_one(%x: memref<32x64xf32>, %y: memref<32x64xf32>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<32x64xf32>) outs(%y : memref<32x64xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.exp %a : f32
    linalg.yield %0 : f32
  }
  return
}

// CHECK-LABEL: @a_column_operand_is_loaded_once_a_row
// CHECK: scf.for
// CHECK: %[[C:.*]] = memref.load
// CHECK: %[[V:.*]] = vector.broadcast %[[C]]
// CHECK: scf.for
// CHECK: arith.mulf %{{.*}}, %[[V]] : vector<16xf32>
func.func @a_column_operand_is_loaded_once_a_row(%x: memref<32x64xf32>, %c: memref<32xf32>, %y: memref<32x64xf32>) {
  linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %c : memref<32x64xf32>, memref<32xf32>) outs(%y : memref<32x64xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.mulf %a, %b : f32
    linalg.yield %0 : f32
  }
  return
}

// CHECK-LABEL: @a_tail_is_one_masked_vector
// CHECK: scf.for
// CHECK: vector.load
// CHECK: vector.maskedload
// CHECK: vector.maskedstore
func.func @a_tail_is_one_masked_vector(%x: memref<37xf32>, %y: memref<37xf32>) {
  memref.copy %x, %y : memref<37xf32> to memref<37xf32>
  return
}

// CHECK-LABEL: @a_transpose_turns_squares_in_registers
// CHECK-COUNT-16: vector.load
// CHECK-COUNT-64: vector.shuffle
// CHECK-COUNT-16: vector.store
// CHECK-NOT: vector.gather
// CHECK: return
func.func @a_transpose_turns_squares_in_registers(%x: memref<64x32xf32>, %y: memref<32x64xf32>) {
  linalg.generic {indexing_maps = [#t, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<64x32xf32>) outs(%y : memref<32x64xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  return
}

// CHECK-LABEL: @column_sums_stay_in_registers
// CHECK: scf.for {{.*}} iter_args({{.*}}) -> (vector<16xf32>, vector<16xf32>)
// CHECK-NOT: vector.store
// CHECK: scf.yield
// CHECK-COUNT-2: vector.store
func.func @column_sums_stay_in_registers(%x: memref<64x32xf32>, %y: memref<32xf32>) {
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["reduction", "parallel"]} ins(%x : memref<64x32xf32>) outs(%y : memref<32xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  return
}

// CHECK-LABEL: @a_fill_becomes_the_start_of_a_row_sum
// CHECK-SAME: %{{.*}}, %[[Y:.*]]: memref<64xf32>
// CHECK-NOT: memref.store
// CHECK: scf.for {{.*}} iter_args
// CHECK: memref.store %{{.*}}, %[[Y]]
// CHECK-NOT: memref.store
func.func @a_fill_becomes_the_start_of_a_row_sum(%x: memref<64x256xf32>, %y: memref<64xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%y : memref<64xf32>)
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<64x256xf32>) outs(%y : memref<64xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  return
}

// Doubles take eight lanes and twice the accumulators: the tree is the same.
// CHECK-LABEL: @a_tree_has_64_partials_for_each_type
// CHECK-COUNT-8: arith.addf %{{.*}} : vector<8xf64>
// CHECK: scf.yield
func.func @a_tree_has_64_partials_for_each_type(%x: memref<4x256xf64>, %y: memref<4xf64>) {
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<4x256xf64>) outs(%y : memref<4xf64>) {
  ^bb0(%a: f64, %acc: f64):
    %0 = arith.addf %acc, %a : f64
    linalg.yield %0 : f64
  }
  return
}

// A sum over nothing leaves what the fill wrote.
// CHECK-LABEL: @an_empty_reduction_is_erased
// CHECK: vector.maskedstore
// CHECK-NOT: scf.for
// CHECK: return
func.func @an_empty_reduction_is_erased(%x: memref<4x0xf32>, %y: memref<4xf32>) {
  %one = arith.constant 1.0 : f32
  linalg.fill ins(%one : f32) outs(%y : memref<4xf32>)
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<4x0xf32>) outs(%y : memref<4xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

#id = affine_map<(i, j) -> (i, j)>
#col = affine_map<(i, j) -> (i)>

// One loop over rows; the row sums are never in memory, the exponentials only
// one row at a time.
// CHECK-LABEL: @softmax_shares_the_rows
// CHECK-NOT: memref.alloc()
// CHECK: memref.alloca() {{.*}} : memref<256xf32>
// CHECK: scf.for
// CHECK:   scf.for {{.*}} iter_args
// CHECK:     math.exp
// CHECK:     arith.addf
// CHECK:   scf.for
// CHECK:     arith.divf
// CHECK-NOT: scf.for
func.func @softmax_shares_the_rows(%x: memref<8x256xf32>, %y: memref<8x256xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = memref.alloc() : memref<8x256xf32>
  %s = memref.alloc() : memref<8xf32>
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<8x256xf32>) outs(%e : memref<8x256xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.exp %a : f32
    linalg.yield %0 : f32
  }
  linalg.fill ins(%zero : f32) outs(%s : memref<8xf32>)
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]} ins(%e : memref<8x256xf32>) outs(%s : memref<8xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]} ins(%e, %s : memref<8x256xf32>, memref<8xf32>) outs(%y : memref<8x256xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %e : memref<8x256xf32>
  memref.dealloc %s : memref<8xf32>
  return
}

// CHECK-LABEL: @a_pointwise_chain_lives_in_registers
// CHECK-NOT: alloc
// CHECK: scf.for
// CHECK: vector.load
// CHECK: math.exp
// CHECK-NOT: vector.load
// CHECK: arith.negf
// CHECK-NOT: scf.for
func.func @a_pointwise_chain_lives_in_registers(%x: memref<8x256xf32>, %y: memref<8x256xf32>) {
  %e = memref.alloc() : memref<8x256xf32>
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<8x256xf32>) outs(%e : memref<8x256xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.exp %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%e : memref<8x256xf32>) outs(%y : memref<8x256xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %e : memref<8x256xf32>
  return
}

// -----

#id = affine_map<(i, j) -> (i, j)>
#t = affine_map<(i, j) -> (j, i)>

// CHECK-LABEL: @a_reader_of_other_iterations_gets_its_own_nest
// CHECK: memref.alloc()
// CHECK: scf.for
// CHECK: arith.negf
// CHECK: scf.for
// CHECK: arith.subf
func.func @a_reader_of_other_iterations_gets_its_own_nest(%x: memref<32x32xf32>, %y: memref<32x32xf32>) {
  %e = memref.alloc() : memref<32x32xf32>
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<32x32xf32>) outs(%e : memref<32x32xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#t, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%e, %e : memref<32x32xf32>, memref<32x32xf32>) outs(%y : memref<32x32xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.subf %a, %b : f32
    linalg.yield %0 : f32
  }
  return
}

// Loops need not stand in the same place in both ops.
// CHECK-LABEL: @a_transposed_reader_shares_swapped_loops
// CHECK-NOT: alloc
// CHECK: arith.negf
// CHECK-NOT: vector.load
// CHECK: return
func.func @a_transposed_reader_shares_swapped_loops(%x: memref<8x8xf32>, %y: memref<8x8xf32>) {
  %e = memref.alloc() : memref<8x8xf32>
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<8x8xf32>) outs(%e : memref<8x8xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#t, #id], iterator_types = ["parallel", "parallel"]} ins(%e : memref<8x8xf32>) outs(%y : memref<8x8xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  return
}
