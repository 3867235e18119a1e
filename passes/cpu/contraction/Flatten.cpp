//===- Flatten.cpp - lanes that run on over several dims ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/cpu/contraction/Packing.h"

using namespace mlir;
using namespace leat;

FlatShape leat::flatShape(const RowsAndLanes &r, int64_t lanes) {
  FlatShape shape;
  const LoopDim &outer = r.laneParts.front();
  shape.within = r.lanes.extent / outer.extent;
  shape.steps = outer.extent;
  for (const DepthDim &dim : r.laneDepth) {
    bool shifts =
        outer.lane > 0 && dim.stride > 0 && dim.stride % outer.lane == 0;
    if (!shifts) {
      shape.copies.push_back({dim.extent, dim.stride, 0});
      shape.depth.push_back({dim.extent, 0});
      continue;
    }
    int64_t step = dim.stride / outer.lane;
    shape.steps += step * (dim.extent - 1);
    shape.depth.push_back({dim.extent, step * shape.within});
  }
  // Room for the last run to be stored in whole vectors, and for whole vectors
  // of lanes to be loaded.
  int64_t stride = shape.steps * shape.within + lanes;
  auto copy = shape.copies.rbegin();
  for (DepthDim &dim : llvm::reverse(shape.depth)) {
    if (dim.stride != 0)
      continue;
    copy->flat = dim.stride = stride;
    stride *= dim.extent;
    ++copy;
  }
  shape.elements = stride;
  return shape;
}

namespace {
class Flattener {
public:
  Flattener(CodeBuilder &b, const RowsAndLanes &r, const FlatShape &shape,
            Value source, Value destination, VectorType type)
      : b(b), r(r), shape(shape), source(source), destination(destination),
        type(type) {}

  void copies(size_t dim, Value from, Value to);

private:
  void parts(size_t part, int64_t extent, Value from, Value to);
  void run(int64_t extent, Value from, Value to);

  CodeBuilder &b;
  const RowsAndLanes &r;
  const FlatShape &shape;
  Value source, destination;
  VectorType type;
};
} // namespace

void Flattener::copies(size_t dim, Value from, Value to) {
  if (dim == shape.copies.size()) {
    parts(0, shape.steps, from, to);
    // What whole vectors wrote or will read beyond the last run: no leftovers
    // there, they might be denormal and slow.
    b.storeVector(b.zeros(type), destination,
                  b.add(to, shape.steps * shape.within));
    return;
  }
  const FlatShape::Copy &copy = shape.copies[dim];
  b.loop(b.index(0), b.index(copy.extent), 1, [&](Value i) {
    copies(dim + 1, b.add(from, b.mul(i, copy.source)),
           b.add(to, b.mul(i, copy.flat)));
  });
}

void Flattener::parts(size_t part, int64_t extent, Value from, Value to) {
  if (part + 1 == r.laneParts.size())
    return run(extent, from, to);
  int64_t within = 1;
  for (const LoopDim &inner : ArrayRef(r.laneParts).drop_front(part + 1))
    within *= inner.extent;
  b.loop(b.index(0), b.index(extent), 1, [&](Value i) {
    parts(part + 1, r.laneParts[part + 1].extent,
          b.add(from, b.mul(i, r.laneParts[part].lane)),
          b.add(to, b.mul(i, within)));
  });
}

/// One run of the innermost part. Stores are whole vectors: the next run
/// overwrites what is too much.
void Flattener::run(int64_t extent, Value from, Value to) {
  int64_t step = r.laneParts.back().lane, lanes = type.getNumElements();
  if (step != 1) {
    b.loop(b.index(0), b.index(extent), 1, [&](Value i) {
      Value element =
          memref::LoadOp::create(b, source, b.add(from, b.mul(i, step)));
      memref::StoreOp::create(b, element, destination, b.add(to, i));
    });
    return;
  }
  int64_t tail = extent % lanes;
  b.loop(b.index(0), b.index(extent - tail), lanes, [&](Value i) {
    b.storeVector(b.loadVector(type, source, b.add(from, i)), destination,
                  b.add(to, i));
  });
  if (tail)
    b.storeVector(b.loadVector(type, source, b.add(from, extent - tail),
                               b.firstLanes(tail, type)),
                  destination, b.add(to, extent - tail));
}

void leat::emitFlattening(CodeBuilder &b, const RowsAndLanes &r,
                          const FlatShape &shape, Value source,
                          Value sourceBase, Value destination,
                          VectorType vectorType) {
  Flattener(b, r, shape, source, destination, vectorType)
      .copies(0, sourceBase, b.index(0));
}
