//===- Emit.cpp - the loops around the register tiles ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// 512 x 512 x 512, tile 8 x 3v16, becomes
//   for panel group: for block of k: [pack]
//     for block of rows: for panel of the group: for tile of the block:
//       register tile                                   (MicroKernel.cpp)
//     [finish the block]                                (Finish.cpp)
// with the last, narrower panel and the last, lower tile peeled.
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/Emit.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "passes/cpu/contraction/DotKernel.h"
#include "passes/cpu/contraction/Finish.h"
#include "passes/cpu/contraction/Packing.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace leat;

namespace {
struct Range {
  Value begin, end;
};

/// What one thread does.
struct Share {
  Range batch;  // steps of batch[0]
  Range panels; // the narrower last one included
  Range rows;   // steps of rows[0]
};

/// A place in the loop nest: offsets into the buffers and the indices so far.
struct Place {
  Value row, lane, out;
  SmallVector<Value> batch, rows;
};

/// A group of panels of one shape, and the block of k at hand.
struct PanelGroup {
  Range panels;
  PanelShape shape;
  DepthRange depth;
};

class Emitter {
public:
  Emitter(CodeBuilder &b, const RowsAndLanes &r, const Schedule &s,
          Epilogue epilogue)
      : b(b), r(r), s(s), layout(layoutScratch(r, s)), epilogue(epilogue),
        type(VectorType::get(s.lanes, r.element)), width(s.vectors * s.lanes) {}

  void emit(Value rowBuffer, Value laneBuffer, Value outBuffer, Value scratch);

private:
  Share shareOf(Value thread);
  void emitThread(Value thread);
  void emitBatch(unsigned dim, const Share &share, const Place &place);
  void emitPanels(const Share &share, const Place &place);
  void emitDepth(const Share &share, const Place &place, PanelGroup group);
  void emitBlocks(unsigned dim, Range range, const Place &place,
                  const PanelGroup &group);
  void emitBlock(Range steps, const Place &place, const PanelGroup &group);
  void emitTiles(unsigned dim, Range steps, const Place &place, Value stageAt,
                 const PanelGroup &group, Value panel);
  void emitTile(int64_t steps, const Place &place, Value stageAt,
                const PanelGroup &group, Value panel, Value nextRows);
  void finishInPlace(unsigned dim, Range steps, const Place &place,
                     const PanelGroup &group, Value panel);
  void finishStaged(unsigned dim, Range steps, const Place &place,
                    Value stageAt, const PanelGroup &group, Value panel);

  Range wholeOf(const LoopDim &dim) {
    return {b.index(0), b.index(dim.extent)};
  }
  Place stepInto(const Place &place, unsigned rowDim, Value index);
  Value laneOf(Value panel) { return b.mul(panel, width); }
  Value view(Value scratch, int64_t bytes, Value thread, int64_t elements,
             Type elementType);
  bool wholeDepth() { return longestDepthBlock(r, s) == r.depth; }
  bool collapsesInOut(unsigned dim) const;
  SmallVector<Value> sourceIndex(const Place &place, Value lane);
  Value callEpilogue(Value sums, const Place &place, Value lane, Value mask);

  CodeBuilder &b;
  const RowsAndLanes &r;
  const Schedule &s;
  ScratchLayout layout;
  Epilogue epilogue;
  VectorType type;
  int64_t width; // lanes of a full panel
  FlatShape flatLanes;
  /// k in the lane operand as the inner loop reads it.
  SmallVector<DepthDim> laneDepth;
  Value rowBuffer, laneBuffer, outBuffer, scratch;
  Value rowTable, laneTable, panelBuffer, stage, square, flat;
};
} // namespace

//===----------------------------------------------------------------------===//
// Threads
//===----------------------------------------------------------------------===//

Value Emitter::view(Value scratch, int64_t bytes, Value thread,
                    int64_t elements, Type elementType) {
  Value at = b.index(bytes);
  if (thread)
    at = b.add(b.add(at, layout.threadBase), b.mul(thread, layout.threadBytes));
  return memref::ViewOp::create(b, MemRefType::get(elements, elementType),
                                scratch, at, ValueRange());
}

