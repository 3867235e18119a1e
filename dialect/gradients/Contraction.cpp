//===- Contraction.cpp - derivatives and lanes of matmul, linear, conv ----===//
//
// All are bilinear: each derivative is a contraction again. conv,
// conv_input_grad and conv_filter_grad are a closed triple, each one's
// derivatives being the other two.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/gradients/Batch.h"

using namespace mlir;

namespace leat {

using Values = SmallVector<Value>;

// `x` as a matrix whose columns are its last dimension.
static Expr asMatrix(const Formula &f, Expr x) {
  ArrayRef<int64_t> sizes = sizesOf(x.value);
  int64_t rows = 1;
  for (int64_t size : sizes.drop_back())
    rows *= size;
  return f.reshape(x, {rows, sizes.back()});
}

// All axes but `kept`.
static SmallVector<int64_t> axesBut(int64_t kept, Value x) {
  SmallVector<int64_t> axes;
  for (int64_t i = 0, rank = sizesOf(x).size(); i < rank; ++i)
    if (i != kept)
      axes.push_back(i);
  return axes;
}

//===----------------------------------------------------------------------===//
// matmul
//===----------------------------------------------------------------------===//

// The derivative by the right operand. A matrix that every batch shares gets
// one product over the rows of all batches.
static Value rhsCotangent(const Formula &f, MatmulOp op, Expr d) {
  Expr lhs = f(op.getLhs());
  bool left = op.getTransposeLhs(), right = op.getTransposeRhs();
  if (!left && sizesOf(op.getRhs()).size() == 2) {
    lhs = asMatrix(f, lhs);
    d = asMatrix(f, d);
  }
  Expr product =
      right ? f.matmul(d, lhs, true, left) : f.matmul(lhs, d, !left, false);
  return sumToShape(f.builder, f.loc, product.value, op.getRhs().getType());
}

Values MatmulOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                          const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Expr d = f(cotangents.front());
  if (d.isZero())
    return {Value(), Value()};
  bool left = getTransposeLhs(), right = getTransposeRhs();
  Values result(2);
  if (wanted[0]) {
    Expr product = left ? f.matmul(f(getRhs()), d, right, true)
                        : f.matmul(d, f(getRhs()), false, !right);
    result[0] =
        sumToShape(builder, getLoc(), product.value, getLhs().getType());
  }
  if (wanted[1])
    result[1] = rhsCotangent(f, *this, d);
  return result;
}

FailureOr<Values> MatmulOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  bool left = getTransposeLhs(), right = getTransposeRhs();
  Expr byLhs = f.matmul(f(tangents[0]), f(getRhs()), left, right);
  Expr byRhs = f.matmul(f(getLhs()), f(tangents[1]), left, right);
  return Values{(byLhs + byRhs).value};
}

//===----------------------------------------------------------------------===//
// linear
//===----------------------------------------------------------------------===//

Values LinearOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                          const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Values result((*this)->getNumOperands());
  if (!cotangents.front())
    return result;
  // In its own shape, so that what is computed of the results can be fused with
  // them; the weight gets one product over the rows of all batches.
  Expr d = f(cotangents.front());
  if (sizesOf(d.value).size() == 1)
    d = asMatrix(f, d);
  int64_t features = sizesOf(d.value).size() - 1;
  if (wanted[0])
    result[0] =
        f.reshape(f.matmul(d, f(getWeight())), sizesOf(getInput())).value;
  if (wanted[1])
    result[1] =
        f.matmul(asMatrix(f, d), asMatrix(f, f(getInput())), true).value;
  if (getBias() && wanted[2])
    result[2] = f.sum(d, axesBut(/*kept=*/features, d.value)).value;
  return result;
}

FailureOr<Values> LinearOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  Value bias = getBias() ? tangents[2] : Value();
  Expr sum;
  if (tangents[0])
    sum = f.make<LinearOp>(tangents[0], getWeight(), Value());
  if (tangents[1])
    return Values{
        (sum + f.make<LinearOp>(getInput(), tangents[1], bias)).value};
  return Values{(sum + f.broadcast(f(bias), sizesOf(getResult()))).value};
}

//===----------------------------------------------------------------------===//
// conv and its transposes
//===----------------------------------------------------------------------===//

