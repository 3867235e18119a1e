//===- Shape.cpp - moving elements ------------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An op that moves elements is said by one function: from the index of an
// element of the result to the index of the element of the input that it holds.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Lines.h"
#include "runtime/reference/Registry.h"

#include <algorithm>

using namespace leat;
using namespace leat::reference;

/// The array of `shape` whose element at `index` is the input's at
/// `source(index)`.
template <typename Function>
static Array moved(const Array &input, const rt::Shape &shape,
                   Function source) {
  Array result = Array::zeros(input.type, shape);
  forEachIndex(shape, [&](const Index &index, int64_t position) {
    result.setElement(position, input, input.positionOf(source(index)));
  });
  return result;
}

// The same elements in row-major order under the declared shape.
static Array evaluateReshape(ReshapeOp op, const Operands &in) {
  Array result = in[0];
  result.shape = Array::zeros(op.getType()).shape;
  return result;
}

static Array evaluateTranspose(TransposeOp op, const Operands &in) {
  const Array &x = in[0];
  Index axes;
  for (int64_t axis = 0; axis < x.rank(); ++axis)
    axes.push_back(op.getAxes() ? (*op.getAxes())[size_t(axis)]
                                : x.rank() - 1 - axis);
  rt::Shape shape;
  for (int64_t &axis : axes) {
    axis = axisOf(axis, x.rank());
    shape.push_back(x.shape[size_t(axis)]);
  }
  return moved(x, shape, [&](const Index &index) {
    Index source(index.size());
    for (size_t i = 0; i < axes.size(); ++i)
      source[size_t(axes[i])] = index[i];
    return source;
  });
}

static Array evaluateBroadcast(BroadcastToOp op, const Operands &in) {
  Array result = Array::zeros(op.getType());
  forEachIndex(result.shape, [&](const Index &index, int64_t position) {
    result.setElement(position, in[0], in[0].broadcastPosition(index));
  });
  return result;
}

static Array evaluateSqueeze(SqueezeOp op, const Operands &in) {
  Array result = in[0];
  result.shape = reducedShape(in[0].shape, axesOf(op.getAxis(), in[0].rank()),
                              /*keep=*/false);
  return result;
}

static Array evaluateUnsqueeze(UnsqueezeOp op, const Operands &in) {
  Array result = in[0];
  int64_t rank = in[0].rank() + int64_t(op.getAxis().size());
  Index axes = axesOf(op.getAxis(), rank);
  std::sort(axes.begin(), axes.end());
  for (int64_t axis : axes)
    result.shape.insert(result.shape.begin() + axis, 1);
  return result;
}

static Array evaluateSlice(SliceOp op, const Operands &in) {
  const Array &x = in[0];
  int64_t axis = axisOf(op.getAxis(), x.rank());
  int64_t extent = x.shape[size_t(axis)], step = op.getStep();
  auto fromEnd = [&](int64_t i) { return i < 0 ? i + extent : i; };
  int64_t start = fromEnd(op.getStart());
  int64_t stop = op.getStop() ? fromEnd(*op.getStop()) : extent;
  rt::Shape shape = x.shape;
  shape[size_t(axis)] = 0;
  for (int64_t i = start; i < stop; i += step)
    ++shape[size_t(axis)];
  return moved(x, shape, [&](const Index &index) {
    Index source = index;
    source[size_t(axis)] = start + index[size_t(axis)] * step;
    return source;
  });
}

static Array evaluatePad(PadOp op, const Operands &in) {
  const Array &x = in[0];
  Index interior = op.getInterior().empty() ? Index(x.shape.size(), 0)
                                            : Index(op.getInterior());
  rt::Shape shape;
  for (size_t i = 0; i < x.shape.size(); ++i)
    shape.push_back(op.getLow()[i] + x.shape[i] + op.getHigh()[i] +
                    interior[i] * std::max<int64_t>(x.shape[i] - 1, 0));
  Array y = Array::zeros(x.type, shape);
  for (int64_t i = 0; i < y.size(); ++i)
    y.setNumber(i, op.getValue().convertToDouble());
  forEachIndex(x.shape, [&](const Index &index, int64_t position) {
    Index target = index;
    for (size_t i = 0; i < index.size(); ++i)
      target[i] = op.getLow()[i] + index[i] * (interior[i] + 1);
    y.setElement(y.positionOf(target), x, position);
  });
  return y;
}

