//===- Tree.cpp - lanes along a reduction ----------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   s[i] = sum_j x[i, j]         j < 1000, lanes along j
//     ==>
//   %acc:4 = scf.for %j = 0 to 960 step 64 { four vectors added }
//   three vectors more; the last one masked, missing lanes are -0.0
//   (acc0 + acc2) + (acc1 + acc3), then halves of the lanes: one fixed tree
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/cpu/loops/NestEmitter.h"
#include "passes/cpu/loops/Reduce.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace leat::loops {

void NestEmitter::tree(const Inner &nest, const Ivs &ivs) {
  int64_t length = first(nest).loops.back().extent;
  SmallVector<Value> results;
  if (length >= 2 * kChunk) {
    results = chunkedTree(nest, ivs, length);
  } else {
    unsigned scope = v.enterScope();
    results = partialTree(nest, ivs, v.index(0), length);
    v.leaveScope(scope);
    for (auto [entry, result] : llvm::zip(reducedOutputs(nest), results))
      result = combine(b, entry.output->combiner, initial(entry, Point{ivs}),
                       result);
  }
  for (auto [entry, result] : llvm::zip(reducedOutputs(nest), results))
    v.store(*entry.statement, entry.statement->accesses[entry.output->argument],
            Point{ivs}, result);
}

/// The tree over elements [begin, begin + length) of the last loop.
SmallVector<Value> NestEmitter::partialTree(const Inner &nest, const Ivs &ivs,
                                            Value begin, int64_t length) {
  preload(nest.members, ivs, Strip());
  int64_t lanes = group.lanes;
  int64_t vectors =
      std::min(kPartials / lanes, int64_t(llvm::divideCeil(length, lanes)));
  SmallVector<Reduced> reduced = reducedOutputs(nest);
  Accumulators accumulators;
  for (const Reduced &entry : reduced)
    for (int64_t i = 0; i < vectors; ++i)
      accumulators.push_back(
          neutral(b, entry.output->combiner,
                  v.typeAt(entry.output->contribution.getType(), lanes)));
  accumulators = treeLoops(nest, ivs, begin, length, accumulators);
  SmallVector<Value> results;
  for (auto [i, entry] : llvm::enumerate(reduced))
    results.push_back(
        reduceTree(b, entry.output->combiner,
                   ArrayRef(accumulators).slice(i * vectors, vectors), lanes));
  return results;
}

/// Outer reduction loops, then the lane loop and its masked rest.
Accumulators NestEmitter::treeLoops(const Inner &nest, const Ivs &ivs,
                                    Value begin, int64_t length,
                                    Accumulators accumulators) {
  Statement &statement = first(nest);
  unsigned depth = ivs.size();
  auto inside = [&](Value iv) {
    Ivs more = ivs;
    more.push_back(iv);
    return more;
  };
  if (depth + 1 < statement.loops.size())
    return loopWithValues(v.index(0), statement.loops[depth].extent, 1,
                          accumulators, [&](Value iv, ArrayRef<Value> carried) {
                            return treeLoops(nest, inside(iv), begin, length,
                                             Accumulators(carried));
                          });
  unsigned lanes = group.lanes;
  int64_t full = length / kPartials, rest = length % kPartials;
  Strip whole{int(kPartials / lanes), lanes, lanes};
  if (full == 1)
    accumulators = treeVectors(nest, inside(begin), whole, accumulators);
  else if (full > 1)
    accumulators = loopWithValues(
        begin, full * kPartials, kPartials, accumulators,
        [&](Value iv, ArrayRef<Value> carried) {
          return treeVectors(nest, inside(iv), whole, Accumulators(carried));
        });
  if (rest != 0) {
    int64_t vectors = llvm::divideCeil(rest, lanes);
    Strip tail{int(vectors), lanes, unsigned(rest - (vectors - 1) * lanes)};
    Value iv = v.add(begin, v.index(full * kPartials));
    accumulators = treeVectors(nest, inside(iv), tail, accumulators);
  }
  return accumulators;
}

/// Evaluates the members for each vector of a strip; slot k adds to partials k.
Accumulators NestEmitter::treeVectors(const Inner &nest, const Ivs &ivs,
                                      const Strip &strip,
                                      Accumulators accumulators) {
  size_t outputs = reducedOutputs(nest).size();
  size_t stride = outputs == 0 ? 0 : accumulators.size() / outputs;
  unsigned scope = v.enterScope();
  for (int slot = 0; slot < strip.slots; ++slot) {
    size_t place = slot;
    for (unsigned number : nest.members) {
      Statement &member = *group.members[number];
      Point point = pointAt(member, ivs, strip, slot);
      IRMapping values;
      evaluate(member, point, values);
      for (const Output &output : member.outputs) {
        if (!output.reduced)
          continue;
        Value value = v.broadcast(values.lookupOrDefault(output.contribution),
                                  point.lanes);
        if (point.masked())
          value = arith::SelectOp::create(
              b, loc, v.mask(point.active, point.lanes), value,
              neutral(b, output.combiner, value.getType()));
        accumulators[place] =
            combine(b, output.combiner, accumulators[place], value);
        place += stride;
      }
    }
  }
  v.leaveScope(scope);
  return accumulators;
}

/// One partial a chunk, through a small buffer since chunks may be parallel;
/// then all partials in ascending order.
SmallVector<Value> NestEmitter::chunkedTree(const Inner &nest, const Ivs &ivs,
                                            int64_t length) {
  int64_t full = length / kChunk, rest = length % kChunk;
  SmallVector<Reduced> reduced = reducedOutputs(nest);
  SmallVector<Value> buffers, results;
  for (const Reduced &entry : reduced)
    buffers.push_back(makeBuffer(full, entry.output->contribution.getType()));
  loop(full, kChunk, [&](Value begin) {
    Value chunk = arith::DivUIOp::create(b, loc, begin, v.index(kChunk));
    SmallVector<Value> partials = partialTree(nest, ivs, begin, kChunk);
    for (auto [partial, buffer] : llvm::zip(partials, buffers))
      memref::StoreOp::create(b, loc, partial, buffer, ValueRange{chunk});
  });
  for (const Reduced &entry : reduced)
    results.push_back(initial(entry, Point{ivs}));
  results = loopWithValues(
      v.index(0), full, 1, results, [&](Value chunk, ArrayRef<Value> carried) {
        SmallVector<Value> next;
        for (auto [i, entry] : llvm::enumerate(reduced)) {
          Value partial =
              memref::LoadOp::create(b, loc, buffers[i], ValueRange{chunk});
          next.push_back(
              combine(b, entry.output->combiner, carried[i], partial));
        }
        return next;
      });
  if (rest == 0)
    return results;
  unsigned scope = v.enterScope();
  SmallVector<Value> last =
      partialTree(nest, ivs, v.index(full * kChunk), rest);
  v.leaveScope(scope);
  for (auto [i, entry] : llvm::enumerate(reduced))
    results[i] = combine(b, entry.output->combiner, results[i], last[i]);
  return results;
}

} // namespace leat::loops
