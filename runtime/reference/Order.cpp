//===- Order.cpp - sorting, searching, segments -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Order is that of NumPy: a NaN is greater than every number.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Lines.h"
#include "runtime/reference/Registry.h"

#include <algorithm>
#include <numeric>

using namespace leat;
using namespace leat::reference;

template <typename T> static bool isLess(T x, T y) {
  return x < y || (x == x && y != y);
}

// Whether the element at one place of an array is less than one of another.
static bool isLess(const Array &a, int64_t i, const Array &b, int64_t j) {
  return a.isFloat() ? isLess(a.floats[size_t(i)], b.floats[size_t(j)])
                     : a.integers[size_t(i)] < b.integers[size_t(j)];
}

//===----------------------------------------------------------------------===//
// Elements along an axis
//===----------------------------------------------------------------------===//

static Array evaluateTake(TakeAlongAxisOp op, const Operands &in) {
  const Array &x = in[0], &indices = in[1];
  size_t axis = size_t(axisOf(op.getAxis(), x.rank()));
  Array y = Array::zeros(x.type, indices.shape);
  forEachIndex(y.shape, [&](Index index, int64_t position) {
    index[axis] = indices.integers[size_t(position)];
    y.setElement(position, x, x.positionOf(index));
  });
  return y;
}

static Array evaluateAdd(AddAlongAxisOp op, const Operands &in) {
  const Array &updates = in[0], &indices = in[1];
  size_t axis = size_t(axisOf(op.getAxis(), updates.rank()));
  rt::Shape shape = updates.shape;
  shape[axis] = int64_t(op.getSize());
  Array y = Array::zeros(updates.type, shape);
  forEachIndex(updates.shape, [&](Index index, int64_t position) {
    index[axis] = indices.integers[size_t(position)];
    y.addElement(y.positionOf(index), updates, position);
  });
  return y;
}

//===----------------------------------------------------------------------===//
// Sorting
//===----------------------------------------------------------------------===//

// The places, along `axis`, of the elements in order; of each line the first
// `count`.
static Array sortedPlaces(const Array &x, int64_t axis, bool descending,
                          rt::DType type, std::optional<int64_t> count = {}) {
  rt::Shape shape = x.shape;
  size_t along = size_t(axisOf(axis, x.rank()));
  shape[along] = count.value_or(shape[along]);
  Array y = Array::zeros(type, shape);
  std::vector<Line> from = linesOver(x.shape, {int64_t(along)});
  std::vector<Line> to = linesOver(shape, {int64_t(along)});
  for (size_t i = 0; i < from.size(); ++i) {
    const Line &line = from[i];
    std::vector<size_t> places(line.size());
    std::iota(places.begin(), places.end(), 0);
    std::stable_sort(places.begin(), places.end(), [&](size_t a, size_t b) {
      if (descending)
        std::swap(a, b);
      return isLess(x, int64_t(line[a]), x, int64_t(line[b]));
    });
    for (size_t k = 0; k < to[i].size(); ++k)
      y.setInteger(int64_t(to[i][k]), int64_t(places[k]));
  }
  return y;
}

// The elements at these places, and the places.
static Arrays takenAt(const Array &x, Array places, int64_t axis) {
  size_t along = size_t(axisOf(axis, x.rank()));
  Array values = Array::zeros(x.type, places.shape);
  forEachIndex(places.shape, [&](Index index, int64_t position) {
    index[along] = places.integers[size_t(position)];
    values.setElement(position, x, x.positionOf(index));
  });
  Arrays results;
  results.push_back(std::move(values));
  results.push_back(std::move(places));
  return results;
}

static Array evaluateArgsort(ArgsortOp op, const Operands &in) {
  return sortedPlaces(in[0], op.getAxis(), op.getDescending(),
                      Array::zeros(op.getType()).type);
}

static rt::Result<Arrays> evaluateSort(mlir::Operation *op, const Operands &in,
                                       Frame &) {
  auto sort = mlir::cast<SortOp>(op);
  int64_t axis = sort.getAxis();
  return takenAt(
      in[0], sortedPlaces(in[0], axis, sort.getDescending(), rt::DType::I32),
      axis);
}

static rt::Result<Arrays> evaluateTopK(mlir::Operation *op, const Operands &in,
                                       Frame &) {
  auto top = mlir::cast<TopKOp>(op);
  int64_t axis = top.getAxis();
  return takenAt(in[0],
                 sortedPlaces(in[0], axis, top.getLargest(), rt::DType::I32,
                              int64_t(top.getK())),
                 axis);
}

// How many elements are less; with `right`, not greater.
static Array evaluateSearchsorted(SearchsortedOp op, const Operands &in) {
  const Array &table = in[0], &values = in[1];
  int64_t count = table.shape.back();
  Array y = Array::zeros(op.getType());
  forEachIndex(y.shape, [&](const Index &index, int64_t position) {
    int64_t row = 0;
    for (size_t d = 0; d + 1 < table.shape.size(); ++d)
      row = row * table.shape[d] + index[d];
    int64_t below = 0;
    for (int64_t i = row * count; i < (row + 1) * count; ++i)
      below += op.getRight() ? !isLess(values, position, table, i)
                             : isLess(table, i, values, position);
    y.setInteger(position, below);
  });
  return y;
}

//===----------------------------------------------------------------------===//
// Segments
//===----------------------------------------------------------------------===//

static Array evaluateSegmentSum(SegmentSumOp op, const Operands &in) {
  rt::Shape shape = in[0].shape;
  shape[0] = int64_t(op.getSegments());
  Array y = Array::zeros(in[0].type, shape);
  forEachIndex(in[0].shape, [&](Index index, int64_t position) {
    index[0] = in[1].integers[size_t(index[0])];
    y.addElement(y.positionOf(index), in[0], position);
  });
  return y;
}

static Array evaluateBincount(BincountOp op, const Operands &in) {
  Array y = Array::zeros(op.getType());
  for (int64_t i = 0; i < in[0].size(); ++i) {
    int64_t bin = in[0].integers[size_t(i)];
    if (in.size() == 2)
      y.addElement(bin, in[1], i);
    else
      y.setInteger(bin, y.integers[size_t(bin)] + 1);
  }
  return y;
}

static Array evaluateHistogram(HistogramOp op, const Operands &in) {
  const Array &x = in[0], &edges = in[1];
  Array y = Array::zeros(op.getType());
  int64_t bins = y.size();
  for (int64_t i = 0; i < x.size(); ++i)
    for (int64_t b = 0; b < bins; ++b) {
      double element = x.number(i), low = edges.number(b);
      double high = edges.number(b + 1);
      bool last = b + 1 == bins && element == high;
      if (low <= element && (element < high || last))
        ++y.integers[size_t(b)];
    }
  return y;
}

void leat::reference::registerOrder(Registry &registry) {
  registry.add<TakeAlongAxisOp>(evaluateTake);
  registry.add<AddAlongAxisOp>(evaluateAdd);
  registry.add<ArgsortOp>(evaluateArgsort);
  registry.add(SortOp::getOperationName(), evaluateSort);
  registry.add(TopKOp::getOperationName(), evaluateTopK);
  registry.add<SearchsortedOp>(evaluateSearchsorted);
  registry.add<SegmentSumOp>(evaluateSegmentSum);
  registry.add<BincountOp>(evaluateBincount);
  registry.add<HistogramOp>(evaluateHistogram);
}
