//===- Callee.cpp - what ops that run a function share --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Callee.h"
#include "dialect/Places.h"
#include "dialect/StatePattern.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// Syntax
//===----------------------------------------------------------------------===//

ParseResult
parseValues(OpAsmParser &parser,
            SmallVectorImpl<OpAsmParser::UnresolvedOperand> &values) {
  auto next = [&] { return *parser.getCurrentLocation().getPointer(); };
  auto error = [&] {
    return parser.emitError(
        parser.getCurrentLocation(),
        "expected values, such as %x; an expression stands in "
        "a 'let' in front");
  };
  return parser.parseCommaSeparatedList(
      AsmParser::Delimiter::Paren, [&]() -> ParseResult {
        if (next() != '%')
          return error();
        if (parser.parseOperand(values.emplace_back()))
          return failure();
        return next() == ',' || next() == ')' ? success()
                                              : ParseResult(error());
      });
}

ParseResult parseCallee(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  SMLoc loc = parser.getCurrentLocation();
  StringAttr name;
  SmallVector<OpAsmParser::UnresolvedOperand> operands;
  Type deferred = DeferredType::get(parser.getContext());
  if (parser.parseSymbolName(name) || parseValues(parser, operands) ||
      parser.resolveOperands(operands, deferred, state.operands))
    return failure();
  keepPlace(parser, state, "@" + name.getValue(), loc);
  keepPlaces(parser, state, operands);
  state.addAttribute("callee", FlatSymbolRefAttr::get(name));
  state.addTypes(SmallVector<Type>(parser.getNumResults(), deferred));
  return success();
}

ParseResult parseMoreOperands(OpAsmParser &parser, OperationState &state,
                              StringRef word, int32_t &count) {
  SmallVector<OpAsmParser::UnresolvedOperand> operands;
  size_t first = state.operands.size();
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseKeyword(word) || parseValues(parser, operands) ||
      parser.resolveOperands(operands, DeferredType::get(parser.getContext()),
                             state.operands))
    return failure();
  keepPlace(parser, state, word, loc);
  for (auto [i, operand] : llvm::enumerate(operands))
    keepPlace(parser, state, Twine(first + i), operand.location);
  count = int32_t(operands.size());
  return success();
}

ParseResult parseWith(OpAsmParser &parser, OperationState &state,
                      int32_t &count) {
  count = 0;
  if (failed(parser.parseOptionalKeyword("with")))
    return success();
  SmallVector<Attribute> patterns;
  auto each = [&]() -> ParseResult {
    std::string pattern;
    OpAsmParser::UnresolvedOperand bundle;
    if (parseStatePattern(parser, state, pattern) || parser.parseEqual() ||
        parser.parseOperand(bundle))
      return failure();
    keepPlace(parser, state, Twine(state.operands.size()), bundle.location);
    patterns.push_back(parser.getBuilder().getStringAttr(pattern));
    ++count;
    return parser.resolveOperand(bundle, DeferredType::get(parser.getContext()),
                                 state.operands);
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, each))
    return failure();
  state.addAttribute("with", parser.getBuilder().getArrayAttr(patterns));
  return success();
}

ParseResult parseOptionalWrt(OpAsmParser &parser, OperationState &state) {
  if (StringRef(parser.getCurrentLocation().getPointer()).starts_with("wrt"))
    return parseWrt(parser, state);
  state.addAttribute("wrt", parser.getBuilder().getArrayAttr({}));
  return success();
}

ParseResult parseModeAndTypes(OpAsmParser &parser, OperationState &state) {
  if (StringRef(parser.getCurrentLocation().getPointer())
          .starts_with("mode(")) {
    StringRef mode;
    SMLoc loc;
    if (parser.parseKeyword("mode") || parser.parseLParen() ||
        parser.getCurrentLocation(&loc) || parser.parseKeyword(&mode) ||
        parser.parseRParen())
      return failure();
    if (mode != "train" && mode != "infer")
      return parser.emitError(loc, "expected 'train' or 'infer', got '")
             << mode << "'";
    state.addAttribute("mode", parser.getBuilder().getStringAttr(mode));
  }
  return parseResultTypes(parser, state);
}

void printCallee(OpAsmPrinter &printer, StringRef callee, ValueRange inputs) {
  printer << ' ';
  printer.printSymbolName(callee);
  printer << '(' << inputs << ')';
}

void printWith(OpAsmPrinter &printer, ArrayAttr with, ValueRange bundles) {
  if (!with)
    return;
  printer << " with(";
  llvm::interleaveComma(llvm::zip(with.getAsValueRange<StringAttr>(), bundles),
                        printer, [&](auto pair) {
                          printer << std::get<0>(pair) << " = "
                                  << std::get<1>(pair);
                        });
  printer << ')';
}

