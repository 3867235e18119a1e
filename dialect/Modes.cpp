//===- Modes.cpp - layers in training and in inference --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Random.h"
#include "dialect/gradients/Expr.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace leat {

// input * m / (1 - p), m = 1 with probability 1 - p (Srivastava et al. 2014).
Value DropoutOp::buildInMode(OpBuilder &b, bool training) {
  double p = getP().convertToDouble();
  if (!training || p == 0)
    return getInput();
  OperationState state(getLoc(), BernoulliOp::getOperationName());
  state.addAttribute(kRngAttr, getRngAttr());
  state.addAttribute("type", TypeAttr::get(getInput().getType()));
  state.addAttribute("p", b.getF64FloatAttr(1 - p));
  state.addTypes(getInput().getType());
  Expr mask(b, getLoc(), b.create(state)->getResult(0));
  return (Expr(b, getLoc(), getInput()) * (mask * (1 / (1 - p)))).value;
}

// Ioffe & Szegedy 2015, Algorithm 1; running statistics as in PyTorch: the
// variance that is remembered is unbiased.
Value BatchNormOp::buildInMode(OpBuilder &b, bool training) {
  Location loc = getLoc();
  auto type = cast<RankedTensorType>(getInput().getType());
  Type channels = getWeight().getType();
  auto state = [&](FlatSymbolRefAttr name) -> Value {
    return GetOp::create(b, loc, channels, name);
  };
  if (!training)
    return NormalizeOp::create(b, loc, getInput(), state(getMeanAttr()),
                               state(getVarianceAttr()), getWeight(), getBias(),
                               getEpsAttr());
  SmallVector<int64_t> axes;
  for (int64_t i = 0; i < type.getRank(); ++i)
    if (i != 1)
      axes.push_back(i);
  auto axis = b.getDenseI64ArrayAttr(axes);
  Value mean = MeanOp::create(b, loc, getInput(), axis, false);
  Value variance = VarOp::create(b, loc, getInput(), axis, false);
  // The running statistics are no function of the parameters.
  double momentum = getMomentum().convertToDouble();
  auto move = [&](FlatSymbolRefAttr name, Expr batch) {
    Expr updated =
        Expr(b, loc, state(name)) * (1 - momentum) + batch * momentum;
    SetOp::create(b, loc, name, updated.value);
  };
  auto constant = [&](Value v) {
    return Expr(b, loc, StopGradientOp::create(b, loc, v));
  };
  move(getMeanAttr(), constant(mean));
  Value unbiased = VarOp::create(b, loc, getInput(), axis, false, true);
  move(getVarianceAttr(), constant(unbiased));
  return NormalizeOp::create(b, loc, getInput(), mean, variance, getWeight(),
                             getBias(), getEpsAttr());
}

} // namespace leat
