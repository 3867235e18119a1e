//===- Attention.cpp - shape rule and decomposition of attention ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   %y = attention %q, %k, %v, causal = true
//     ==>
//   matmul(softmax(where(seen, matmul(%q * scale, %k^T), lowest)), %v)
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Spelling.h"
#include <cmath>

using namespace mlir;

namespace leat {

// The number of features of one head.
static FailureOr<Extent> perHead(OptionalLoc loc, StringRef what,
                                 const Extent &all, int64_t heads) {
  if (heads == 1)
    return all;
  if (!all.known())
    return Extent();
  if (all.size % heads != 0)
    return emitOptionalError(placeOf(loc, "heads"), "attention: ", all.size,
                             " ", what, " can not be split into ", heads,
                             " heads");
  return Extent(all.size / heads);
}

// The extents of the products, of queries with keys.
static FailureOr<Extents> inferProducts(OptionalLoc loc,
                                        AttentionOp::Adaptor op) {
  ValueRange three = op.getOperands().take_front(3);
  Extents query = extentsOf(three[0].getType());
  Extents key = extentsOf(three[1].getType());
  Extents value = extentsOf(three[2].getType());
  if (failed(sameElementType("attention", loc, three))) // C1
    return failure();
  if (query.size() < 2 || key.size() < 2 || value.size() < 2) // C2
    return emitOptionalError(
        loc, "attention: expected operands of rank >= 2: ", spellTypes(three));
  if (clash(query.back(), key.back())) // C2
    return emitOptionalError(placeOf(loc, "1"), "attention: queries have ",
                             query.back().size, " features, keys ",
                             key.back().size, ": ", spellTypes(three));
  if (clash(key.end()[-2], value.end()[-2])) // C2
    return emitOptionalError(
        placeOf(loc, "2"), "attention: found ", key.end()[-2].size,
        " keys and ", value.end()[-2].size, " values: ", spellTypes(three));
  FailureOr<Extents> lead = broadcastExtents(ArrayRef(query).drop_back(2),
                                             ArrayRef(key).drop_back(2));
  if (succeeded(lead))
    lead = broadcastExtents(*lead, ArrayRef(value).drop_back(2));
  if (failed(lead)) // C2
    return emitOptionalError(
        loc,
        "attention: leading dimensions do not broadcast: ", spellTypes(three));
  if (op.getHeads() > 1)
    lead->push_back(op.getHeads());
  lead->push_back(query.end()[-2]);
  lead->push_back(key.end()[-2]);
  return *lead;
}

// The mask stretches to the products, not the other way round.
static LogicalResult checkMask(OptionalLoc loc, AttentionOp::Adaptor op,
                               const Extents &products) {
  Value mask = op.getMask();
  if (!mask)
    return success();
  Type element = elementOf(mask);
  if (!element.isInteger(1) && element != elementOf(op.getQuery())) // C1
    return emitOptionalError(placeOf(loc, "3"), "attention: the mask is ",
                             shortType(mask.getType()), ", expected i1 or ",
                             shortType(elementOf(op.getQuery())));
  Extents own = extentsOf(mask.getType());
  FailureOr<Extents> both = broadcastExtents(products, own);
  bool fits = succeeded(both) && both->size() == products.size();
  for (size_t i = 0; fits && i < products.size(); ++i)
    fits = !clash(products[i], (*both)[i]);
  if (fits)
    return success();
  return emitOptionalError( // C5
      placeOf(loc, "3"), "attention: the mask ", shortType(mask.getType()),
      " does not broadcast to the products, ",
      shortType(tensorOf(elementOf(op.getQuery()), products)));
}

LogicalResult AttentionOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  int64_t heads = op.getHeads();
  if (heads < 1) // C3
    return emitOptionalError(placeOf(loc, "heads"), "attention: heads is ",
                             heads, ", expected at least 1");
  if (op.getWindow() < 0) // C4
    return emitOptionalError(placeOf(loc, "window"), "attention: window is ",
                             op.getWindow(), ", expected at least 0");
  FailureOr<Extents> products = inferProducts(loc, op);          // C1, C2
  if (failed(products) || failed(checkMask(loc, op, *products))) // C1, C5
    return failure();
  Extent features = extentsOf(op.getQuery().getType()).back();
  Extent outputs = extentsOf(op.getValue().getType()).back();
  if (failed(perHead(loc, "features", features, heads)) ||
      failed(perHead(loc, "outputs", outputs, heads))) // C3
    return failure();
  Extents result = *products;
  if (heads > 1)
    result.erase(result.end() - 3);
  result.back() = outputs;
  types.push_back(tensorOf(elementOf(op.getQuery()), result));
  return success();
}

