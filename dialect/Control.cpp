//===- Control.cpp - counted loops ----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Control.h"
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

//===----------------------------------------------------------------------===//
// What loops and branches share
//===----------------------------------------------------------------------===//

ParseResult parseLoopOption(OpAsmParser &parser, OperationState &state) {
  StringRef name, word;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseKeyword(&name) || parser.parseEqual())
    return failure();
  if (name == "max_trips")
    return parseBound(parser, state, name);
  bool forward = state.name.getStringRef() == ForOp::getOperationName();
  if (name != "save" && !(forward && name == "rows"))
    return parser.emitError(loc, "expected an option of the loop, got '")
           << name << "'";
  SMLoc place = parser.getCurrentLocation();
  if (parser.parseKeyword(&word))
    return failure();
  if (forward && name == "save" && word == "every")
    return parseBound(parser, state, "save_every");
  bool saves = name == "save";
  StringRef usual = saves ? "carries" : "forward";
  StringRef other = saves ? "all" : "backward";
  if (word != usual && word != other) {
    InFlightDiagnostic error = parser.emitError(place, "option '");
    error << name << "' is '" << word << "', expected '" << usual << "' or '"
          << other << "'";
    if (saves && forward)
      error << ", or 'every' and a number of trips";
    return error;
  }
  if (word == other)
    state.addAttribute(saves ? "save_all" : "backward",
                       parser.getBuilder().getUnitAttr());
  return success();
}

ParseResult parseBound(OpAsmParser &parser, OperationState &state,
                       StringRef name) {
  SMLoc loc = parser.getCurrentLocation();
  Attribute literal;
  return failure(parseLiteral(parser, literal) ||
                 addLiteral(parser, loc, state, name, literal));
}

void printBound(OpAsmPrinter &printer, Operation *op, StringRef name) {
  auto written = op->getAttrOfType<DictionaryAttr>(kConfigAttr);
  Attribute text = written ? written.get(name) : Attribute();
  printLiteral(printer.getStream(), text ? text : *op->getInherentAttr(name));
}

void printPairs(OpAsmPrinter &printer, StringRef keyword, ValueRange arguments,
                ValueRange values) {
  if (values.empty())
    return;
  printer << ' ' << keyword << '(';
  llvm::interleaveComma(llvm::zip(arguments, values), printer, [&](auto pair) {
    printer << std::get<0>(pair) << " = " << std::get<1>(pair);
  });
  printer << ')';
}

LogicalResult checkCarried(YieldOp yield, ValueRange inits) {
  ValueRange carried = yield.getInputs();
  if (carried.size() != inits.size()) // C1
    return yield.emitOpError("hands on ")
           << carried.size() << " values, but the loop carries "
           << inits.size();
  for (auto [i, value, init] : llvm::enumerate(carried, inits))
    if (!compatible(value.getType(), init.getType())) // C1
      return errorAt(yield, Twine(i))
             << "carried value " << i << " changes from "
             << inShort(init.getType()) << " to " << inShort(value.getType());
  return success();
}

LogicalResult checkLoopResults(Operation *loop, YieldOp yield) {
  unsigned results = yield.getInputs().size() + yield.getStacked().size();
  if (results != loop->getNumResults())
    return loop->emitOpError("gives ")
           << results << " results, the carried and then the stacked values; "
           << loop->getNumResults() << " are named";
  return success();
}

LogicalResult inferCarried(ModelTyping &model, MutableOperandRange inits,
                           Block::BlockArgListType arguments) {
  for (auto [init, argument] : llvm::zip(inits, arguments)) {
    if (failed(model.settle(init)))
      return failure();
    argument.setType(init.get().getType());
  }
  return success();
}

LogicalResult strengthenYield(ModelTyping &model, YieldOp yield,
                              ValueRange inits) {
  for (auto [value, init] : llvm::zip(yield.getInputsMutable(), inits))
    if (failed(model.strengthen(value, getElementTypeOrSelf(init.getType()))))
      return failure();
  for (OpOperand &value : yield.getStackedMutable())
    if (failed(model.settle(value)))
      return failure();
  return success();
}

