//===- Order.cpp - sorting, searching, elements along an axis --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %i = argsort %x : (f32[4, 9]) -> i32[4, 9]
//     ==>
//   for each line: places = 0 ... 8
//     for width = 1, 2, 4, 8:
//       merged = runs of `width` places, merged two by two
//       places = merged
//
// A merge sort from the bottom up, of places instead of elements: stable, the
// same steps whatever the elements are. Of two places the one of the left run
// is taken unless the right one's element is less.
//
//   %y = take_along_axis %x, %i     ==>  a generic that extracts at %i
//   %t = add_along_axis %u, %i      ==>  loops that add one element at a time,
//                                        in row-major order
//   %p = searchsorted %s, %v        ==>  a generic with a binary search of
//                                        log2(n) steps, without branches
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/tensor/Lowering.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace leat::tensor {

//===----------------------------------------------------------------------===//
// Loops that carry tensors
//===----------------------------------------------------------------------===//

using Step = llvm::function_ref<SmallVector<Value>(Value at, ValueRange)>;

/// `for at = 0 to count carry(carried) { step }`: what is carried at the end.
static SmallVector<Value> loop(Lowering &l, int64_t count, ValueRange carried,
                               Step step) {
  OpBuilder &b = l.b;
  auto op = scf::ForOp::create(b, l.loc, l.index(b, 0), l.index(b, count),
                               l.index(b, 1), carried);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(op.getBody());
  scf::YieldOp::create(b, l.loc,
                       step(op.getInductionVar(), op.getRegionIterArgs()));
  return SmallVector<Value>(op.getResults());
}

using Point =
    llvm::function_ref<SmallVector<Value>(ArrayRef<Value> at, ValueRange)>;

/// Loops over all points of `shape`, in row-major order; an axis of extent 0
/// stays at 0 where `skipped` names it.
static SmallVector<Value> nest(Lowering &l, ArrayRef<int64_t> shape,
                               int64_t skipped, ValueRange carried, Point point,
                               SmallVector<Value> at = {}) {
  size_t axis = at.size();
  if (axis == shape.size())
    return point(at, carried);
  if (int64_t(axis) == skipped) {
    at.push_back(l.index(l.b, 0));
    return nest(l, shape, skipped, carried, point, at);
  }
  return loop(l, shape[axis], carried, [&](Value here, ValueRange inside) {
    SmallVector<Value> further(at);
    further.push_back(here);
    return nest(l, shape, skipped, inside, point, further);
  });
}

static Value extract(Lowering &l, OpBuilder &b, Value tensor,
                     ArrayRef<Value> at) {
  return mlir::tensor::ExtractOp::create(b, l.loc, tensor, at);
}

static Value insert(Lowering &l, Value element, Value tensor,
                    ArrayRef<Value> at) {
  return mlir::tensor::InsertOp::create(l.b, l.loc, element, tensor, at);
}

static Value toIndex(Lowering &l, OpBuilder &b, Value number) {
  return arith::IndexCastOp::create(b, l.loc, b.getIndexType(), number);
}

/// Whether `x` stands before `y`; a NaN stands behind every number.
static Value isBefore(OpBuilder &b, Location loc, Value x, Value y) {
  ScalarBuilder s{b, loc, x.getType()};
  Value less = s.compare(Comparison::lt, x, y);
  if (!isa<FloatType>(x.getType()))
    return less;
  // x is a number and y is none.
  Value number = s.compare(Comparison::eq, x, x);
  Value none = s.compare(Comparison::ne, y, y);
  return arith::OrIOp::create(b, loc, less,
                              arith::AndIOp::create(b, loc, number, none));
}

//===----------------------------------------------------------------------===//
// argsort
//===----------------------------------------------------------------------===//

namespace {
/// One line of a tensor: all coordinates but that of `axis`.
struct SortedLine {
  Lowering &l;
  Value input;
  SmallVector<Value> at;
  int64_t axis, count;
  bool descending;

  SmallVector<Value> coordinates(Value place) const {
    SmallVector<Value> all(at);
    all[axis] = place;
    return all;
  }
  /// Whether the element at place `y` must stand before that at place `x`.
  Value mustPass(Value y, Value x) const {
    OpBuilder &b = l.b;
    Value left = extract(l, b, input, coordinates(toIndex(l, b, x)));
    Value right = extract(l, b, input, coordinates(toIndex(l, b, y)));
    return descending ? isBefore(b, l.loc, left, right)
                      : isBefore(b, l.loc, right, left);
  }
  SmallVector<Value> mergeStep(Value p, Value width, Value places,
                               ValueRange carried) const;
  SmallVector<Value> mergeRuns(Value pass, Value places, Value merged) const;
};
} // namespace

/// Place number `p` of the merged runs: `carried` is the tensor of merged
/// places and what is next in the left and in the right run.
SmallVector<Value> SortedLine::mergeStep(Value p, Value width, Value places,
                                         ValueRange carried) const {
  OpBuilder &b = l.b;
  Location loc = l.loc;
  Value one = l.index(b, 1), end = l.index(b, count);
  // The first place of the pair of runs: p without the bits below 2 * width.
  Value both = arith::ShLIOp::create(b, loc, width, one);
  Value mask = arith::SubIOp::create(b, loc, both, one);
  Value inside = arith::AndIOp::create(b, loc, p, mask);
  Value base = arith::SubIOp::create(b, loc, p, inside);
  Value middle = arith::MinSIOp::create(
      b, loc, arith::AddIOp::create(b, loc, base, width), end);
  Value stop = arith::MinSIOp::create(
      b, loc, arith::AddIOp::create(b, loc, base, both), end);
  Value starts =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, p, base);
  Value i = arith::SelectOp::create(b, loc, starts, base, carried[1]);
  Value j = arith::SelectOp::create(b, loc, starts, middle, carried[2]);
  auto placeAt = [&](Value position) {
    return extract(l, b, places, coordinates(l.clampIndex(b, position, count)));
  };
  Value left = placeAt(i), right = placeAt(j);
  auto less = [&](Value x, Value y) -> Value {
    return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, x, y);
  };
  Value rightOnly =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sge, i, middle);
  Value passes =
      arith::AndIOp::create(b, loc, less(j, stop), mustPass(right, left));
  Value takesRight = arith::OrIOp::create(b, loc, rightOnly, passes);
  Value taken = arith::SelectOp::create(b, loc, takesRight, right, left);
  Value step =
      arith::IndexCastUIOp::create(b, loc, b.getIndexType(), takesRight);
  Value stay = arith::SubIOp::create(b, loc, one, step);
  return {insert(l, taken, carried[0], p),
          arith::AddIOp::create(b, loc, i, stay),
          arith::AddIOp::create(b, loc, j, step)};
}

