//===- PlanArena.cpp - the buffers of an entry in one arena ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   func.func @f(%x: memref<16xf32> {leat.name = "x"}, ...) {
//     %a = memref.alloc() : memref<16xf32>
//     leat.launch @k ins(%x) outs(%a)
// becomes
//   func.func @f(..., %arena: memref<64xi8> {leat.arena}) {
//     %c0 = arith.constant 0 : index
//     %a = memref.view %arena[%c0][] : memref<64xi8> to memref<16xf32>
//     leat.launch @k ins(%x) outs(%a)
// The arena belongs to the caller, who keeps it from call to call.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/ArenaPlan.h"
#include "passes/Entry.h"
#include "passes/Passes.h"

namespace leat {
#define GEN_PASS_DEF_PLANARENAPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

/// After this stage a buffer is an argument or a part of one, never a value
/// that control flow chooses.
LogicalResult checkControlFlow(func::FuncOp entry) {
  WalkResult result = entry.walk([&](Operation *op) {
    if (op->getNumRegions() == 0 || op == entry)
      return WalkResult::advance();
    for (Type type : op->getResultTypes())
      if (isa<BaseMemRefType>(type)) {
        op->emitError("yields a ")
            << type << ", expected a destination for every carry and result";
        return WalkResult::interrupt();
      }
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}

struct PlanArenaPass : leat::impl::PlanArenaPassBase<PlanArenaPass> {
  using Base::Base;

  void runOnOperation() override {
    for (func::FuncOp entry : findEntries(getOperation())) {
      FailureOr<ArenaPlan> plan = planArena(entry);
      if (failed(plan) || failed(checkControlFlow(entry)))
        return signalPassFailure();
      if (printPlan)
        printArenaPlan(*plan, entry);
      apply(entry, *plan);
    }
  }

private:
  void apply(func::FuncOp entry, const ArenaPlan &plan) {
    Builder b(&getContext());
    auto type = MemRefType::get({plan.bytes}, b.getI8Type());
    unsigned index = entry.getNumArguments();
    LogicalResult inserted = entry.insertArgument(
        index, type,
        b.getDictionaryAttr(b.getNamedAttr(kArenaAttr, b.getUnitAttr())),
        entry.getLoc());
    assert(succeeded(inserted) && "a function takes any argument");
    (void)inserted;
    applyArenaPlan(plan, entry, entry.getArgument(index));
    setEntryFact(entry, "arena_bytes", b.getI64IntegerAttr(plan.bytes));
    setEntryFact(entry, "scratch_bytes", b.getI64IntegerAttr(0));
  }
};

} // namespace
