//===- EmitLoops.cpp - linalg on buffers to vectorised loops ---*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   linalg.generic { %r = arith.addf %a, %b } on memref<64x1024xf32>
//     ==>
//   scf.for %i = 0 to 65536 step 16 {
//     %0 = vector.load %a[%i] : memref<65536xf32>, vector<16xf32>
//     %1 = vector.load %b[%i] : memref<65536xf32>, vector<16xf32>
//     %2 = arith.addf %0, %1 : vector<16xf32>
//     vector.store %2, %out[%i] : memref<65536xf32>, vector<16xf32>
//   }
//
// The work is done in passes/cpu/loops: Statement (ops as addresses), Fuse
// (shared loops), Temporaries, Nest, Strip and Tree (loops), Vectorize (one
// point), Reduce and Parallel. Here: which ops form a run, and cleaning up.
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Dominance.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "mlir/Transforms/CSE.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/LoopInvariantCodeMotionUtils.h"
#include "passes/Passes.h"
#include "passes/cpu/loops/Exponential.h"
#include "passes/cpu/loops/Nest.h"
#include "passes/cpu/loops/Trigonometry.h"
#include <deque>

using namespace mlir;

namespace leat {
#define GEN_PASS_DEF_EMITLOOPSPASS
#include "passes/Passes.h.inc"
} // namespace leat

namespace {

using leat::loops::Group;
using leat::loops::Output;
using leat::loops::Statement;

/// Statements in program order with nothing between them that touches memory.
using Run = std::deque<Statement>;

} // namespace

/// May stand between two statements of one run.
static bool isTransparent(Operation *op) {
  return isMemoryEffectFree(op) ||
         isa<memref::AllocOp, memref::AllocaOp, ViewLikeOpInterface>(op);
}

static bool isEmpty(linalg::LinalgOp op) {
  return llvm::is_contained(op.getStaticLoopRanges(), 0);
}

static bool touches(Statement &statement, Value base) {
  return llvm::any_of(statement.loadedBases,
                      [&](Value loaded) {
                        return leat::loops::mayAlias(loaded, base);
                      }) ||
         llvm::any_of(statement.accesses, [&](const auto &access) {
           return !access.isScalar() &&
                  leat::loops::mayAlias(access.base, base);
         });
}

/// The output of `statement` that accumulates onto all of `memref`, if nothing
/// else in the statement touches that memory.
static Output *soleAccumulator(Statement &statement, Value memref) {
  Output *found = nullptr;
  Value base = leat::loops::baseOf(memref);
  for (Output &output : statement.outputs) {
    auto &access = statement.accesses[output.argument];
    if (access.memref == memref && output.reduced && !output.initial &&
        access.map.isProjectedPermutation())
      found = &output;
  }
  unsigned touching =
      llvm::count_if(statement.accesses, [&](const auto &other) {
        return !other.isScalar() && leat::loops::mayAlias(other.base, base);
      });
  return touching == 1 && statement.loadedBases.empty() ? found : nullptr;
}

/// A fill whose value only starts a reduction becomes its initial value.
static void foldFills(Run &run) {
  for (size_t i = 0; i < run.size();) {
    auto fill = dyn_cast<linalg::FillOp>(run[i].op.getOperation());
    Output *output = nullptr;
    if (fill) {
      Value memref = fill.getDpsInitOperand(0)->get();
      Value base = leat::loops::baseOf(memref);
      for (size_t j = i + 1; j < run.size(); ++j)
        if (touches(run[j], base)) {
          output = soleAccumulator(run[j], memref);
          break;
        }
    }
    if (!output) {
      ++i;
      continue;
    }
    output->initial = fill.getDpsInputOperand(0)->get();
    run[i].op->erase();
    run.erase(run.begin() + i);
  }
}

static void emitRun(Run &run, unsigned threads, unsigned vectorBytes) {
  foldFills(run);
  SmallVector<Statement *> statements;
  for (Statement &statement : run)
    statements.push_back(&statement);
  for (Group &group : leat::loops::formGroups(statements, vectorBytes)) {
    OpBuilder b(group.members.back()->op);
    leat::loops::emitNest(b, group, threads);
  }
  for (Statement &statement : run)
    statement.op->erase();
  run.clear();
}