Type stackOf(Type row, std::optional<int64_t> rows) {
  Extents extents = extentsOf(row);
  extents.insert(extents.begin(), rows ? Extent(*rows) : Extent());
  return tensorOf(getElementTypeOrSelf(row), extents);
}

void setLoopResults(Operation *loop, ValueRange inits, ValueRange stacked,
                    std::optional<int64_t> rows) {
  for (auto [result, init] : llvm::zip(loop->getResults(), inits))
    result.setType(init.getType());
  for (auto [result, row] :
       llvm::zip(loop->getResults().drop_front(inits.size()), stacked))
    result.setType(stackOf(row.getType(), rows));
}

//===----------------------------------------------------------------------===//
// for
//===----------------------------------------------------------------------===//

StringRef ForOp::getDefaultDialect() { return "leat"; }
void ForOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

// A bound: an integer, the name of a config or extent, or a value.
static ParseResult
parseForBound(OpAsmParser &parser, OperationState &state, StringRef name,
              SmallVectorImpl<OpAsmParser::UnresolvedOperand> &values) {
  OpAsmParser::UnresolvedOperand value;
  OptionalParseResult found = parser.parseOptionalOperand(value);
  if (!found.has_value())
    return parseBound(parser, state, name);
  values.push_back(value);
  return *found;
}

ParseResult
parseBindings(OpAsmParser &parser,
              SmallVectorImpl<OpAsmParser::Argument> &inside,
              SmallVectorImpl<OpAsmParser::UnresolvedOperand> &outside) {
  if (parser.parseAssignmentList(inside, outside))
    return failure();
  for (auto [own, start] : llvm::zip(inside, outside))
    if (own.ssaName.name == start.name && own.ssaName.number == start.number)
      return parser.emitError(own.ssaName.location, "'")
             << start.name << "' is a value in front of the loop; inside it "
             << "needs another name, as in (" << start.name
             << "_next = " << start.name << ")";
  return success();
}

namespace {
/// The parts of a loop's head.
struct ForHead {
  using Operand = OpAsmParser::UnresolvedOperand;
  OpAsmParser::Argument counter;
  SmallVector<OpAsmParser::Argument> carried, rows;
  SmallVector<Operand> first, last, inits, over;
};
} // namespace

static ParseResult parseHead(OpAsmParser &parser, OperationState &state,
                             ForHead &head) {
  StringRef direction;
  SMLoc loc;
  if (parser.parseArgument(head.counter) || parser.parseEqual() ||
      parseForBound(parser, state, "first", head.first) ||
      parser.getCurrentLocation(&loc) || parser.parseKeyword(&direction) ||
      parseForBound(parser, state, "last", head.last))
    return failure();
  if (direction != "to" && direction != "downto")
    return parser.emitError(loc, "expected 'to' or 'downto', got '")
           << direction << "'";
  state.addAttribute("down",
                     parser.getBuilder().getBoolAttr(direction == "downto"));
  while (succeeded(parser.parseOptionalComma()))
    if (parseLoopOption(parser, state))
      return failure();
  if (succeeded(parser.parseOptionalKeyword("carry")) &&
      parseBindings(parser, head.carried, head.inits))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("over")) &&
      parseBindings(parser, head.rows, head.over))
    return failure();
  return success();
}

ParseResult ForOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  Type deferred = DeferredType::get(parser.getContext());
  ForHead head;
  if (parseHead(parser, state, head))
    return failure();
  SmallVector<OpAsmParser::Argument> arguments = {head.counter};
  llvm::append_range(arguments, head.carried);
  llvm::append_range(arguments, head.rows);
  for (OpAsmParser::Argument &argument : arguments) {
    argument.type = deferred;
    keepArgumentName(parser, argument);
  }
  SmallVector<ForHead::Operand> operands;
  SmallVector<int32_t> segments;
  for (const auto &segment : {head.first, head.last, head.inits, head.over}) {
    llvm::append_range(operands, segment);
    segments.push_back(int32_t(segment.size()));
  }
  keepPlaces(parser, state, operands);
  llvm::copy(
      segments,
      state.getOrAddProperties<Properties>().operandSegmentSizes.begin());
  // The names of the function are visible in the loop.
  Region *body = state.addRegion();
  if (parser.resolveOperands(operands, deferred, state.operands) ||
      parser.parseRegion(*body, arguments))
    return failure();
  state.addTypes(SmallVector<Type>(parser.getNumResults(), deferred));
  return success();
}

