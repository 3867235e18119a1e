//===- Contraction.cpp - shape rules of matmul, linear and conv -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Required.h"
#include "dialect/Spelling.h"
#include "dialect/Window.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Contraction.cpp.inc"

namespace leat {

void LeatDialect::registerContractionOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Contraction.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// matmul, linear
//===----------------------------------------------------------------------===//

LogicalResult MatmulOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> loc,
                                         Adaptor op,
                                         SmallVectorImpl<Type> &types) {
  if (failed(sameElementType("matmul", loc, op.getOperands()))) // C1
    return failure();
  Extents lhs = extentsOf(op.getLhs().getType());
  Extents rhs = extentsOf(op.getRhs().getType());
  if (lhs.size() < 2 || rhs.size() < 2) // C1
    return emitOptionalError(loc, "matmul: expected operands of rank >= 2: ",
                             spellTypes(op.getOperands()));
  // Read as [..., m, k] and [..., k, n].
  if (op.getTransposeLhs())
    std::swap(lhs.end()[-1], lhs.end()[-2]);
  if (op.getTransposeRhs())
    std::swap(rhs.end()[-1], rhs.end()[-2]);
  if (clash(lhs.end()[-1], rhs.end()[-2])) // C2
    return emitOptionalError(loc, "matmul: contracted dimensions differ: lhs",
                             op.getTransposeLhs() ? " (transposed)" : "",
                             " has ", lhs.end()[-1].size, " columns, rhs",
                             op.getTransposeRhs() ? " (transposed)" : "",
                             " has ", rhs.end()[-2].size,
                             " rows: ", spellTypes(op.getOperands()));
  FailureOr<Extents> result = broadcastExtents(
      ArrayRef(lhs).drop_back(2), ArrayRef(rhs).drop_back(2)); // C3
  if (failed(result))
    return emitOptionalError(loc,
                             "matmul: leading dimensions do not broadcast: ",
                             spellTypes(op.getOperands()));
  result->push_back(lhs.end()[-2]);
  result->push_back(rhs.end()[-1]);
  types.push_back(tensorOf(elementOf(op.getLhs()), *result));
  return success();
}

int64_t MatmulOp::getMultiplyAdds() {
  ArrayRef<int64_t> lhs = sizesOf(getLhs());
  return getType().getNumElements() *
         lhs[lhs.size() - (getTransposeLhs() ? 2 : 1)];
}

// `bias` is [outputs].
static LogicalResult checkBias(StringRef op, OptionalLoc loc, Value bias,
                               Extent &outputs) {
  if (!bias)
    return success();
  Extents extents = extentsOf(bias.getType());
  if (extents.size() != 1 || clash(extents.front(), outputs)) {
    std::string expected =
        outputs.known() ? std::to_string(outputs.size) : "the weight's";
    return emitOptionalError(placeOf(loc, "2"), op, ": bias is ",
                             shortType(bias.getType()),
                             ", expected a vector of ", expected, " outputs");
  }
  outputs = meet(outputs, extents.front());
  return success();
}

LogicalResult LinearOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> loc,
                                         Adaptor op,
                                         SmallVectorImpl<Type> &types) {
  if (failed(sameElementType("linear", loc, op.getOperands()))) // C1
    return failure();
  Extents input = extentsOf(op.getInput().getType());
  Extents weight = extentsOf(op.getWeight().getType());
  ValueRange both = op.getOperands().take_front(2);
  if (weight.size() != 2) // C2
    return emitOptionalError(
        placeOf(loc, "1"), "linear: weight has rank ", weight.size(),
        ", expected 2, (out, in): ", shortType(op.getWeight().getType()));
  if (input.empty()) // C2
    return emitOptionalError(
        placeOf(loc, "0"),
        "linear: input is a scalar, expected rank >= 1: ", spellTypes(both));
  if (clash(input.back(), weight[1])) // C2
    return emitOptionalError(placeOf(loc, "1"), "linear: input has ",
                             input.back().size,
                             " features, weight (out, in) expects ",
                             weight[1].size, ": ", spellTypes(both));
  Extent outputs = weight[0];
  if (failed(checkBias("linear", loc, op.getBias(), outputs))) // C3
    return failure();
  input.back() = outputs;
  types.push_back(tensorOf(elementOf(op.getInput()), input));
  return success();
}

