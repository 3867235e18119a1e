//===- FormControl.cpp - loops and branches with launches in them ---------===//
//
//   %h = for %t = 1 to 9 carry(%a = %x) over(%r = %rs) { ... yield %a1 }
//   ==>
//   %h = scf.for %i = 0 to 9 iter_args(%a = %x) {
//     %t = tensor.from_elements (1 + %i)
//     %r = tensor.extract_slice %rs[%i, 0] [1, 4] [1, 1]
//     %a1 = leat.launch @k0 ins(%a, %r, %t) outs(%e)
//     scf.yield %a1
//   }
//
// A stack is carried, and each trip puts its row in. It starts from nothing
// where every trip runs, otherwise from zeros.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Control.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/States.h"
#include "passes/kernel/EntryFormer.h"

using namespace mlir;

namespace leat {

/// As many trips as are counted where nothing limits them: more than a machine
/// runs in its life.
static constexpr int64_t kEndless = int64_t(1) << 62;

static Value indexOf(OpBuilder &b, Location loc, int64_t value) {
  return arith::ConstantIndexOp::create(b, loc, value);
}

static Value integerOf(OpBuilder &b, Location loc, int64_t value) {
  return arith::ConstantIntOp::create(b, loc, b.getI64Type(), value);
}

// The i64 as a tensor that a launch can take.
static Value asTensor(OpBuilder &b, Location loc, Value value) {
  return tensor::FromElementsOp::create(
      b, loc, RankedTensorType::get({}, value.getType()), value);
}

static Value elementOf(OpBuilder &b, Location loc, Value scalar) {
  return tensor::ExtractOp::create(b, loc, scalar, ValueRange());
}

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

/// Where row `row` of a tensor stands.
static std::array<SmallVector<OpFoldResult>, 3>
rowRange(Builder &b, Value row, RankedTensorType rows) {
  SmallVector<OpFoldResult> offsets(rows.getRank(), b.getIndexAttr(0)),
      sizes = getAsIndexOpFoldResult(b.getContext(), rows.getShape()),
      strides(rows.getRank(), b.getIndexAttr(1));
  offsets[0] = row;
  sizes[0] = b.getIndexAttr(1);
  return {offsets, sizes, strides};
}

Value EntryFormer::rowOf(Value rows, Value row, Type type, Location loc) {
  auto [offsets, sizes, strides] =
      rowRange(b, row, cast<RankedTensorType>(rows.getType()));
  return tensor::ExtractSliceOp::create(b, loc, plainType(type), rows, offsets,
                                        sizes, strides);
}

Value EntryFormer::withRow(Value stack, Value row, Value value, Location loc) {
  auto [offsets, sizes, strides] =
      rowRange(b, row, cast<RankedTensorType>(stack.getType()));
  return tensor::InsertSliceOp::create(b, loc, value, stack, offsets, sizes,
                                       strides);
}

// What a stack holds before the first trip where there may be rows that no trip
// makes.
Value EntryFormer::zeros(Operation *loop, Type type) {
  OpBuilder before(loop);
  auto number = NumberOp::create(before, withoutName(loop->getLoc()),
                                 plainType(type), b.getF64FloatAttr(0));
  FusionGroup group;
  group.ops.push_back(number);
  group.outputs.insert(number.getResult());
  launch(group);
  return map.lookup(number.getResult());
}

//===----------------------------------------------------------------------===//
// Regions
//===----------------------------------------------------------------------===//

// What a region checks is not checked for what stands behind it: it may not
// have run.
LogicalResult EntryFormer::formRegion(Region &region) {
  auto outside = checked;
  LogicalResult formed = formBlock(region.front());
  checked = std::move(outside);
  return formed;
}

// Whether a value is there before the region runs.
static bool isThereBefore(Value value, Region &region) {
  Operation *maker = behindReshapes(value).getDefiningOp();
  return !maker || !region.isAncestor(maker->getParentRegion());
}

// The trip of a loop: adds what it hands on to `handed`, then `stacks` with row
// `row` put in. A row that is there from the begin is put in before the trip
// overwrites it.
LogicalResult EntryFormer::formRows(Region &trip, Value row, ValueRange stacks,
                                    SmallVectorImpl<Value> &handed) {
  YieldOp yield = yieldOf(trip);
  SmallVector<Value> after(stacks);
  auto put = [&](bool before) {
    for (auto [value, stack] : llvm::zip(yield.getStacked(), after))
      if (isThereBefore(value, trip) == before)
        stack = withRow(stack, row, formed(value), yield.getLoc());
  };
  put(/*before=*/true);
  if (failed(formRegion(trip)))
    return failure();
  put(/*before=*/false);
  for (Value value : yield.getInputs())
    handed.push_back(formed(value));
  llvm::append_range(handed, after);
  return success();
}

void EntryFormer::checkTrips(Operation *op, Value trips, int64_t most) {
  std::string role = ("trips of '" + op->getName().stripDialect() + "'").str();
  CheckOp::create(b, op->getLoc(), asTensor(b, op->getLoc(), trips),
                  b.getI64IntegerAttr(most + 1), b.getStringAttr(role));
}

LogicalResult EntryFormer::formControl(Operation *op) {
  if (auto loop = dyn_cast<ForOp>(op))
    return formFor(loop);
  if (auto loop = dyn_cast<WhileOp>(op))
    return formWhile(loop);
  if (auto branches = dyn_cast<IfOp>(op))
    return formIf(branches);
  if (auto assertion = dyn_cast<AssertOp>(op))
    AssertOp::create(b, op->getLoc(), formed(assertion.getCondition()),
                     assertion.getTextAttr());
  else
    formPrint(cast<PrintOp>(op));
  return success();
}

// In memory a bool is a byte: what is printed says what it was.
void EntryFormer::formPrint(PrintOp op) {
  SmallVector<Value> values;
  SmallVector<Type> types;
  for (Value value : op.getValues()) {
    values.push_back(formed(value));
    types.push_back(plainType(value.getType()));
  }
  PrintOp::create(b, op.getLoc(), values, op.getLabelAttr(), op.getNamesAttr(),
                  b.getTypeArrayAttr(types));
}

//===----------------------------------------------------------------------===//
// for
//===----------------------------------------------------------------------===//

Value EntryFormer::boundOf(Value value, std::optional<int64_t> number,
                           Location loc) {
  if (value)
    return elementOf(b, loc, formed(value));
  return integerOf(b, loc, *number);
}

// How often a loop runs, as an i64, and the counter of its first trip.
Value EntryFormer::tripsOf(ForOp op, Value &first) {
  Location loc = op.getLoc();
  first = boundOf(op.getFirstValue(), op.getFirst(), loc);
  if (std::optional<int64_t> trips = op.getTripCount())
    return integerOf(b, loc, *trips);
  Value last = boundOf(op.getLastValue(), op.getLast(), loc);
  Value low = op.getDown() ? last : first, high = op.getDown() ? first : last;
  // Unsigned: the difference of two i64 may not fit into one.
  Value distance = arith::SubIOp::create(b, loc, high, low);
  distance =
      arith::MinUIOp::create(b, loc, distance, integerOf(b, loc, kEndless - 1));
  Value trips = arith::AddIOp::create(b, loc, distance, integerOf(b, loc, 1));
  Value runs =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sle, low, high);
  trips = arith::SelectOp::create(b, loc, runs, trips, integerOf(b, loc, 0));
  if (std::optional<int64_t> most = op.getMaxTrips()) {
    checkTrips(op, trips, *most);
    trips = arith::MinSIOp::create(b, loc, trips, integerOf(b, loc, *most));
  }
  return trips;
}

