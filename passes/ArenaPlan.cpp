//===- ArenaPlan.cpp - which buffers share memory -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Liveness, then offsets by best fit (Pisarchyk and Lee, "Efficient Memory
// Management for Deep Neural Net Inference", 2020, greedy by size).
//
//===----------------------------------------------------------------------===//

#include "passes/ArenaPlan.h"
#include "dialect/Dialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "passes/Entry.h"
#include <algorithm>
#include <map>

using namespace mlir;

namespace leat {

namespace {

/// Program order: an op with regions spans the numbers of what is in them.
class ProgramOrder {
public:
  explicit ProgramOrder(Operation *root) { number(root); }
  unsigned begin(Operation *op) const { return spans.lookup(op).first; }
  unsigned end(Operation *op) const { return spans.lookup(op).second; }

private:
  void number(Operation *op) {
    unsigned first = next++;
    for (Region &region : op->getRegions())
      for (Operation &inner : region.getOps())
        number(&inner);
    spans[op] = {first, op->getNumRegions() ? next++ : first};
  }

  DenseMap<Operation *, std::pair<unsigned, unsigned>> spans;
  unsigned next = 0;
};

LogicalResult checkAllocation(memref::AllocOp alloc) {
  MemRefType type = alloc.getType();
  if (!type.hasStaticShape() || !type.getLayout().isIdentity())
    return alloc.emitError() << "allocates a " << type
                             << ", expected a row-major buffer of static shape";
  if (alloc->getParentOfType<scf::ParallelOp>() ||
      alloc->getParentOfType<scf::ForallOp>())
    return alloc.emitError("allocation in a parallel loop, expected one buffer "
                           "outside it with a part for each iteration");
  return success();
}

/// Widens the life of `buffer` by the uses of `value`, which is the buffer or
/// a view of it.
LogicalResult addUses(ArenaBuffer &buffer, Value value,
                      const ProgramOrder &order) {
  for (Operation *user : value.getUsers()) {
    if (isa<memref::DeallocOp>(user))
      continue;
    Operation *ancestor =
        buffer.alloc->getBlock()->findAncestorOpInBlock(*user);
    buffer.begin = std::min(buffer.begin, order.begin(ancestor));
    buffer.end = std::max(buffer.end, order.end(ancestor));
    if (isa<ViewLikeOpInterface, memref::ExtractStridedMetadataOp>(user)) {
      for (Value view : user->getResults())
        if (isa<BaseMemRefType>(view.getType()) &&
            failed(addUses(buffer, view, order)))
          return failure();
      continue;
    }
    if (user->hasTrait<OpTrait::IsTerminator>() ||
        isa<RegionBranchOpInterface>(user) ||
        llvm::any_of(user->getResultTypes(),
                     [](Type type) { return isa<BaseMemRefType>(type); })) {
      InFlightDiagnostic error = buffer.alloc.emitError()
                                 << "buffer is handed on by '"
                                 << user->getName()
                                 << "', expected a destination for every carry "
                                    "and result";
      error.attachNote(user->getLoc()) << "handed on here";
      return error;
    }
  }
  return success();
}

/// The label of the launch that writes the buffer first, or the name that its
/// location holds.
std::string nameOf(memref::AllocOp alloc, size_t index) {
  for (OpOperand &use : alloc->getUses())
    if (auto launch = dyn_cast<LaunchOp>(use.getOwner());
        launch && launch.getLabel() && launch.isDpsInit(&use))
      return launch.getLabel()->str();
  Location loc = alloc.getLoc();
  if (auto fused = dyn_cast<FusedLoc>(loc);
      fused && !fused.getLocations().empty())
    loc = fused.getLocations().front();
  if (auto name = dyn_cast<NameLoc>(loc))
    return name.getName().str();
  return "buffer" + std::to_string(index);
}

/// The smallest gap that takes `buffer` between those already placed that live
/// when it does; behind all of them where there is none.
int64_t findOffset(const ArenaBuffer &buffer,
                   ArrayRef<const ArenaBuffer *> placed) {
  SmallVector<const ArenaBuffer *> meets;
  for (const ArenaBuffer *other : placed)
    if (other->begin <= buffer.end && buffer.begin <= other->end)
      meets.push_back(other);
  llvm::stable_sort(meets, [](const ArenaBuffer *a, const ArenaBuffer *b) {
    return a->offset < b->offset;
  });
  int64_t size = alignToBuffer(buffer.bytes);
  int64_t free = 0, best = -1, bestGap = std::numeric_limits<int64_t>::max();
  for (const ArenaBuffer *other : meets) {
    int64_t gap = other->offset - free;
    if (gap >= size && gap < bestGap) {
      best = free;
      bestGap = gap;
    }
    free = std::max(free, other->offset + alignToBuffer(other->bytes));
  }
  return best >= 0 ? best : free;
}

void assignOffsets(ArenaPlan &plan) {
  SmallVector<ArenaBuffer *> order;
  for (ArenaBuffer &buffer : plan.buffers)
    order.push_back(&buffer);
  llvm::stable_sort(order, [](const ArenaBuffer *a, const ArenaBuffer *b) {
    return a->bytes > b->bytes;
  });
  SmallVector<const ArenaBuffer *> placed;
  std::map<unsigned, int64_t> changes; // bytes that begin or cease to live
  for (ArenaBuffer *buffer : order) {
    buffer->offset = findOffset(*buffer, placed);
    placed.push_back(buffer);
    int64_t size = alignToBuffer(buffer->bytes);
    plan.bytes = std::max(plan.bytes, buffer->offset + size);
    plan.separate += size;
    changes[buffer->begin] += size;
    changes[buffer->end + 1] -= size;
  }
  int64_t live = 0;
  for (auto [position, change] : changes)
    plan.atOnce = std::max(plan.atOnce, live += change);
}

} // namespace

FailureOr<ArenaPlan> planArena(func::FuncOp function) {
  ArenaPlan plan;
  ProgramOrder order(function);
  WalkResult result =
      function.walk<WalkOrder::PreOrder>([&](memref::AllocOp alloc) {
        if (failed(checkAllocation(alloc)))
          return WalkResult::interrupt();
        ArenaBuffer buffer;
        buffer.alloc = alloc;
        buffer.bytes = byteSize(alloc.getType());
        buffer.begin = std::numeric_limits<unsigned>::max();
        if (failed(addUses(buffer, alloc, order)))
          return WalkResult::interrupt();
        if (buffer.end == 0) // never used
          buffer.begin = buffer.end = order.begin(alloc);
        buffer.name = nameOf(alloc, plan.buffers.size());
        plan.buffers.push_back(buffer);
        return WalkResult::advance();
      });
  if (result.wasInterrupted())
    return failure();
  assignOffsets(plan);
  return plan;
}

void applyArenaPlan(const ArenaPlan &plan, func::FuncOp function, Value arena) {
  SmallVector<memref::DeallocOp> deallocs;
  function.walk([&](memref::DeallocOp op) { deallocs.push_back(op); });
  for (memref::DeallocOp op : deallocs)
    op.erase();
  OpBuilder b(function.getContext());
  std::map<int64_t, Value> offsets;
  for (const ArenaBuffer &buffer : plan.buffers) {
    memref::AllocOp alloc = buffer.alloc;
    Value &offset = offsets[buffer.offset];
    if (!offset) {
      b.setInsertionPointToStart(&function.getBody().front());
      offset =
          arith::ConstantIndexOp::create(b, function.getLoc(), buffer.offset);
    }
    b.setInsertionPoint(alloc);
    Value view = memref::ViewOp::create(b, alloc.getLoc(), alloc.getType(),
                                        arena, offset, ValueRange());
    alloc.replaceAllUsesWith(view);
    alloc.erase();
  }
}

void printArenaPlan(const ArenaPlan &plan, func::FuncOp function) {
  for (const ArenaBuffer &buffer : plan.buffers) {
    memref::AllocOp alloc = buffer.alloc;
    alloc.emitRemark() << "'" << buffer.name << "' takes " << buffer.bytes
                       << " bytes at " << buffer.offset << ", live from op "
                       << buffer.begin << " to " << buffer.end;
  }
  function.emitRemark() << "'" << function.getName() << "' needs " << plan.bytes
                        << " bytes for " << plan.buffers.size()
                        << " buffers: " << plan.separate
                        << " if each had its own, " << plan.atOnce
                        << " live at once";
}

} // namespace leat