int64_t LinearOp::getMultiplyAdds() {
  return getType().getNumElements() * sizesOf(getWeight())[1];
}

SmallVector<Value> LinearOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Expr x = f(getInput());
  ArrayRef<int64_t> result = sizesOf(getResult());
  if (result.size() == 1) // matmul has no vectors
    x = f.reshape(x, {1, sizesOf(getInput()).front()});
  Expr y = f.matmul(x, f(getWeight()), false, /*transposeRhs=*/true);
  return {(f.reshape(y, result) + f(getBias())).value};
}

//===----------------------------------------------------------------------===//
// conv and its transposes
//===----------------------------------------------------------------------===//

// Each element of a conv's result takes one product per element of a filter.
static int64_t convMultiplyAdds(Value result, Value weight) {
  return cast<RankedTensorType>(result.getType()).getNumElements() *
         computeProduct(sizesOf(weight).drop_front());
}

int64_t ConvOp::getMultiplyAdds() {
  return convMultiplyAdds(getResult(), getWeight());
}
int64_t ConvInputGradOp::getMultiplyAdds() {
  return convMultiplyAdds(getCotangent(), getWeight());
}
int64_t ConvFilterGradOp::getMultiplyAdds() {
  return convMultiplyAdds(getCotangent(), getResult());
}

// Both operands have one element type and one rank, 3 to 5.
static LogicalResult checkOperands(StringRef op, OptionalLoc loc,
                                   ValueRange operands) {
  if (failed(sameElementType(op, loc, operands)))
    return failure();
  ValueRange both = operands.take_front(2);
  size_t rank = sizesOf(both[0]).size();
  if (rank < 3 || rank > 5 || sizesOf(both[1]).size() != rank)
    return emitOptionalError(
        loc, op,
        ": expected two tensors of one rank, 3 to 5: ", spellTypes(both));
  return success();
}

// `groups` divides the channels of input and result.
static LogicalResult checkGroups(StringRef op, OptionalLoc loc, int64_t groups,
                                 const Extent &inputs, const Extent &outputs) {
  if (ShapedType::isDynamic(groups)) // the name of an extent
    return success();
  if (groups < 1)
    return emitOptionalError(placeOf(loc, "groups"), op, ": groups is ", groups,
                             ", expected at least 1");
  for (const Extent &channels : {inputs, outputs})
    if (channels.known() && channels.size % groups != 0)
      return emitOptionalError(placeOf(loc, "groups"), op, ": ", channels.size,
                               " channels can not be split into ", groups,
                               " groups");
  return success();
}

// The channels of `groups` groups; not known where they are beyond counting,
// which no tensor fits.
static Extent inGroups(const Extent &channels, int64_t groups) {
  int64_t all;
  if (!channels.known() || ShapedType::isDynamic(groups) ||
      llvm::MulOverflow(channels.size, groups, all))
    return Extent();
  return Extent(all);
}

// The kernel of a conv whose weight has these extents.
static SmallVector<int64_t> kernelOf(ArrayRef<int64_t> weight) {
  return SmallVector<int64_t>(weight.drop_front(2));
}

template <typename OpT>
static FailureOr<Window> convWindow(StringRef name, OptionalLoc loc, OpT op,
                                    ArrayRef<int64_t> kernel) {
  return makeWindow(name, loc, kernel.size(), kernel, op.getStride(),
                    op.getPadding(), op.getDilation(), /*pool=*/false);
}

Window ConvOp::getWindow() {
  return *convWindow("conv", {}, *this, kernelOf(sizesOf(getWeight())));
}
Window ConvInputGradOp::getWindow() {
  return *convWindow("conv_input_grad", {}, *this,
                     kernelOf(sizesOf(getWeight())));
}
Window ConvFilterGradOp::getWindow() {
  return *convWindow("conv_filter_grad", {}, *this, getKernelSize());
}

