//===- Nest.cpp - loops around the points of a group -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   x : 64x1000, m[i] = max x[i, j]; y[i, j] = x[i, j] - m[i]
//     ==>
//   for %i = 0 to 64 {
//     4 accumulators of 16 lanes: for %j = 0 to 960 step 64; 3 vectors more,
//       the last one masked to 8 lanes
//     %m = the tree of the 64 partials                     never in memory
//     for %j = 0 to 992 step 16 { load x, subtract %m, store y }
//     the last 8 elements under a mask
//   }
//
// The pieces: columns (loops shared by the group), inner nests, strips (some
// vectors side by side along the lane loop), and points (Vectorize.h).
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/loops/Nest.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "passes/cpu/loops/NestEmitter.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace leat::loops {

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

/// A buffer on the stack of the function. Inside a parallel loop every chunk
/// gets its own part (an alloca in the region would need a scope, which
/// lowering to OpenMP cannot hold around loops).
Value NestEmitter::makeBuffer(int64_t size, Type element) {
  constexpr int64_t kAlignment = 64;
  Type stored = element.isInteger(1) ? b.getI8Type() : element;
  int64_t part = llvm::alignTo(size, kAlignment);
  Value whole;
  {
    OpBuilder::InsertionGuard guard(b);
    Operation *parent = b.getInsertionBlock()->getParentOp();
    auto function = dyn_cast<FunctionOpInterface>(parent);
    if (!function)
      function = parent->getParentOfType<FunctionOpInterface>();
    b.setInsertionPointToStart(&function.getFunctionBody().front());
    auto type = MemRefType::get({chunk ? part * chunks : size}, stored);
    whole =
        memref::AllocaOp::create(b, loc, type, b.getI64IntegerAttr(kAlignment));
  }
  if (!chunk)
    return whole;
  Value start = arith::MulIOp::create(b, loc, chunk, v.index(part));
  return memref::SubViewOp::create(b, loc, whole, ArrayRef<OpFoldResult>{start},
                                   ArrayRef<OpFoldResult>{b.getIndexAttr(size)},
                                   ArrayRef<OpFoldResult>{b.getIndexAttr(1)});
}

void NestEmitter::makeSlices() {
  for (const Slice &slice : group.slices)
    v.setBaseView(slice.base, makeBuffer(slice.size, slice.element));
}

void NestEmitter::loop(int64_t trips, int64_t step,
                       function_ref<void(Value)> body) {
  unsigned mayUse = std::exchange(threads, 1);
  auto enterChunk = [&](Value index, int64_t count) {
    chunk = index;
    chunks = count;
    makeSlices();
  };
  emitLoop(b, loc, trips, step, mayUse, enterChunk, [&](Value iv) {
    unsigned scope = v.enterScope();
    body(iv);
    v.leaveScope(scope);
  });
  if (mayUse > 1)
    chunk = {};
}

void NestEmitter::laneLoop(int64_t extent, int maxSlots,
                           function_ref<void(Value, const Strip &)> body) {
  int64_t lanes = group.lanes;
  // Narrower strips where wide ones would leave a thread without work.
  int64_t share = llvm::divideCeil(extent, lanes * threads);
  int64_t slots = std::min<int64_t>(maxSlots, share);
  int64_t step = slots * lanes, full = extent / step, rest = extent % step;
  auto scoped = [&](Value iv, const Strip &strip) {
    unsigned scope = v.enterScope();
    body(iv, strip);
    v.leaveScope(scope);
  };
  Strip whole{int(slots), group.lanes, group.lanes};
  if (full == 1)
    scoped(v.index(0), whole);
  else if (full > 1)
    loop(full, step, [&](Value iv) { body(iv, whole); });
  if (rest != 0) {
    int64_t vectors = llvm::divideCeil(rest, lanes);
    Strip tail{int(vectors), group.lanes,
               unsigned(rest - (vectors - 1) * lanes)};
    scoped(v.index(full * step), tail);
  }
}

/// Vectors side by side: enough accumulators to hide the latency of an addition
/// and to read whole pages, within half of 32 registers.
int NestEmitter::slotsFor(ArrayRef<unsigned> members) const {
  constexpr int kRegisters = 16, kMaxSlots = 8;
  int accumulators = 0;
  for (unsigned number : members)
    for (const Output &output : group.members[number]->outputs)
      accumulators += output.reduced && !group.members[number]->window;
  return accumulators == 0
             ? 1
             : std::clamp(kRegisters / accumulators, 1, kMaxSlots);
}