void Emitter::emit(Value rows, Value lanes, Value out, Value scratchBuffer) {
  rowBuffer = rows;
  laneBuffer = lanes;
  outBuffer = out;
  scratch = scratchBuffer;
  auto table = [&](ArrayRef<DepthDim> dims, int64_t bytes) {
    Value offsets = view(scratch, bytes, nullptr, r.depth, b.getIndexType());
    emitDepthTable(b, dims, offsets);
    return offsets;
  };
  if (layout.hasRowTable)
    rowTable = table(r.rowDepth, layout.rowTable);
  if (s.flattenLanes)
    flatLanes = flatShape(r, s.lanes);
  laneDepth = s.flattenLanes ? flatLanes.depth : r.laneDepth;
  if (layout.hasLaneTable)
    laneTable = table(laneDepth, layout.laneTable);
  if (s.threads == 1)
    return emitThread(b.index(0));
  auto parallel = scf::ParallelOp::create(b, ValueRange(b.index(0)),
                                          ValueRange(b.index(s.threads)),
                                          ValueRange(b.index(1)));
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(parallel.getBody());
  emitThread(parallel.getInductionVars()[0]);
}

Share Emitter::shareOf(Value thread) {
  auto deal = [&](bool dealt, int64_t extent, int64_t unit) {
    if (!dealt)
      return Range{b.index(0), b.index(extent)};
    int64_t units = llvm::divideCeil(extent, unit);
    int64_t each = llvm::divideCeil(units, s.threads) * unit;
    Value begin = b.min(b.mul(thread, each), b.index(extent));
    return Range{begin, b.min(b.add(begin, each), b.index(extent))};
  };
  int64_t batch = r.batch.empty() ? 1 : r.batch[0].extent;
  return {deal(s.partition == Partition::Batch, batch, 1),
          deal(s.partition == Partition::Lanes,
               llvm::divideCeil(r.lanes.extent, width), 1),
          deal(s.partition == Partition::Rows, r.rows[0].extent,
               s.tileDim == 0 ? s.tileStep : 1)};
}

void Emitter::emitThread(Value thread) {
  auto part = [&](int64_t bytes, int64_t elements) {
    return elements ? view(scratch, bytes, thread, elements, r.element)
                    : Value();
  };
  panelBuffer = part(layout.panels, layout.panelElements);
  stage = part(layout.stage, layout.stageElements);
  square = part(layout.square, layout.squareElements);
  flat = part(layout.flat, layout.flatElements);
  Place origin{b.index(r.rowOffset),
               b.index(r.laneOffset),
               b.index(r.outOffset),
               {},
               {}};
  emitBatch(0, shareOf(thread), origin);
}

//===----------------------------------------------------------------------===//
// Batch, panels, depth
//===----------------------------------------------------------------------===//

void Emitter::emitBatch(unsigned dim, const Share &share, const Place &place) {
  if (dim == r.batch.size())
    return emitPanels(share, place);
  const LoopDim &loop = r.batch[dim];
  Range range = dim == 0 ? share.batch : wholeOf(loop);
  b.loop(range.begin, range.end, 1, [&](Value i) {
    Place next = place;
    next.row = b.add(place.row, b.mul(i, loop.row));
    next.lane = b.add(place.lane, b.mul(i, loop.lane));
    next.out = b.add(place.out, b.mul(i, loop.out));
    next.batch.push_back(i);
    emitBatch(dim + 1, share, next);
  });
}

void Emitter::emitPanels(const Share &share, const Place &place) {
  if (flat)
    emitFlattening(b, r, flatLanes, laneBuffer, place.lane, flat, type);
  Value full = b.index(r.lanes.extent / width);
  int64_t tail = r.lanes.extent % width;
  Value fullEnd = b.min(share.panels.end, full);
  b.loop(share.panels.begin, fullEnd, s.panels, [&](Value panel) {
    Range group{panel, b.min(b.add(panel, s.panels), fullEnd)};
    emitDepth(share, place, {group, {s.vectors, s.lanes}, {}});
  });
  if (tail == 0)
    return;
  int64_t vectors = llvm::divideCeil(tail, s.lanes);
  PanelShape shape{vectors, tail - (vectors - 1) * s.lanes};
  // An empty share ends behind the last panel, too: whose that panel is, is
  // for begin and end together to say.
  b.when(b.greater(share.panels.end, share.panels.begin), [&] {
    b.when(b.greater(share.panels.end, full), [&] {
      emitDepth(share, place, {{full, b.add(full, 1)}, shape, {}});
    });
  });
}

