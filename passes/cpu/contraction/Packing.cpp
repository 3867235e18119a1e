//===- Packing.cpp - the lane operand copied into panels ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/Packing.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/cpu/contraction/Transpose.h"

using namespace mlir;
using namespace leat;

PackMethod leat::packMethod(const RowsAndLanes &r) {
  if (r.lanes.lane == 1)
    return PackMethod::Copy;
  // Below a quarter of a vector, most of a square would be padding.
  constexpr int64_t shortestRun = 4;
  const DepthDim &inner = r.laneDepth.back();
  bool contiguous = inner.stride == 1 && inner.extent >= shortestRun;
  return contiguous ? PackMethod::Transpose : PackMethod::Gather;
}

namespace {
class Packer {
public:
  Packer(CodeBuilder &b, const RowsAndLanes &r, const PanelFill &fill,
         VectorType type)
      : b(b), r(r), fill(fill), type(type), lanes(type.getNumElements()),
        width(fill.shape.vectors * lanes) {}

  void copyAll();
  void gather(Value source, Value destination);
  void transpose(Value source, Value destination);

private:
  /// Transposes source[lane][0 .. length) to destination[0 .. length)[lane].
  void transposeRun(Value source, Value destination, Value length);
  void transposeSquares(Value source, Value destination, Value length,
                        int64_t usedLanes);
  Value depthLength() { return b.sub(fill.depth.end, fill.depth.begin); }

  CodeBuilder &b;
  const RowsAndLanes &r;
  const PanelFill &fill;
  VectorType type;
  int64_t lanes, width;
};
} // namespace

void Packer::copyAll() {
  Value mask = b.firstLanes(fill.shape.lastLanes, type);
  b.loop(b.index(0), depthLength(), 1, [&](Value k) {
    Value from = b.add(fill.sourceBase,
                       b.offsetAt(r.laneDepth, b.add(fill.depth.begin, k)));
    Value to = b.mul(k, width);
    // Panels within k: the source is read along its contiguous lanes, which
    // the prefetcher follows, and only the panels are written in strips.
    b.loop(b.index(0), fill.count, 1, [&](Value panel) {
      Value source = b.add(from, b.mul(panel, fill.sourcePitch));
      Value destination = b.add(to, b.mul(panel, fill.panelPitch));
      for (int64_t v = 0; v < fill.shape.vectors; ++v) {
        bool last = v + 1 == fill.shape.vectors;
        Value vector = b.loadVector(type, fill.source, b.add(source, v * lanes),
                                    last ? mask : Value());
        b.storeVector(vector, fill.destination, b.add(destination, v * lanes));
      }
    });
  });
}

void Packer::gather(Value source, Value destination) {
  int64_t used = width - lanes + fill.shape.lastLanes;
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(r.element));
  b.loop(b.index(0), depthLength(), 1, [&](Value k) {
    Value from =
        b.add(source, b.offsetAt(r.laneDepth, b.add(fill.depth.begin, k)));
    Value to = b.add(destination, b.mul(k, width));
    b.loop(b.index(0), b.index(used), 1, [&](Value lane) {
      Value element = memref::LoadOp::create(
          b, fill.source, b.add(from, b.mul(lane, r.lanes.lane)));
      memref::StoreOp::create(b, element, fill.destination, b.add(to, lane));
    });
    b.loop(b.index(used), b.index(width), 1, [&](Value lane) {
      memref::StoreOp::create(b, zero, fill.destination, b.add(to, lane));
    });
  });
}

void Packer::transposeSquares(Value source, Value destination, Value length,
                              int64_t usedLanes) {
  b.loop(b.index(0), length, lanes, [&](Value k) {
    Value mask = b.firstLanes(b.sub(length, k), type);
    SmallVector<Value> rows;
    for (int64_t lane = 0; lane < lanes; ++lane)
      rows.push_back(
          lane < usedLanes
              ? b.loadVector(type, fill.source,
                             b.add(b.add(source, k), lane * r.lanes.lane), mask)
              : b.zeros(type));
    Value to = b.add(destination, b.mul(k, width));
    for (auto [i, row] : llvm::enumerate(transposeSquare(b, rows)))
      b.storeVector(row, fill.destination, b.add(to, i * width));
  });
}

void Packer::transposeRun(Value source, Value destination, Value length) {
  bool partial = fill.shape.lastLanes != lanes;
  int64_t whole = fill.shape.vectors - partial;
  b.loop(b.index(0), b.index(whole * lanes), lanes, [&](Value lane) {
    transposeSquares(b.add(source, b.mul(lane, r.lanes.lane)),
                     b.add(destination, lane), length, lanes);
  });
  if (partial)
    transposeSquares(b.add(source, whole * lanes * r.lanes.lane),
                     b.add(destination, whole * lanes), length,
                     fill.shape.lastLanes);
}

void Packer::transpose(Value source, Value destination) {
  int64_t run = r.laneDepth.back().extent;
  Value begin = fill.depth.begin, end = fill.depth.end;
  // A block that starts inside a step of the outer dims stays within it; one
  // that starts where a step starts is cut where steps end. Either way a
  // piece ends at the next multiple of the run or at the end of the block.
  b.loop(begin, end, run, [&](Value k) {
    Value from = b.add(source, b.offsetAt(r.laneDepth, k));
    Value to = b.add(destination, b.mul(b.sub(k, begin), width));
    Value length = r.laneDepth.size() == 1 ? b.sub(end, begin)
                                           : b.min(b.sub(end, k), b.index(run));
    transposeRun(from, to, length);
  });
}

void leat::emitPacking(CodeBuilder &b, const RowsAndLanes &r,
                       const PanelFill &fill, VectorType vectorType) {
  Packer packer(b, r, fill, vectorType);
  PackMethod method = packMethod(r);
  if (method == PackMethod::Copy)
    return packer.copyAll();
  b.loop(b.index(0), fill.count, 1, [&](Value panel) {
    Value source = b.add(fill.sourceBase, b.mul(panel, fill.sourcePitch));
    Value destination = b.mul(panel, fill.panelPitch);
    if (method == PackMethod::Transpose)
      packer.transpose(source, destination);
    else
      packer.gather(source, destination);
  });
}

void leat::emitDepthTable(CodeBuilder &b, ArrayRef<DepthDim> dims,
                          Value table) {
  auto fill = [&](auto &self, size_t dim, Value at, Value offset) -> void {
    if (dim == dims.size()) {
      memref::StoreOp::create(b, offset, table, at);
      return;
    }
    b.loop(b.index(0), b.index(dims[dim].extent), 1, [&](Value i) {
      self(self, dim + 1, b.add(b.mul(at, dims[dim].extent), i),
           b.add(offset, b.mul(i, dims[dim].stride)));
    });
  };
  fill(fill, 0, b.index(0), b.index(0));
}