static Array evaluateConcat(ConcatOp op, const Operands &in) {
  size_t axis = size_t(axisOf(op.getAxis(), in[0].rank()));
  rt::Shape shape = in[0].shape;
  for (size_t i = 1; i < in.size(); ++i)
    shape[axis] += in[i].shape[axis];
  Array y = Array::zeros(in[0].type, shape);
  int64_t before = 0;
  for (size_t i = 0; i < in.size(); ++i) {
    forEachIndex(in[i].shape, [&](const Index &index, int64_t position) {
      Index target = index;
      target[axis] += before;
      y.setElement(y.positionOf(target), in[i], position);
    });
    before += in[i].shape[axis];
  }
  return y;
}

static Array evaluateFlip(FlipOp op, const Operands &in) {
  const Array &x = in[0];
  return moved(x, x.shape, [&](const Index &index) {
    Index source = index;
    for (int64_t axis : axesOf(op.getAxis(), x.rank()))
      source[size_t(axis)] = x.shape[size_t(axis)] - 1 - source[size_t(axis)];
    return source;
  });
}

static rt::Result<Array> evaluateIndex(IndexOp op, const Operands &in) {
  const Array &table = in[0], &indices = in[1];
  if (table.shape[0] == 0)
    return rt::userError("the table has no rows, expected at least one");
  rt::Shape shape = indices.shape;
  shape.insert(shape.end(), table.shape.begin() + 1, table.shape.end());
  return moved(table, shape, [&](const Index &index) {
    llvm::ArrayRef<int64_t> all = index;
    size_t split = indices.shape.size();
    int64_t row =
        indices.integers[size_t(indices.positionOf(all.take_front(split)))];
    Index source = {row};
    source.append(all.begin() + split, all.end());
    return source;
  });
}

static rt::Result<Array> evaluateScatterAdd(ScatterAddOp op,
                                            const Operands &in) {
  const Array &updates = in[0], &indices = in[1];
  size_t split = indices.shape.size();
  int64_t rows = op.getRows();
  if (rows < 1)
    return rt::userError("the result has no rows, expected at least one");
  rt::Shape shape = {rows};
  shape.insert(shape.end(), updates.shape.begin() + split, updates.shape.end());
  Array y = Array::zeros(updates.type, shape);
  forEachIndex(updates.shape, [&](const Index &index, int64_t position) {
    llvm::ArrayRef<int64_t> all = index;
    int64_t row =
        indices.integers[size_t(indices.positionOf(all.take_front(split)))];
    Index target = {row};
    target.append(all.begin() + split, all.end());
    y.addElement(y.positionOf(target), updates, position);
  });
  return y;
}

void leat::reference::registerShape(Registry &registry) {
  registry.add<BarrierOp>([](BarrierOp, const Operands &in) { return in[0]; });
  registry.add<ReshapeOp>(evaluateReshape);
  registry.add<TransposeOp>(evaluateTranspose);
  registry.add<BroadcastToOp>(evaluateBroadcast);
  registry.add<SqueezeOp>(evaluateSqueeze);
  registry.add<UnsqueezeOp>(evaluateUnsqueeze);
  registry.add<SliceOp>(evaluateSlice);
  registry.add<PadOp>(evaluatePad);
  registry.add<ConcatOp>(evaluateConcat);
  registry.add<FlipOp>(evaluateFlip);
  registry.add<IndexOp>(evaluateIndex);
  registry.add<ScatterAddOp>(evaluateScatterAdd);
}