static LogicalResult emitBlock(Block &block, unsigned threads,
                               unsigned vectorBytes) {
  // Nests move down to their last statement: no buffer may end before.
  for (auto dealloc : llvm::to_vector(block.getOps<memref::DeallocOp>()))
    dealloc->moveBefore(block.getTerminator());
  Run run;
  for (Operation &op : llvm::make_early_inc_range(block)) {
    if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op)) {
      if (isEmpty(linalgOp)) {
        op.erase();
        continue;
      }
      auto statement = leat::loops::describe(linalgOp);
      if (failed(statement))
        return failure();
      run.push_back(std::move(*statement));
    } else if (!isTransparent(&op)) {
      emitRun(run, threads, vectorBytes);
    }
  }
  emitRun(run, threads, vectorBytes);
  return success();
}

/// Erases a temporary that only views and deallocations use.
static void eraseIfUnused(memref::AllocOp alloc) {
  SmallVector<Operation *> dead{alloc};
  for (size_t i = 0; i < dead.size(); ++i)
    for (Operation *user : dead[i]->getUsers()) {
      if (!isa<memref::DeallocOp, ViewLikeOpInterface>(user))
        return;
      dead.push_back(user);
    }
  while (!dead.empty())
    dead.pop_back_val()->erase();
}

namespace {

struct EmitLoopsPass : leat::impl::EmitLoopsPassBase<EmitLoopsPass> {
  using Base::Base;

  LogicalResult checkOptions() {
    if (vectorBytes < 16 || vectorBytes > 64 ||
        !llvm::isPowerOf2_64(vectorBytes))
      return getOperation().emitError("vector-bytes is ")
             << vectorBytes.getValue() << ", expected 16, 32 or 64";
    if (math != "poly" && math != "libm")
      return getOperation().emitError("math is '")
             << math.getValue() << "', expected poly or libm";
    return success();
  }

  LogicalResult emit(func::FuncOp function) {
    function.walk([](leat::HideOp hide) { // see passes/tensor/HideConstants.h
      hide.replaceAllUsesWith(hide.getInput());
      hide.erase();
    });
    IRRewriter rewriter(function.getContext());
    function.walk([&](memref::CopyOp copy) {
      rewriter.setInsertionPoint(copy);
      linalg::makeMemRefCopyOp(rewriter, copy.getLoc(), copy.getSource(),
                               copy.getTarget());
      rewriter.eraseOp(copy);
    });
    SmallVector<Block *> blocks;
    function.walk([&](linalg::LinalgOp op) {
      if (!llvm::is_contained(blocks, op->getBlock()))
        blocks.push_back(op->getBlock());
    });
    for (Block *block : blocks)
      if (failed(emitBlock(*block, threads, vectorBytes)))
        return failure();
    SmallVector<memref::AllocOp> allocs;
    function.walk([&](memref::AllocOp alloc) { allocs.push_back(alloc); });
    for (memref::AllocOp alloc : allocs)
      eraseIfUnused(alloc);
    return cleanUp(function);
  }

  LogicalResult cleanUp(func::FuncOp function) {
    RewritePatternSet patterns(&getContext());
    if (math == "poly") {
      leat::loops::populateTrigonometryPatterns(patterns);
      leat::loops::populateExponentialPatterns(patterns);
      populateMathPolynomialApproximationPatterns(patterns);
    }
    // Folding would take the compiler's libm for functions of constants.
    if (failed(
            applyPatternsGreedily(function, std::move(patterns),
                                  GreedyRewriteConfig().enableFolding(false))))
      // Invariant: no polynomial holds the function that it approximates.
      return function.emitOpError("polynomials for math ops do not settle");
    IRRewriter rewriter(&getContext());
    DominanceInfo dominance(function);
    eliminateCommonSubExpressions(rewriter, dominance, function);
    function.walk(
        [](LoopLikeOpInterface loop) { moveLoopInvariantCode(loop); });
    return success();
  }

  void runOnOperation() override {
    if (failed(checkOptions()))
      return signalPassFailure();
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (!function.isExternal() && failed(emit(function)))
        return signalPassFailure();
  }
};

} // namespace
