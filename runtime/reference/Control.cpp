//===- Control.cpp - loops and branches -------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A loop runs its region once a trip; rows are taken and put in the order of
// the trips, or against it. A branch runs one of its regions.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/Failure.h"
#include "runtime/reference/Registry.h"

#include <algorithm>

using namespace leat;
using namespace leat::reference;

// The elements of one row of `shape`, whose leading axis counts rows.
static int64_t rowSize(const rt::Shape &shape) {
  int64_t size = 1;
  for (size_t axis = 1; axis < shape.size(); ++axis)
    size *= shape[axis];
  return size;
}

// Copies `size` numbers from position `from` of one tensor to position `to` of
// another of its type.
static void copyNumbers(const Array &source, int64_t from, Array &target,
                        int64_t to, int64_t size) {
  if (source.isFloat())
    std::copy_n(source.floats.data() + from, size, target.floats.data() + to);
  else
    std::copy_n(source.integers.data() + from, size,
                target.integers.data() + to);
}

static Array takeRow(const Array &rows, int64_t row) {
  Array result = Array::zeros(
      rows.type, rt::Shape(rows.shape.begin() + 1, rows.shape.end()));
  int64_t size = rowSize(rows.shape);
  copyNumbers(rows, row * size, result, 0, size);
  return result;
}

static void putRow(Array &rows, int64_t row, const Array &value) {
  int64_t size = rowSize(rows.shape);
  copyNumbers(value, 0, rows, row * size, size);
}

// Stacks in which no trip has put a row yet.
static rt::Result<Arrays> emptyStacks(mlir::ValueRange results) {
  Arrays stacks;
  for (mlir::Value result : results) {
    LEAT_ASSIGN(rt::DType type, checkType(result.getType()));
    llvm::ArrayRef<int64_t> shape =
        llvm::cast<mlir::RankedTensorType>(result.getType()).getShape();
    stacks.push_back(Array::zeros(type, rt::Shape(shape.begin(), shape.end())));
  }
  return stacks;
}

// The error of a loop that would run more often than it may.
static rt::Status tooManyTrips(mlir::Operation *loop, int64_t trips,
                               int64_t most) {
  std::string role = "trips of '" + loop->getName().stripDialect().str() + "'";
  return rt::describeFailure({role, "", "", {}, most + 1},
                             loop->getParentOfType<FuncOp>().getSymName().str(),
                             0, trips);
}

// Moves what a trip yields behind its carried values into row `row` of stacks.
static void stackRows(Arrays &yielded, Arrays &stacks, int64_t row) {
  size_t carried = yielded.size() - stacks.size();
  for (size_t i = 0; i < stacks.size(); ++i)
    putRow(stacks[i], row, yielded[carried + i]);
  yielded.resize(carried);
}

static Arrays joined(Arrays carried, Arrays stacks) {
  std::move(stacks.begin(), stacks.end(), std::back_inserter(carried));
  return carried;
}

// How often the loop runs, and from where. The first operands are bounds.
static int64_t countTrips(ForOp op, const Operands &in, int64_t &first) {
  size_t bounds = 0;
  first = op.getFirstValue() ? in[bounds++].integers[0] : *op.getFirst();
  int64_t last = op.getLastValue() ? in[bounds++].integers[0] : *op.getLast();
  int64_t low = op.getDown() ? last : first, high = op.getDown() ? first : last;
  if (low > high)
    return 0;
  // Unsigned: the difference of two i64 may not fit into one.
  uint64_t distance = uint64_t(high) - uint64_t(low);
  return int64_t(std::min(distance, uint64_t(INT64_MAX - 1))) + 1;
}

static rt::Result<Arrays> evaluateFor(mlir::Operation *operation,
                                      const Operands &in, Frame &frame) {
  auto op = mlir::cast<ForOp>(operation);
  int64_t first;
  int64_t trips = countTrips(op, in, first);
  if (std::optional<int64_t> most = op.getMaxTrips(); most && trips > *most)
    return tooManyTrips(op, trips, *most);
  size_t carries = op.getInits().size(), rows = op.getOver().size();
  size_t begin = in.size() - carries - rows;
  Arrays carried;
  for (size_t i = 0; i < carries; ++i)
    carried.push_back(in[begin + i]);
  LEAT_ASSIGN(Arrays stacks, emptyStacks(op.getStacks()));
  for (int64_t trip = 0; trip < trips; ++trip) {
    int64_t row = op.getBackward() ? trips - 1 - trip : trip;
    Arrays arguments;
    arguments.push_back(Array::zeros(rt::DType::I64, {}));
    arguments[0].integers[0] = op.getDown() ? first - trip : first + trip;
    arguments = joined(std::move(arguments), std::move(carried));
    for (size_t i = 0; i < rows; ++i)
      arguments.push_back(takeRow(in[begin + carries + i], row));
    LEAT_ASSIGN(carried, frame.run(op.getBody().front(), std::move(arguments)));
    stackRows(carried, stacks, row);
  }
  return joined(std::move(carried), std::move(stacks));
}

static rt::Result<Arrays> evaluateWhile(mlir::Operation *operation,
                                        const Operands &in, Frame &frame) {
  auto op = mlir::cast<WhileOp>(operation);
  Arrays carried;
  for (size_t i = 0; i < in.size(); ++i)
    carried.push_back(in[i]);
  LEAT_ASSIGN(Arrays stacks, emptyStacks(op.getStacks()));
  for (int64_t trip = 0;; ++trip) {
    LEAT_ASSIGN(Arrays more, frame.run(op.getCondition().front(), carried));
    if (!more[0].integers[0])
      return joined(std::move(carried), std::move(stacks));
    if (std::optional<int64_t> most = op.getMaxTrips(); most && trip == *most)
      return tooManyTrips(op, trip + 1, *most);
    LEAT_ASSIGN(carried, frame.run(op.getBody().front(), std::move(carried)));
    stackRows(carried, stacks, trip);
  }
}

static rt::Result<Arrays> evaluateIf(mlir::Operation *operation,
                                     const Operands &in, Frame &frame) {
  auto op = mlir::cast<IfOp>(operation);
  mlir::Region &taken =
      in[0].integers[0] ? op.getThenRegion() : op.getElseRegion();
  return frame.run(taken.front(), {});
}

void leat::reference::registerControl(Registry &registry) {
  registry.add(ForOp::getOperationName(), evaluateFor);
  registry.add(WhileOp::getOperationName(), evaluateWhile);
  registry.add(IfOp::getOperationName(), evaluateIf);
}
