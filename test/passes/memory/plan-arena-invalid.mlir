// RUN: leat-opt %s -leat-plan-arena -split-input-file -verify-diagnostics

func.func @loop_that_carries_a_buffer(%x: memref<16xf32> {leat.name = "x"}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-error@+1 {{buffer is handed on by 'scf.for', expected a destination for every carry and result}}
  %a = memref.alloc() : memref<16xf32>
  // expected-note@+1 {{handed on here}}
  %r = scf.for %i = %c0 to %c1 step %c1 iter_args(%s = %a) -> memref<16xf32> {
    leat.launch @k ins(%s : memref<16xf32>) outs(%x : memref<16xf32>)
    %b = memref.alloc() : memref<16xf32>
    scf.yield %b : memref<16xf32>
  }
  return
}

// -----

func.func @allocation_left_in_a_loop(%x: memref<16xf32> {leat.name = "x"}, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %c1 step %c1 {
    // expected-error@+1 {{allocates a 'memref<?xf32>', expected a row-major buffer of static shape}}
    %b = memref.alloc(%i) : memref<?xf32>
    leat.launch @k ins(%x : memref<16xf32>) outs(%b : memref<?xf32>)
  }
  return
}

// -----

func.func @branch_that_yields_a_buffer(%x: memref<16xf32> {leat.name = "x"}, %y: memref<16xf32> {leat.name = "y"}, %c: i1) {
  // expected-error@+1 {{yields a 'memref<16xf32>', expected a destination for every carry and result}}
  %r = scf.if %c -> memref<16xf32> {
    leat.launch @k ins() outs(%x : memref<16xf32>)
    scf.yield %x : memref<16xf32>
  } else {
    scf.yield %y : memref<16xf32>
  }
  leat.launch @k ins() outs(%r : memref<16xf32>)
  return
}
