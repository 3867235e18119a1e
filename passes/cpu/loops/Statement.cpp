//===- Statement.cpp - linalg ops to loops and addresses -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Also decides the order of accumulation (loops::Order). The decision looks at
// the iteration space and the combining op only, never at the layout of an
// input: fusing a producer into a reduction must not change its bits.
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/loops/Statement.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace leat::loops {

bool Access::sameAddress(const Access &other) const {
  if (base != other.base || !linear || !other.linear || offset != other.offset)
    return false;
  if ((dynamicOffset || other.dynamicOffset) && memref != other.memref)
    return false;
  auto stride = [](const Access &access, unsigned d) {
    return d < access.strides.size() ? access.strides[d] : 0;
  };
  for (unsigned d = 0, e = std::max(strides.size(), other.strides.size());
       d != e; ++d)
    if (stride(*this, d) != stride(other, d))
      return false;
  return true;
}

bool Access::invariantFrom(unsigned from) const {
  return linear && llvm::all_of(ArrayRef(strides).drop_front(from),
                                [](int64_t stride) { return stride == 0; });
}

bool Statement::hasReduction() const {
  return llvm::any_of(loops, [](const Loop &loop) { return loop.reduction; });
}

int64_t Statement::points() const {
  int64_t product = 1;
  for (const Loop &loop : loops)
    product *= loop.extent;
  return product;
}

void Statement::permute(ArrayRef<int> order) {
  SmallVector<Loop, 6> oldLoops = loops;
  SmallVector<int> place(loops.size());
  for (auto [to, from] : llvm::enumerate(order)) {
    loops[to] = oldLoops[from];
    place[from] = to;
  }
  for (Origin &origin : origins)
    if (origin.loop >= 0)
      origin.loop = place[origin.loop];
  for (Access &access : accesses) {
    if (!access.linear)
      continue;
    SmallVector<int64_t, 6> old = access.strides;
    for (auto [to, from] : llvm::enumerate(order))
      access.strides[to] = old[from];
  }
  if (lane >= 0)
    lane = place[lane];
}

bool Statement::canMerge(unsigned outer, unsigned inner) {
  if (loops[outer].reduction != loops[inner].reduction)
    return false;
  bool usesIndex = false;
  body()->walk([&](linalg::IndexOp index) {
    int loop = origins[index.getDim()].loop;
    usesIndex |= loop == int(outer) || loop == int(inner);
  });
  // Merging would cost a division a point.
  if (usesIndex)
    return false;
  return llvm::all_of(accesses, [&](const Access &access) {
    if (access.isScalar())
      return true;
    return access.linear &&
           access.strides[outer] == access.strides[inner] * loops[inner].extent;
  });
}

void Statement::merge(unsigned outer, unsigned inner) {
  int64_t extent = loops[inner].extent;
  for (Access &access : accesses) {
    if (!access.linear)
      continue;
    if (access.strides[outer] != access.strides[inner] * extent)
      access.linear = false;
    access.strides.erase(access.strides.begin() + outer);
  }
  for (Origin &origin : origins) {
    if (origin.loop == int(outer)) {
      origin.divisor *= extent;
      origin.loop = inner;
    } else if (origin.loop == int(inner) && origin.modulus == 0) {
      origin.modulus = extent / origin.divisor;
    }
    if (origin.loop > int(outer))
      --origin.loop;
  }
  loops[inner].extent *= loops[outer].extent;
  loops.erase(loops.begin() + outer);
  if (lane == int(outer))
    lane = inner;
  if (lane > int(outer))
    --lane;
}

Value baseOf(Value memref) {
  while (Operation *op = memref.getDefiningOp()) {
    auto view = dyn_cast<ViewLikeOpInterface>(op);
    // The shift of a `memref.view` is no part of an access's offset.
    if (!view || isa<memref::ViewOp>(op) ||
        !isa<MemRefType>(view.getViewSource().getType()))
      break;
    memref = view.getViewSource();
  }
  return memref;
}

static bool isIdentified(Value base) {
  if (auto argument = dyn_cast<BlockArgument>(base))
    return isa_and_nonnull<FunctionOpInterface>(
        argument.getOwner()->getParentOp());
  return isa<memref::AllocOp, memref::AllocaOp, memref::GetGlobalOp>(
      base.getDefiningOp());
}

bool mayAlias(Value base, Value other) {
  if (base == other || !isIdentified(base) || !isIdentified(other))
    return true;
  auto global = base.getDefiningOp<memref::GetGlobalOp>();
  auto otherGlobal = other.getDefiningOp<memref::GetGlobalOp>();
  return global && otherGlobal && global.getName() == otherGlobal.getName();
}

/// Adds scale * expr to strides and offset; false if expr is not linear.
static bool addLinear(AffineExpr expr, int64_t scale,
                      MutableArrayRef<int64_t> strides, int64_t &offset) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    strides[dim.getPosition()] += scale;
    return true;
  }
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    offset += scale * constant.getValue();
    return true;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return false;
  if (expr.getKind() == AffineExprKind::Add)
    return addLinear(binary.getLHS(), scale, strides, offset) &&
           addLinear(binary.getRHS(), scale, strides, offset);
  auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS());
  if (expr.getKind() != AffineExprKind::Mul || !factor)
    return false;
  return addLinear(binary.getLHS(), scale * factor.getValue(), strides, offset);
}

