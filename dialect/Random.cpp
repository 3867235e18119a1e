//===- Random.cpp - syntax and checks of random draws ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Random.h"
#include "dialect/Dialect.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Required.h"
#include "dialect/Spelling.h"
#include "dialect/gradients/Batch.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Random.cpp.inc"

namespace leat {

void LeatDialect::registerRandomOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Random.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Syntax
//===----------------------------------------------------------------------===//

// `(1, T)`: values of the parameters, in their order.
static ParseResult parseParameters(OpAsmParser &parser, OperationState &state,
                                   ArrayRef<StringRef> parameters) {
  if (failed(parser.parseOptionalLParen()))
    return success();
  size_t count = 0;
  auto each = [&]() -> ParseResult {
    SMLoc loc = parser.getCurrentLocation();
    if (count == parameters.size())
      return parser.emitError(loc, "'")
             << state.name.stripDialect() << "' takes "
             << spellCount(parameters.size(), "parameter") << ", got more";
    Attribute value;
    if (parseLiteral(parser, value))
      return failure();
    return addLiteral(parser, loc, state, parameters[count++], value);
  };
  return failure(parser.parseCommaSeparatedList(each) || parser.parseRParen());
}

ParseResult parseRandomOp(OpAsmParser &parser, OperationState &state,
                          ArrayRef<StringRef> parameters) {
  keepResultName(parser, state);
  SMLoc loc = parser.getCurrentLocation();
  SmallVector<OpAsmParser::UnresolvedOperand, 1> operands;
  StringAttr rng;
  if (succeeded(parser.parseOptionalSymbolName(rng))) {
    state.addAttribute(kRngAttr, FlatSymbolRefAttr::get(rng));
    keepPlace(parser, state, "@" + rng.getValue(), loc);
  } else if (succeeded(parser.parseOptionalKeyword("key"))) {
    if (parser.parseLParen() || parser.parseOperand(operands.emplace_back()) ||
        parser.parseRParen())
      return failure();
  } else {
    return parser.emitError(loc, "expected the state to draw from, as in '")
           << state.name.stripDialect() << " @rng', or 'key(%k)'";
  }
  if (parseParameters(parser, state, parameters))
    return failure();
  return parseWrittenType(parser, state, loc, operands);
}

void printRandomOp(OpAsmPrinter &printer, Operation *op,
                   ArrayRef<StringRef> parameters) {
  printer << ' ';
  if (auto rng = op->getAttrOfType<FlatSymbolRefAttr>(kRngAttr))
    printer.printSymbolName(rng.getValue());
  else
    printer << "key(" << op->getOperands() << ")";

  auto name = [&](StringRef text) {
    return StringAttr::get(op->getContext(), text);
  };
  // An op that is made from nothing holds the defaults.
  Operation *defaults =
      Operation::create(op->getLoc(), op->getName(), TypeRange(), ValueRange(),
                        NamedAttrList(), nullptr, BlockRange(), 0);
  bool written = llvm::any_of(parameters, [&](StringRef parameter) {
    return writtenLiteral(op, name(parameter)) !=
           writtenLiteral(defaults, name(parameter));
  });
  defaults->destroy();
  if (written) {
    printer << " (";
    llvm::interleaveComma(parameters, printer, [&](StringRef parameter) {
      printLiteral(printer.getStream(), writtenLiteral(op, name(parameter)));
    });
    printer << ')';
  }
  printSignature(printer, op);
}

//===----------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------===//

LogicalResult verifyGenerator(Operation *op, FlatSymbolRefAttr rng,
                              SymbolTableCollection &symbols) {
  Operation *found = symbols.lookupNearestSymbolFrom(op, rng.getAttr());
  auto state = dyn_cast_or_null<StateOp>(found);
  if (state && state.getInit() == "seed")
    return success();
  InFlightDiagnostic error =
      errorAt(op, "@" + rng.getValue())
      << "draws from " << rng
      << ", expected the name of a state declared '= seed'";
  if (found)
    error.attachNote(found->getLoc()) << rng << " is declared here";
  return error;
}

// `key` is i64[2].
static LogicalResult checkKey(StringRef op, OptionalLoc loc, Value key) {
  loc = placeOf(loc, "0");
  Extents extents = extentsOf(key.getType());
  if (extents.size() == 1 && !clash(extents.front(), 2))
    return success();
  return emitOptionalError(loc, op,
                           ": expected a key i64[2] of seed and draw number, "
                           "got ",
                           shortType(key.getType()));
}

template <typename OpT> static LogicalResult verifyDraw(OpT op) {
  StringRef name = op->getName().stripDialect();
  if (bool(op.getKey()) == bool(op.getRngAttr())) // C1
    return op.emitOpError("expected a state or a key to draw from, not both");
  if (op.getKey() && failed(checkKey(name, op.getLoc(), op.getKey()))) // C1
    return failure();
  return verifyWritten(op, op.getTypeAttr()); // C3
}

template <typename OpT> static Type drawnElement(OpT op) {
  return cast<RankedTensorType>(op.getResult().getType()).getElementType();
}

LogicalResult UniformOp::verify() {
  if (!isa<FloatType>(drawnElement(*this))) // C2
    return errorAt(*this, ":0")
           << "draws floats, its result is " << inShort(getResult().getType());
  if (!(getLow().convertToDouble() < getHigh().convertToDouble())) // C2
    return errorAt(*this, "low")
           << "draws from [" << spell(getLowAttr()) << ", "
           << spell(getHighAttr()) << "), expected low < high";
  return verifyDraw(*this);
}

LogicalResult NormalOp::verify() {
  if (!isa<FloatType>(drawnElement(*this))) // C2
    return errorAt(*this, ":0")
           << "draws floats, its result is " << inShort(getResult().getType());
  if (!(getStd().convertToDouble() >= 0)) // C2
    return errorAt(*this, "std")
           << "has a standard deviation of " << spell(getStdAttr())
           << ", expected one that is not negative";
  return verifyDraw(*this);
}

LogicalResult RandintOp::verify() {
  Type element = drawnElement(*this);
  if (!element.isInteger() || element.isInteger(1)) // C2
    return errorAt(*this, ":0") << "draws integers, its result is "
                                << inShort(getResult().getType());
  int64_t low = getLow(), high = getHigh();
  // The range's size fits 64 bits without a sign, for low <= high.
  if (low > high || uint64_t(high) - uint64_t(low) > 0xffffffffu) // C2
    return errorAt(*this, "low")
           << "draws from " << low << " to " << high
           << ", expected low <= high and at most 2**32 numbers";
  return verifyDraw(*this);
}

LogicalResult BernoulliOp::verify() {
  double p = getP().convertToDouble();
  if (!(p >= 0 && p <= 1)) // C2
    return errorAt(*this, "p") << "has a probability of " << spell(getPAttr())
                               << ", expected 0 <= p <= 1";
  return verifyDraw(*this);
}

//===----------------------------------------------------------------------===//
// rademacher, permutation, categorical
//===----------------------------------------------------------------------===//

LogicalResult PermutationOp::verify() {
  Type element = drawnElement(*this);
  bool numbers = element.isInteger(32) || element.isInteger(64);
  if (!numbers || sizesOf(getResult()).empty()) // C2
    return errorAt(*this, ":0")
           << "draws orders, its result is " << inShort(getResult().getType())
           << ", expected i64 or i32 and a rank of at least 1";
  return verifyDraw(*this);
}

// Draws from [0, 1) in the place of `op`.
template <typename OpT>
static Value drawUniform(const Formula &f, OpT op, ArrayRef<int64_t> sizes,
                         Type element) {
  auto type = RankedTensorType::get(sizes, element);
  OpBuilder &b = f.builder;
  return UniformOp::create(b, f.loc, type, op.getKey(), op.getRngAttr(),
                           TypeAttr::get(type), b.getF64FloatAttr(0),
                           b.getF64FloatAttr(1));
}

LogicalResult RademacherOp::verify() {
  if (drawnElement(*this).isInteger(1)) // C2
    return errorAt(*this, ":0") << "draws 1 and -1, its result is "
                                << inShort(getResult().getType());
  return verifyDraw(*this);
}

SmallVector<Value> RademacherOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr heads = f.make<BernoulliOp>(getType(), getKey(), getRngAttr(),
                                   getTypeAttr(), builder.getF64FloatAttr(0.5));
  return {(heads + heads - 1).value};
}

