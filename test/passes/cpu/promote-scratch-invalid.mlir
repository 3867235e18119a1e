// RUN: leat-opt %s -leat-promote-scratch -split-input-file -verify-diagnostics

func.func private @allocation_in_a_parallel_loop(%out: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.parallel (%i) = (%c0) to (%c1) step (%c1) {
    // expected-error@+1 {{allocation in a parallel loop, expected one buffer outside it with a part for each iteration}}
    %t = memref.alloc() : memref<16xf32>
    linalg.exp ins(%out : memref<16xf32>) outs(%t : memref<16xf32>)
    scf.reduce
  }
  return
}

// -----

func.func private @helper_that_allocates(%out: memref<16xf32>) {
  %t = memref.alloc() : memref<16xf32>
  linalg.exp ins(%out : memref<16xf32>) outs(%t : memref<16xf32>)
  return
}
func.func private @caller(%out: memref<16xf32>) {
  // expected-error@+1 {{'helper_that_allocates' allocates, expected only kernels that are launched to}}
  func.call @helper_that_allocates(%out) : (memref<16xf32>) -> ()
  return
}

// -----

func.func private @k(%out: memref<16xf32>) {
  %t = memref.alloc() : memref<16xf32>
  linalg.exp ins(%out : memref<16xf32>) outs(%t : memref<16xf32>)
  return
}
// expected-error@+1 {{entry 'f' has no leat.arena argument, expected the arena to be planned}}
func.func @f(%x: memref<16xf32> {leat.name = "y", leat.output}) {
  leat.launch @k ins() outs(%x : memref<16xf32>)
  return
}
