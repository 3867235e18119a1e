//===- Passes.td - every pass, in the order of the stages -*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_PASSES_TD
#define LEAT_PASSES_PASSES_TD

include "mlir/Pass/PassBase.td"

//===----------------------------------------------------------------------===//
// cpu
//===----------------------------------------------------------------------===//

def EmitLoopsPass : Pass<"leat-emit-loops", "::mlir::ModuleOp"> {
  let summary = "Turn linalg ops on buffers into vectorised loops";
  let description = [{
    Every linalg op on static-shape buffers becomes scf, arith, math, memref and
    vector ops on vectors of one register. Neighbouring ops share loops where
    each iteration touches its own slice of what they exchange. Bits depend on
    the extents only, not on fusion, `threads` or `vector-bytes`.

    ```mlir
    linalg.generic { %r = arith.addf %a, %b } on memref<64x1024xf32>
      ==>
    scf.for %i = 0 to 65536 step 16 { vector.load, arith.addf, vector.store }
    ```
  }];
  let options = [
    Option<"threads", "threads", "unsigned", "1",
           "chunks of a parallel loop; 1 emits no parallel loop">,
    Option<"vectorBytes", "vector-bytes", "unsigned", "64",
           "bytes of a vector register: 16, 32 or 64">,
    Option<"math", "math", "std::string", "\"poly\"",
           "f32 functions: poly (polynomials on vectors) or libm (left alone)">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::math::MathDialect", "::mlir::memref::MemRefDialect",
                           "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
}

#endif // LEAT_PASSES_PASSES_TD
