//===- Unpool.cpp - the transposes of pools --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Not a scatter from the windows but a gather at each position of the input:
// along one dimension, position i lies in the windows
//   o = floor((i + padding) / stride) - (covers - 1) + j,   j = 0 ... covers -
//   1,
// covers = ceil(kernel / stride), as far as there are such windows and they
// reach i. So every element is written once, in any order, and its windows are
// added in ascending order.
//
//   %dx = avg_unpool %dy, input_size = [6], kernel = 3, stride = 2 : ... ->
//   f32[8, 3, 6]
//     ==>
//   %0 = linalg.fill ins(0.0)
//   %dx = linalg.generic {(n, c, i, j) -> (j), (..) -> (n, c, i)} j reduces
//           ins(tensor.empty : tensor<2xf32>) outs(%0) {
//     %o = i floordiv 2 - 1 + j   %v = tensor.extract %dy[n, c, clamp(%o)]
//     arith.addf %acc, select(0 <= %o <= last && i - 2 %o < 3, %v / 3, 0) }
//
// Windows that do not overlap (covers = 1) need no reduction: the result fuses
// with what reads it.
//
//===----------------------------------------------------------------------===//

#include "dialect/Window.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/tensor/Lowering.h"

using namespace mlir;

namespace leat::tensor {

namespace {

/// The windows round one position of the input, as values of a body.
struct Covering {
  SmallVector<Value> window; ///< indices n, c, then the window, all in range
  Value position;            ///< row-major in the spatial dimensions; an index
  Value exists;              ///< null where the window always reaches i
};

/// Builds what a window contributes to a position: from the element of the
/// window and the windows themselves.
using Contribution = llvm::function_ref<Value(OpBuilder &, const Covering &)>;

struct Unpool {
  Lowering &l;
  Window window;
  RankedTensorType windows; ///< of the cotangent
  RankedTensorType result;

