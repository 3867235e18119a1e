//===- Creation.cpp - shape rules of ops that make tensors ----------------===//
//
// one_hot, full, iota, linspace and eye, whose result types are partly written
// by a person.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Infer.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Required.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// one_hot, iota, linspace, eye
//===----------------------------------------------------------------------===//

// The element type that `dtype` names, by default f32.
static Type elementOrF32(MLIRContext *context, std::optional<Type> dtype) {
  return dtype ? *dtype : Float32Type::get(context);
}

Value OneHotOp::getIndexOperand() { return getIndices(); }
int64_t OneHotOp::getIndexBound() { return int64_t(getDepth()); }

LogicalResult OneHotOp::inferReturnTypes(MLIRContext *context,
                                         std::optional<Location> loc,
                                         Adaptor op,
                                         SmallVectorImpl<Type> &types) {
  FailureOr<Extent> depth =
      readCount("one_hot", loc, "depth", op.getDepthAttr()); // C1
  if (failed(depth) ||
      failed(checkIndices("one_hot", loc, op.getIndices(), 0))) // C2
    return failure();
  Extents result = extentsOf(op.getIndices().getType());
  result.push_back(*depth);
  types.push_back(tensorOf(elementOrF32(context, op.getDtype()), result));
  return success();
}

LogicalResult IotaOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  if (failed(required("iota", loc, "shape", op.getProperties().shape)) ||
      failed(required("iota", loc, "dtype", op.getProperties().dtype)))
    return failure();
  FailureOr<Extents> result = readShape("iota", loc, op.getShape()); // C1
  if (failed(result) ||
      failed(normalizeAxis("iota", loc, result->size(), op.getAxis()))) // C1
    return failure();
  Type element = op.getDtype();
  if (!element.isIntOrFloat() || element.isInteger(1)) // C2
    return emitOptionalError(placeOf(loc, "dtype"), "iota: dtype is ", element,
                             ", expected a number type");
  types.push_back(tensorOf(element, *result));
  return success();
}

int64_t IotaOp::getDim() {
  return *normalizeAxis("iota", {}, getShape().size(), getAxis());
}

LogicalResult LinspaceOp::inferReturnTypes(MLIRContext *context,
                                           std::optional<Location> loc,
                                           Adaptor op,
                                           SmallVectorImpl<Type> &types) {
  if (failed(required("linspace", loc, "start", op.getProperties().start)) ||
      failed(required("linspace", loc, "stop", op.getProperties().stop)))
    return failure();
  FailureOr<Extent> count =
      readCount("linspace", loc, "count", op.getCountAttr()); // C1
  if (failed(count))
    return failure();
  Type element = elementOrF32(context, op.getDtype());
  if (!isa<FloatType>(element)) // C2
    return emitOptionalError(placeOf(loc, "dtype"), "linspace: dtype is ",
                             element, ", expected a float type");
  types.push_back(tensorOf(element, {*count}));
  return success();
}

SmallVector<StringRef> LinspaceOp::getPositionalAttributes() {
  return {"start", "stop", "count"};
}

// Counts from both ends, so that both are exact: start + i * step in the first
// half, stop - (n - 1 - i) * step in the second. Counts of more than 8 or 11
// bits are not exact in bf16 or f16, so those are computed in f32.
SmallVector<Value> LinspaceOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t n = getCount();
  Type element = elementOf(getResult());
  Type wide = element.isF64() ? element : builder.getF32Type();
  double start = getStart().convertToDouble();
  double stop = getStop().convertToDouble();
  auto type = RankedTensorType::get({n}, wide);
  if (n == 1)
    return {f.convert(f.number(type, start), element).value};
  Expr i = f.iota({n}, wide, 0);
  Expr step((stop - start) / double(n - 1));
  Expr up = i * step + Expr(start);
  Expr down = Expr(stop) - (Expr(double(n - 1)) - i) * step;
  Expr y = where(i < Expr(double(n) / 2), up, down);
  return {f.convert(y, element).value};
}

LogicalResult EyeOp::inferReturnTypes(MLIRContext *context,
                                      std::optional<Location> loc, Adaptor op,
                                      SmallVectorImpl<Type> &types) {
  if (failed(required("eye", loc, "count", op.getProperties().count)))
    return failure();
  Extent count;
  if (auto name = dyn_cast<StringAttr>(op.getCount()))
    count.name = name;
  else
    count.size = cast<IntegerAttr>(op.getCount()).getInt();
  if (!count.name && count.size < 0) // C1
    return emitOptionalError(placeOf(loc, "count"), "eye: count is ",
                             count.size,
                             ", expected a number that is not negative");
  Type element = elementOrF32(context, op.getDtype());
  if (!element.isIntOrFloat() || element.isInteger(1)) // C2
    return emitOptionalError(placeOf(loc, "dtype"), "eye: dtype is ", element,
                             ", expected a number type");
  types.push_back(tensorOf(element, Extents{count, count}));
  return success();
}

SmallVector<StringRef> EyeOp::getPositionalAttributes() { return {"count"}; }

SmallVector<Value> EyeOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t n = sizesOf(getResult()).front();
  Expr rows = f.iota({n, 1}, builder.getI64Type(), 0);
  Expr columns = f.iota({1, n}, builder.getI64Type(), 1);
  return {f.convert(rows == columns, elementOf(getResult())).value};
}

//===----------------------------------------------------------------------===//
// full
//===----------------------------------------------------------------------===//

// full ::= `full` (%value | number | config) `:` type
// Outside a model the type is that of a function of the operand.
ParseResult FullOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  SMLoc loc = parser.getCurrentLocation();
  OpAsmParser::UnresolvedOperand operand;
  SmallVector<OpAsmParser::UnresolvedOperand, 1> operands;
  OptionalParseResult parsed = parser.parseOptionalOperand(operand);
  if (parsed.has_value()) {
    if (failed(*parsed))
      return failure();
    operands.push_back(operand);
  } else {
    Attribute number;
    if (parseLiteral(parser, number) ||
        addLiteral(parser, loc, state, "number", number))
      return failure();
  }
  return parseWrittenType(parser, state, loc, operands);
}

void FullOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  if (getValue())
    printer << getValue();
  else
    printLiteral(printer.getStream(),
                 writtenLiteral(*this, getNumberAttrName()));
  printSignature(printer, *this);
}

LogicalResult FullOp::inferInModel(ModelTyping &model) {
  return inferWritten(*this, getTypeAttr(), model);
}

bool FullOp::mayBeExtent(StringRef attribute) { return attribute == "number"; }

LogicalResult FullOp::verify() {
  // A number may be an extent, until the function is specialised.
  bool hasNumber = bool(writtenLiteral(*this, getNumberAttrName()));
  if (bool(getValue()) == hasNumber) // C1
    return emitOpError("expected a value or a number, not both");
  if (getValue() && !sizesOf(getValue()).empty()) // C2
    return errorAt(*this, "0")
           << "expected a scalar, got " << inShort(getValue().getType());
  return verifyWritten(*this, getTypeAttr()); // C3
}

} // namespace leat
