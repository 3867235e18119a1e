//===- Branches.cpp - while and if ----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Control.h"
#include "dialect/Countable.h"
#include "dialect/Infer.h"
#include "dialect/Places.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace leat {

static bool isFlag(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.getRank() == 0 &&
         tensor.getElementType().isInteger(1);
}

//===----------------------------------------------------------------------===//
// while
//===----------------------------------------------------------------------===//

StringRef WhileOp::getDefaultDialect() { return "leat"; }
void WhileOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

ParseResult WhileOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  Type deferred = DeferredType::get(parser.getContext());
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<OpAsmParser::UnresolvedOperand> inits;
  if (parser.parseKeyword("carry") || parseBindings(parser, arguments, inits))
    return failure();
  while (succeeded(parser.parseOptionalComma()))
    if (parseLoopOption(parser, state))
      return failure();
  for (OpAsmParser::Argument &argument : arguments) {
    argument.type = deferred;
    keepArgumentName(parser, argument);
  }
  keepPlaces(parser, state, inits);
  // Both regions call the carried values by the same names.
  Region *condition = state.addRegion(), *body = state.addRegion();
  if (parser.resolveOperands(inits, deferred, state.operands) ||
      parser.parseRegion(*condition, arguments) || parser.parseKeyword("do") ||
      parser.parseRegion(*body, arguments))
    return failure();
  state.addTypes(SmallVector<Type>(parser.getNumResults(), deferred));
  return success();
}

void WhileOp::print(OpAsmPrinter &printer) {
  printPairs(printer, "carry", getBody().getArguments(), getInits());
  if (getInits().empty())
    printer << " carry()";
  if (getMaxTrips()) {
    printer << ", max_trips = ";
    printBound(printer, *this, "max_trips");
  }
  if (getSaveAll())
    printer << ", save = all";
  printer << ' ';
  // The arguments of both regions carry the same names, in scopes of their own.
  printer.printRegion(getCondition(), /*printEntryBlockArgs=*/false);
  printer << " do ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

static LogicalResult checkWhile(WhileOp loop, ConditionOp end, YieldOp yield) {
  if (failed(checkCarried(yield, loop.getInits()))) // C1
    return failure();
  if (!isFlag(end.getMore().getType())) // C2
    return errorAt(end, "0")
           << "the condition is " << inShort(end.getMore().getType())
           << ", expected i1";
  if (failed(checkLoopResults(loop, yield))) // C3
    return failure();
  auto written = loop->getAttrOfType<DictionaryAttr>(kConfigAttr);
  bool hasMost =
      loop.getMaxTrips() || (written && written.contains("max_trips"));
  if (!yield.getStacked().empty() && !hasMost) // C4
    return loop.emitOpError("stacks rows, expected 'max_trips'");
  std::optional<int64_t> most = loop.getMaxTrips();
  if (most && (*most < 1 || uint64_t(*most) >> kMostElementsLog2)) // C5
    return errorAt(loop, "max_trips")
           << "max_trips is " << *most << ", expected 1 to 2^"
           << kMostElementsLog2;
  return success();
}

LogicalResult WhileOp::inferInModel(ModelTyping &model) {
  auto end = endOf<ConditionOp>(*this, getCondition());
  auto yield = endOf<YieldOp>(*this, getBody());
  if (!end || !yield ||
      failed(inferCarried(model, getInitsMutable(), getBody().getArguments())))
    return failure();
  for (auto [argument, init] :
       llvm::zip(getCondition().getArguments(), getInits()))
    argument.setType(init.getType());
  if (failed(model.inferBlock(getCondition().front())) ||
      failed(model.inferBlock(getBody().front())) ||
      failed(strengthenYield(model, yield, getInits())) ||
      failed(checkWhile(*this, end, yield)))
    return failure();
  setLoopResults(*this, getInits(), yield.getStacked(), getMaxTrips());
  return success();
}

LogicalResult WhileOp::verify() {
  auto end = endOf<ConditionOp>(*this, getCondition());
  auto yield = endOf<YieldOp>(*this, getBody());
  if (!end || !yield)
    return failure();
  for (Region *region : getRegions())
    if (region->getNumArguments() != getInits().size()) // C1
      return emitOpError("has ")
             << region->getNumArguments()
             << " arguments in a region, expected one for each of the "
             << getInits().size() << " carried values";
  return checkWhile(*this, end, yield);
}

MutableArrayRef<Region> WhileOp::getBodies() {
  return (*this)->getRegions().drop_front();
}
MutableArrayRef<OpOperand> WhileOp::getDeciding() { return {}; }
unsigned WhileOp::getNumHanded() { return getInits().size(); }
OperandRange WhileOp::getOver() { return getInits().take_front(0); }
unsigned WhileOp::getFirstCarried() { return 0; }
std::optional<int64_t> WhileOp::getRows() { return getMaxTrips(); }

Operation *WhileOp::createLike(OpBuilder &builder, Location loc,
                               TypeRange results, ValueRange inits,
                               ValueRange) {
  return WhileOp::create(builder, loc, results, getMaxTripsAttr(),
                         getSaveAllAttr(), inits);
}

ParseResult ConditionOp::parse(OpAsmParser &parser, OperationState &state) {
  SmallVector<OpAsmParser::UnresolvedOperand> more(1);
  if (parser.parseOperand(more.front()))
    return failure();
  keepPlaces(parser, state, more);
  return parser.resolveOperand(
      more.front(), DeferredType::get(parser.getContext()), state.operands);
}

void ConditionOp::print(OpAsmPrinter &printer) { printer << ' ' << getMore(); }

//===----------------------------------------------------------------------===//
// if
//===----------------------------------------------------------------------===//

StringRef IfOp::getDefaultDialect() { return "leat"; }
void IfOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

// A region that yields nothing may be left out, and so may its yield.
static void completeBranch(OpAsmParser &parser, Region &region, Location loc) {
  if (region.empty())
    region.emplaceBlock();
  Block &block = region.front();
  if (!block.empty() && block.back().hasTrait<OpTrait::IsTerminator>())
    return;
  // The block belongs to no op yet.
  OpBuilder b(loc.getContext());
  b.setInsertionPointToEnd(&block);
  YieldOp::create(b, loc, ValueRange(), ValueRange());
}

ParseResult IfOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  Type deferred = DeferredType::get(parser.getContext());
  SmallVector<OpAsmParser::UnresolvedOperand> condition(1);
  Region *one = state.addRegion(), *other = state.addRegion();
  SMLoc loc = parser.getCurrentLocation();
  OptionalParseResult found = parser.parseOptionalOperand(condition.front());
  if (!found.has_value())
    return parser.emitError(loc, "expected a value as its condition; an "
                                 "expression or config becomes one by "
                                 "'%c = let ...'");
  if (failed(*found) ||
      parser.resolveOperands(condition, deferred, state.operands) ||
      parser.parseRegion(*one))
    return failure();
  keepPlaces(parser, state, condition);
  if (succeeded(parser.parseOptionalKeyword("else")) &&
      parser.parseRegion(*other))
    return failure();
  if (parser.getNumResults() == 0) {
    completeBranch(parser, *one, state.location);
    completeBranch(parser, *other, state.location);
  } else if (other->empty()) {
    return parser.emitError(parser.getCurrentLocation(),
                            "expected 'else': 'if' has results");
  }
  state.addTypes(SmallVector<Type>(parser.getNumResults(), deferred));
  return success();
}

