//===- Packs.cpp - values that stand behind each other ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %e = tensor.empty() : tensor<12xf32>
//   %s = tensor.extract_slice %e[4] [8] [1]
//   %g = leat.launch @k ins(%x) outs(%s)
//   %p = tensor.insert_slice %g into %e[4] [8] [1]
// becomes
//   %m = memref.alloc() : memref<12xf32>
//   %v = memref.subview %m[4] [8] [1]
//   %s = bufferization.to_tensor %v restrict writable
//   %g = leat.launch @k ins(%x) outs(%s)
//   bufferization.materialize_in_destination %g in restrict writable %v
//   %p = bufferization.to_tensor %m restrict
// The last tensor is read only: bufferization does not know that the parts
// stand in it, so nobody may overwrite it.
//
//===----------------------------------------------------------------------===//

#include "passes/memory/Packs.h"
#include "dialect/Dialect.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/memory/Reshape.h"
#include <map>

using namespace mlir;
using namespace leat;

namespace {

/// First element and number of elements of a part.
using Part = std::pair<int64_t, int64_t>;

/// An empty tensor that parts are inserted into, one behind the other.
struct Pack {
  tensor::EmptyOp empty;
  SmallVector<tensor::InsertSliceOp> inserts;
  SmallVector<tensor::ExtractSliceOp> extracts;
};

} // namespace

/// The part that an op reads or writes, on one axis; none if it is not known,
/// or not made of neighbours.
static std::optional<Part> rangeOf(OffsetSizeAndStrideOpInterface slice) {
  if (slice.getMixedOffsets().size() != 1 || slice.isDynamicOffset(0) ||
      slice.isDynamicSize(0) || !slice.hasUnitStride())
    return std::nullopt;
  return Part(slice.getStaticOffset(0), slice.getStaticSize(0));
}

/// Whether `slice` is nothing but where launches write.
static bool isDestination(tensor::ExtractSliceOp slice) {
  return slice->hasOneUse() && llvm::all_of(slice->getUses(), [](OpOperand &u) {
           auto launch = dyn_cast<LaunchOp>(u.getOwner());
           return launch && launch.isDpsInit(&u);
         });
}

/// The parts of what starts as `empty`; none where it is used otherwise, or
/// where parts overlap.
static std::optional<Pack> packFrom(tensor::EmptyOp empty) {
  Pack pack{empty, {}, {}};
  std::map<int64_t, int64_t> taken;
  for (Value value = empty.getResult(); value;) {
    tensor::InsertSliceOp next;
    SmallVector<OpOperand *> others;
    for (OpOperand &use : value.getUses()) {
      auto insert = dyn_cast<tensor::InsertSliceOp>(use.getOwner());
      if (insert && use == insert.getDestMutable() && !next &&
          insert->getBlock() == empty->getBlock())
        next = insert;
      else
        others.push_back(&use);
    }
    if (!next)
      break;
    for (OpOperand *use : others) {
      auto extract = dyn_cast<tensor::ExtractSliceOp>(use->getOwner());
      if (!extract || !isDestination(extract) || !rangeOf(extract))
        return std::nullopt;
      pack.extracts.push_back(extract);
    }
    std::optional<Part> range = rangeOf(next);
    if (!range || !taken.emplace(*range).second)
      return std::nullopt;
    pack.inserts.push_back(next);
    value = next.getResult();
  }
  int64_t end = 0;
  for (auto [offset, size] : taken) {
    if (offset < end)
      return std::nullopt;
    end = offset + size;
  }
  for (tensor::ExtractSliceOp extract : pack.extracts) {
    auto [offset, size] = *rangeOf(extract);
    auto found = taken.find(offset);
    if (found == taken.end() || found->second != size)
      return std::nullopt;
  }
  return pack;
}

/// Whether everyone who uses `value`, by itself or in another shape, only reads
/// it.
static bool isOnlyRead(Value value) {
  return llvm::all_of(value.getUses(), [](OpOperand &use) {
    Operation *user = use.getOwner();
    if (isReshape(user))
      return isOnlyRead(user->getResult(0));
    if (auto launch = dyn_cast<LaunchOp>(user))
      return !launch.isDpsInit(&use);
    return isa<CheckOp>(user) ||
           (isa<tensor::InsertSliceOp,
                bufferization::MaterializeInDestinationOp>(user) &&
            use.getOperandNumber() == 0);
  });
}

static void place(Pack &pack) {
  OpBuilder b(pack.empty);
  Location loc = pack.empty.getLoc();
  RankedTensorType type = pack.empty.getType();
  Value buffer = memref::AllocOp::create(
      b, loc, MemRefType::get(type.getShape(), type.getElementType()));
  std::map<int64_t, Value> parts;
  for (tensor::InsertSliceOp insert : pack.inserts) {
    auto [offset, size] = *rangeOf(insert);
    parts[offset] = memref::SubViewOp::create(
        b, insert.getLoc(), buffer,
        ArrayRef<OpFoldResult>(b.getIndexAttr(offset)),
        ArrayRef<OpFoldResult>(b.getIndexAttr(size)),
        ArrayRef<OpFoldResult>(b.getIndexAttr(1)));
  }
  for (tensor::ExtractSliceOp extract : pack.extracts) {
    OpOperand &use = *extract->getUses().begin();
    auto launch = cast<LaunchOp>(use.getOwner());
    b.setInsertionPoint(extract);
    // Memory of its own; the place of an empty tensor would be found again.
    if (!isOnlyRead(launch.getTiedOpResult(&use)))
      use.set(bufferization::AllocTensorOp::create(
          b, extract.getLoc(), extract.getType(), ValueRange()));
    else
      use.set(bufferization::ToTensorOp::create(
          b, extract.getLoc(), extract.getType(),
          parts[rangeOf(extract)->first],
          /*restrict=*/true, /*writable=*/true));
    extract.erase();
  }
  tensor::InsertSliceOp last = pack.inserts.back();
  b.setInsertionPointAfter(last);
  last.getResult().replaceAllUsesWith(bufferization::ToTensorOp::create(
      b, loc, type, buffer, /*restrict=*/true, /*writable=*/false));
  for (tensor::InsertSliceOp insert : llvm::reverse(pack.inserts)) {
    b.setInsertionPoint(insert);
    auto copy = bufferization::MaterializeInDestinationOp::create(
        b, insert.getLoc(), insert.getSource(), parts[rangeOf(insert)->first]);
    copy.setRestrict(true);
    copy.setWritable(true);
    insert.erase();
  }
  pack.empty.erase();
}

void leat::placePacks(func::FuncOp entry) {
  SmallVector<tensor::EmptyOp> empties(
      entry.getBody().front().getOps<tensor::EmptyOp>());
  for (tensor::EmptyOp empty : empties)
    if (std::optional<Pack> pack = packFrom(empty);
        pack && pack->inserts.size() > 1)
      place(*pack);
}
