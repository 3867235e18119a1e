//===- Parallel.cpp - when a nest is worth threads -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   for i in 0 .. 1024                   (2 threads)
//     ==>
//   scf.parallel (%chunk) = (0) to (2) {
//     scf.for %i = %chunk * 512 to min(%chunk * 512 + 512, 1024)
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/loops/Parallel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace leat::loops {

/// A region costs 0.9-1.4 us (two threads); one core moves 40-60 bytes a
/// nanosecond in L2, so that 128 KiB are 2-3 us of work.
constexpr int64_t kParallelBytes = 128 * 1024;
/// Break-even of compute-bound loops: about 0.5 million operations.
constexpr int64_t kParallelOperations = 512 * 1024;
/// Operations of a polynomial exp or tanh.
constexpr int64_t kMathCost = 16;

int64_t trafficOf(const Group &group) {
  int64_t bytes = 0;
  for (Statement *member : group.members)
    for (Access &access : member->accesses) {
      if (access.isScalar() || llvm::is_contained(group.virtuals, access.base))
        continue;
      int64_t count = 1;
      for (auto [d, loop] : llvm::enumerate(member->loops))
        if (!access.linear || access.strides[d] != 0)
          count *= loop.extent;
      Type element = cast<MemRefType>(access.memref.getType()).getElementType();
      unsigned bits =
          element.isIntOrFloat() ? element.getIntOrFloatBitWidth() : 64;
      bytes += count * std::max(1u, bits / 8);
    }
  return bytes;
}

int64_t operationsOf(const Group &group) {
  int64_t operations = 0;
  for (Statement *member : group.members) {
    int64_t cost = 1;
    for (Operation &op : member->body()->without_terminator())
      cost += isa<math::MathDialect>(op.getDialect()) ? kMathCost : 1;
    operations += cost * member->points();
  }
  return operations;
}

bool isWorthThreads(const Group &group) {
  return trafficOf(group) >= kParallelBytes ||
         operationsOf(group) >= kParallelOperations;
}

static void emitFor(OpBuilder &b, Location loc, Value from, Value to,
                    Value step, function_ref<void(Value)> body) {
  auto loop = scf::ForOp::create(b, loc, from, to, step);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPoint(loop.getBody()->getTerminator());
  body(loop.getInductionVar());
}

void emitLoop(OpBuilder &b, Location loc, int64_t trips, int64_t step,
              unsigned threads, function_ref<void(Value, int64_t)> enterChunk,
              function_ref<void(Value)> body) {
  auto constant = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(b, loc, value);
  };
  Value zero = constant(0), end = constant(trips * step);
  if (threads <= 1 || trips <= 1) {
    emitFor(b, loc, zero, end, constant(step), body);
    return;
  }
  int64_t each = llvm::divideCeil(trips, threads);
  int64_t chunks = llvm::divideCeil(trips, each);
  auto parallel = scf::ParallelOp::create(b, loc, ValueRange{zero},
                                          ValueRange{constant(chunks)},
                                          ValueRange{constant(1)});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPoint(parallel.getBody()->getTerminator());
  Value chunk = parallel.getInductionVars()[0];
  enterChunk(chunk, chunks);
  Value from = arith::MulIOp::create(b, loc, chunk, constant(each * step));
  Value to = arith::AddIOp::create(b, loc, from, constant(each * step));
  if (trips % each != 0)
    to = arith::MinUIOp::create(b, loc, to, end);
  emitFor(b, loc, from, to, constant(step), body);
}

} // namespace leat::loops