void IfOp::print(OpAsmPrinter &printer) {
  printer << ' ' << getCondition() << ' ';
  printer.printRegion(getThenRegion());
  Block &other = getElseRegion().front();
  if (getNumResults() == 0 && llvm::hasSingleElement(other))
    return;
  printer << " else ";
  printer.printRegion(getElseRegion());
}

static LogicalResult checkBranches(IfOp op, YieldOp one, YieldOp two) {
  if (!isFlag(op.getCondition().getType())) // C1
    return errorAt(op, "0")
           << "the condition is " << inShort(op.getCondition().getType())
           << ", expected i1";
  for (YieldOp yield : {one, two}) {
    if (!yield.getStacked().empty()) // C3
      return yield.emitOpError("stacks rows in 'if', expected a loop");
    if (yield.getInputs().size() != op.getNumResults()) // C2
      return yield.emitOpError("gives ")
             << yield.getInputs().size() << " values, but 'if' has "
             << op.getNumResults() << " results";
  }
  for (auto [i, a, b] : llvm::enumerate(one.getInputs(), two.getInputs()))
    if (!compatible(a.getType(), b.getType())) // C2
      return errorAt(two, Twine(i))
             << "result " << i << " is " << inShort(b.getType())
             << " here, but " << inShort(a.getType()) << " in the other region";
  return success();
}

// A number takes the element type of what the other region yields.
static LogicalResult agreeOnNumbers(ModelTyping &model, YieldOp one,
                                    YieldOp two) {
  for (auto [a, b] : llvm::zip(one.getInputsMutable(), two.getInputsMutable()))
    if (model.isWeak(a.get())
            ? failed(model.isWeak(b.get())
                         ? failure(failed(model.settle(a)) ||
                                   failed(model.settle(b)))
                         : model.strengthen(
                               a, getElementTypeOrSelf(b.get().getType())))
            : failed(
                  model.strengthen(b, getElementTypeOrSelf(a.get().getType()))))
      return failure();
  return success();
}

LogicalResult IfOp::inferInModel(ModelTyping &model) {
  auto one = endOf<YieldOp>(*this, getThenRegion());
  auto two = endOf<YieldOp>(*this, getElseRegion());
  if (!one || !two || failed(model.inferBlock(getThenRegion().front())) ||
      failed(model.inferBlock(getElseRegion().front())))
    return failure();
  if (one.getInputs().size() == two.getInputs().size() &&
      failed(agreeOnNumbers(model, one, two)))
    return failure();
  if (failed(checkBranches(*this, one, two)))
    return failure();
  for (auto [result, value] : llvm::zip(getResults(), one.getInputs()))
    result.setType(value.getType());
  return success();
}

LogicalResult IfOp::verify() {
  auto one = endOf<YieldOp>(*this, getThenRegion());
  auto two = endOf<YieldOp>(*this, getElseRegion());
  return failure(!one || !two || failed(checkBranches(*this, one, two)));
}

MutableArrayRef<Region> IfOp::getBodies() { return (*this)->getRegions(); }
MutableArrayRef<OpOperand> IfOp::getDeciding() {
  return (*this)->getOpOperands();
}
unsigned IfOp::getNumHanded() { return getNumResults(); }

Operation *IfOp::createLike(OpBuilder &builder, Location loc, TypeRange results,
                            ValueRange, ValueRange) {
  return IfOp::create(builder, loc, results, getCondition());
}

} // namespace leat
