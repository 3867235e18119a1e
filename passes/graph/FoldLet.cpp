//===- FoldLet.cpp - ops become expressions -------------------------------===//
//
//   %0 = relu %x  %1 = number 2  %y = mul %0, %1   ==>   %y = let relu(%x) * 2
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Expression.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/TypeUtilities.h"
#include "passes/Passes.h"
#include "llvm/ADT/DenseSet.h"

namespace leat {
#define GEN_PASS_DEF_FOLDLETPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

/// An expression is not wider than this, in characters, if it can be cut.
static constexpr unsigned kReadableWidth = 64;

namespace {

/// Folds the ops of one block.
class LetFolder {
public:
  explicit LetFolder(Block &block) : block(block) {}

  void run();

private:
  void plan(Operation *op);
  unsigned widthOf(OpOperand &operand);
  Value clone(Operation *op, OpBuilder &b);
  Value cloneOperand(OpOperand &operand, OpBuilder &b);

  Block &block;
  /// Ops that stand in the expression of their only user.
  llvm::SmallDenseSet<Operation *> folded;
  /// The width of the expression that each op heads.
  llvm::DenseMap<Operation *, unsigned> widths;
};

} // namespace

// Ops that an expression may hold and that may move to where they are used.
static bool isFoldable(Operation *op) {
  return isExpressionOp(op->getName()) && isPure(op) &&
         op->hasTrait<OpTrait::OneResult>();
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

namespace {
/// How a number is written where it is an operand.
enum class Written {
  Literal,   // 2
  Converted, // f32(2): there is nothing that it could take its type from
  Not        // it stays an op
};
} // namespace

static NumberRole roleOf(OpOperand &operand) {
  auto typed = dyn_cast<NumberTypingOpInterface>(operand.getOwner());
  return typed ? typed.getNumberRole(operand.getOperandNumber())
               : NumberRole::Settles;
}

// Whether the op has the same shape if its numbers are scalars.
static bool keepsShape(Operation *op) {
  Extents shape;
  for (Value operand : op->getOperands()) {
    if (operand.getDefiningOp<NumberOp>())
      continue;
    FailureOr<Extents> both =
        broadcastExtents(shape, extentsOf(operand.getType()));
    if (failed(both))
      return false;
    shape = *both;
  }
  return tensorOf(getElementTypeOrSelf(op->getResult(0)), shape) ==
         op->getResult(0).getType();
}

static Written writtenAs(OpOperand &operand) {
  auto type = cast<RankedTensorType>(operand.get().getType());
  Operation *op = operand.getOwner();
  Type element = type.getElementType();
  if (!isFoldable(op) || element.isInteger(1))
    return Written::Not;
  bool scalar = type.getRank() == 0;
  NumberRole role = roleOf(operand);
  if (role == NumberRole::Row && scalar && element.isInteger(64))
    return Written::Literal;
  if (role == NumberRole::Settles && scalar && element.isF32())
    return Written::Literal;
  if (role == NumberRole::Stays && scalar && element.isF64())
    return Written::Literal;
  if (role != NumberRole::Joins)
    return scalar ? Written::Converted : Written::Not;
  if (!scalar && !keepsShape(op))
    return Written::Not;
  // It takes its type from an operand that is no number, or from the first one,
  // which then shows its own.
  auto joins = [](OpOperand &other) {
    return roleOf(other) == NumberRole::Joins;
  };
  bool others = llvm::any_of(op->getOpOperands(), [&](OpOperand &other) {
    return joins(other) && !other.get().getDefiningOp<NumberOp>();
  });
  OpOperand *first = llvm::find_if(op->getOpOperands(), joins);
  return others || first != &operand ? Written::Literal : Written::Converted;
}

//===----------------------------------------------------------------------===//
// Planning
//===----------------------------------------------------------------------===//

unsigned LetFolder::widthOf(OpOperand &operand) {
  Value value = operand.get();
  if (auto number = value.getDefiningOp<NumberOp>()) {
    std::string text;
    llvm::raw_string_ostream os(text);
    printNumber(os, number.getValue().convertToDouble());
    return text.size();
  }
  Operation *maker = value.getDefiningOp();
  if (maker && folded.contains(maker))
    return widths[maker];
  StringAttr name = nameOf(value);
  return name ? name.size() + 1 : 3;
}

// Decides which operands stand in the expression that `op` heads.
void LetFolder::plan(Operation *op) {
  SmallVector<Operation *> inside;
  for (Value operand : op->getOperands()) {
    Operation *maker = operand.getDefiningOp();
    if (maker && maker->getBlock() == &block && isFoldable(maker) &&
        maker->hasOneUse() && !nameOf(maker->getLoc()) &&
        !maker->hasAttr(kAssertedAttr)) {
      inside.push_back(maker);
      folded.insert(maker);
    }
  }
  bool infix = isa<InfixOpInterface>(op);
  auto width = [&] {
    unsigned sum = infix ? 0 : op->getName().stripDialect().size();
    for (OpOperand &operand : op->getOpOperands())
      sum += widthOf(operand) + 3;
    // Attributes: one is about as long as an operand.
    return sum + (infix ? 0 : 8 * unsigned(op->getAttrs().size()));
  };
  // Cut the widest operand off while the expression is too wide.
  while (!inside.empty() && width() > kReadableWidth) {
    auto *widest = llvm::max_element(inside, [&](Operation *a, Operation *b) {
      return widths[a] < widths[b];
    });
    folded.erase(*widest);
    inside.erase(widest);
  }
  widths[op] = width();
}

//===----------------------------------------------------------------------===//
// Building
//===----------------------------------------------------------------------===//

Value LetFolder::cloneOperand(OpOperand &operand, OpBuilder &b) {
  Operation *maker = operand.get().getDefiningOp();
  if (auto number = dyn_cast_or_null<NumberOp>(maker)) {
    Type element = getElementTypeOrSelf(number.getType());
    Location loc = withoutName(number.getLoc());
    auto scalar = [&](Type type) { return RankedTensorType::get({}, type); };
    switch (writtenAs(operand)) {
    case Written::Literal:
      return NumberOp::create(b, loc, scalar(element), number.getValueAttr());
    case Written::Converted:
      return ConvertOp::create(b, loc,
                               NumberOp::create(b, loc, scalar(b.getF64Type()),
                                                number.getValueAttr()),
                               element);
    case Written::Not:
      return operand.get();
    }
  }
  return maker && folded.contains(maker) ? clone(maker, b) : operand.get();
}

// Clones the expression that `op` heads to the end of the builder's block.
Value LetFolder::clone(Operation *op, OpBuilder &b) {
  IRMapping map;
  SmallVector<Value> operands;
  for (OpOperand &operand : op->getOpOperands())
    operands.push_back(cloneOperand(operand, b));
  Operation *copy = op->clone(map);
  copy->setOperands(operands);
  copy->setLoc(withoutName(op->getLoc()));
  // A conversion that a person did not write is one now.
  copy->removeAttr(kImplicitAttr);
  copy->removeAttr(kAssertedAttr);
  b.insert(copy);
  return copy->getResult(0);
}

void LetFolder::run() {
  SmallVector<Operation *> heads, numbers;
  for (Operation &op : block) {
    if (isFoldable(&op))
      plan(&op);
    else if (isa<NumberOp>(op))
      numbers.push_back(&op);
  }
  for (Operation &op : block)
    if (isFoldable(&op) && !folded.contains(&op))
      heads.push_back(&op);
  for (Operation *op : heads) {
    OpBuilder b(op);
    // What has no name is called by what it does.
    StringAttr name = nameOf(op->getLoc());
    if (!name)
      name = b.getStringAttr(op->getName().stripDialect());
    auto let = LetOp::create(b, withName(op->getLoc(), name),
                             op->getResult(0).getType());
    if (Attribute asserted = op->getAttr(kAssertedAttr))
      let->setAttr(kAssertedAttr, asserted);
    Block *body = b.createBlock(&let.getBody());
    b.setInsertionPointToEnd(body);
    Value value = clone(op, b);
    YieldOp::create(b, withoutName(op->getLoc()), value, ValueRange());
    op->getResult(0).replaceAllUsesWith(let.getResult(0));
  }
  // Users before makers.
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block)))
    if (isFoldable(&op))
      op.erase();
  for (Operation *number : numbers)
    if (number->use_empty())
      number->erase();
}

namespace {
struct FoldLetPass : leat::impl::FoldLetPassBase<FoldLetPass> {
  void runOnOperation() override {
    SmallVector<Block *> blocks;
    getOperation().walk([&](FuncOp func) {
      func.walk([&](Block *block) {
        if (!isa<LetOp>(block->getParentOp()))
          blocks.push_back(block);
      });
    });
    for (Block *block : blocks)
      LetFolder(*block).run();
  }
};
} // namespace
