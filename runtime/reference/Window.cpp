//===- Window.cpp - pools and their transposes ------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Window p of an NC... tensor holds the input's elements p * stride + k -
// padding, k = 0 ... kernel - 1, along each spatial dimension, as far as they
// are not padding. Every op here walks over the same windows.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Lines.h"
#include "runtime/reference/Registry.h"

using namespace leat;
using namespace leat::reference;

namespace {
/// The attributes, with one number per spatial dimension.
struct Pool {
  Index kernel, stride, padding;

  /// The number of elements of a window, padding included.
  double volume() const {
    int64_t elements = 1;
    for (int64_t extent : kernel)
      elements *= extent;
    return double(elements);
  }
};
} // namespace

static Index perDimension(llvm::ArrayRef<int64_t> given, size_t n,
                          llvm::ArrayRef<int64_t> missing) {
  if (given.empty())
    return Index(missing);
  return given.size() == n ? Index(given) : Index(n, given.front());
}

template <typename OpT> static Pool poolOf(OpT op, const Array &tensor) {
  size_t n = tensor.shape.size() - 2;
  Pool pool;
  pool.kernel = perDimension(op.getKernel(), n, {});
  pool.stride = perDimension(op.getStride(), n, pool.kernel);
  pool.padding = perDimension(op.getPadding(), n, Index(n, 0));
  return pool;
}

// The shape of a pool of an input of `shape`.
static rt::Shape pooledShape(const Pool &pool, llvm::ArrayRef<int64_t> shape) {
  rt::Shape pooled = {shape[0], shape[1]};
  for (size_t d = 0; d < pool.kernel.size(); ++d)
    pooled.push_back((shape[2 + d] + 2 * pool.padding[d] - pool.kernel[d]) /
                         pool.stride[d] +
                     1);
  return pooled;
}

// The first two extents of `pooled`, then the spatial ones.
static rt::Shape unpooledShape(llvm::ArrayRef<int64_t> pooled,
                               llvm::ArrayRef<int64_t> size) {
  rt::Shape shape = {pooled[0], pooled[1]};
  shape.insert(shape.end(), size.begin(), size.end());
  return shape;
}

/// Calls `window(r, line)` for every window: its position in the pool's result,
/// and the positions of its elements in an input of `shape`.
template <typename Function>
static void forEachWindow(const Pool &pool, llvm::ArrayRef<int64_t> shape,
                          Function window) {
  Array input;
  input.shape = shape.vec();
  forEachIndex(pooledShape(pool, shape), [&](const Index &at, int64_t r) {
    Line line;
    forEachIndex(pool.kernel, [&](const Index &tap, int64_t) {
      Index index = {at[0], at[1]};
      for (size_t d = 0; d < tap.size(); ++d) {
        int64_t x = at[2 + d] * pool.stride[d] + tap[d] - pool.padding[d];
        if (x < 0 || x >= shape[2 + d])
          return;
        index.push_back(x);
      }
      line.push_back(size_t(input.positionOf(index)));
    });
    window(size_t(r), line);
  });
}

// The number of spatial positions of an NC... tensor.
static size_t planeOf(llvm::ArrayRef<int64_t> shape) {
  size_t plane = 1;
  for (int64_t extent : shape.drop_front(2))
    plane *= size_t(extent);
  return plane;
}

static Array evaluateMaxPool(MaxPoolOp op, const Operands &in) {
  const Array &x = in[0];
  Pool pool = poolOf(op, x);
  Array y = Array::zeros(x.type, pooledShape(pool, x.shape));
  forEachWindow(pool, x.shape, [&](size_t r, const Line &line) {
    auto elements = elementsOf(x.floats, line);
    y.floats[r] = elements[extremePlace(elements, /*largest=*/true)];
  });
  return y;
}

static Array evaluateMaxPoolIndex(MaxPoolIndexOp op, const Operands &in) {
  const Array &x = in[0];
  Pool pool = poolOf(op, x);
  Array y = Array::zeros(rt::DType::I32, pooledShape(pool, x.shape));
  forEachWindow(pool, x.shape, [&](size_t r, const Line &line) {
    size_t place = extremePlace(elementsOf(x.floats, line), /*largest=*/true);
    y.integers[r] = int64_t(line[place] % planeOf(x.shape));
  });
  return y;
}

// An index outside of its window is in no sum.
static Array evaluateMaxUnpool(MaxUnpoolOp op, const Operands &in) {
  const Array &dy = in[0], &index = in[1];
  Array dx = Array::zeros(dy.type, unpooledShape(dy.shape, op.getInputSize()));
  forEachWindow(poolOf(op, dy), dx.shape, [&](size_t r, const Line &line) {
    for (size_t position : line)
      if (int64_t(position % planeOf(dx.shape)) == index.integers[r])
        dx.floats[position] += dy.floats[r];
  });
  return dx;
}

static rt::Result<Array> evaluateMaxPoolRead(MaxPoolReadOp op,
                                             const Operands &in) {
  const Array &x = in[0], &index = in[1];
  size_t plane = planeOf(x.shape), windows = planeOf(index.shape);
  Array y = Array::zeros(x.type, index.shape);
  for (size_t r = 0; r < y.floats.size(); ++r) {
    int64_t inPlane = index.integers[r];
    if (inPlane < 0 || size_t(inPlane) >= plane)
      return rt::userError("found the index ", inPlane,
                           ", expected a spatial position from 0 to ",
                           plane - 1);
    y.floats[r] = x.floats[r / windows * plane + size_t(inPlane)];
  }
  return y;
}

static Array evaluateAvgPool(AvgPoolOp op, const Operands &in) {
  const Array &x = in[0];
  Pool pool = poolOf(op, x);
  Array y = Array::zeros(x.type, pooledShape(pool, x.shape));
  forEachWindow(pool, x.shape, [&](size_t r, const Line &line) {
    for (size_t position : line)
      y.floats[r] += x.floats[position];
    y.floats[r] /= pool.volume();
  });
  return y;
}

static Array evaluateAvgUnpool(AvgUnpoolOp op, const Operands &in) {
  const Array &dy = in[0];
  Pool pool = poolOf(op, dy);
  Array dx = Array::zeros(dy.type, unpooledShape(dy.shape, op.getInputSize()));
  forEachWindow(pool, dx.shape, [&](size_t r, const Line &line) {
    for (size_t position : line)
      dx.floats[position] += dy.floats[r] / pool.volume();
  });
  return dx;
}

void leat::reference::registerWindow(Registry &registry) {
  registry.add<MaxPoolOp>(evaluateMaxPool);
  registry.add<MaxPoolIndexOp>(evaluateMaxPoolIndex);
  registry.add<MaxUnpoolOp>(evaluateMaxUnpool);
  registry.add<MaxPoolReadOp>(evaluateMaxPoolRead);
  registry.add<AvgPoolOp>(evaluateAvgPool);
  registry.add<AvgUnpoolOp>(evaluateAvgUnpool);
}
