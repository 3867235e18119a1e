//===- TripCounts.cpp - how far an entry has come -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   scf.for %i = %c0 to %c50 step %c1 {
//     leat.launch @k ...
//     %n = llvm.load %trips
//     llvm.store %n + 1, %trips atomic monotonic
//   }
//
// A load and a store beside launches of kernels cost nothing that can be
// measured, and whoever looks at the number costs the code nothing.
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/TripCounts.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "passes/Entry.h"

using namespace mlir;

namespace leat {

template <typename Visit>
static void walkOutermost(func::FuncOp entry, Visit &&visit) {
  entry.walk<WalkOrder::PreOrder>([&](LoopLikeOpInterface loop) {
    visit(loop);
    return WalkResult::skip();
  });
}

void recordTrips(func::FuncOp entry) {
  int64_t sum = 0;
  bool isKnown = true;
  walkOutermost(entry, [&](LoopLikeOpInterface loop) {
    std::optional<APInt> trips = loop.getStaticTripCount();
    // One that stands in a branch may not run.
    isKnown &= trips && loop->getParentOp() == entry;
    sum += trips ? trips->getSExtValue() : 0;
  });
  if (isKnown && sum > 0)
    setEntryFact(entry, "trips",
                 Builder(entry.getContext()).getI64IntegerAttr(sum));
}

void emitTripCounts(func::FuncOp entry, Value counter) {
  walkOutermost(entry, [&](LoopLikeOpInterface loop) {
    // The last region of a `while` is what a trip does.
    Region *trip = loop.getLoopRegions().back();
    OpBuilder b(trip->front().getTerminator());
    Location loc = loop.getLoc();
    Value count = LLVM::LoadOp::create(b, loc, b.getI64Type(), counter);
    Value one = LLVM::ConstantOp::create(b, loc, b.getI64Type(), 1);
    // Atomic, so that no optimisation keeps the number to itself until the end.
    LLVM::StoreOp::create(b, loc, LLVM::AddOp::create(b, loc, count, one),
                          counter, /*alignment=*/8, /*isVolatile=*/false,
                          /*isNonTemporal=*/false, /*isInvariantGroup=*/false,
                          LLVM::AtomicOrdering::monotonic);
  });
}

} // namespace leat
