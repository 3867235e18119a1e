// RUN: leat-opt %s -split-input-file -verify-diagnostics --leat-lower-to-llvm

// expected-error@+1 {{argument 1 of 'dynamic' is a 'memref<?xf32>', expected a buffer of static shape}}
func.func @dynamic(%a: memref<4xf32>, %b: memref<?xf32>) {
  return
}

// -----

// expected-error@+1 {{argument 0 of 'unranked' is a 'memref<*xf32>', expected a buffer of static shape}}
func.func @unranked(%a: memref<*xf32>) {
  return
}

// -----

// expected-error@+1 {{argument 0 of kernel 'strided' is a 'memref<4xf32, strided<[2]>>', expected a contiguous buffer}}
func.func @strided(%a: memref<4xf32, strided<[2]>>) {
  return
}

// -----

// expected-error@+1 {{'result' returns a 'memref<4xf32>', expected buffers to be arguments}}
func.func @result(%a: memref<4xf32>) -> memref<4xf32> {
  return %a : memref<4xf32>
}

// -----

func.func @nested(%a: memref<4x4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant 4 : index
  %zero = arith.constant 0.0 : f32
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    // expected-error@+1 {{scf.parallel inside scf.parallel, expected one parallel loop at most on a path}}
    scf.parallel (%j) = (%c0) to (%n) step (%c1) {
      memref.store %zero, %a[%i, %j] : memref<4x4xf32>
      scf.reduce
    }
    scf.reduce
  }
  return
}

// -----

func.func @reduction(%a: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant 4 : index
  %zero = arith.constant 0.0 : f32
  // expected-error@+1 {{scf.parallel with a reduction, whose order would depend on the threads; expected one partial result per iteration}}
  %s = scf.parallel (%i) = (%c0) to (%n) step (%c1) init (%zero) -> f32 {
    %x = memref.load %a[%i] : memref<4xf32>
    scf.reduce(%x : f32) {
    ^bb0(%l: f32, %r: f32):
      %t = arith.addf %l, %r : f32
      scf.reduce.return %t : f32
    }
  }
  memref.store %s, %a[%c0] : memref<4xf32>
  return
}
