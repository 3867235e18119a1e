//===- Control.cpp - loops ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Countable.h"
#include "dialect/Dialect.h"
#include "dialect/Infer.h"
#include "dialect/Places.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Control.cpp.inc"

namespace leat {

void LeatDialect::registerControlOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Control.cpp.inc"
      >();
}

StringRef ForOp::getDefaultDialect() { return "leat"; }
void ForOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

// A bound: an integer, or the name of a config.
static ParseResult parseBound(OpAsmParser &parser, OperationState &state,
                              StringRef name) {
  SMLoc loc = parser.getCurrentLocation();
  Attribute literal;
  return failure(parseLiteral(parser, literal) ||
                 addLiteral(parser, loc, state, name, literal));
}

ParseResult ForOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  Type deferred = DeferredType::get(parser.getContext());
  OpAsmParser::Argument counter;
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<OpAsmParser::UnresolvedOperand> inits;
  StringRef direction;
  SMLoc loc;
  if (parser.parseArgument(counter) || parser.parseEqual() ||
      parseBound(parser, state, "first") || parser.getCurrentLocation(&loc) ||
      parser.parseKeyword(&direction) || parseBound(parser, state, "last"))
    return failure();
  if (direction != "to" && direction != "downto")
    return parser.emitError(loc, "expected 'to' or 'downto', got '")
           << direction << "'";
  state.addAttribute("down",
                     parser.getBuilder().getBoolAttr(direction == "downto"));
  if (succeeded(parser.parseOptionalKeyword("carry")) &&
      parser.parseAssignmentList(arguments, inits))
    return failure();
  arguments.insert(arguments.begin(), counter);
  for (OpAsmParser::Argument &argument : arguments) {
    argument.type = deferred;
    keepArgumentName(parser, argument);
  }
  keepPlaces(parser, state, inits);
  // The names of the function are visible in the loop.
  Region *body = state.addRegion();
  if (parser.resolveOperands(inits, deferred, state.operands) ||
      parser.parseRegion(*body, arguments))
    return failure();
  state.addTypes(SmallVector<Type>(parser.getNumResults(), deferred));
  return success();
}

void ForOp::print(OpAsmPrinter &printer) {
  auto written = (*this)->getAttrOfType<DictionaryAttr>(kConfigAttr);
  auto bound = [&](StringAttr name, IntegerAttr value) {
    Attribute text = written ? written.get(name) : Attribute();
    printLiteral(printer, text ? text : value);
  };
  Block &block = getBody().front();
  printer << ' ' << block.getArgument(0) << " = ";
  bound(getFirstAttrName(), getFirstAttr());
  printer << (getDown() ? " downto " : " to ");
  bound(getLastAttrName(), getLastAttr());
  if (!getInits().empty()) {
    printer << " carry(";
    llvm::interleaveComma(
        llvm::zip(block.getArguments().drop_front(), getInits()), printer,
        [&](auto pair) {
          printer << std::get<0>(pair) << " = " << std::get<1>(pair);
        });
    printer << ')';
  }
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

static LogicalResult checkTrips(ForOp loop) {
  int64_t begin = loop.getFirst(), end = loop.getLast();
  if (loop.getDown())
    std::swap(begin, end);
  // Unsigned: the difference of two i64 may not fit into one.
  if (begin <= end && (uint64_t(end) - uint64_t(begin)) >> kMostElementsLog2)
    return errorAt(loop, "last")
           << "runs from " << loop.getFirst() << " to " << loop.getLast()
           << ", expected at most 2^" << kMostElementsLog2 << " trips";
  if (begin > end) // C3
    return errorAt(loop, "last")
           << "runs from " << loop.getFirst()
           << (loop.getDown() ? " down to " : " to ") << loop.getLast()
           << ", which is no trip at all";
  return success();
}

static LogicalResult checkYield(ForOp loop, YieldOp yield) {
  ValueRange carried = yield.getInputs(), inits = loop.getInits();
  if (carried.size() != inits.size()) // C1
    return yield.emitOpError("hands on ")
           << carried.size() << " values, but the loop carries "
           << inits.size();
  for (auto [i, value, init] : llvm::enumerate(carried, inits))
    if (!compatible(value.getType(), init.getType())) // C1
      return errorAt(yield, Twine(i))
             << "carried value " << i << " changes from "
             << inShort(init.getType()) << " to " << inShort(value.getType());
  unsigned results = carried.size() + yield.getStacked().size();
  if (results != loop.getNumResults()) // C2
    return loop.emitOpError("gives ")
           << results << " results, the carried and then the stacked values; "
           << loop.getNumResults() << " are named";
  return success();
}

LogicalResult ForOp::inferInModel(ModelTyping &model) {
  auto yield = endOf<YieldOp>(*this, getBody());
  if (!yield || failed(checkTrips(*this)))
    return failure();
  Block &block = getBody().front();
  block.getArgument(0).setType(
      RankedTensorType::get({}, IntegerType::get(getContext(), 64)));
  for (auto [argument, init] :
       llvm::zip(block.getArguments().drop_front(), getInits()))
    argument.setType(init.getType());
  if (failed(model.inferBlock(block)) || failed(checkYield(*this, yield)))
    return failure();
  SmallVector<Type> types(getInits().getTypes());
  for (Value slice : yield.getStacked()) {
    Extents extents = extentsOf(slice.getType());
    extents.insert(extents.begin(), Extent(getTripCount()));
    types.push_back(tensorOf(getElementTypeOrSelf(slice.getType()), extents));
  }
  for (auto [result, type] : llvm::zip(getResults(), types))
    result.setType(type);
  return success();
}

LogicalResult ForOp::verify() {
  auto yield = endOf<YieldOp>(*this, getBody());
  if (!yield || failed(checkTrips(*this)))
    return failure();
  if (getBody().getNumArguments() != getInits().size() + 1) // C1
    return emitOpError("has ")
           << getBody().getNumArguments()
           << " arguments in its region, expected the counter and "
           << getInits().size() << " carried values";
  return checkYield(*this, yield);
}

ParseResult YieldOp::parse(OpAsmParser &parser, OperationState &state) {
  SmallVector<OpAsmParser::UnresolvedOperand> inputs, stacked;
  if (parser.parseOperandList(inputs) ||
      (succeeded(parser.parseOptionalKeyword("stack")) &&
       parser.parseOperandList(stacked, AsmParser::Delimiter::Paren)))
    return failure();
  keepPlaces(parser, state, inputs);
  Type deferred = DeferredType::get(parser.getContext());
  if (parser.resolveOperands(inputs, deferred, state.operands) ||
      parser.resolveOperands(stacked, deferred, state.operands))
    return failure();
  state.getOrAddProperties<Properties>().setOperandSegmentSizes(
      parser.getBuilder().getDenseI32ArrayAttr(
          {int32_t(inputs.size()), int32_t(stacked.size())}));
  return success();
}

void YieldOp::print(OpAsmPrinter &printer) {
  if (!getInputs().empty())
    printer << ' ';
  printer.printOperands(getInputs());
  if (getStacked().empty())
    return;
  printer << " stack(";
  printer.printOperands(getStacked());
  printer << ')';
}

} // namespace leat
