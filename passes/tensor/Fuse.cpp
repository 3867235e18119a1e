//===- Fuse.cpp - which generics become one --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %e = linalg.generic ins(%x, %m) { exp(x - m) }
//   %s = linalg.generic ins(%e) outs(%0) j reduces { acc + e }
//   %y = linalg.generic ins(%e, %s) { e / s }
//     ==>
//   %e, %s = linalg.generic ins(%x, %m) outs(%empty, %0) j reduces
//              { %t = exp(x - m)  yield %t, acc + %t }
//   %y = linalg.generic ins(%e, %s) { e / s }
//
// A generic takes in the producers of its operands, from the first op of the
// kernel to the last, in one of three ways:
//
//   - a light producer (cheap, and reading no more than it writes) is copied
//     into each of its users;
//   - any producer with no other user is taken in, unless that would compute it
//     more often than before;
//   - a producer with several users is taken in by the first one, if that runs
//     over the same points in the same order, and gives its value to the
//     others.
//
// linalg::fuseElementwiseOps does the rewriting.
//
//===----------------------------------------------------------------------===//

#include "passes/tensor/Fuse.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Dominance.h"
#include "mlir/Transforms/CSE.h"

using namespace mlir;
using linalg::GenericOp;

/// A producer of at most this many ops counts as cheap: a handful of
/// instructions on values in registers costs less than a load and a store.
static constexpr int64_t kCheapOps = 8;

/// May take tens of instructions, or touches memory.
static bool isCostly(Operation &op) {
  if (isa<tensor::ExtractOp, arith::DivFOp, arith::RemFOp, arith::DivSIOp,
          arith::DivUIOp, arith::RemSIOp, arith::RemUIOp>(op))
    return true;
  return isa<math::MathDialect>(op.getDialect()) &&
         !isa<math::AbsFOp, math::AbsIOp, math::CeilOp, math::FloorOp,
              math::RoundEvenOp>(op);
}

/// Whether it costs less to compute `producer` again than to keep its result.
static bool isLight(GenericOp producer) {
  int64_t ops = 0;
  for (Operation &op : producer.getBody()->without_terminator()) {
    if (isCostly(op))
      return false;
    ops += !isa<arith::ConstantOp, linalg::IndexOp>(op);
  }
  if (ops > kCheapOps || producer.getNumResults() != 1)
    return false;
  int64_t written =
      cast<RankedTensorType>(producer.getResultTypes()[0]).getNumElements();
  int64_t large = 0;
  for (Value input : producer.getInputs())
    if (auto type = dyn_cast<RankedTensorType>(input.getType()))
      large += 2 * type.getNumElements() > written;
  return large <= 1;
}

/// Whether `op` reads what its destinations start from. It stays by itself, as
/// reductions do: this one is over no axes. Taken in once for each of its
/// results, it would bring along all its destinations each time.
static bool isReduction(GenericOp op) {
  return llvm::any_of(op.getRegionOutputArgs(),
                      [](BlockArgument out) { return !out.use_empty(); });
}

static int64_t pointsOf(GenericOp op) {
  int64_t points = 1;
  for (int64_t extent : op.getStaticLoopRanges())
    points *= extent;
  return points;
}

/// Whether no user of `producer` comes before `consumer`, or stands in its
/// body, where it reads the whole result at any point.
static bool isFirstUser(GenericOp producer, GenericOp consumer) {
  return llvm::all_of(producer->getUsers(), [&](Operation *user) {
    Operation *there = consumer->getBlock()->findAncestorOpInBlock(*user);
    return user == consumer || (there && consumer->isBeforeInBlock(there));
  });
}

namespace {
enum class Way { No, Copy, Take };
} // namespace