// The three maps that share the window of `op`.
template <typename OpT>
static Value conv(const Formula &f, OpT op, Value input, Value weight,
                  Value bias = {}) {
  return ConvOp::create(f.builder, f.loc, input, weight, bias, op.getStride(),
                        op.getPadding(), op.getDilation(), op.getGroups());
}
template <typename OpT>
static Value inputGrad(const Formula &f, OpT op, Value cotangent, Value weight,
                       ArrayRef<int64_t> inputSize) {
  return ConvInputGradOp::create(f.builder, f.loc, cotangent, weight, inputSize,
                                 op.getStride(), op.getPadding(),
                                 op.getDilation(), op.getGroups());
}
template <typename OpT>
static Value filterGrad(const Formula &f, OpT op, Value input, Value cotangent,
                        ArrayRef<int64_t> kernelSize) {
  return ConvFilterGradOp::create(f.builder, f.loc, input, cotangent,
                                  kernelSize, op.getStride(), op.getPadding(),
                                  op.getDilation(), op.getGroups());
}

static ArrayRef<int64_t> spaceOf(Value x) { return sizesOf(x).drop_front(2); }

Values ConvOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                        const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Values result((*this)->getNumOperands());
  Value d = cotangents.front();
  if (!d)
    return result;
  if (wanted[0])
    result[0] = inputGrad(f, *this, d, getWeight(), spaceOf(getInput()));
  if (wanted[1])
    result[1] = filterGrad(f, *this, getInput(), d, spaceOf(getWeight()));
  if (getBias() && wanted[2])
    result[2] = f.sum(f(d), axesBut(/*kept=*/1, d)).value;
  return result;
}

FailureOr<Values> ConvOp::buildJvp(OpBuilder &builder, ValueRange tangents) {
  Formula f{builder, getLoc()};
  Value bias = getBias() ? tangents[2] : Value();
  Expr sum;
  if (tangents[0])
    sum = f(conv(f, *this, tangents[0], getWeight()));
  if (tangents[1])
    return Values{
        (sum + f(conv(f, *this, getInput(), tangents[1], bias))).value};
  if (!bias)
    return Values{sum.value};
  SmallVector<int64_t> sizes(sizesOf(getResult()).size(), 1);
  sizes[1] = sizesOf(bias)[0];
  Expr along = f.reshape(f(bias), sizes);
  return Values{(sum + f.broadcast(along, sizesOf(getResult()))).value};
}

Values ConvInputGradOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                                 const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Values result(2);
  Value d = cotangents.front();
  if (d && wanted[0])
    result[0] = conv(f, *this, d, getWeight());
  if (d && wanted[1])
    result[1] = filterGrad(f, *this, d, getCotangent(), spaceOf(getWeight()));
  return result;
}

FailureOr<Values> ConvInputGradOp::buildJvp(OpBuilder &builder,
                                            ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr sum;
  if (tangents[0])
    sum = f(inputGrad(f, *this, tangents[0], getWeight(), getInputSize()));
  if (tangents[1])
    sum = sum +
          f(inputGrad(f, *this, getCotangent(), tangents[1], getInputSize()));
  return Values{sum.value};
}

Values ConvFilterGradOp::buildVjp(OpBuilder &builder, ValueRange cotangents,
                                  const llvm::SmallBitVector &wanted) {
  Formula f{builder, getLoc()};
  Values result(2);
  Value d = cotangents.front();
  if (d && wanted[0])
    result[0] = inputGrad(f, *this, getCotangent(), d, spaceOf(getInput()));
  if (d && wanted[1])
    result[1] = conv(f, *this, getInput(), d);
  return result;
}

FailureOr<Values> ConvFilterGradOp::buildJvp(OpBuilder &builder,
                                             ValueRange tangents) {
  Formula f{builder, getLoc()};
  Expr sum;
  if (tangents[0])
    sum = f(filterGrad(f, *this, tangents[0], getCotangent(), getKernelSize()));
  if (tangents[1])
    sum =
        sum + f(filterGrad(f, *this, getInput(), tangents[1], getKernelSize()));
  return Values{sum.value};
}

//===----------------------------------------------------------------------===//
// Batching. Lanes of images are more images; lanes of weights are more groups
// of channels.
//===----------------------------------------------------------------------===//

FailureOr<Values> MatmulOp::buildBatched(OpBuilder &builder,
                                         ValueRange operands,
                                         const llvm::SmallBitVector &batched,
                                         int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  int64_t rank = sizesOf(getResult()).size();
  return l.rebuild({l.align(0, rank).value, l.align(1, rank).value});
}

