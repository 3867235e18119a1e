//===- Arrange.cpp - tensors cut, joined and laid out anew ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From their formulas, not from their decompositions, so that the two are
// witnesses of each other.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Lines.h"
#include "runtime/reference/Registry.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace leat;
using namespace leat::reference;

/// The array of `shape` whose element at `index` is the input's at
/// `source(index)`, or 0 where that gives nothing.
template <typename Function>
static Array gathered(const Array &input, const rt::Shape &shape,
                      Function source) {
  Array result = Array::zeros(input.type, shape);
  forEachIndex(shape, [&](const Index &index, int64_t position) {
    if (std::optional<Index> from = source(index))
      result.setElement(position, input, input.positionOf(*from));
  });
  return result;
}

//===----------------------------------------------------------------------===//
// Cutting, joining, repeating
//===----------------------------------------------------------------------===//

static rt::Result<Arrays> evaluateSplit(SplitOp op, const Operands &in) {
  const Array &x = in[0];
  size_t axis = size_t(axisOf(op.getAxis(), x.rank()));
  Arrays pieces;
  int64_t start = 0;
  for (mlir::Value piece : op.getPieces()) {
    rt::Shape shape = Array::zeros(piece.getType()).shape;
    pieces.push_back(gathered(x, shape, [&](Index index) {
      index[axis] += start;
      return std::optional(index);
    }));
    start += shape[axis];
  }
  return pieces;
}

static Array evaluateStack(StackOp op, const Operands &in) {
  rt::Shape shape = in[0].shape;
  size_t axis = size_t(axisOf(op.getAxis(), in[0].rank() + 1));
  shape.insert(shape.begin() + axis, int64_t(in.size()));
  Array y = Array::zeros(in[0].type, shape);
  forEachIndex(shape, [&](const Index &index, int64_t position) {
    Index source = index;
    source.erase(source.begin() + axis);
    const Array &layer = in[size_t(index[axis])];
    y.setElement(position, layer, layer.positionOf(source));
  });
  return y;
}

static Array evaluateTile(TileOp op, const Operands &in) {
  const Array &x = in[0];
  rt::Shape shape(op.getRepeats().begin(), op.getRepeats().end());
  size_t added = shape.size() - x.shape.size();
  for (size_t i = 0; i < x.shape.size(); ++i)
    shape[added + i] *= x.shape[i];
  return gathered(x, shape, [&](const Index &index) {
    Index source(index.begin() + added, index.end());
    for (size_t i = 0; i < source.size(); ++i)
      source[i] %= x.shape[i];
    return std::optional(source);
  });
}

static Array evaluateRoll(RollOp op, const Operands &in) {
  const Array &x = in[0];
  return gathered(x, x.shape, [&](Index index) {
    for (auto [given, shift] : llvm::zip(op.getAxis(), op.getShift())) {
      size_t axis = size_t(axisOf(given, x.rank()));
      int64_t size = x.shape[axis];
      index[axis] = ((index[axis] - shift) % size + size) % size;
    }
    return std::optional(index);
  });
}

/// Adds a pad whose element i places from the beginning of an axis of extent n
/// is the input's at `source(i, n)`; i may be outside of 0 ... n - 1.
template <typename OpT>
static void edgePad(Registry &registry, int64_t (*source)(int64_t, int64_t)) {
  registry.add<OpT>([=](OpT op, const Operands &in) {
    const Array &x = in[0];
    rt::Shape shape = x.shape;
    for (size_t i = 0; i < shape.size(); ++i)
      shape[i] += op.getLow()[i] + op.getHigh()[i];
    return gathered(x, shape, [&](Index index) {
      for (size_t i = 0; i < index.size(); ++i)
        index[i] = source(index[i] - op.getLow()[i], x.shape[i]);
      return std::optional(index);
    });
  });
}

//===----------------------------------------------------------------------===//
// Diagonals and triangles
//===----------------------------------------------------------------------===//

static Array evaluateDiag(DiagOp op, const Operands &in) {
  int64_t offset = op.getOffset();
  return gathered(in[0], Array::zeros(op.getType()).shape, [&](Index index) {
    int64_t column = index.pop_back_val(), &row = index.back();
    bool on = column - row == offset;
    row = std::min(row, column);
    return on ? std::optional(index) : std::nullopt;
  });
}

static Array evaluateDiagPart(DiagPartOp op, const Operands &in) {
  int64_t offset = op.getOffset();
  return gathered(in[0], Array::zeros(op.getType()).shape, [&](Index index) {
    int64_t i = index.pop_back_val();
    index.push_back(i - std::min<int64_t>(offset, 0));
    index.push_back(i + std::max<int64_t>(offset, 0));
    return std::optional(index);
  });
}

static Array evaluateTrace(TraceOp op, const Operands &in) {
  Array y = Array::zeros(op.getType());
  const Array &x = in[0];
  forEachIndex(x.shape, [&](const Index &index, int64_t position) {
    llvm::ArrayRef<int64_t> all = index;
    if (all[all.size() - 1] == all[all.size() - 2])
      y.addElement(y.positionOf(all.drop_back(2)), x, position);
  });
  return y;
}

