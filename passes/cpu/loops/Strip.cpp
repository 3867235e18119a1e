//===- Strip.cpp - points and ordered reductions of a strip ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   s[j] = sum_i x[i, j]         lanes along j, 2 vectors side by side
//     ==>
//   %a, %b = scf.for %i iter_args(%acc0, %acc1) {
//     %0 = vector.load %x[%i * n + %j]
//     %1 = arith.addf %acc0, %0 : vector<16xf32>       and the same 16 further
//     on
//   }
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/cpu/loops/NestEmitter.h"
#include "passes/cpu/loops/Reduce.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace leat::loops {

Point NestEmitter::pointAt(Statement &statement, const Ivs &ivs,
                           const Strip &strip, int slot) {
  Point point{ivs};
  point.slot = slot;
  if (statement.lane < 0 || strip.lanes == 1)
    return point;
  point.lanes = strip.lanes;
  if (strip.across >= 0) {
    point.active = strip.lastActive;
    point.ivs[strip.across] = v.add(ivs[strip.across], v.index(slot));
    return point;
  }
  point.active = slot + 1 == strip.slots ? strip.lastActive : strip.lanes;
  if (slot != 0)
    point.ivs[statement.lane] =
        v.add(ivs[statement.lane], v.index(slot * int64_t(strip.lanes)));
  return point;
}

/// Evaluates the body and stores the outputs that are not accumulated.
void NestEmitter::evaluate(Statement &statement, const Point &point,
                           IRMapping &values) {
  v.evaluate(statement, point, values);
  Operation *yield = statement.body()->getTerminator();
  for (auto [result, output] : llvm::enumerate(statement.outputs))
    if (!output.reduced)
      v.store(statement, statement.accesses[output.argument], point,
              values.lookupOrDefault(yield->getOperand(result)));
}

/// Loads a square of an input in the direction in which it is contiguous and
/// turns it; the slots find their vectors by address.
void NestEmitter::loadTransposed(Statement &statement, const Ivs &ivs,
                                 const Strip &strip) {
  for (auto [i, access] : llvm::enumerate(statement.accesses))
    if (isTransposed(statement, i, strip.across) &&
        !group.writes(access.base) && !v.lookup(access, 0))
      v.loadSquare(access, Point{ivs, strip.lanes, strip.lanes},
                   statement.lane);
}

SmallVector<NestEmitter::Reduced>
NestEmitter::reducedOutputs(const Inner &nest) {
  SmallVector<Reduced> reduced;
  for (unsigned number : nest.members)
    for (Output &output : group.members[number]->outputs)
      if (output.reduced)
        reduced.push_back({group.members[number], &output});
  return reduced;
}

Value NestEmitter::initial(const Reduced &reduced, const Point &point) {
  if (reduced.output->initial)
    return reduced.output->initial;
  Statement &statement = *reduced.statement;
  return v.load(statement, statement.accesses[reduced.output->argument], point);
}

void NestEmitter::strip(const Inner &nest, const Ivs &ivs, const Strip &lanes) {
  if (ivs.size() == first(nest).loops.size()) {
    if (lanes.across >= 0 && lanes.lastActive == lanes.lanes)
      for (unsigned number : nest.members)
        loadTransposed(*group.members[number], ivs, lanes);
    for (int slot = 0; slot < lanes.slots; ++slot)
      for (unsigned number : nest.members) {
        Statement &member = *group.members[number];
        IRMapping values;
        evaluate(member, pointAt(member, ivs, lanes, slot), values);
      }
    return;
  }
  if (first(nest).window) {
    window(first(nest), ivs, lanes);
    return;
  }
  unsigned scope = v.enterScope();
  preload(nest.members, ivs, lanes);
  SmallVector<Reduced> reduced = reducedOutputs(nest);
  Accumulators accumulators;
  for (const Reduced &entry : reduced)
    for (int slot = 0; slot < lanes.slots; ++slot) {
      Point point = pointAt(*entry.statement, ivs, lanes, slot);
      accumulators.push_back(v.broadcast(initial(entry, point), point.lanes));
    }
  accumulators = ascending(nest, ivs, lanes, accumulators);
  v.leaveScope(scope);
  size_t next = 0;
  for (const Reduced &entry : reduced)
    for (int slot = 0; slot < lanes.slots; ++slot)
      v.store(
          *entry.statement, entry.statement->accesses[entry.output->argument],
          pointAt(*entry.statement, ivs, lanes, slot), accumulators[next++]);
}