// One trip: `arguments` are the carried values and the stacks, `handed` becomes
// what they are after it.
LogicalResult EntryFormer::formTrip(ForOp op, Value trips, Value trip,
                                    Value first, ValueRange arguments,
                                    SmallVectorImpl<Value> &handed) {
  Location loc = op.getLoc();
  unsigned carried = op.getInits().size();
  Value row = trip;
  if (op.getBackward()) {
    Value end = arith::SubIOp::create(b, loc, trips, indexOf(b, loc, 1));
    row = arith::SubIOp::create(b, loc, end, trip);
  }
  if (!op.getCounter().use_empty()) {
    Value step = arith::IndexCastOp::create(b, loc, b.getI64Type(), trip);
    Value counter =
        op.getDown() ? arith::SubIOp::create(b, loc, first, step).getResult()
                     : arith::AddIOp::create(b, loc, first, step).getResult();
    map.map(op.getCounter(), asTensor(b, loc, counter));
  }
  map.map(op.getCarried(), arguments.take_front(carried));
  for (auto [rows, argument] : llvm::zip(op.getOver(), op.getRowArguments()))
    map.map(argument, rowOf(formed(rows), row, argument.getType(), loc));
  return formRows(op.getBody(), row, arguments.drop_front(carried), handed);
}