void Emitter::emitDepth(const Share &share, const Place &place,
                        PanelGroup group) {
  int64_t segment = depthSegment(r, s);
  b.loop(b.index(0), b.index(r.depth), segment, [&](Value start) {
    Value stop = b.add(start, segment);
    b.loop(start, stop, s.depthBlock, [&](Value k) {
      group.depth = {k, b.min(b.add(k, s.depthBlock), stop)};
      if (s.packLanes)
        emitPacking(
            b, r,
            {laneBuffer,
             b.add(place.lane, b.mul(laneOf(group.panels.begin), r.lanes.lane)),
             b.sub(group.panels.end, group.panels.begin), panelBuffer,
             width * r.lanes.lane, layout.panelPitch, group.shape, group.depth},
            type);
      emitBlocks(0, share.rows, place, group);
    });
  });
}

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

Place Emitter::stepInto(const Place &place, unsigned rowDim, Value index) {
  const LoopDim &dim = r.rows[rowDim];
  Place next = place;
  next.row = b.add(place.row, b.mul(index, dim.row));
  next.out = b.add(place.out, b.mul(index, dim.out));
  next.rows.push_back(index);
  return next;
}

void Emitter::emitBlocks(unsigned dim, Range range, const Place &place,
                         const PanelGroup &group) {
  if (dim < s.blockDim) {
    b.loop(range.begin, range.end, 1, [&](Value i) {
      emitBlocks(dim + 1, wholeOf(r.rows[dim + 1]), stepInto(place, dim, i),
                 group);
    });
    return;
  }
  b.loop(range.begin, range.end, s.blockStep, [&](Value i) {
    emitBlock({i, b.min(b.add(i, s.blockStep), range.end)}, place, group);
  });
}

void Emitter::emitBlock(Range steps, const Place &place,
                        const PanelGroup &group) {
  // With all of k at once the stage holds one block and panel at a time.
  Value firstRow = b.index(0);
  if (stage) {
    if (wholeDepth()) {
      firstRow =
          b.mul(b.sub(b.index(0), steps.begin), r.rowsWithin(s.blockDim));
    } else {
      for (auto [dim, index] : llvm::enumerate(place.rows))
        firstRow = b.add(firstRow, b.mul(index, r.rowsWithin(dim)));
    }
  }
  b.loop(group.panels.begin, group.panels.end, 1, [&](Value panel) {
    Value stageAt = b.mul(firstRow, group.shape.vectors * s.lanes);
    if (!wholeDepth())
      stageAt = b.add(
          stageAt, b.mul(b.sub(panel, group.panels.begin), layout.stagePitch));
    emitTiles(s.blockDim, steps, place, stageAt, group, panel);
    if (!stage && !epilogue)
      return;
    b.when(b.equal(group.depth.end, b.index(r.depth)), [&] {
      if (stage)
        finishStaged(s.blockDim, steps, place, stageAt, group, panel);
      else
        finishInPlace(s.blockDim, steps, place, group, panel);
    });
  });
}

void Emitter::emitTiles(unsigned dim, Range steps, const Place &place,
                        Value stageAt, const PanelGroup &group, Value panel) {
  int64_t stageStep = r.rowsWithin(dim) * group.shape.vectors * s.lanes;
  auto stageOf = [&](Value i) { return b.add(stageAt, b.mul(i, stageStep)); };
  if (dim < s.tileDim) {
    b.loop(steps.begin, steps.end, 1, [&](Value i) {
      emitTiles(dim + 1, wholeOf(r.rows[dim + 1]), stepInto(place, dim, i),
                stageOf(i), group, panel);
    });
    return;
  }
  int64_t extent = r.rows[dim].extent, tail = extent % s.tileStep;
  Value full = b.index(extent - tail);
  b.loop(steps.begin, b.min(steps.end, full), s.tileStep, [&](Value i) {
    Value nextRows;
    if (s.fetchRows) {
      // The last tile fetches its own rows: no address leaves the buffer.
      Value next =
          b.min(b.add(i, s.tileStep), b.index(extent - tail - s.tileStep));
      nextRows = b.mul(b.sub(next, i), r.rows[dim].row);
    }
    emitTile(s.tileStep, stepInto(place, dim, i), stageOf(i), group, panel,
             nextRows);
  });
  if (tail != 0)
    b.when(b.greater(steps.end, full), [&] {
      emitTile(tail, stepInto(place, dim, full), stageOf(full), group, panel,
               /*nextRows=*/nullptr);
    });
}

