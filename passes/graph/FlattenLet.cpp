//===- FlattenLet.cpp - expressions become ops ----------------------------===//
//
//   %y = let relu(%x) * 2   ==>   %0 = relu %x  %1 = number 2  %y = mul %0, %1
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "passes/Passes.h"

namespace leat {
#define GEN_PASS_DEF_FLATTENLETPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

// Moves the ops of a one-block region in front of `op`; returns what it yields.
static SmallVector<Value> spliceBefore(Operation *op, Region &region) {
  Block &block = region.front();
  Operation *end = block.getTerminator();
  SmallVector<Value> values(end->getOperands());
  end->erase();
  op->getBlock()->getOperations().splice(op->getIterator(),
                                         block.getOperations());
  return values;
}

static void flattenLet(LetOp let) {
  SmallVector<Value> values = spliceBefore(let, let.getBody());
  // What the person wrote of the values belongs to the op that makes them.
  if (Operation *maker = values.front().getDefiningOp();
      maker && maker->getBlock() == let->getBlock()) {
    if (StringAttr name = nameOf(let.getLoc()))
      maker->setLoc(withName(maker->getLoc(), name));
    for (StringRef key : {kNamesAttr, kAssertedAttr})
      if (Attribute written = let->getAttr(key))
        maker->setAttr(key, written);
  }
  let->replaceAllUsesWith(values);
  let.erase();
}

// Reading a config is a number from now on.
static void replaceConfigs(ModelOp model) {
  SymbolTable symbols(model);
  model.walk([&](GetOp get) {
    auto config = symbols.lookup<ConfigOp>(get.getState());
    if (!config)
      return;
    OpBuilder b(get);
    double value = numberOf(config.getValue());
    get.replaceAllUsesWith(NumberOp::create(b, get.getLoc(), get.getType(),
                                            b.getF64FloatAttr(value))
                               .getResult());
    get.erase();
  });
}

// const @c = ...   ==>   the declaration, and a function @c.init that computes
// it.
static void splitConst(ConstOp constant) {
  OpBuilder b(constant);
  b.setInsertionPointAfter(constant);
  Location loc = constant.getLoc();
  Type type = constant.getYielded().getType();
  auto name = b.getNamedAttr(FuncOp::kNameAttr, constant.getSymNameAttr());
  OperationState state(loc, FuncOp::getOperationName());
  state.addAttribute("sym_name",
                     b.getStringAttr(constant.getSymName() + ".init"));
  state.addAttribute("function_type",
                     TypeAttr::get(b.getFunctionType({}, type)));
  state.addAttribute("arg_attrs", b.getArrayAttr({}));
  state.addAttribute("res_attrs", b.getArrayAttr(b.getDictionaryAttr(name)));
  state.addRegion();
  auto init = cast<FuncOp>(b.create(state));
  Block *body = new Block();
  init.getBody().push_back(body);
  IRMapping map;
  for (Operation &op : constant.getBody().front()) {
    b.setInsertionPointToEnd(body);
    if (isa<YieldOp>(op))
      ReturnOp::create(b, loc, map.lookup(op.getOperand(0)));
    else
      b.clone(op, map);
  }
}

namespace {
struct FlattenLetPass : leat::impl::FlattenLetPassBase<FlattenLetPass> {
  void runOnOperation() override {
    for (ModelOp model : getOperation().getOps<ModelOp>()) {
      model.walk<WalkOrder::PostOrder>(flattenLet);
      for (ConstOp constant :
           llvm::make_early_inc_range(model.getOps<ConstOp>()))
        splitConst(constant);
      replaceConfigs(model);
    }
  }
};
} // namespace