LogicalResult EntryFormer::formFor(ForOp op) {
  Location loc = op.getLoc();
  Value first, trips = tripsOf(op, first);
  if (std::optional<int64_t> known = op.getTripCount())
    trips = indexOf(b, loc, *known);
  else
    trips = arith::IndexCastOp::create(b, loc, b.getIndexType(), trips);
  SmallVector<Value> inits;
  for (Value init : op.getInits())
    inits.push_back(formed(init));
  bool complete = op.getTripCount() && op.getRows() == op.getTripCount();
  for (Value stack : op.getStacks())
    inits.push_back(complete
                        ? tensor::EmptyOp::create(
                              b, loc, plainType(stack.getType()), ValueRange())
                        : zeros(op, stack.getType()));
  auto loop = scf::ForOp::create(b, loc, indexOf(b, loc, 0), trips,
                                 indexOf(b, loc, 1), inits);
  // Without results upstream's builder ends the body itself.
  if (inits.empty())
    loop.getBody()->getTerminator()->erase();
  SmallVector<Value> handed;
  b.setInsertionPointToStart(loop.getBody());
  if (failed(formTrip(op, trips, loop.getInductionVar(), first,
                      loop.getRegionIterArgs(), handed)))
    return failure();
  scf::YieldOp::create(b, loc, handed);
  b.setInsertionPointAfter(loop);
  for (auto [from, to] : llvm::zip(op.getResults(), loop.getResults()))
    place(from, to, loc);
  return success();
}

//===----------------------------------------------------------------------===//
// while
//===----------------------------------------------------------------------===//

// The count of trips is the first value that the loop carries. Where a trip too
// many is asked for, the loop ends and the count says so.
LogicalResult EntryFormer::formWhile(WhileOp op) {
  Location loc = op.getLoc();
  unsigned carried = op.getInits().size();
  SmallVector<Value> inits = {integerOf(b, loc, 0)};
  for (Value init : op.getInits())
    inits.push_back(formed(init));
  for (Value stack : op.getStacks())
    inits.push_back(zeros(op, stack.getType()));
  SmallVector<Type> types = llvm::to_vector(ValueRange(inits).getTypes());
  SmallVector<Location> locs(types.size(), loc);
  auto loop = scf::WhileOp::create(b, loc, types, inits);
  Block *before = b.createBlock(&loop.getBefore(), {}, types, locs);
  map.map(op.getCondition().getArguments(),
          before->getArguments().slice(1, carried));
  if (failed(formRegion(op.getCondition())))
    return failure();
  auto end = cast<ConditionOp>(op.getCondition().front().getTerminator());
  Value more = elementOf(b, loc, formed(end.getMore()));
  Value count = before->getArgument(0), next;
  next = arith::AddIOp::create(b, loc, count, integerOf(b, loc, 1));
  SmallVector<Value> handed(before->getArguments());
  handed[0] = arith::SelectOp::create(b, loc, more, next, count);
  if (std::optional<int64_t> most = op.getMaxTrips()) {
    Value room = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, count,
                                       integerOf(b, loc, *most));
    more = arith::AndIOp::create(b, loc, more, room);
  }
  scf::ConditionOp::create(b, loc, more, handed);
  Block *after = b.createBlock(&loop.getAfter(), {}, types, locs);
  map.map(op.getBody().getArguments(), after->getArguments().slice(1, carried));
  Value trip = arith::IndexCastOp::create(
      b, loc, b.getIndexType(),
      arith::SubIOp::create(b, loc, after->getArgument(0),
                            integerOf(b, loc, 1)));
  SmallVector<Value> values = {after->getArgument(0)};
  if (failed(formRows(op.getBody(), trip,
                      after->getArguments().drop_front(1 + carried), values)))
    return failure();
  scf::YieldOp::create(b, loc, values);
  b.setInsertionPointAfter(loop);
  if (std::optional<int64_t> most = op.getMaxTrips())
    checkTrips(op, loop.getResult(0), *most);
  for (auto [from, to] :
       llvm::zip(op.getResults(), loop.getResults().drop_front()))
    place(from, to, loc);
  return success();
}

//===----------------------------------------------------------------------===//
// if
//===----------------------------------------------------------------------===//

LogicalResult EntryFormer::formIf(IfOp op) {
  Location loc = op.getLoc();
  Value condition = elementOf(b, loc, formed(op.getCondition()));
  SmallVector<Type> types;
  for (Type type : op.getResultTypes())
    types.push_back(plainType(type));
  auto branches = scf::IfOp::create(b, loc, types, condition,
                                    /*addThenBlock=*/true,
                                    /*addElseBlock=*/true);
  for (unsigned i = 0; i < 2; ++i) {
    Region &region = op->getRegion(i);
    b.setInsertionPointToEnd(&branches->getRegion(i).front());
    if (failed(formRegion(region)))
      return failure();
    SmallVector<Value> values;
    for (Value value : region.front().getTerminator()->getOperands())
      values.push_back(formed(value));
    scf::YieldOp::create(b, loc, values);
  }
  b.setInsertionPointAfter(branches);
  for (auto [from, to] : llvm::zip(op.getResults(), branches.getResults()))
    place(from, to, loc);
  return success();
}

} // namespace leat