// Draws of 53 bits: equal ones, which keep their order, are rare.
SmallVector<Value> PermutationOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Value draws =
      drawUniform(f, *this, sizesOf(getResult()), builder.getF64Type());
  return {f.make<ArgsortOp>(draws, /*axis=*/-1, /*descending=*/false,
                            TypeAttr::get(elementOf(getResult())))
              .value};
}

LogicalResult CategoricalOp::inferReturnTypes(MLIRContext *context,
                                              std::optional<Location> loc,
                                              Adaptor op,
                                              SmallVectorImpl<Type> &types) {
  if (bool(op.getKey()) == bool(op.getRngAttr())) // C1
    return emitOptionalError(
        loc, "categorical: expected a state or a key to draw from, not both");
  if (op.getKey() && failed(checkKey("categorical", loc, op.getKey()))) // C1
    return failure();
  Extents result = extentsOf(op.getLogits().getType());
  if (result.empty()) // C2
    return emitOptionalError(placeOf(loc, op.getKey() ? "1" : "0"),
                             "categorical: expected logits [..., classes], "
                             "got ",
                             shortType(op.getLogits().getType()));
  result.pop_back();
  Type element = op.getDtype().value_or(IntegerType::get(context, 32));
  if (!element.isSignlessInteger(32) && !element.isSignlessInteger(64)) // C3
    return emitOptionalError(placeOf(loc, "dtype"), "categorical: dtype is ",
                             element, ", expected i64 or i32");
  types.push_back(tensorOf(element, result));
  return success();
}