void printWrt(OpAsmPrinter &printer, ArrayAttr wrt) {
  printer << " wrt(";
  llvm::interleaveComma(wrt.getAsValueRange<StringAttr>(), printer);
  printer << ')';
}

void printModeAndTypes(OpAsmPrinter &printer, Operation *op,
                       std::optional<StringRef> mode) {
  if (mode)
    printer << " mode(" << *mode << ')';
  if (op->getNumResults() != 0)
    printResultTypes(printer, op);
}

//===----------------------------------------------------------------------===//
// Typing
//===----------------------------------------------------------------------===//

ArrayAttr floatArguments(FuncOp callee) {
  SmallVector<Attribute> names;
  for (auto [i, type] : llvm::enumerate(callee.getArgumentTypes()))
    if (isa<FloatType>(getElementTypeOrSelf(type)))
      names.push_back(
          StringAttr::get(callee.getContext(), callee.getArgName(i)));
  return ArrayAttr::get(callee.getContext(), names);
}

bool isFloatResult(FuncOp callee, unsigned index) {
  return isa<FloatType>(getElementTypeOrSelf(callee.getResultTypes()[index])) &&
         !callee.getResultAttr(index, FuncOp::kStateAttr);
}

FailureOr<unsigned> checkFloatArgument(Operation *op, FuncOp callee,
                                       TypeRange types, ArrayAttr wrt,
                                       unsigned number, StringRef what,
                                       StringRef users) {
  auto entry = cast<StringAttr>(wrt[number]).getValue();
  std::optional<unsigned> index = callee.findArg(entry);
  if (!index)
    return errorAt(op, entry)
           << "'" << entry << "' is no argument of @" << callee.getSymName()
           << ": " << users << " of arguments only, not of states";
  Type type = types[*index];
  if (!isa<FloatType>(getElementTypeOrSelf(type)))
    return errorAt(op, entry)
           << "argument '" << entry << "' of @" << callee.getSymName() << " is "
           << inShort(type) << ": only floats have a " << what;
  if (llvm::is_contained(wrt.getValue().take_front(number), wrt[number]))
    return errorAt(op, entry) << "'" << entry << "' stands twice in wrt";
  return *index;
}

LogicalResult checkFloatScalar(Operation *op, FuncOp callee,
                               ArrayRef<Type> results) {
  auto first = results.empty() ? RankedTensorType()
                               : cast<RankedTensorType>(results.front());
  if (first && first.getRank() == 0 && isa<FloatType>(first.getElementType()))
    return success();
  InFlightDiagnostic error = errorAt(op, "@" + callee.getSymName());
  error << "the first result of @" << callee.getSymName()
        << " must be a float scalar, ";
  if (first)
    error << "got " << inShort(first);
  else
    error << "but it has no result";
  error.attachNote(callee.getLoc())
      << "@" << callee.getSymName() << " is declared here";
  return error;
}

LogicalResult setResultTypes(Operation *op, StringRef callee,
                             ArrayRef<Type> types, StringRef what) {
  if (op->getNumResults() != types.size())
    return op->emitOpError("gives ")
           << types.size() << " results, those of @" << callee << " and then "
           << what << "; " << op->getNumResults() << " are named";
  for (auto [result, type] : llvm::zip(op->getResults(), types))
    result.setType(type);
  return success();
}

LogicalResult checkWith(Operation *op, ArrayAttr with, ValueRange bundles,
                        ModelTyping &model) {
  size_t patterns = with ? with.size() : 0;
  if (patterns != bundles.size() ||
      (with && !llvm::all_of(with, llvm::IsaPred<StringAttr>)))
    return op->emitOpError("has ")
           << bundles.size() << " bundles and " << patterns
           << " patterns in 'with', expected a bundle for each pattern";
  if (!with)
    return success();
  llvm::SmallDenseSet<Attribute> seen;
  for (auto [entry, value] : llvm::zip(with, bundles)) {
    StringRef pattern = cast<StringAttr>(entry).getValue();
    FailureOr<ArrayAttr> names = matchStates(model, op, pattern);
    if (failed(names))
      return failure();
    auto bundle = dyn_cast<BundleType>(value.getType());
    if (!bundle)
      return errorAt(op, pattern)
             << "'" << pattern << "' gets " << inShort(value.getType())
             << ", expected a bundle";
    for (StringAttr name : names->getAsRange<StringAttr>()) {
      if (!llvm::is_contained(bundle.getNames(), name))
        return errorAt(op, pattern)
               << "there is no '" << name.getValue() << "' in the bundle that '"
               << pattern << "' gets";
      if (!seen.insert(name).second)
        return errorAt(op, pattern)
               << "'" << name.getValue() << "' is given twice";
    }
  }
  return success();
}

} // namespace leat