// [..., rows, heads * n] as [..., heads, rows, n].
static Expr splitHeads(const Formula &f, Expr x, int64_t heads) {
  if (heads == 1)
    return x;
  SmallVector<int64_t> sizes(sizesOf(x.value));
  sizes.back() /= heads;
  sizes.insert(sizes.end() - 1, heads);
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, sizes.size()));
  std::swap(axes.end()[-2], axes.end()[-3]);
  return f.transpose(f.reshape(x, sizes), axes);
}

// Which keys a query may see by its place alone, [queries, keys] of i1; zero
// where it sees all.
static Expr seenByPlace(const Formula &f, AttentionOp op, int64_t queries,
                        int64_t keys) {
  Type i32 = f.builder.getI32Type();
  Expr seen;
  auto also = [&](Expr more) {
    seen = seen.isZero() ? more : f.make<LogicalAndOp>(seen.value, more.value);
  };
  Expr q = f.iota({queries, 1}, i32, 0), k = f.iota({1, keys}, i32, 1);
  if (op.getCausal())
    also(f.make<LeOp>(k.value, q.value));
  // |q - k| < window.
  if (double window = double(op.getWindow())) {
    Expr distance = f.make<AbsOp>((q - k).value);
    also(distance < f.number(i32, window));
  }
  return seen;
}

SmallVector<Value> AttentionOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  int64_t heads = getHeads();
  Expr query = splitHeads(f, f(getQuery()), heads);
  Expr key = splitHeads(f, f(getKey()), heads);
  Expr value = splitHeads(f, f(getValue()), heads);
  double scale = getScale().convertToDouble();
  if (scale == 0)
    scale = 1 / std::sqrt(double(sizesOf(query.value).back()));
  Expr scores = f.matmul(query, key, false, /*transposeRhs=*/true);
  scores = scores * Expr(scale);
  ArrayRef<int64_t> sizes = sizesOf(scores.value);
  Expr seen = seenByPlace(f, *this, sizes.end()[-2], sizes.end()[-1]);
  if (Value mask = getMask()) {
    if (!elementOf(mask).isInteger(1))
      scores = scores + f(mask);
    else
      seen = seen.isZero() ? f(mask) : f.make<LogicalAndOp>(seen.value, mask);
  }
  // The lowest finite number, so that no row becomes NaN; a row of nothing but
  // that is made 0.
  auto element = cast<FloatType>(elementOf(getQuery()));
  double lowest =
      APFloat::getLargest(element.getFloatSemantics(), true).convertToDouble();
  if (!seen.isZero())
    scores = where(seen, scores, Expr(lowest));
  int64_t last = int64_t(sizesOf(scores.value).size()) - 1;
  Expr p = f.make<SoftmaxOp>(scores.value, last);
  if (!seen.isZero() && (getMask() || getWindow()))
    p = where(seen, p, Expr(0.0));
  Expr y = f.matmul(p, value);
  if (heads > 1) {
    auto axes = llvm::to_vector(llvm::seq<int64_t>(0, sizesOf(y.value).size()));
    std::swap(axes.end()[-2], axes.end()[-3]);
    y = f.transpose(y, axes);
  }
  return {f.reshape(y, sizesOf(getResult())).value};
}

} // namespace leat