void Emitter::emitTile(int64_t steps, const Place &place, Value stageAt,
                       const PanelGroup &group, Value panel, Value nextRows) {
  RegisterTile tile;
  tile.panel = group.shape;
  int64_t rowWidth = group.shape.vectors * s.lanes;
  auto addRows = [&](auto &self, unsigned dim, int64_t extent, int64_t row,
                     int64_t out) -> void {
    for (int64_t i = 0; i < extent; ++i) {
      int64_t rowAt = row + i * r.rows[dim].row,
              outAt = out + i * r.rows[dim].out;
      if (dim + 1 < r.rows.size()) {
        self(self, dim + 1, r.rows[dim + 1].extent, rowAt, outAt);
        continue;
      }
      tile.outOffsets.push_back(stage ? tile.rowOffsets.size() * rowWidth
                                      : outAt);
      tile.rowOffsets.push_back(rowAt);
    }
  };
  addRows(addRows, s.tileDim, steps, 0, 0);

  if (s.alongDepth)
    return emitDotKernel(
        b,
        {rowBuffer, place.row, laneBuffer,
         b.add(place.lane, b.mul(laneOf(panel), r.lanes.lane)), r.lanes.lane,
         tile.rowOffsets, tile.outOffsets,
         (group.shape.vectors - 1) * s.lanes + group.shape.lastLanes, outBuffer,
         b.add(place.out, laneOf(panel)), r.depth},
        type);
  tile.row = {rowBuffer, place.row,
              r.rowDepth.size() == 1 ? r.rowDepth[0].stride : 0, rowTable};
  if (s.packLanes) {
    Value base = b.mul(b.sub(panel, group.panels.begin), layout.panelPitch);
    base = b.sub(base, b.mul(group.depth.begin, rowWidth));
    tile.lane = {panelBuffer, base, rowWidth, nullptr};
  } else {
    tile.lane = {flat ? flat : laneBuffer,
                 flat ? laneOf(panel) : b.add(place.lane, laneOf(panel)),
                 laneDepth.size() == 1 ? laneDepth[0].stride : 0, laneTable};
    tile.maskLane = !flat;
  }
  tile.out = stage ? stage : outBuffer;
  tile.outBase = stage ? stageAt : b.add(place.out, laneOf(panel));
  tile.maskOut = !stage;
  tile.nextRows = nextRows;
  tile.fetchSums = s.fetchSums;
  emitMicroKernel(b, tile, group.depth, type);
}

//===----------------------------------------------------------------------===//
// Finishing a block
//===----------------------------------------------------------------------===//

SmallVector<Value> Emitter::sourceIndex(const Place &place, Value lane) {
  SmallVector<Value> index(r.sourceDims, b.index(0));
  auto spread = [&](const LoopDim &dim, Value at) {
    int64_t within = 1;
    for (auto [i, source] : llvm::enumerate(llvm::reverse(dim.sources))) {
      Value value = b.div(at, within);
      if (i + 1 < dim.sources.size())
        value = b.rem(value, source.extent);
      index[source.position] = value;
      within *= source.extent;
    }
  };
  for (auto [dim, at] : llvm::zip_equal(r.batch, place.batch))
    spread(dim, at);
  for (auto [dim, at] : llvm::zip_equal(r.rows, place.rows))
    spread(dim, at);
  spread(r.lanes, lane);
  return index;
}

Value Emitter::callEpilogue(Value sums, const Place &place, Value lane,
                            Value mask) {
  return epilogue(b, b.getLoc(), sums, sourceIndex(place, lane), s.lanes, mask);
}

void Emitter::finishInPlace(unsigned dim, Range steps, const Place &place,
                            const PanelGroup &group, Value panel) {
  if (dim == r.rows.size()) {
    for (int64_t v = 0; v < group.shape.vectors; ++v) {
      bool last = v + 1 == group.shape.vectors;
      Value mask = last ? b.firstLanes(group.shape.lastLanes, type) : Value();
      Value lane = b.add(laneOf(panel), v * s.lanes);
      Value at = b.add(place.out, lane);
      Value sums = b.loadVector(type, outBuffer, at, mask);
      b.storeVector(callEpilogue(sums, place, lane, mask), outBuffer, at, mask);
    }
    return;
  }
  b.loop(steps.begin, steps.end, 1, [&](Value i) {
    Range within = dim + 1 < r.rows.size() ? wholeOf(r.rows[dim + 1]) : Range{};
    finishInPlace(dim + 1, within, stepInto(place, dim, i), group, panel);
  });
}