LogicalResult ConvOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  if (failed(checkOperands("conv", loc, op.getOperands()))) // C1, C2
    return failure();
  Extents input = extentsOf(op.getInput().getType());
  Extents weight = extentsOf(op.getWeight().getType());
  int64_t groups = op.getGroups();
  if (failed(checkGroups("conv", loc, groups, input[1], weight[0]))) // C4
    return failure();
  Extent expected = inGroups(weight[1], groups);
  if (input[1].known() && expected.known() &&
      expected.size != input[1].size) // C4
    return emitOptionalError(
        placeOf(loc, "1"), "conv: input has ", input[1].size,
        " channels, weight expects ", expected.size, " (", weight[1].size,
        " in each of ", groups,
        " groups): ", spellTypes(op.getOperands().take_front(2)));
  FailureOr<Window> window =
      convWindow("conv", loc, op, kernelOf(sizesOf(op.getWeight()))); // C3
  if (failed(window))
    return failure();
  FailureOr<Extents> positions =
      windowPositions("conv", loc, *window, op.getInput().getType()); // C5
  Extent outputs = weight[0];
  if (failed(positions) ||
      failed(checkBias("conv", loc, op.getBias(), outputs))) // C6
    return failure();
  Extents result = {input[0], outputs};
  llvm::append_range(result, *positions);
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

// One positive number per spatial dimension.
static FailureOr<Extents> sizesPerDimension(StringRef op, OptionalLoc loc,
                                            StringRef name,
                                            DenseI64ArrayAttr sizes,
                                            int64_t n) {
  if (failed(required(op, loc, name, sizes)))
    return failure();
  loc = placeOf(loc, name);
  if (sizes.size() != n)
    return emitOptionalError(loc, op, ": ", name, " has ", sizes.size(),
                             " numbers, expected ", n,
                             ", one per spatial dimension");
  Extents extents;
  for (int64_t size : sizes.asArrayRef()) {
    if (size < 1)
      return emitOptionalError(loc, op, ": ", name, " holds ", size,
                               ", expected at least 1");
    extents.push_back(size);
  }
  return extents;
}

LogicalResult ConvInputGradOp::inferReturnTypes(MLIRContext *,
                                                std::optional<Location> loc,
                                                Adaptor op,
                                                SmallVectorImpl<Type> &types) {
  StringRef name = "conv_input_grad";
  if (failed(checkOperands(name, loc, op.getOperands()))) // C1
    return failure();
  Type cotangentType = op.getCotangent().getType();
  Extents cotangent = extentsOf(cotangentType);
  Extents weight = extentsOf(op.getWeight().getType());
  FailureOr<Extents> size =
      sizesPerDimension(name, loc, "input_size", op.getProperties().input_size,
                        weight.size() - 2); // C2
  FailureOr<Window> window =
      convWindow(name, loc, op, kernelOf(sizesOf(op.getWeight())));
  if (failed(size) || failed(window))
    return failure();
  int64_t groups = op.getGroups();
  Extent inputs = groups == 1 ? weight[1] : inGroups(weight[1], groups);
  if (failed(checkGroups(name, loc, groups, inputs, weight[0])) ||
      failed(checkPositions(name, loc, *window, *size, cotangentType))) // C2
    return failure();
  if (clash(cotangent[1], weight[0])) // C2
    return emitOptionalError(loc, name, ": cotangent has ", cotangent[1].size,
                             " channels, weight (out, in, ...) gives ",
                             weight[0].size, ": ",
                             spellTypes(op.getOperands()));
  Extents result = {cotangent[0], inputs};
  llvm::append_range(result, *size);
  types.push_back(tensorOf(elementOf(op.getCotangent()), result));
  return success();
}

