//===- Kernel.cpp - the unit of fusion and of code ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Kernel.cpp.inc"

namespace leat {

void LeatDialect::registerKernelOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Kernel.cpp.inc"
      >();
}

StringRef KernelOp::getDefaultDialect() { return "leat"; }

ParseResult KernelOp::parse(OpAsmParser &parser, OperationState &state) {
  Builder &b = parser.getBuilder();
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<Type> inputs, outputs;
  StringAttr name;
  auto argument = [&]() -> ParseResult {
    OpAsmParser::Argument &a = arguments.emplace_back();
    if (parser.parseArgument(a) || parser.parseColon() ||
        parseShortType(parser, a.type))
      return failure();
    inputs.push_back(a.type);
    return success();
  };
  auto result = [&] { return parseShortType(parser, outputs.emplace_back()); };
  if (parser.parseSymbolName(name, SymbolTable::getSymbolAttrName(),
                             state.attributes) ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, argument) ||
      parser.parseArrow() ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, result))
    return failure();
  state.addAttribute("function_type",
                     TypeAttr::get(b.getFunctionType(inputs, outputs)));
  return failure(parser.parseOptionalAttrDictWithKeyword(state.attributes) ||
                 parser.parseRegion(*state.addRegion(), arguments));
}

void KernelOp::print(OpAsmPrinter &printer) {
  llvm::raw_ostream &os = printer.getStream();
  printer << ' ';
  printer.printSymbolName(getSymName());
  printer << '(';
  llvm::interleaveComma(getArguments(), printer, [&](BlockArgument argument) {
    printer << argument << ": ";
    printShortType(os, argument.getType());
  });
  printer << ") -> (";
  llvm::interleaveComma(getResultTypes(), os,
                        [&](Type type) { printShortType(os, type); });
  printer << ')';
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs(),
                                           {"sym_name", "function_type"});
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

// On tensors a launch is a pure function into its destinations; on buffers it
// reads its inputs and writes its outputs.
void LaunchOp::getEffects(
    SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {
  for (OpOperand &input : getInsMutable())
    if (isa<MemRefType>(input.get().getType()))
      effects.emplace_back(MemoryEffects::Read::get(), &input);
  for (OpOperand &output : getOutsMutable())
    if (isa<MemRefType>(output.get().getType())) {
      effects.emplace_back(MemoryEffects::Read::get(), &output);
      effects.emplace_back(MemoryEffects::Write::get(), &output);
    }
}

static bool isStatic(RankedTensorType type) {
  return type && type.hasStaticShape();
}

LogicalResult PackOp::verify() {
  auto type = cast<RankedTensorType>(getResult().getType());
  int64_t elements = 0;
  bool agree = isStatic(type) && type.getRank() == 1;
  for (Value input : getInputs()) {
    auto from = cast<RankedTensorType>(input.getType());
    agree &= isStatic(from) && from.getElementType() == type.getElementType();
    elements += isStatic(from) ? from.getNumElements() : 0;
  }
  if (agree && type.getNumElements() == elements)
    return success();
  return emitOpError("packs ") // C1
         << elements << " elements of its inputs' static shapes into " << type
         << ", expected one axis of as many elements of one type";
}

LogicalResult UnpackOp::verify() {
  auto packed = cast<RankedTensorType>(getPacked().getType());
  auto type = cast<RankedTensorType>(getResult().getType());
  auto offset = int64_t(getOffset());
  if (isStatic(packed) && isStatic(type) && packed.getRank() == 1 &&
      packed.getElementType() == type.getElementType() && offset >= 0 &&
      offset <= packed.getNumElements() - type.getNumElements())
    return success();
  return emitOpError("takes ") // C1
         << type << " from element " << offset << " of " << packed
         << ", expected one axis that holds all its elements";
}

} // namespace leat