bool Emitter::collapsesInOut(unsigned dim) const {
  for (unsigned i = dim; i + 1 < r.rows.size(); ++i)
    if (r.lanesWithinInnermost ||
        r.rows[i].out != r.rows[i + 1].out * r.rows[i + 1].extent)
      return false;
  return true;
}

void Emitter::finishStaged(unsigned dim, Range steps, const Place &place,
                           Value stageAt, const PanelGroup &group,
                           Value panel) {
  int64_t rowWidth = group.shape.vectors * s.lanes;
  int64_t within = r.rowsWithin(dim);
  if (!collapsesInOut(dim)) {
    b.loop(steps.begin, steps.end, 1, [&](Value i) {
      finishStaged(dim + 1, wholeOf(r.rows[dim + 1]), stepInto(place, dim, i),
                   b.add(stageAt, b.mul(i, within * rowWidth)), group, panel);
    });
    return;
  }
  // From here on rows are one run in the output; a vector may cover several.
  StagedRun run;
  run.stage = stage;
  run.stageAt = b.add(stageAt, b.mul(steps.begin, within * rowWidth));
  run.scratch = square;
  run.length = b.mul(b.sub(steps.end, steps.begin), within);
  run.out = outBuffer;
  run.outAt = b.add(b.add(place.out, b.mul(steps.begin, r.rows[dim].out)),
                    b.mul(laneOf(panel), r.lanes.out));
  run.rowStride = r.rows.back().out;
  run.laneStride = r.lanes.out;
  run.panel = group.shape;
  auto finish = [&](Value sums, Value row, Value lane, Value mask) {
    Value at = b.add(b.mul(steps.begin, within), row);
    Place first = place;
    for (unsigned d = dim; d < r.rows.size(); ++d) {
      Value index = b.div(at, r.rowsWithin(d));
      first.rows.push_back(d == dim ? index : b.rem(index, r.rows[d].extent));
    }
    return callEpilogue(sums, first, b.add(laneOf(panel), lane), mask);
  };
  if (epilogue)
    emitStagedRun(b, run, type, finish);
  else
    emitStagedRun(b, run, type, nullptr);
}

//===----------------------------------------------------------------------===//
// Entry
//===----------------------------------------------------------------------===//

/// `buffer` as a memref of one dim, or null with a diagnostic.
static Value flatten(CodeBuilder &b, Value buffer, StringRef name,
                     Type element) {
  auto type = dyn_cast<MemRefType>(buffer.getType());
  if (!type || !type.hasStaticShape() || !type.getLayout().isIdentity() ||
      type.getElementType() != element) {
    // Invariant: leat-emit-contractions passes the buffers of the description.
    emitError(b.getLoc()) << name << " of a contraction is " << buffer.getType()
                          << ", expected a memref of static identity layout of "
                          << element;
    return nullptr;
  }
  if (type.getRank() == 1)
    return buffer;
  return memref::ReinterpretCastOp::create(
      b, MemRefType::get(type.getNumElements(), element), buffer,
      /*offset=*/0, ArrayRef<int64_t>(type.getNumElements()),
      ArrayRef<int64_t>(1));
}

LogicalResult leat::emitContraction(OpBuilder &builder, Location loc,
                                    const Contraction &c,
                                    const Schedule &schedule, Value lhs,
                                    Value rhs, Value out, Value scratch,
                                    Epilogue epilogue) {
  auto report = [&] { return emitError(loc); };
  if (failed(verifyContraction(c, report)))
    return failure();
  if (!isValidSchedule(c, schedule))
    return report() << "the schedule does not fit the contraction";
  if (!scratch && scratchBytes(c, schedule) > 0)
    return report() << "the contraction needs " << scratchBytes(c, schedule)
                    << " bytes of scratch memory, found none";
  CodeBuilder b(loc, builder);
  Value flatLhs = flatten(b, lhs, "lhs", c.element);
  Value flatRhs = flatten(b, rhs, "rhs", c.element);
  Value flatOut = flatten(b, out, "out", c.element);
  if (!flatLhs || !flatRhs || !flatOut)
    return failure();
  RowsAndLanes r = assignRoles(c, schedule);
  Emitter emitter(b, r, schedule, epilogue);
  if (schedule.swapRoles)
    emitter.emit(flatRhs, flatLhs, flatOut, scratch);
  else
    emitter.emit(flatLhs, flatRhs, flatOut, scratch);
  return success();
}