/// Loads what no loop from here on changes and no statement writes.
void NestEmitter::preload(ArrayRef<unsigned> members, const Ivs &ivs,
                          const Strip &strip) {
  for (unsigned number : members) {
    Statement &member = *group.members[number];
    for (auto [i, access] : llvm::enumerate(member.accesses)) {
      if (access.isScalar() || !member.usesArgument(i) ||
          !access.invariantFrom(ivs.size()) || group.writes(access.base))
        continue;
      // The slots of a block are different iterations of that column.
      if (blocks && access.strides[group.across] != 0)
        continue;
      bool uniform = member.lane < 0 || member.lane >= int(ivs.size()) ||
                     access.strides[member.lane] == 0;
      for (int slot = 0; slot < (uniform ? 1 : strip.slots); ++slot) {
        if (v.lookup(access, slot))
          continue;
        Point point = uniform ? Point{ivs} : pointAt(member, ivs, strip, slot);
        v.remember(access, uniform ? -1 : slot, v.load(member, access, point));
      }
    }
  }
}

void NestEmitter::columns(unsigned column, Ivs ivs) {
  if (column == group.columns) {
    inners(ivs, Strip());
    return;
  }
  int64_t extent = group.members[0]->loops[column].extent;
  if (int(column) == group.across && !blocks) {
    blockColumn(column, ivs);
    return;
  }
  if (!group.laneColumn || column + 1 != group.columns) {
    loop(extent, 1, [&](Value iv) {
      Ivs inside = ivs;
      inside.push_back(iv);
      columns(column + 1, inside);
    });
    return;
  }
  SmallVector<unsigned> all =
      llvm::to_vector(llvm::seq<unsigned>(0, group.members.size()));
  preload(all, ivs, Strip());
  laneLoop(extent, slotsFor(all), [&](Value iv, const Strip &strip) {
    Ivs inside = ivs;
    inside.push_back(iv);
    Strip square = strip;
    if (blocks) {
      square.slots = group.lanes;
      square.across = group.across;
    }
    inners(inside, square);
  });
}

/// Column `across` in blocks of `lanes` iterations, and the rest one by one.
void NestEmitter::blockColumn(unsigned column, const Ivs &ivs) {
  int64_t extent = group.members[0]->loops[column].extent;
  int64_t lanes = group.lanes, whole = extent / lanes * lanes;
  auto inside = [&](Value iv) {
    Ivs more = ivs;
    more.push_back(iv);
    columns(column + 1, more);
  };
  blocks = true;
  loop(whole / lanes, lanes, inside);
  blocks = false;
  if (whole == extent)
    return;
  loop(extent - whole, 1, [&](Value iv) { inside(v.add(iv, v.index(whole))); });
}

void NestEmitter::inners(const Ivs &ivs, const Strip &strip) {
  for (const Inner &nest : group.inners)
    inner(nest, ivs, strip);
}

bool NestEmitter::reduces(const Inner &nest, unsigned loop) const {
  return llvm::any_of(nest.members, [&](unsigned number) {
    return group.members[number]->loops[loop].reduction;
  });
}

/// Emits the loops of `nest` from loop ivs.size() on.
void NestEmitter::inner(const Inner &nest, Ivs ivs, const Strip &lanes) {
  Statement &statement = first(nest);
  unsigned depth = ivs.size();
  if (depth == statement.loops.size() || reduces(nest, depth)) {
    nest.tree ? tree(nest, ivs) : strip(nest, ivs, lanes);
    return;
  }
  if (int(depth) == statement.lane) {
    innerLanes(nest, ivs);
    return;
  }
  loop(statement.loops[depth].extent, 1, [&](Value iv) {
    Ivs inside = ivs;
    inside.push_back(iv);
    inner(nest, inside, lanes);
  });
}

void NestEmitter::innerLanes(const Inner &nest, const Ivs &ivs) {
  int64_t extent = first(nest).loops[ivs.size()].extent;
  unsigned scope = v.enterScope();
  preload(nest.members, ivs, Strip());
  laneLoop(extent, slotsFor(nest.members), [&](Value iv, const Strip &strip) {
    Ivs inside = ivs;
    inside.push_back(iv);
    inner(nest, inside, strip);
  });
  v.leaveScope(scope);
}

//===----------------------------------------------------------------------===//
// The group
//===----------------------------------------------------------------------===//

void NestEmitter::emit() {
  for (Value base : group.virtuals)
    v.setVirtual(base);
  // With threads the first loop makes them, one set a chunk.
  for (const Slice &slice : group.slices)
    v.setBaseView(slice.base, {});
  if (threads == 1)
    makeSlices();
  for (Statement *member : group.members)
    v.addViews(*member);
  columns(0, {});
}

void emitNest(OpBuilder &b, Group &group, unsigned threads) {
  NestEmitter(b, group, threads).emit();
}

} // namespace leat::loops