  int64_t covers(int64_t d) {
    return llvm::divideCeil(window.kernel[d], window.stride[d]);
  }
  void require(OpBuilder &b, Covering &covering, arith::CmpIPredicate predicate,
               Value lhs, int64_t rhs);
  void coverDimension(OpBuilder &b, int64_t d, bool reduces,
                      Covering &covering);
  Value build(Contribution contribution);
};

} // namespace

void Unpool::require(OpBuilder &b, Covering &covering,
                     arith::CmpIPredicate predicate, Value lhs, int64_t rhs) {
  Value holds =
      arith::CmpIOp::create(b, l.loc, predicate, lhs, l.index(b, rhs));
  covering.exists =
      covering.exists
          ? arith::AndIOp::create(b, l.loc, covering.exists, holds).getResult()
          : holds;
}

/// Adds dimension `d`. Conditions that always hold are left out.
void Unpool::coverDimension(OpBuilder &b, int64_t d, bool reduces,
                            Covering &covering) {
  int64_t n = window.rank(), covers = this->covers(d);
  int64_t stride = window.stride[d], kernel = window.kernel[d];
  int64_t size = result.getDimSize(2 + d), count = windows.getDimSize(2 + d);
  ScalarBuilder s{b, l.loc, b.getIndexType()};
  Value i = linalg::IndexOp::create(b, l.loc, 2 + d);
  covering.position = covering.position
                          ? s.add(s.mul(covering.position, l.index(b, size)), i)
                          : i;
  Value padded = s.add(i, l.index(b, window.padding[d]));
  Value at = arith::DivUIOp::create(b, l.loc, padded, l.index(b, stride));
  if (reduces) {
    Value j = linalg::IndexOp::create(b, l.loc, 2 + n + d);
    at = s.add(s.sub(at, l.index(b, covers - 1)), j);
  }
  if (covers > 1)
    require(b, covering, arith::CmpIPredicate::sge, at, 0);
  bool beyond = (size - 1 + window.padding[d]) / stride > count - 1;
  if (beyond)
    require(b, covering, arith::CmpIPredicate::slt, at, count);
  if (covers * stride > kernel)
    require(b, covering, arith::CmpIPredicate::slt,
            s.sub(padded, s.mul(at, l.index(b, stride))), kernel);
  covering.window.push_back(covers > 1 || beyond ? l.clampIndex(b, at, count)
                                                 : at);
}

Value Unpool::build(Contribution contribution) {
  int64_t n = window.rank(), rank = 2 + n;
  Type element = result.getElementType(), wide = accumulatorOf(element);
  SmallVector<int64_t> reach, reductions;
  for (int64_t d = 0; d < n; ++d) {
    reach.push_back(covers(d));
    reductions.push_back(rank + d);
  }
  bool reduces = llvm::any_of(reach, [](int64_t c) { return c > 1; });
  auto add = [&](OpBuilder &b) -> Value {
    Covering covering;
    for (int64_t d = 0; d < 2; ++d)
      covering.window.push_back(linalg::IndexOp::create(b, l.loc, d));
    for (int64_t d = 0; d < n; ++d)
      coverDimension(b, d, reduces, covering);
    Value value = contribution(b, covering);
    if (!covering.exists)
      return value;
    ScalarBuilder s{b, l.loc, wide};
    return s.select(covering.exists, value, s.number(wide, 0));
  };
  if (!reduces)
    return l.map(result, {}, [&](OpBuilder &b, ValueRange) {
      return ScalarBuilder{b, l.loc, element}.convert(add(b));
    });
  unsigned loops = rank + n;
  Value extents = l.empty(result.clone(reach));
  Value start = l.filled(result.clone(wide), 0.0);
  SmallVector<int64_t> kept = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  Value sum = l.generic(Access{extents, l.pick(loops, reductions)},
                        Access{start, l.pick(loops, kept)}, loops, reductions,
                        [&](OpBuilder &b, ValueRange x) -> SmallVector<Value> {
                          ScalarBuilder s{b, l.loc, wide};
                          return {s.add(x[1], add(b))};
                        })[0];
  return l.convert(sum, element);
}

static void lowerAvgUnpool(Lowering &l, AvgUnpoolOp op) {
  Unpool unpool{l, op.getWindow(), op.getCotangent().getType(), op.getType()};
  Value cotangent = l[op.getCotangent()];
  Type wide = accumulatorOf(op.getType().getElementType());
  double volume = double(unpool.window.volume());
  auto share = [&](OpBuilder &b, const Covering &covering) -> Value {
    Value value =
        mlir::tensor::ExtractOp::create(b, l.loc, cotangent, covering.window);
    ScalarBuilder s{b, l.loc, wide};
    return s.div(s.convert(value), s.number(wide, volume));
  };
  l.set(op.getResult(), unpool.build(share));
}

static void lowerMaxUnpool(Lowering &l, MaxUnpoolOp op) {
  Unpool unpool{l, op.getWindow(), op.getCotangent().getType(), op.getType()};
  Value cotangent = l[op.getCotangent()], index = l[op.getIndex()];
  Type wide = accumulatorOf(op.getType().getElementType());
  auto ifHere = [&](OpBuilder &b, const Covering &covering) -> Value {
    Value value =
        mlir::tensor::ExtractOp::create(b, l.loc, cotangent, covering.window);
    Value place =
        mlir::tensor::ExtractOp::create(b, l.loc, index, covering.window);
    Value here = arith::IndexCastOp::create(b, l.loc, place.getType(),
                                            covering.position);
    ScalarBuilder s{b, l.loc, wide};
    Value isHere = s.compare(Comparison::eq, place, here);
    return s.select(isHere, s.convert(value), s.number(wide, 0));
  };
  l.set(op.getResult(), unpool.build(ifHere));
}

void registerUnpools(Registry &registry) {
  registry.add<MaxUnpoolOp>(lowerMaxUnpool);
  registry.add<AvgUnpoolOp>(lowerAvgUnpool);
}

} // namespace leat::tensor