/// How the consumer takes in the producer of `operand`.
static Way wayToFuse(OpOperand &operand) {
  auto consumer = cast<GenericOp>(operand.getOwner());
  auto producer = operand.get().getDefiningOp<GenericOp>();
  if (!producer || producer->getBlock() != consumer->getBlock() ||
      isReduction(producer) || !linalg::areElementwiseOpsFusable(&operand))
    return Way::No;
  bool isOnlyUse = operand.get().hasOneUse() && producer.getNumResults() == 1;
  if (isLight(producer))
    return isOnlyUse ? Way::Take : Way::Copy;
  int64_t points = pointsOf(producer);
  if (isOnlyUse)
    return pointsOf(consumer) <= points ? Way::Take : Way::No;
  bool isSame = pointsOf(consumer) == points &&
                consumer.getMatchingIndexingMap(&operand).isPermutation() &&
                llvm::count(consumer->getOperands(), operand.get()) == 1;
  return isSame && isFirstUser(producer, consumer) ? Way::Take : Way::No;
}

/// Each fusion leaves an affine.apply of all dims for each dim of the producer.
/// What they were of is composed at once: a chain of them is a tree with dims
/// branches at each fork to MLIR's simplifications.
static void composeIndices(IRRewriter &rewriter, GenericOp op) {
  for (auto apply : llvm::make_early_inc_range(
           op.getBody()->getOps<affine::AffineApplyOp>())) {
    rewriter.setInsertionPoint(apply);
    OpFoldResult composed = affine::makeComposedFoldedAffineApply(
        rewriter, apply.getLoc(), apply.getMap(),
        getAsOpFoldResult(apply.getMapOperands()));
    rewriter.replaceOp(apply, getValueOrCreateConstantIndexOp(
                                  rewriter, apply.getLoc(), composed));
  }
}

/// Takes one producer into `consumer`, which is replaced. False if there is
/// none to be taken.
static bool fuseOnce(IRRewriter &rewriter, GenericOp &consumer) {
  for (OpOperand *operand : consumer.getDpsInputOperands()) {
    Way way = wayToFuse(*operand);
    if (way == Way::No)
      continue;
    Operation *producer = operand->get().getDefiningOp();
    rewriter.setInsertionPoint(consumer);
    if (way == Way::Copy) {
      producer = rewriter.clone(*producer);
      rewriter.modifyOpInPlace(consumer,
                               [&] { operand->set(producer->getResult(0)); });
    }
    auto fused = linalg::fuseElementwiseOps(rewriter, operand);
    if (failed(fused))
      continue;
    for (Operation *old : {producer, consumer.getOperation()})
      for (OpResult result : old->getResults())
        if (Value value = fused->replacements.lookup(result))
          rewriter.replaceUsesWithIf(result, value, [&](OpOperand &use) {
            return use.getOwner() != fused->fusedOp;
          });
    rewriter.eraseOp(consumer);
    if (producer->use_empty())
      rewriter.eraseOp(producer);
    consumer = cast<GenericOp>(fused->fusedOp);
    composeIndices(rewriter, consumer);
    return true;
  }
  return false;
}

/// One body argument for an operand that is read twice, and one op for two that
/// compute the same.
static GenericOp simplify(IRRewriter &rewriter, GenericOp op) {
  rewriter.setInsertionPoint(op);
  auto smaller = linalg::deduplicateOperandsAndRemoveDeadResults(
      rewriter, op, /*removeOutputs=*/true);
  if (succeeded(smaller))
    op = *smaller;
  DominanceInfo dominance(op);
  eliminateCommonSubExpressions(rewriter, dominance, op);
  return op;
}

void leat::tensor::fuseGenerics(func::FuncOp function) {
  IRRewriter rewriter(function.getContext());
  SmallVector<GenericOp> consumers;
  function.walk([&](GenericOp op) { consumers.push_back(op); });
  // In program order what is taken in has taken in its own producers before, so
  // no op in `consumers` after the current one has been replaced.
  for (GenericOp consumer : consumers) {
    consumer = simplify(rewriter, consumer);
    while (fuseOnce(rewriter, consumer))
      consumer = simplify(rewriter, consumer);
  }
}
