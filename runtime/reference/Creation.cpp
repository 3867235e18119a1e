//===- Creation.cpp - tensors from nothing ----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// number, full, iota, linspace and one_hot. What a person writes as a number is
// rounded to the declared type, as `number` says; what is computed is not.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Lines.h"
#include "runtime/reference/Registry.h"

using namespace leat;
using namespace leat::reference;

// An array of the declared type that is `value` everywhere.
static Array filled(mlir::Type type, double value) {
  Array y = Array::zeros(type);
  for (int64_t i = 0; i < y.size(); ++i)
    y.setNumber(i, value);
  return y;
}

static Array evaluateNumber(NumberOp op, const Operands &) {
  return filled(op.getType(), op.getValue().convertToDouble());
}

static Array evaluateFull(FullOp op, const Operands &in) {
  if (in.size() == 0)
    return filled(op.getType(), op.getNumber()->convertToDouble());
  Array y = Array::zeros(op.getType());
  Array value = convert(in[0], y.type);
  for (int64_t i = 0; i < y.size(); ++i)
    y.setElement(i, value, 0);
  return y;
}

static Array evaluateIota(IotaOp op, const Operands &) {
  rt::Shape shape = op.getType().getShape().vec();
  int64_t axis = axisOf(op.getAxis(), int64_t(shape.size()));
  Array y = Array::zeros(Array::zeros(op.getType()).type, shape);
  forEachIndex(shape, [&](const Index &index, int64_t position) {
    if (y.isFloat())
      y.floats[size_t(position)] = double(index[size_t(axis)]);
    else
      y.setInteger(position, index[size_t(axis)]);
  });
  return y;
}

static Array evaluateLinspace(LinspaceOp op, const Operands &) {
  double start = op.getStart().convertToDouble();
  double stop = op.getStop().convertToDouble();
  Array y = Array::zeros(op.getType());
  size_t n = y.floats.size();
  for (size_t i = 0; i < n; ++i)
    y.floats[i] = start + (stop - start) * double(i) / double(n - (n > 1));
  // Both ends are included, so they are exact.
  if (n > 1)
    y.floats[n - 1] = stop;
  return y;
}

static Array evaluateEye(EyeOp op, const Operands &) {
  Array y = Array::zeros(op.getType());
  for (int64_t i = 0, n = y.shape.front(); i < n; ++i)
    y.setNumber(i * n + i, 1);
  return y;
}

static Array evaluateOneHot(OneHotOp op, const Operands &in) {
  rt::Shape shape = in[0].shape;
  shape.push_back(int64_t(op.getDepth()));
  Array y = Array::zeros(Array::zeros(op.getType()).type, shape);
  forEachIndex(shape, [&](const Index &index, int64_t position) {
    int64_t hot = in[0].integers[size_t(position / shape.back())];
    y.setNumber(position, hot == index.back() ? 1 : 0);
  });
  return y;
}

void leat::reference::registerCreation(Registry &registry) {
  registry.add<NumberOp>(evaluateNumber);
  registry.add<FullOp>(evaluateFull);
  registry.add<IotaOp>(evaluateIota);
  registry.add<LinspaceOp>(evaluateLinspace);
  registry.add<EyeOp>(evaluateEye);
  registry.add<OneHotOp>(evaluateOneHot);
}