void ForOp::print(OpAsmPrinter &printer) {
  auto bound = [&](Value value, StringRef name) {
    if (value)
      printer << value;
    else
      printBound(printer, *this, name);
  };
  printer << ' ' << getCounter() << " = ";
  bound(getFirstValue(), "first");
  printer << (getDown() ? " downto " : " to ");
  bound(getLastValue(), "last");
  if (getMaxTrips()) {
    printer << ", max_trips = ";
    printBound(printer, *this, "max_trips");
  }
  if (getSaveAll())
    printer << ", save = all";
  if (getSaveEvery()) {
    printer << ", save = every ";
    printBound(printer, *this, "save_every");
  }
  if (getBackward())
    printer << ", rows = backward";
  printPairs(printer, "carry", getCarried(), getInits());
  printPairs(printer, "over", getRowArguments(), getOver());
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

static LogicalResult checkTrips(ForOp loop) {
  std::optional<int64_t> most = loop.getMaxTrips();
  if (most && (*most < 1 || uint64_t(*most) >> kMostElementsLog2)) // C3
    return errorAt(loop, "max_trips")
           << "max_trips is " << *most << ", expected 1 to 2^"
           << kMostElementsLog2;
  std::optional<int64_t> every = loop.getSaveEvery();
  if (every && *every < 1) // C7
    return errorAt(loop, "save_every")
           << "saves every " << *every << " trips, expected at least 1";
  if (every && (most || loop.getFirstValue() || loop.getLastValue())) // C7
    return errorAt(loop, "save_every")
           << "saves every " << *every
           << " trips, expected bounds that are known and no 'max_trips'";
  if (!loop.getTripCount())
    return success();
  int64_t begin = *loop.getFirst(), end = *loop.getLast();
  if (loop.getDown())
    std::swap(begin, end);
  // Unsigned: the difference of two i64 may not fit into one.
  if (begin <= end && (uint64_t(end) - uint64_t(begin)) >> kMostElementsLog2)
    return errorAt(loop, "last")
           << "runs from " << *loop.getFirst() << " to " << *loop.getLast()
           << ", expected at most 2^" << kMostElementsLog2 << " trips";
  if (begin > end) // C3
    return errorAt(loop, "last")
           << "runs from " << *loop.getFirst()
           << (loop.getDown() ? " down to " : " to ") << *loop.getLast()
           << ", which is no trip at all";
  if (most && *loop.getTripCount() > *most) // C3
    return errorAt(loop, "max_trips") << "runs " << *loop.getTripCount()
                                      << " times, but max_trips is " << *most;
  return success();
}

// Whether the loop knows its bounds, or will when the function is specialised.
static LogicalResult checkBounds(ForOp loop) {
  auto written = loop->getAttrOfType<DictionaryAttr>(kConfigAttr);
  auto check = [&](Value value, bool known, StringRef name) -> LogicalResult {
    if (value) { // C4
      auto type = dyn_cast<RankedTensorType>(value.getType());
      if (type && type.getRank() == 0 && type.getElementType().isInteger(64))
        return success();
      return errorAt(loop, name == "first" || !loop.getFirstValue() ? "0" : "1")
             << "the bound '" << name << "' is " << inShort(value.getType())
             << ", expected i64";
    }
    if (known || (written && written.contains(name)))
      return success();
    return loop.emitOpError("has no bound '") << name << "'";
  };
  if (failed(check(loop.getFirstValue(), bool(loop.getFirst()), "first")) ||
      failed(check(loop.getLastValue(), bool(loop.getLast()), "last")))
    return failure();
  bool dynamic = loop.getFirstValue() || loop.getLastValue();
  bool stacks = loop.getNumResults() > loop.getInits().size();
  bool hasMost =
      loop.getMaxTrips() || (written && written.contains("max_trips"));
  if (dynamic && !hasMost && (stacks || !loop.getOver().empty())) // C5
    return loop.emitOpError("takes apart or stacks rows and has a bound that "
                            "is a value, expected 'max_trips'");
  return checkTrips(loop);
}

static LogicalResult checkRows(ForOp loop) {
  std::optional<int64_t> rows = loop.getRows();
  unsigned before = loop->getNumOperands() - loop.getOver().size();
  for (auto [i, value] : llvm::enumerate(loop.getOver())) {
    Extents extents = extentsOf(value.getType());
    if (extents.empty() || (rows && clash(extents[0], Extent(*rows)))) { // C6
      InFlightDiagnostic error = errorAt(loop, Twine(before + i));
      error << "takes apart " << inShort(value.getType()) << ", expected ";
      if (rows)
        error << *rows << " rows, one a trip";
      else
        error << "a row for each trip";
      return error;
    }
  }
  return success();
}

LogicalResult ForOp::inferInModel(ModelTyping &model) {
  auto yield = endOf<YieldOp>(*this, getBody());
  if (!yield || failed(checkBounds(*this)))
    return failure();
  getCounter().setType(
      RankedTensorType::get({}, IntegerType::get(getContext(), 64)));
  if (failed(inferCarried(model, getInitsMutable(), getCarried())))
    return failure();
  for (OpOperand &value : getOverMutable())
    if (failed(model.settle(value)))
      return failure();
  if (failed(checkRows(*this)))
    return failure();
  for (auto [argument, value] : llvm::zip(getRowArguments(), getOver())) {
    Extents extents = extentsOf(value.getType());
    extents.erase(extents.begin());
    argument.setType(tensorOf(getElementTypeOrSelf(value.getType()), extents));
  }
  if (failed(model.inferBlock(getBody().front())) ||
      failed(strengthenYield(model, yield, getInits())) ||
      failed(checkCarried(yield, getInits())) ||
      failed(checkLoopResults(*this, yield))) // C2
    return failure();
  setLoopResults(*this, getInits(), yield.getStacked(), getRows());
  return success();
}

LogicalResult ForOp::verify() {
  auto yield = endOf<YieldOp>(*this, getBody());
  if (!yield || failed(checkBounds(*this)) || failed(checkRows(*this)))
    return failure();
  if (getBody().getNumArguments() !=
      1 + getInits().size() + getOver().size()) // C1
    return emitOpError("has ")
           << getBody().getNumArguments()
           << " arguments in its region, expected the counter, "
           << getInits().size() << " carried values and " << getOver().size()
           << " rows";
  if (failed(checkCarried(yield, getInits())))
    return failure();
  return checkLoopResults(*this, yield); // C2
}

MutableArrayRef<Region> ForOp::getBodies() { return (*this)->getRegions(); }

MutableArrayRef<OpOperand> ForOp::getDeciding() {
  return (*this)->getOpOperands().drop_back(getInits().size() +
                                            getOver().size());
}

unsigned ForOp::getNumHanded() { return getInits().size(); }
unsigned ForOp::getFirstCarried() { return 1; }
bool ForOp::mayBeExtent(StringRef) { return true; }

std::optional<int64_t> ForOp::getRows() {
  if (std::optional<int64_t> most = getMaxTrips())
    return most;
  return getTripCount();
}

Operation *ForOp::createLike(OpBuilder &builder, Location loc,
                             TypeRange results, ValueRange inits,
                             ValueRange over) {
  return ForOp::create(builder, loc, results, getFirstAttr(), getLastAttr(),
                       getDownAttr(), getMaxTripsAttr(), getSaveAllAttr(),
                       getBackwardAttr(), getFirstValue(), getLastValue(),
                       inits, over, getSaveEveryAttr());
}

//===----------------------------------------------------------------------===//
// yield
//===----------------------------------------------------------------------===//

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