SmallVector<Value> NestEmitter::loopWithValues(
    Value from, int64_t length, int64_t step, ArrayRef<Value> values,
    function_ref<SmallVector<Value>(Value, ArrayRef<Value>)> body) {
  Value to = v.add(from, v.index(length));
  auto loop = scf::ForOp::create(b, loc, from, to, v.index(step), values);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToEnd(loop.getBody());
  // Without carried values the builder has already closed the body.
  if (values.empty())
    b.setInsertionPoint(loop.getBody()->getTerminator());
  unsigned scope = v.enterScope();
  SmallVector<Value> carried(loop.getRegionIterArgs().begin(),
                             loop.getRegionIterArgs().end());
  SmallVector<Value> next = body(loop.getInductionVar(), carried);
  v.leaveScope(scope);
  if (!values.empty())
    scf::YieldOp::create(b, loc, next);
  return SmallVector<Value>(loop.getResults().begin(), loop.getResults().end());
}

/// Reduction loops, outer first, with the accumulators carried.
Accumulators NestEmitter::ascending(const Inner &nest, const Ivs &ivs,
                                    const Strip &lanes,
                                    Accumulators accumulators) {
  Statement &statement = first(nest);
  unsigned depth = ivs.size();
  if (depth < statement.loops.size())
    return loopWithValues(v.index(0), statement.loops[depth].extent, 1,
                          accumulators, [&](Value iv, ArrayRef<Value> carried) {
                            Ivs inside = ivs;
                            inside.push_back(iv);
                            return ascending(nest, inside, lanes,
                                             Accumulators(carried));
                          });
  size_t next = 0;
  for (unsigned number : nest.members) {
    Statement &member = *group.members[number];
    size_t start = next;
    for (int slot = 0; slot < lanes.slots; ++slot) {
      Point point = pointAt(member, ivs, lanes, slot);
      IRMapping values;
      size_t place = start + slot;
      for (const Output &output : member.outputs)
        if (output.reduced) {
          values.map(member.body()->getArgument(output.argument),
                     accumulators[place]);
          place += lanes.slots;
        }
      evaluate(member, point, values);
      place = start + slot;
      for (auto [result, output] : llvm::enumerate(member.outputs))
        if (output.reduced) {
          Value value = values.lookupOrDefault(
              member.body()->getTerminator()->getOperand(result));
          accumulators[place] = v.broadcast(value, point.lanes);
          place += lanes.slots;
        }
    }
    for (const Output &output : member.outputs)
      next += output.reduced ? lanes.slots : 0;
  }
  return accumulators;
}

/// All points of a small reduction unrolled, combined as a tree.
void NestEmitter::window(Statement &statement, const Ivs &ivs,
                         const Strip &lanes) {
  int64_t points = 1;
  for (const Loop &loop : ArrayRef(statement.loops).drop_front(ivs.size()))
    points *= loop.extent;
  for (int slot = 0; slot < lanes.slots; ++slot) {
    Point at = pointAt(statement, ivs, lanes, slot);
    SmallVector<SmallVector<Value>> contributions(statement.outputs.size());
    for (int64_t number = 0; number < points; ++number) {
      Point point = at;
      int64_t rest = number, weight = points;
      for (const Loop &loop :
           ArrayRef(statement.loops).drop_front(ivs.size())) {
        weight /= loop.extent;
        point.ivs.push_back(v.index(rest / weight));
        rest %= weight;
      }
      // What is stored here, beside the reduction, is known at this point only.
      unsigned scope = v.enterScope();
      IRMapping values;
      evaluate(statement, point, values);
      v.leaveScope(scope);
      for (auto [result, output] : llvm::enumerate(statement.outputs))
        if (output.reduced)
          contributions[result].push_back(v.broadcast(
              values.lookupOrDefault(output.contribution), point.lanes));
    }
    for (auto [result, output] : llvm::enumerate(statement.outputs)) {
      if (!output.reduced)
        continue;
      Value value = reduceTree(b, output.combiner, contributions[result], 1);
      Value start = v.broadcast(initial({&statement, &output}, at), at.lanes);
      v.store(statement, statement.accesses[output.argument], at,
              combine(b, output.combiner, start, value));
    }
  }
}

} // namespace leat::loops
