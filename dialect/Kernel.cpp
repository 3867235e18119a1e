//===- Kernel.cpp - the unit of fusion and of code ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Infer.h"

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

LogicalResult KernelOp::verify() {
  auto end = endOf<ReturnOp>(*this, getBody());
  if (end && end.getOperandTypes() != getResultTypes()) // C1
    return end.emitOpError("does not give what @")
           << getSymName() << " declares";
  return success(bool(end));
}

// Whether a buffer or tensor of type `given` may stand for one of type
// `wanted`: tensors are row-major, so a shape is a way to count.
static bool standsFor(Type given, Type wanted) {
  auto a = dyn_cast<ShapedType>(given), b = dyn_cast<ShapedType>(wanted);
  if (!a || !b)
    return false;
  // In memory a bool is a byte.
  bool byte =
      a.getElementType().isInteger(8) && b.getElementType().isInteger(1);
  if (!byte && a.getElementType() != b.getElementType())
    return false;
  return !a.hasStaticShape() || !b.hasStaticShape() ||
         a.getNumElements() == b.getNumElements();
}

// The function that a kernel became is checked where launches become calls:
// passes on the way there add and drop arguments.
LogicalResult LaunchOp::verifySymbolUses(SymbolTableCollection &symbols) {
  Operation *found = symbols.lookupNearestSymbolFrom(*this, getCalleeAttr());
  if (found && !isa<FunctionOpInterface>(found)) // C1
    return emitOpError("there is no kernel ") << getCalleeAttr();
  auto kernel = dyn_cast_or_null<KernelOp>(found);
  if (!kernel)
    return success();
  SmallVector<Type> wanted(kernel.getArgumentTypes());
  llvm::append_range(wanted, kernel.getResultTypes());
  SmallVector<Type> given(getIns().getTypes());
  llvm::append_range(given, getOuts().getTypes());
  if (given.size() != wanted.size()) // C2
    return emitOpError("passes ")
           << given.size() << " operands to " << getCalleeAttr()
           << ", which takes " << wanted.size();
  for (auto [i, mine, theirs] : llvm::enumerate(given, wanted))
    if (!standsFor(mine, theirs)) // C2
      return emitOpError("passes ")
             << inShort(mine) << " as operand " << i << " to "
             << getCalleeAttr() << ", which takes " << inShort(theirs);
  return success();
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

LogicalResult CheckOp::verify() {
  Type element = cast<ShapedType>(getValue().getType()).getElementType();
  std::optional<int64_t> below = getBelow();
  bool fits =
      below ? isa<IntegerType>(element) && *below > 0 : isa<FloatType>(element);
  if (fits)
    return success();
  return emitOpError("checks elements of ") // C1
         << element << (below ? " below " + Twine(*below) : Twine())
         << ", expected integers below a positive number, or floats";
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