LogicalResult CategoricalOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return getRngAttr() ? verifyGenerator(*this, getRngAttr(), symbols) // C1
                      : success();
}

SmallVector<Value> CategoricalOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Type element = elementOf(getLogits());
  if (!element.isF64())
    element = builder.getF32Type();
  Value draws = drawUniform(f, *this, sizesOf(getLogits()), element);
  Expr logits = f.convert(f(getLogits()), element);
  Expr noisy = logits - log(-log(f(draws)));
  int64_t axis = sizesOf(getLogits()).size() - 1;
  return {f.make<ArgmaxOp>(noisy.value, axis, /*keepdims=*/false,
                           TypeAttr::get(elementOf(getResult())))
              .value};
}

// Every lane has rows of its own of what a state draws.
FailureOr<SmallVector<Value>>
CategoricalOp::buildBatched(OpBuilder &builder, ValueRange operands,
                            const llvm::SmallBitVector &batched,
                            int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  SmallVector<Value> spread(operands);
  spread.back() = l.spread(operands.size() - 1).value;
  return l.rebuild(spread);
}

LogicalResult AdvanceOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> loc,
                                          Adaptor op,
                                          SmallVectorImpl<Type> &types) {
  if (failed(checkKey("advance", loc, op.getKey()))) // C1
    return failure();
  types.push_back(op.getKey().getType());
  return success();
}

// A pointwise sum: seed + 0, draw number + 1.
FailureOr<SmallVector<Value>>
AdvanceOp::buildBatched(OpBuilder &builder, ValueRange operands,
                        const llvm::SmallBitVector &, int64_t) {
  Formula f{builder, getLoc()};
  Expr step = f.iota({2}, builder.getI64Type(), 0);
  return SmallVector<Value>{(f(operands[0]) + step).value};
}

LogicalResult RandomBitsOp::inferReturnTypes(MLIRContext *context,
                                             std::optional<Location> loc,
                                             Adaptor op,
                                             SmallVectorImpl<Type> &types) {
  if (failed(required("random_bits", loc, "shape", op.getProperties().shape)) ||
      failed(checkKey("random_bits", loc, op.getKey()))) // C2
    return failure();
  int64_t words = op.getWords();
  if (words != 1 && words != 2) // C1
    return emitOptionalError(placeOf(loc, "words"), "random_bits: words is ",
                             words, ", expected 1 or 2");
  FailureOr<Extents> result =
      readShape("random_bits", loc, op.getShape()); // C1
  if (failed(result))
    return failure();
  result->push_back(words);
  types.push_back(tensorOf(IntegerType::get(context, 32), *result));
  return success();
}

} // namespace leat
