//===- Contraction.cpp - derivatives of matmul, linear and conv -----------===//
//
// All are bilinear: each derivative is a contraction again. conv,
// conv_input_grad and conv_filter_grad are a closed triple, each one's
// derivatives being the other two.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"

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
  Expr d = asMatrix(f, f(cotangents.front()));
  if (wanted[0]) {
    Expr rows = f.matmul(d, f(getWeight()));
    result[0] = f.reshape(rows, sizesOf(getInput())).value;
  }
  if (wanted[1])
    result[1] = f.matmul(d, asMatrix(f, f(getInput())), true).value;
  if (getBias() && wanted[2])
    result[2] = f.sum(d, {0}).value;
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

} // namespace leat
