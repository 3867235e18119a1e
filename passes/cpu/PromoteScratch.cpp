//===- PromoteScratch.cpp - the temporaries of kernels in the arena -------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   func.func private @k(%a: memref<16xf32>) {
//     %t = memref.alloc() : memref<16xf32>
//   func.func @f(%a: memref<16xf32>, %arena: memref<64xi8> {leat.arena}) {
//     leat.launch @k ins() outs(%a)
// becomes
//   func.func private @k(%a: memref<16xf32>, %scratch: memref<64xi8>) {
//     %t = memref.view %scratch[%c0][] : memref<64xi8> to memref<16xf32>
//   func.func @f(%a: memref<16xf32>, %arena: memref<128xi8> {leat.arena}) {
//     %s = memref.view %arena[%c64][] : memref<128xi8> to memref<64xi8>
//     leat.launch @k ins() outs(%a, %s)
// One kernel runs at a time, so all of an entry's share one region, of the
// largest size, behind what the arena holds already.
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/ArenaPlan.h"
#include "passes/Entry.h"
#include "passes/Passes.h"

namespace leat {
#define GEN_PASS_DEF_PROMOTESCRATCHPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

struct PromoteScratchPass
    : leat::impl::PromoteScratchPassBase<PromoteScratchPass> {
  using Base::Base;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    DenseMap<StringAttr, int64_t> scratch;
    for (auto function : module.getOps<func::FuncOp>()) {
      if (function.isPublic())
        continue;
      if (function.isExternal()) { // compiled before
        if (auto bytes = function->getAttrOfType<IntegerAttr>(kScratchAttr))
          scratch[function.getNameAttr()] = bytes.getInt();
        continue;
      }
      FailureOr<int64_t> bytes = promote(function);
      if (failed(bytes))
        return signalPassFailure();
      scratch[function.getNameAttr()] = *bytes;
    }
    WalkResult called = module.walk([&](func::CallOp call) {
      if (!scratch.lookup(call.getCalleeAttr().getAttr()))
        return WalkResult::advance();
      call.emitError() << "'" << call.getCallee()
                       << "' allocates, expected only kernels that are "
                          "launched to";
      return WalkResult::interrupt();
    });
    if (called.wasInterrupted())
      return signalPassFailure();
    for (func::FuncOp entry : findEntries(module))
      if (failed(passScratch(entry, scratch)))
        return signalPassFailure();
  }

private:
  /// The bytes of scratch that `kernel` takes from now on; its facts are
  /// attributes, for whoever compiles it apart from its launches.
  FailureOr<int64_t> promote(func::FuncOp kernel) {
    FailureOr<ArenaPlan> plan = planArena(kernel);
    if (failed(plan))
      return failure();
    int64_t bytes = plan->buffers.empty() ? 0 : plan->bytes;
    if (bytes) {
      if (printPlan)
        printArenaPlan(*plan, kernel);
      applyArenaPlan(*plan, kernel, addArgument(kernel, bytes));
    }
    kernel->setAttr(kScratchAttr,
                    Builder(&getContext()).getI64IntegerAttr(bytes));
    kernel->setAttr(kBufferTypeAttr, TypeAttr::get(kernel.getFunctionType()));
    return bytes;
  }

  Value addArgument(func::FuncOp kernel, int64_t bytes) {
    unsigned index = kernel.getNumArguments();
    LogicalResult inserted = kernel.insertArgument(
        index, MemRefType::get({bytes}, IntegerType::get(&getContext(), 8)),
        DictionaryAttr::get(&getContext()), kernel.getLoc());
    assert(succeeded(inserted) && "a function takes any argument");
    (void)inserted;
    return kernel.getArgument(index);
  }

  /// Gives the launches of `entry` their scratch, behind its arena.
  LogicalResult passScratch(func::FuncOp entry,
                            const DenseMap<StringAttr, int64_t> &scratch) {
    SmallVector<LaunchOp> launches;
    int64_t most = 0;
    entry.walk([&](LaunchOp launch) {
      auto found = scratch.find(launch.getCalleeAttr().getAttr());
      if (found == scratch.end() || !found->second)
        return;
      launches.push_back(launch);
      most = std::max(most, found->second);
    });
    if (launches.empty())
      return success();
    std::optional<unsigned> index = findMarkedArgument(entry, kArenaAttr);
    if (!index)
      return entry.emitError()
             << "entry '" << entry.getName() << "' has no " << kArenaAttr
             << " argument, expected the arena to be planned";
    BlockArgument arena = entry.getArgument(*index);
    int64_t used = cast<MemRefType>(arena.getType()).getNumElements();
    grow(entry, arena, used + most);
    OpBuilder top = OpBuilder::atBlockBegin(&entry.getBody().front());
    Value offset = arith::ConstantIndexOp::create(top, entry.getLoc(), used);
    DenseMap<int64_t, Value> views;
    for (LaunchOp launch : launches) {
      int64_t bytes = scratch.lookup(launch.getCalleeAttr().getAttr());
      Value &view = views[bytes];
      if (!view)
        view = memref::ViewOp::create(top, entry.getLoc(),
                                      MemRefType::get({bytes}, top.getI8Type()),
                                      arena, offset, ValueRange());
      launch.getOutsMutable().append(view);
    }
    setEntryFact(entry, "arena_bytes", top.getI64IntegerAttr(used + most));
    setEntryFact(entry, "scratch_bytes", top.getI64IntegerAttr(most));
    return success();
  }

  void grow(func::FuncOp entry, BlockArgument arena, int64_t bytes) {
    auto type = MemRefType::get({bytes}, IntegerType::get(&getContext(), 8));
    SmallVector<Type> inputs(entry.getArgumentTypes());
    inputs[arena.getArgNumber()] = type;
    entry.setFunctionType(
        FunctionType::get(&getContext(), inputs, entry.getResultTypes()));
    arena.setType(type);
  }
};

} // namespace