static LogicalResult describeAccess(linalg::LinalgOp op, OpOperand &operand,
                                    Access &access) {
  access.memref = operand.get();
  access.map = op.getMatchingIndexingMap(&operand);
  access.strides.assign(op.getNumLoops(), 0);
  auto type = dyn_cast<MemRefType>(access.memref.getType());
  if (!type)
    return success();
  access.base = baseOf(access.memref);
  SmallVector<int64_t> strides;
  int64_t offset;
  if (!type.hasStaticShape() ||
      failed(type.getStridesAndOffset(strides, offset)) ||
      llvm::any_of(strides, ShapedType::isDynamic))
    return op.emitOpError("operand ")
           << operand.getOperandNumber() << " has type " << type
           << ", expected a memref of static shape and static strides";
  // Gathers count elements in 32 bits.
  if (type.getNumElements() > std::numeric_limits<int32_t>::max())
    return op.emitOpError("operand ")
           << operand.getOperandNumber() << " has " << type.getNumElements()
           << " elements, expected fewer than 2^31";
  access.dynamicOffset = ShapedType::isDynamic(offset);
  access.offset = access.dynamicOffset ? 0 : offset;
  for (auto [expr, stride] : llvm::zip(access.map.getResults(), strides))
    access.linear &= addLinear(expr, stride, access.strides, access.offset);
  return success();
}

/// Is every op of the body one that has a meaning on vectors?
static bool isVectorizable(Block *body) {
  for (Operation &op : body->without_terminator()) {
    if (isa<linalg::IndexOp, memref::LoadOp, arith::ConstantOp,
            affine::AffineApplyOp>(op))
      continue;
    if (op.getNumRegions() != 0 || !OpTrait::hasElementwiseMappableTraits(&op))
      return false;
  }
  for (Operation &op : *body)
    for (Value operand : op.getOperands())
      if (!VectorType::isValidElementType(operand.getType()) &&
          !isa<MemRefType>(operand.getType()))
        return false;
  return true;
}

/// Recognises `yield combine(out, value)`, with `out` used nowhere else.
static void findCombiner(Statement &statement, unsigned result) {
  Output &output = statement.outputs[result];
  Value out = statement.body()->getArgument(output.argument);
  Operation *yield = statement.body()->getTerminator();
  Value yielded = yield->getOperand(result);
  Operation *combiner = yielded.getDefiningOp();
  if (!combiner || combiner->getBlock() != statement.body() ||
      combiner->getNumOperands() != 2 || !yielded.hasOneUse() ||
      !out.hasOneUse() || isa<arith::SelectOp>(combiner) ||
      !arith::getNeutralElement(combiner))
    return;
  if (combiner->getOperand(0) == out)
    output.contribution = combiner->getOperand(1);
  else if (combiner->getOperand(1) == out)
    output.contribution = combiner->getOperand(0);
  else
    return;
  output.combiner = combiner;
}