/// The places after the pass that merges runs of 2 ** pass, and the line that
/// they are merged in: loops write into what they carry.
SmallVector<Value> SortedLine::mergeRuns(Value pass, Value places,
                                         Value merged) const {
  OpBuilder &b = l.b;
  Value width = arith::ShLIOp::create(b, l.loc, l.index(b, 1), pass);
  Value none = l.index(b, 0);
  Value line =
      loop(l, count, {merged, none, none}, [&](Value p, ValueRange carried) {
        return mergeStep(p, width, places, carried);
      })[0];
  Value sorted = loop(l, count, places, [&](Value p, ValueRange carried) {
    Value place = extract(l, b, line, p);
    return SmallVector<Value>{insert(l, place, carried[0], coordinates(p))};
  })[0];
  return {sorted, line};
}

static void lowerArgsort(Lowering &l, ArgsortOp op) {
  OpBuilder &b = l.b;
  auto type = cast<RankedTensorType>(op.getType());
  Type integer = type.getElementType();
  int64_t axis = op.getDim(), count = type.getDimSize(axis);
  Value input = l[op.getInput()];
  auto sortLine = [&](ArrayRef<Value> at, ValueRange carried) {
    SortedLine line{l,    input, SmallVector<Value>(at),
                    axis, count, bool(op.getDescending())};
    Value start = loop(l, count, carried[0], [&](Value p, ValueRange inside) {
      Value place = arith::IndexCastOp::create(b, l.loc, integer, p);
      return SmallVector<Value>{
          insert(l, place, inside[0], line.coordinates(p))};
    })[0];
    int64_t passes = count > 1 ? llvm::Log2_64_Ceil(count) : 0;
    return loop(l, passes, {start, carried[1]},
                [&](Value pass, ValueRange inside) {
                  return line.mergeRuns(pass, inside[0], inside[1]);
                });
  };
  Value places = l.empty(type);
  Value merged = l.empty(RankedTensorType::get({count}, integer));
  l.set(op.getResult(),
        nest(l, type.getShape(), axis, {places, merged}, sortLine).front());
}

//===----------------------------------------------------------------------===//
// take_along_axis, add_along_axis
//===----------------------------------------------------------------------===//

