//===- Pool.cpp - windows over the spatial dimensions ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %y = max_pool %x, kernel = 2 : (f32[8, 3, 28, 28]) -> f32[8, 3, 14, 14]
//     ==>
//   %0 = linalg.fill ins(-inf) outs(tensor<8x3x14x14xf32>)
//   %y = linalg.generic {(n, c, p, q, k, l) -> (n, c, 2 p + k, 2 q + l),
//                        (..) -> (k, l), (..) -> (n, c, p, q)} k, l reduce
//          ins(%x, tensor.empty) outs(%0) { arith.maximumf %acc, %x }
//
// Where there is padding the input is padded first, so that the inner loops
// stay free of comparisons. The transposes of pools are in Unpool.cpp.
//
//===----------------------------------------------------------------------===//

#include "dialect/Window.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/tensor/Choose.h"
#include "passes/tensor/Lowering.h"

using namespace mlir;

namespace leat::tensor {

namespace {
/// The loops of a pool: batch, channel, positions of the window, then positions
/// in the window, which reduce.
struct PoolLoops {
  unsigned count;
  SmallVector<int64_t> reductions;
  SmallVector<Access> inputs; ///< the padded input, and what bounds the window
  AffineMap result;
};
} // namespace

static PoolLoops makeLoops(Lowering &l, Value input, const Window &window,
                           Value padding) {
  auto type = cast<RankedTensorType>(input.getType());
  int64_t n = window.rank();
  SmallVector<int64_t> around(window.padding);
  around.insert(around.begin(), 2, 0);
  if (llvm::any_of(around, [](int64_t p) { return p != 0; }))
    input =
        l.pad(input, around, around, SmallVector<int64_t>(n + 2, 0), padding);
  PoolLoops loops;
  loops.count = 2 + 2 * n;
  SmallVector<AffineExpr> read = {l.b.getAffineDimExpr(0),
                                  l.b.getAffineDimExpr(1)};
  SmallVector<int64_t> kept = {0, 1};
  for (int64_t d = 0; d < n; ++d) {
    loops.reductions.push_back(2 + n + d);
    kept.push_back(2 + d);
    read.push_back(l.b.getAffineDimExpr(2 + d) * window.stride[d] +
                   l.b.getAffineDimExpr(2 + n + d));
  }
  // linalg finds the extent of a loop in a tensor that it indexes alone.
  Value extents = l.empty(type.clone(window.kernel));
  loops.inputs = {
      {input, AffineMap::get(loops.count, 0, read, l.b.getContext())},
      {extents, l.pick(loops.count, loops.reductions)}};
  loops.result = l.pick(loops.count, kept);
  return loops;
}

static void lowerMaxPool(Lowering &l, MaxPoolOp op) {
  Type element = op.getType().getElementType();
  Value lowest = worstValue(l.b, l.loc, element, /*largest=*/true);
  PoolLoops loops = makeLoops(l, l[op.getInput()], op.getWindow(), lowest);
  Value start = l.filled(op.getType(), lowest);
  l.set(op.getResult(),
        l.generic(loops.inputs, Access{start, loops.result}, loops.count,
                  loops.reductions,
                  [&](OpBuilder &inside, ValueRange x) -> SmallVector<Value> {
                    ScalarBuilder s{inside, l.loc, element};
                    return {s.max(x[2], x[0])};
                  })[0]);
}

static void lowerAvgPool(Lowering &l, AvgPoolOp op) {
  Window window = op.getWindow();
  RankedTensorType type = op.getType();
  Type element = type.getElementType(), wide = accumulatorOf(element);
  Value zero = l.scalar(l.b, element, 0);
  PoolLoops loops = makeLoops(l, l[op.getInput()], window, zero);
  Value start = l.filled(type.clone(wide), 0.0);
  Value sum = l.generic(
      loops.inputs, Access{start, loops.result}, loops.count, loops.reductions,
      [&](OpBuilder &inside, ValueRange x) -> SmallVector<Value> {
        ScalarBuilder s{inside, l.loc, wide};
        return {s.add(x[2], s.convert(x[0]))};
      })[0];
  auto mean = [&](OpBuilder &inside, ValueRange x) {
    ScalarBuilder s{inside, l.loc, element};
    return s.convert(s.div(x[0], s.number(wide, double(window.volume()))));
  };
  l.set(op.getResult(),
        l.map(type, Access{sum, l.identity(type.getRank())}, mean));
}

/// The position of a window's element along dimension `d`, from 0 in the input
/// without its padding, as an integer of type `integer`.
static Value positionIn(Lowering &l, OpBuilder &b, const Window &window,
                        int64_t d, Type integer) {
  auto loop = [&](int64_t number) -> Value {
    Value index = linalg::IndexOp::create(b, l.loc, number);
    return arith::IndexCastOp::create(b, l.loc, integer, index);
  };
  ScalarBuilder s{b, l.loc, integer};
  int64_t n = window.rank();
  Value start = s.mul(loop(2 + d), s.number(integer, double(window.stride[d])));
  Value position = s.add(start, loop(2 + n + d));
  return s.sub(position, s.number(integer, double(window.padding[d])));
}

static void lowerMaxPoolIndex(Lowering &l, MaxPoolIndexOp op) {
  Window window = op.getWindow();
  RankedTensorType from = op.getInput().getType(), to = op.getType();
  Type integer = to.getElementType();
  Value lowest =
      worstValue(l.b, l.loc, from.getElementType(), /*largest=*/true);
  PoolLoops loops = makeLoops(l, l[op.getInput()], window, lowest);
  Value best = l.filled(to.clone(from.getElementType()), lowest);
  Value place = l.filled(to, -1);
  auto body = [&](OpBuilder &inside, ValueRange x) {
    ScalarBuilder s{inside, l.loc, integer};
    Value flat = s.number(integer, 0), allowed;
    for (int64_t d = 0, n = window.rank(); d < n; ++d) {
      int64_t extent = from.getDimSize(2 + d);
      Value position = positionIn(l, inside, window, d, integer);
      flat = s.add(s.mul(flat, s.number(integer, double(extent))), position);
      if (window.padding[d] == 0)
        continue;
      // A negative position is a large one: one comparison for both ends.
      Value within =
          arith::CmpIOp::create(inside, l.loc, arith::CmpIPredicate::ult,
                                position, s.number(integer, double(extent)));
      allowed = allowed ? s.logicalAnd(allowed, within) : within;
    }
    return chooseBetter(inside, l.loc, {x[0], flat}, {x[2], x[3]},
                        /*largest=*/true, allowed);
  };
  l.set(op.getResult(),
        l.generic(loops.inputs, {{best, loops.result}, {place, loops.result}},
                  loops.count, loops.reductions, body)[1]);
}

static void lowerMaxPoolRead(Lowering &l, MaxPoolReadOp op) {
  RankedTensorType from = op.getInput().getType(), to = op.getType();
  int64_t plane = 1;
  for (int64_t extent : from.getShape().drop_front(2))
    plane *= extent;
  Value planes = l.reshape(l[op.getInput()],
                           {from.getDimSize(0), from.getDimSize(1), plane});
  auto body = [&](OpBuilder &inside, ValueRange x) -> Value {
    Value at =
        arith::IndexCastOp::create(inside, l.loc, inside.getIndexType(), x[0]);
    Value n = linalg::IndexOp::create(inside, l.loc, 0);
    Value c = linalg::IndexOp::create(inside, l.loc, 1);
    at = l.clampIndex(inside, at, plane);
    return mlir::tensor::ExtractOp::create(inside, l.loc, planes,
                                           ValueRange{n, c, at});
  };
  l.set(op.getResult(),
        l.map(to, Access{l[op.getIndex()], l.identity(to.getRank())}, body));
}

void registerPools(Registry &registry) {
  registry.add<MaxPoolOp>(lowerMaxPool);
  registry.add<AvgPoolOp>(lowerAvgPool);
  registry.add<MaxPoolIndexOp>(lowerMaxPoolIndex);
  registry.add<MaxPoolReadOp>(lowerMaxPoolRead);
}

} // namespace leat::tensor