template <typename OpT>
static void triangle(Registry &registry, bool (*keeps)(int64_t, int64_t)) {
  registry.add<OpT>([=](OpT op, const Operands &in) {
    return gathered(in[0], in[0].shape, [&](const Index &index) {
      int64_t above = index[index.size() - 1] - index[index.size() - 2];
      return keeps(above, op.getOffset()) ? std::optional(index) : std::nullopt;
    });
  });
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

static Array evaluateOuter(OuterOp op, const Operands &in) {
  Array y = Array::zeros(op.getType());
  forEachIndex(y.shape, [&](const Index &index, int64_t position) {
    size_t i = size_t(index[0]), j = size_t(index[1]);
    if (y.isFloat())
      y.floats[size_t(position)] = in[0].floats[i] * in[1].floats[j];
    else
      y.setInteger(position, int64_t(uint64_t(in[0].integers[i]) *
                                     uint64_t(in[1].integers[j])));
  });
  return y;
}

// One loop for each letter, whatever it stands at.
static Array evaluateEinsum(EinsumOp op, const Operands &in) {
  std::string text = op.getEquation().str();
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  auto [left, right] = llvm::StringRef(text).split("->");
  llvm::SmallVector<llvm::StringRef> parts;
  left.split(parts, ',');
  std::map<char, int> counts;
  for (char letter : left)
    counts[letter] += letter != ',';
  std::string output = right.str();
  for (auto [letter, count] : counts)
    if (!llvm::StringRef(text).contains("->") && count == 1)
      output += letter;
  std::string letters = output;
  rt::Shape shape = Array::zeros(op.getType()).shape;
  for (auto [i, part] : llvm::enumerate(parts))
    for (auto [axis, letter] : llvm::enumerate(part))
      if (letters.find(letter) == std::string::npos) {
        letters += letter;
        shape.push_back(in[i].shape[axis]);
      }
  Array y = Array::zeros(op.getType());
  forEachIndex(shape, [&](const Index &index, int64_t) {
    double product = 1;
    for (auto [i, part] : llvm::enumerate(parts)) {
      Index at;
      for (char letter : part)
        at.push_back(index[letters.find(letter)]);
      product *= in[i].floats[size_t(in[i].positionOf(at))];
    }
    llvm::ArrayRef<int64_t> all = index;
    y.floats[size_t(y.positionOf(all.take_front(output.size())))] += product;
  });
  return y;
}

//===----------------------------------------------------------------------===//
// Upsampling
//===----------------------------------------------------------------------===//

// By how much an axis grows; the first two do not.
static int64_t scaleOf(llvm::ArrayRef<int64_t> scale, size_t axis) {
  if (axis < 2)
    return 1;
  return scale.size() == 1 ? scale[0] : scale[axis - 2];
}

static Array evaluateUpsampleNearest(UpsampleNearestOp op, const Operands &in) {
  return gathered(in[0], Array::zeros(op.getType()).shape, [&](Index index) {
    for (size_t i = 0; i < index.size(); ++i)
      index[i] /= scaleOf(op.getScale(), i);
    return std::optional(index);
  });
}

// The sum over the corners of the cell round the source of each element.
static Array evaluateUpsampleLinear(UpsampleLinearOp op, const Operands &in) {
  const Array &x = in[0];
  Array y = Array::zeros(x.type, Array::zeros(op.getType()).shape);
  size_t rank = x.shape.size(), corners = size_t(1) << (rank - 2);
  forEachIndex(y.shape, [&](const Index &index, int64_t position) {
    double sum = 0;
    for (size_t corner = 0; corner < corners; ++corner) {
      double weight = 1;
      Index at = index;
      for (size_t i = 2; i < rank; ++i) {
        double scale = double(scaleOf(op.getScale(), i));
        double source = std::max((double(index[i]) + 0.5) / scale - 0.5, 0.0);
        double below = std::floor(source);
        bool up = (corner >> (i - 2)) & 1;
        weight *= up ? source - below : 1 - (source - below);
        at[i] = std::min(int64_t(below) + up, x.shape[i] - 1);
      }
      sum += weight * x.floats[size_t(x.positionOf(at))];
    }
    y.floats[size_t(position)] = sum;
  });
  return y;
}

void leat::reference::registerArrange(Registry &registry) {
  registry.add(SplitOp::getOperationName(),
               [](mlir::Operation *op, const Operands &in, Frame &) {
                 return evaluateSplit(mlir::cast<SplitOp>(op), in);
               });
  registry.add<StackOp>(evaluateStack);
  registry.add<TileOp>(evaluateTile);
  registry.add<RollOp>(evaluateRoll);
  edgePad<PadCircularOp>(registry,
                         [](int64_t i, int64_t n) { return (i + n) % n; });
  edgePad<PadReflectOp>(registry, [](int64_t i, int64_t n) {
    i = i < 0 ? -i : i;
    return i < n ? i : 2 * (n - 1) - i;
  });
  edgePad<PadReplicateOp>(registry, [](int64_t i, int64_t n) {
    return std::clamp<int64_t>(i, 0, n - 1);
  });
  registry.add<DiagOp>(evaluateDiag);
  registry.add<DiagPartOp>(evaluateDiagPart);
  registry.add<TraceOp>(evaluateTrace);
  triangle<TrilOp>(registry,
                   [](int64_t above, int64_t k) { return above <= k; });
  triangle<TriuOp>(registry,
                   [](int64_t above, int64_t k) { return above >= k; });
  registry.add<OuterOp>(evaluateOuter);
  registry.add<EinsumOp>(evaluateEinsum);
  registry.add<UpsampleNearestOp>(evaluateUpsampleNearest);
  registry.add<UpsampleLinearOp>(evaluateUpsampleLinear);
}