FailureOr<Values> LinearOp::buildBatched(OpBuilder &builder,
                                         ValueRange operands,
                                         const llvm::SmallBitVector &batched,
                                         int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  Formula f = l.formula();
  bool ownBias = getBias() && batched[2];
  if (!batched[1] && !ownBias)
    return l.rebuild(operands);
  SmallVector<int64_t> result = l.withLanes(sizesOf(getResult()));
  Expr y;
  if (batched[1]) {
    // The rows of one lane as a matrix, shared where the input has no lanes.
    int64_t features = l.sizes(0).back();
    int64_t rows =
        cast<RankedTensorType>(getInput().getType()).getNumElements() /
        std::max<int64_t>(features, 1);
    SmallVector<int64_t> matrix = {rows, features};
    Expr x =
        f.reshape(f(operands[0]), batched[0] ? l.withLanes(matrix) : matrix);
    y = f.reshape(f.matmul(x, f(operands[1]), false, true), result);
  } else {
    y = f.make<LinearOp>(operands[0], operands[1], Value());
  }
  if (getBias())
    y = y + l.align(2, result.size() - 1);
  return Values{f.broadcast(y, result).value};
}

// [lanes, n, c, ...] as [n, lanes * c, ...]: the channels of each lane are a
// group.
static Expr lanesAsGroups(const Lanes &l, Expr x) {
  Formula f = l.formula();
  SmallVector<int64_t> sizes(sizesOf(x.value));
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, sizes.size()));
  std::swap(axes[0], axes[1]);
  SmallVector<int64_t> merged(ArrayRef(sizes).drop_front());
  merged[1] *= sizes[0];
  return f.reshape(f.transpose(x, axes), merged);
}

// [n, lanes * c, ...] as [lanes, n, c, ...].
static Expr groupsAsLanes(const Lanes &l, Expr x) {
  Formula f = l.formula();
  SmallVector<int64_t> sizes(sizesOf(x.value));
  sizes[1] /= l.lanes;
  sizes.insert(sizes.begin() + 1, l.lanes);
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, sizes.size()));
  std::swap(axes[0], axes[1]);
  return f.transpose(f.reshape(x, sizes), axes);
}

// The result of an op over lanes * n images.
static FailureOr<Values> splitImages(const Lanes &l, Value all) {
  Formula f = l.formula();
  ArrayRef<int64_t> sizes = sizesOf(l.op->getResult(0));
  return Values{f.reshape(f(all), l.withLanes(sizes)).value};
}

FailureOr<Values> ConvOp::buildBatched(OpBuilder &builder, ValueRange operands,
                                       const llvm::SmallBitVector &batched,
                                       int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  Formula f = l.formula();
  Value bias = getBias() ? operands[2] : Value();
  bool ownBias = bias && batched[2];
  if (!batched[1]) {
    Value images = batched[0] ? l.merge(f(operands[0])).value : operands[0];
    Expr y = f(conv(f, *this, images, operands[1], ownBias ? Value() : bias));
    if (batched[0])
      y = f.reshape(y, l.withLanes(sizesOf(getResult())));
    if (!ownBias)
      return Values{y.value};
    // [lanes, 1, channels, 1, ...]
    SmallVector<int64_t> along(sizesOf(getResult()).size(), 1);
    along[1] = sizesOf(getResult())[1];
    return Values{(y + f.reshape(f(bias), l.withLanes(along))).value};
  }
  bool shared = !batched[0] && getGroups() == 1;
  Value images = shared ? operands[0] : lanesAsGroups(l, l.spread(0)).value;
  Value weights = l.merge(f(operands[1])).value;
  if (bias)
    bias = l.merge(l.spread(2)).value;
  Value y = ConvOp::create(builder, getLoc(), images, weights, bias,
                           getStride(), getPadding(), getDilation(),
                           shared ? 1 : lanes * getGroups());
  return Values{groupsAsLanes(l, f(y)).value};
}

FailureOr<Values>
ConvInputGradOp::buildBatched(OpBuilder &builder, ValueRange operands,
                              const llvm::SmallBitVector &batched,
                              int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  Formula f = l.formula();
  if (!batched[1]) {
    Value images = l.merge(f(operands[0])).value;
    return splitImages(
        l, inputGrad(f, *this, images, operands[1], getInputSize()));
  }
  Value all = ConvInputGradOp::create(
      builder, getLoc(), lanesAsGroups(l, l.spread(0)).value,
      l.merge(f(operands[1])).value, getInputSize(), getStride(), getPadding(),
      getDilation(), lanes * getGroups());
  return Values{groupsAsLanes(l, f(all)).value};
}

FailureOr<Values>
ConvFilterGradOp::buildBatched(OpBuilder &builder, ValueRange operands,
                               const llvm::SmallBitVector &batched,
                               int64_t lanes) {
  Lanes l{builder, *this, operands, batched, lanes};
  Value all = ConvFilterGradOp::create(
      builder, getLoc(), lanesAsGroups(l, l.spread(0)).value,
      lanesAsGroups(l, l.spread(1)).value, getKernelSize(), getStride(),
      getPadding(), getDilation(), lanes * getGroups());
  return splitImages(l, all);
}

} // namespace leat