static void lowerTake(Lowering &l, TakeAlongAxisOp op) {
  RankedTensorType type = op.getType();
  int64_t rank = type.getRank(), axis = op.getDim();
  int64_t extent = op.getInput().getType().getDimSize(axis);
  Value input = l[op.getInput()];
  auto body = [&](OpBuilder &b, ValueRange x) {
    SmallVector<Value> at;
    for (int64_t d = 0; d < rank; ++d)
      at.push_back(linalg::IndexOp::create(b, l.loc, d));
    at[axis] = l.clampIndex(b, toIndex(l, b, x[0]), extent);
    return extract(l, b, input, at);
  };
  l.set(op.getResult(),
        l.map(storedType(type), Access{l[op.getIndices()], l.identity(rank)},
              body));
}

static void lowerAdd(Lowering &l, AddAlongAxisOp op) {
  OpBuilder &b = l.b;
  RankedTensorType type = op.getType();
  Type element = type.getElementType(), wide = accumulatorOf(element);
  int64_t axis = op.getDim();
  Value updates = l[op.getUpdates()], indices = l[op.getIndices()];
  Value zeros = l.filled(storedType(type).clone(wide), 0.0);
  auto addElement = [&](ArrayRef<Value> from, ValueRange carried) {
    SmallVector<Value> to(from);
    to[axis] = l.clampIndex(b, toIndex(l, b, extract(l, b, indices, from)),
                            type.getDimSize(axis));
    ScalarBuilder s{b, l.loc, wide};
    Value update = s.convert(extract(l, b, updates, from));
    Value sum = s.add(extract(l, b, carried[0], to), update);
    return SmallVector<Value>{insert(l, sum, carried[0], to)};
  };
  ArrayRef<int64_t> shape = op.getUpdates().getType().getShape();
  Value sums = nest(l, shape, /*skipped=*/-1, zeros, addElement).front();
  l.set(op.getResult(), l.convert(sums, element));
}

//===----------------------------------------------------------------------===//
// searchsorted
//===----------------------------------------------------------------------===//

/// How many of `count` elements stand before `value`, or not behind it: the
/// sum of the powers of two that stay below.
static Value search(Lowering &l, OpBuilder &b, Value table, Value value,
                    SmallVector<Value> at, int64_t count, bool right) {
  Value found = l.index(b, 0);
  if (count == 0)
    return found;
  Value end = l.index(b, count), last = l.index(b, 1);
  for (int64_t step = int64_t(1) << llvm::Log2_64(count); step > 0; step /= 2) {
    Value next = arith::AddIOp::create(b, l.loc, found, l.index(b, step));
    at.back() =
        l.clampIndex(b, arith::SubIOp::create(b, l.loc, next, last), count);
    Value element = extract(l, b, table, at);
    Value below = right ? isBefore(b, l.loc, value, element)
                        : isBefore(b, l.loc, element, value);
    if (right) {
      Value yes = arith::ConstantIntOp::create(b, l.loc, 1, 1);
      below = arith::XOrIOp::create(b, l.loc, below, yes);
    }
    Value fits =
        arith::CmpIOp::create(b, l.loc, arith::CmpIPredicate::sle, next, end);
    Value taken = arith::AndIOp::create(b, l.loc, fits, below);
    found = arith::SelectOp::create(b, l.loc, taken, next, found);
  }
  return found;
}

static void lowerSearchsorted(Lowering &l, SearchsortedOp op) {
  auto type = cast<RankedTensorType>(op.getType());
  RankedTensorType tableType = op.getSorted().getType();
  int64_t rank = type.getRank(), tableRank = tableType.getRank();
  int64_t count = tableType.getShape().back();
  Value table = l[op.getSorted()];
  auto body = [&](OpBuilder &b, ValueRange x) -> Value {
    SmallVector<Value> at;
    for (int64_t d = 0; d < tableRank; ++d)
      at.push_back(d + 1 < tableRank
                       ? Value(linalg::IndexOp::create(b, l.loc, d))
                       : Value());
    Value found = search(l, b, table, x[0], at, count, op.getRight());
    return arith::IndexCastOp::create(b, l.loc, type.getElementType(), found);
  };
  l.set(op.getResult(),
        l.map(storedType(type), Access{l[op.getValues()], l.identity(rank)},
              body));
}

void registerOrders(Registry &registry) {
  registry.add<ArgsortOp>(lowerArgsort);
  registry.add<TakeAlongAxisOp>(lowerTake);
  registry.add<AddAlongAxisOp>(lowerAdd);
  registry.add<SearchsortedOp>(lowerSearchsorted);
}

} // namespace leat::tensor
