//===- Trainers.cpp - trainers and optimizers in a model ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Infer.h"
#include "dialect/Places.h"
#include "dialect/StatePattern.h"

using namespace mlir;

namespace leat {

// What may stand behind the optimizer, in this order.
static constexpr StringLiteral kClauses[] = {"clip_norm", "ema", "checkpoint"};

// `wrt(params)`
static void printWrt(OpAsmPrinter &printer, ArrayAttr wrt) {
  printer << " wrt(";
  llvm::interleaveComma(wrt.getAsValueRange<StringAttr>(), printer);
  printer << ')';
}

ParseResult TrainerOp::parse(OpAsmParser &parser, OperationState &state) {
  Builder &b = parser.getBuilder();
  StringAttr loss;
  SMLoc lossPlace, optimizerPlace;
  DictionaryAttr optimizer, clause;
  NamedAttrList clauses;
  if (parseSymbol(parser, state) || parser.parseKeyword("minimizes") ||
      parser.getCurrentLocation(&lossPlace) || parser.parseSymbolName(loss) ||
      parseWrt(parser, state) || parser.parseKeyword("using") ||
      parser.getCurrentLocation(&optimizerPlace) ||
      parseTerm(parser, optimizer))
    return failure();
  keepPlace(parser, state, "@" + loss.getValue(), lossPlace);
  keepPlace(parser, state, "optimizer", optimizerPlace);
  for (StringRef name : kClauses) {
    // Only the next word is looked at: it may begin the next declaration.
    StringRef text(parser.getCurrentLocation().getPointer());
    if (!text.starts_with((name + "(").str()))
      continue;
    keepPlace(parser, state, name, parser.getCurrentLocation());
    if (parseTerm(parser, clause))
      return failure();
    clauses.set(name, clause);
  }
  state.addAttribute("loss", FlatSymbolRefAttr::get(loss));
  state.addAttribute("optimizer", optimizer);
  state.addAttribute("clauses", clauses.getDictionary(b.getContext()));
  return success();
}

void TrainerOp::print(OpAsmPrinter &printer) {
  printSymbol(printer, getSymName());
  printer << " minimizes";
  printSymbol(printer, getLoss());
  printWrt(printer, getWrt());
  printer << " using ";
  printTerm(printer, getOptimizer());
  for (StringRef name : kClauses)
    if (auto clause = getClauses().getAs<DictionaryAttr>(name)) {
      printer << ' ';
      printTerm(printer, clause);
    }
}

ParseResult AlternateOp::parse(OpAsmParser &parser, OperationState &state) {
  Builder &b = parser.getBuilder();
  SmallVector<int64_t> counts;
  SmallVector<Attribute> trainers;
  auto each = [&]() -> ParseResult {
    StringAttr trainer;
    SMLoc place;
    if (parser.parseInteger(counts.emplace_back()) ||
        parser.getCurrentLocation(&place) || parser.parseSymbolName(trainer))
      return failure();
    keepPlace(parser, state, "@" + trainer.getValue(), place);
    trainers.push_back(FlatSymbolRefAttr::get(trainer));
    return success();
  };
  if (parseSymbol(parser, state) ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, each))
    return failure();
  state.addAttribute("counts", b.getDenseI64ArrayAttr(counts));
  state.addAttribute("trainers", b.getArrayAttr(trainers));
  return success();
}

void AlternateOp::print(OpAsmPrinter &printer) {
  printSymbol(printer, getSymName());
  printer << " (";
  llvm::interleaveComma(
      llvm::zip(getCounts(), getTrainers()), printer, [&](auto turn) {
        printer << std::get<0>(turn);
        printSymbol(printer,
                    cast<FlatSymbolRefAttr>(std::get<1>(turn)).getValue());
      });
  printer << ')';
}

LogicalResult AlternateOp::verifySymbolUses(SymbolTableCollection &symbols) {
  for (auto [count, name] :
       llvm::zip(getCounts(), getTrainers().getAsRange<FlatSymbolRefAttr>())) {
    if (count < 1) // C1
      return errorAt(*this, "@" + name.getValue())
             << "takes " << count << " steps of " << name
             << ", expected at least 1";
    Operation *found = symbols.lookupNearestSymbolFrom(*this, name);
    if (isa_and_nonnull<TrainerOp>(found))
      continue;
    InFlightDiagnostic error = errorAt(*this, "@" + name.getValue())
                               << "there is no trainer " << name; // C1
    if (found)
      error.attachNote(found->getLoc())
          << name << " is a " << found->getName().stripDialect();
    return error;
  }
  return success();
}

ParseResult OptimizerOp::parse(OpAsmParser &parser, OperationState &state) {
  Builder &b = parser.getBuilder();
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<Attribute> names, inits;
  NamedAttrList options;
  auto argument = [&]() -> ParseResult {
    OpAsmParser::Argument &a = arguments.emplace_back();
    if (parser.parseArgument(a))
      return failure();
    a.type = DeferredType::get(b.getContext());
    keepArgumentName(parser, a);
    names.push_back(b.getStringAttr(a.ssaName.name.drop_front()));
    StringRef init;
    if (succeeded(parser.parseOptionalEqual())) {
      if (parser.parseKeyword(&init))
        return failure();
      inits.push_back(b.getStringAttr(init));
    }
    return success();
  };
  auto option = [&]() -> ParseResult {
    StringRef name;
    Attribute value;
    if (parser.parseKeyword(&name) || parser.parseEqual() ||
        parseNumber(parser, value))
      return failure();
    options.set(name, value);
    return success();
  };
  if (parseSymbol(parser, state) ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, argument))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("config")) &&
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, option))
    return failure();
  state.addAttribute("arg_names", b.getArrayAttr(names));
  state.addAttribute("slot_inits", b.getArrayAttr(inits));
  state.addAttribute("options", options.getDictionary(b.getContext()));
  return parser.parseRegion(*state.addRegion(), arguments,
                            /*enableNameShadowing=*/true);
}

void OptimizerOp::print(OpAsmPrinter &printer) {
  printSymbol(printer, getSymName());
  printer << '(';
  for (auto [i, argument] : llvm::enumerate(getBody().getArguments())) {
    printer << (i ? ", " : "") << argument;
    if (i >= 2)
      printer << " = " << cast<StringAttr>(getSlotInits()[i - 2]).getValue();
  }
  printer << ')';
  if (!getOptions().empty()) {
    printer << " config(";
    llvm::interleaveComma(getOptions(), printer, [&](NamedAttribute option) {
      printer << option.getName().getValue() << " = ";
      printLiteral(printer.getStream(), option.getValue());
    });
    printer << ')';
  }
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

LogicalResult OptimizerOp::verify() {
  auto end = endOf<ReturnOp>(*this, getBody());
  if (!end)
    return failure();
  unsigned arguments = getBody().getNumArguments();
  unsigned results = end.getNumOperands();
  if (arguments < 2 || getSlotInits().size() != arguments - 2 ||
      results != arguments - 1) // C1
    return emitOpError("takes (parameter, gradient, slots = initialiser...) "
                       "and returns the new "
                       "parameter and slots; it has ")
           << arguments << " arguments and returns " << results << " values";
  return success();
}

} // namespace leat
