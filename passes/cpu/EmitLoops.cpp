#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "passes/Passes.h"

namespace leat {
#define GEN_PASS_DEF_EMITLOOPSPASS
#include "passes/Passes.h.inc"
} // namespace leat

namespace {
struct EmitLoopsPass : leat::impl::EmitLoopsPassBase<EmitLoopsPass> {
  void runOnOperation() override {}
};
} // namespace
