//===- Temporaries.cpp - temporaries to registers and slices ---*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   %t = memref.alloc() : memref<64x1024xf32>     used in one group, columns
//   {i}
//     ==>
//   nothing, if each read of t[i, j] follows its write in the same iteration,
//   else %t = memref.alloca() : memref<1024xf32>
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "passes/cpu/loops/Fuse.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace leat::loops {

/// Bytes of the stack that the slices of one group may take.
constexpr int64_t kSliceBudget = 64 * 1024;

/// True if only members of `group`, and deallocations, use `memref`.
static bool isLocal(const Group &group, Value memref) {
  return llvm::all_of(memref.getUsers(), [&](Operation *user) {
    if (isa<memref::DeallocOp>(user))
      return true;
    if (auto view = dyn_cast<ViewLikeOpInterface>(user))
      return isLocal(group, view->getResult(0));
    return llvm::any_of(group.members, [&](Statement *member) {
      return member->op == user &&
             !llvm::is_contained(member->loadedBases, baseOf(memref));
    });
  });
}

/// Every access of `base` in the group.
static SmallVector<Access *> accessesOf(Group &group, Value base) {
  SmallVector<Access *> accesses;
  for (Statement *member : group.members)
    for (Access &access : member->accesses)
      if (!access.isScalar() && access.base == base)
        accesses.push_back(&access);
  return accesses;
}

/// Does each read of `base` find the value of an earlier write? A write is
/// known to later members of its inner nest; to later nests as well if no loop
/// inside the columns closes between them.
static bool livesInRegisters(Group &group, Value base) {
  SmallVector<Access *> accesses = accessesOf(group, base);
  if (!llvm::all_of(accesses, [&](Access *access) {
        return access->sameAddress(*accesses[0]);
      }))
    return false;
  bool knownInGroup = false;
  for (const Inner &inner : group.inners) {
    bool known = knownInGroup;
    for (unsigned number : inner.members) {
      Statement &member = *group.members[number];
      bool open = member.loops.size() == group.columns;
      for (auto [i, access] : llvm::enumerate(member.accesses))
        if (!member.isOutput(i) && access.base == base &&
            member.usesArgument(i) && !known)
          return false;
      for (const Output &output : member.outputs) {
        if (member.accesses[output.argument].base != base)
          continue;
        bool reads = output.reduced ? !output.initial
                                    : member.usesArgument(output.argument);
        if (reads && !known)
          return false;
        // What a loop has reduced is known where that loop has closed.
        bool reductionsOnly =
            llvm::all_of(ArrayRef(member.loops).drop_front(group.columns),
                         [](const Loop &loop) { return loop.reduction; });
        known |= !output.reduced;
        knownInGroup |= open || (output.reduced && reductionsOnly);
      }
    }
  }
  return true;
}

/// Takes the digit of column `column` out of all addresses of a buffer; false,
/// with nothing changed, if that column is not a digit of them.
static bool removeColumn(ArrayRef<Access *> accesses, unsigned column,
                         int64_t extent) {
  int64_t stride = accesses[0]->strides[column];
  if (stride <= 0)
    return false;
  int64_t period = stride * extent;
  for (Access *access : accesses) {
    if (access->strides[column] != stride || access->offset % period >= stride)
      return false;
    for (auto [d, other] : llvm::enumerate(access->strides))
      if (other < 0 || (d != column && other >= stride && other % period != 0))
        return false;
  }
  for (Access *access : accesses) {
    for (auto [d, other] : llvm::enumerate(access->strides))
      if (other > stride)
        other /= extent;
    access->strides[column] = 0;
    access->offset = access->offset / period * stride + access->offset % stride;
  }
  return true;
}

/// Cuts `base` down to one iteration of the columns if that is worth it.
static void makeSlice(Group &group, Value base, int64_t &budget) {
  SmallVector<Access *> accesses = accessesOf(group, base);
  if (accesses.size() < 2 || !llvm::all_of(accesses, [](Access *access) {
        return access->linear && !access->dynamicOffset;
      }))
    return;
  SmallVector<Access> saved;
  for (Access *access : accesses)
    saved.push_back(*access);
  auto type = cast<MemRefType>(base.getType());
  int64_t size = type.getNumElements();
  unsigned removable = group.columns - (group.laneColumn ? 1 : 0);
  for (unsigned column = 0; column < removable; ++column) {
    int64_t extent = group.members[0]->loops[column].extent;
    if (removeColumn(accesses, column, extent))
      size /= extent;
  }
  int64_t bytes =
      size * std::max<int64_t>(1, type.getElementTypeBitWidth() / 8);
  if (size == type.getNumElements() || bytes > budget) {
    for (auto [access, old] : llvm::zip(accesses, saved))
      *access = old;
    return;
  }
  budget -= bytes;
  group.slices.push_back({base, size, type.getElementType()});
}

void planTemporaries(Group &group) {
  SetVector<Value> temporaries;
  for (Statement *member : group.members)
    for (const Output &output : member->outputs) {
      Value base = member->accesses[output.argument].base;
      // One of an outer block may carry values from one iteration to the next.
      auto alloc = base.getDefiningOp<memref::AllocOp>();
      if (alloc && alloc->getBlock() == member->op->getBlock() &&
          isLocal(group, base))
        temporaries.insert(base);
    }
  int64_t budget = kSliceBudget;
  for (Value base : temporaries) {
    if (livesInRegisters(group, base))
      group.virtuals.push_back(base);
    else if (group.across < 0) // whose rest runs outside of the chunks
      makeSlice(group, base, budget);
  }
}

} // namespace leat::loops
