// RUN: not leat-opt %s -leat-emit-loops=vector-bytes=24 2>&1 | FileCheck %s --check-prefix=BYTES
// RUN: not leat-opt %s -leat-emit-loops=math=fast 2>&1 | FileCheck %s --check-prefix=MATH

// BYTES: vector-bytes is 24, expected 16, 32 or 64
// MATH: math is 'fast', expected poly or libm
func.func @nothing() {
  return
}