/// Fills in outputs and the order of accumulation.
static void classify(Statement &statement) {
  unsigned first = statement.accesses.size() - statement.op.getNumDpsInits();
  bool inMemory = false, combiners = true;
  for (unsigned i = first, e = statement.accesses.size(); i != e; ++i) {
    Access &access = statement.accesses[i];
    statement.outputs.push_back({});
    Output &output = statement.outputs.back();
    output.argument = i;
    if (!statement.hasReduction())
      continue;
    unsigned moving = 0, reductions = 0;
    for (auto [loop, stride] : llvm::zip(statement.loops, access.strides))
      if (loop.reduction) {
        ++reductions;
        moving += stride != 0;
      }
    output.reduced = access.linear && moving == 0;
    inMemory |= !output.reduced && (!access.linear || moving != reductions);
    if (output.reduced) {
      findCombiner(statement, i - first);
      combiners &= output.combiner != nullptr;
    }
  }
  if (!statement.hasReduction())
    statement.order = Order::Pointwise;
  else if (inMemory)
    statement.order = Order::InMemory;
  else if (combiners && statement.vectorizable &&
           statement.loops.back().reduction)
    statement.order = Order::Tree;
  else
    statement.order = Order::Ascending;
  if (statement.order == Order::InMemory)
    for (Output &output : statement.outputs)
      output.reduced = false;
}

static void dropUnitLoops(Statement &statement) {
  for (unsigned d = statement.loops.size(); d-- > 0;) {
    if (statement.loops[d].extent != 1)
      continue;
    statement.loops.erase(statement.loops.begin() + d);
    for (Origin &origin : statement.origins) {
      if (origin.loop == int(d))
        origin.loop = -1;
      else if (origin.loop > int(d))
        --origin.loop;
    }
    for (Access &access : statement.accesses)
      access.strides.erase(access.strides.begin() + d);
  }
}

/// A tree of few values is unrolled over lanes of a parallel loop unless the
/// lanes can run along a contiguous reduction. Both give the same bits.
static bool prefersWindow(Statement &statement, unsigned firstTrailing) {
  constexpr int64_t kAlwaysWindow = 8;
  int64_t count = 1;
  for (unsigned d = firstTrailing; d < statement.loops.size(); ++d)
    count *= statement.loops[d].extent;
  bool parallelOnly = firstTrailing > 0;
  for (unsigned d = 0; d < firstTrailing; ++d)
    parallelOnly &= !statement.loops[d].reduction;
  if (!parallelOnly || count > kPartials)
    return false;
  if (count <= kAlwaysWindow)
    return true;
  for (unsigned d = firstTrailing; d + 1 < statement.loops.size(); ++d)
    if (!statement.canMerge(d, d + 1))
      return true;
  return llvm::any_of(statement.accesses, [](const Access &access) {
    return access.linear && !access.isScalar() && access.strides.back() > 1;
  });
}

/// Makes the trailing reduction loops of a tree one loop (its length is part of
/// the meaning of the tree) or marks them to be unrolled.
static void shapeTree(Statement &statement) {
  unsigned firstTrailing = statement.loops.size();
  while (firstTrailing > 0 && statement.loops[firstTrailing - 1].reduction)
    --firstTrailing;
  if (prefersWindow(statement, firstTrailing)) {
    statement.window = true;
    return;
  }
  while (statement.loops.size() > firstTrailing + 1)
    statement.merge(statement.loops.size() - 2, statement.loops.size() - 1);
  statement.lane = statement.loops.size() - 1;
}

FailureOr<Statement> describe(linalg::LinalgOp op) {
  Statement statement;
  statement.op = op;
  if (!op.hasPureBufferSemantics())
    return op.emitOpError("has tensor operands, expected buffers");
  for (OpOperand &operand : op->getOpOperands())
    if (failed(describeAccess(op, operand, statement.accesses.emplace_back())))
      return failure();
  SmallVector<int64_t> extents = op.getStaticLoopRanges();
  for (auto [extent, kind] : llvm::zip(extents, op.getIteratorTypesArray())) {
    statement.origins.push_back({int(statement.loops.size())});
    statement.loops.push_back({extent, kind == utils::IteratorType::reduction});
  }
  op.getBlock()->walk([&](memref::LoadOp load) {
    statement.loadedBases.push_back(baseOf(load.getMemRef()));
  });
  statement.vectorizable = isVectorizable(op.getBlock());
  dropUnitLoops(statement);
  classify(statement);
  if (statement.order == Order::Tree)
    shapeTree(statement);
  return statement;
}

} // namespace leat::loops