LogicalResult ConvFilterGradOp::inferReturnTypes(MLIRContext *,
                                                 std::optional<Location> loc,
                                                 Adaptor op,
                                                 SmallVectorImpl<Type> &types) {
  StringRef name = "conv_filter_grad";
  if (failed(checkOperands(name, loc, op.getOperands()))) // C1
    return failure();
  Extents input = extentsOf(op.getInput().getType());
  Extents cotangent = extentsOf(op.getCotangent().getType());
  DenseI64ArrayAttr kernel = op.getProperties().kernel_size;
  FailureOr<Extents> size = sizesPerDimension(name, loc, "kernel_size", kernel,
                                              input.size() - 2); // C2
  if (failed(size))
    return failure();
  FailureOr<Window> window = convWindow(name, loc, op, kernel.asArrayRef());
  int64_t groups = op.getGroups();
  if (failed(window) ||
      failed(checkGroups(name, loc, groups, input[1], cotangent[1])) ||
      failed(checkPositions(name, loc, *window, ArrayRef(input).drop_front(2),
                            op.getCotangent().getType()))) // C2
    return failure();
  if (clash(input[0], cotangent[0])) // C2
    return emitOptionalError(loc, name, ": input holds ", input[0].size,
                             " examples, cotangent ", cotangent[0].size, ": ",
                             spellTypes(op.getOperands()));
  Extent inputs = input[1];
  if (groups != 1) // which the op is made with: a number
    inputs = inputs.known() ? Extent(inputs.size / groups) : Extent();
  Extents result = {cotangent[1], inputs};
  llvm::append_range(result, *size);
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

//===----------------------------------------------------------------------===//
// conv_transpose
//===----------------------------------------------------------------------===//

// `output_padding` has 1 or n numbers, each 0 ... stride - 1.
static LogicalResult checkOutputPadding(OptionalLoc loc,
                                        ArrayRef<int64_t> given,
                                        const Window &window) {
  loc = placeOf(loc, "output_padding");
  int64_t n = window.rank(), size = given.size();
  if (size > 1 && size != n)
    return emitOptionalError(loc, "conv_transpose: output_padding has ", size,
                             " numbers, expected 1 or ", n,
                             ", one per spatial dimension");
  for (auto [more, stride] :
       llvm::zip(expandWindow(given, n, 0), window.stride))
    if (more < 0 || more >= stride)
      return emitOptionalError(loc, "conv_transpose: output_padding is ", more,
                               ", expected 0 ... ", stride - 1,
                               ", less than the stride");
  return success();
}

// The extent that `positions` windows along dimension `i` cover, without the
// padding and `more` behind it.
static Extent coveredBy(const Window &window, size_t i, const Extent &positions,
                        int64_t more) {
  if (!positions.known() || ShapedType::isDynamic(window.kernel[i]))
    return Extent();
  return Extent((positions.size - 1) * window.stride[i] -
                2 * window.padding[i] + window.span(i) + more);
}

LogicalResult ConvTransposeOp::inferReturnTypes(MLIRContext *,
                                                std::optional<Location> loc,
                                                Adaptor op,
                                                SmallVectorImpl<Type> &types) {
  StringRef name = "conv_transpose";
  if (failed(checkOperands(name, loc, op.getOperands()))) // C1, C2
    return failure();
  ValueRange both = op.getOperands().take_front(2);
  Extents input = extentsOf(op.getInput().getType());
  Extents weight = extentsOf(op.getWeight().getType());
  int64_t groups = op.getGroups();
  Extent outputs = groups == 1 ? weight[1] : inGroups(weight[1], groups);
  if (failed(checkGroups(name, loc, groups, input[1], weight[0]))) // C4
    return failure();
  if (clash(input[1], weight[0])) // C4
    return emitOptionalError(placeOf(loc, "1"), name, ": input has ",
                             input[1].size, " channels, weight (in, out, ...) ",
                             "expects ", weight[0].size, ": ",
                             spellTypes(both));
  FailureOr<Window> window =
      convWindow(name, loc, op, kernelOf(sizesOf(op.getWeight()))); // C3
  if (failed(window) ||
      failed(checkOutputPadding(loc, op.getOutputPadding(), *window)) || // C5
      failed(checkBias(name, loc, op.getBias(), outputs)))               // C6
    return failure();
  Extents result = {input[0], outputs};
  auto more = expandWindow(op.getOutputPadding(), window->rank(), 0);
  for (size_t i = 0; i < window->rank(); ++i) {
    result.push_back(coveredBy(*window, i, input[i + 2], more[i]));
    if (result.back().known() && result.back().size < 1) // C7
      return emitOptionalError(loc, name, ": the padding leaves ",
                               result.back().size, " elements of dimension ",
                               i + 2, ": ", spellTypes(both));
  }
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

SmallVector<Value> ConvTransposeOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  ArrayRef<int64_t> sizes = sizesOf(getResult());
  Expr y = f.make<ConvInputGradOp>(getInput(), getWeight(), sizes.drop_front(2),
                                   getStride(), getPadding(), getDilation(),
                                   getGroups());
  if (!getBias())
    return {y.value};
  SmallVector<int64_t> along(sizes.size(), 1);
  along[1] = sizes[1];
  return {(y + f.reshape(f(getBias()), along)).value};
}

} // namespace leat
