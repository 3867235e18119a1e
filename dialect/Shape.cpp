//===- Shape.cpp - shape rules and folds of ops that move elements --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Required.h"
#include "dialect/Saturate.h"
#include "dialect/Spelling.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "dialect/Shape.cpp.inc"

namespace leat {

void LeatDialect::registerShapeOps() {
  addOperations<
#define GET_OP_LIST
#include "dialect/Shape.cpp.inc"
      >();
}

static int64_t rankOf(Value value) { return sizesOf(value).size(); }

//===----------------------------------------------------------------------===//
// reshape, broadcast_to
//===----------------------------------------------------------------------===//

FailureOr<Extent> readCount(StringRef op, OptionalLoc loc, StringRef name,
                            Attribute count) {
  if (failed(required(op, loc, name, count)))
    return failure();
  Extent extent = countOf(count);
  if (!extent.known() || extent.size >= 1)
    return extent;
  return emitOptionalError(placeOf(loc, name), op, ": ", name, " is ",
                           extent.size, ", expected at least 1");
}

FailureOr<Extents> readShape(StringRef op, OptionalLoc loc, ArrayAttr shape,
                             ArrayRef<Extent> input,
                             std::optional<unsigned> *free) {
  loc = placeOf(loc, "shape");
  Extents extents;
  for (auto [i, entry] : llvm::enumerate(shape)) {
    if (auto name = dyn_cast<StringAttr>(entry)) {
      const Extent *known =
          llvm::find_if(input, [&](const Extent &e) { return e.name == name; });
      extents.push_back(
          known == input.end() ? Extent(ShapedType::kDynamic, name) : *known);
      continue;
    }
    auto number = dyn_cast<IntegerAttr>(entry);
    if (!number || !number.getType().isSignlessInteger(64))
      return emitOptionalError(loc, op, ": shape holds ", spell(entry),
                               ", expected a number or the name of an extent");
    int64_t size = number.getInt();
    if (size == -1 && free && !*free) {
      *free = i;
      extents.emplace_back();
      continue;
    }
    if (size < 0)
      return emitOptionalError(
          loc, op, ": shape holds ", size,
          free ? ", expected extents that are not negative but for one -1"
               : ", expected extents that are not negative");
    extents.push_back(size);
  }
  return extents;
}

namespace {
/// A number of elements: known extents times others that are not known.
struct Count {
  SmallVector<int64_t> sizes;
  Extents unknown;

  explicit Count(ArrayRef<Extent> extents) {
    for (const Extent &extent : extents) {
      if (!extent.known())
        unknown.push_back(extent);
      else if (extent.size != 1)
        sizes.push_back(extent.size);
    }
  }
  /// The product of the known extents, or the largest number there is.
  int64_t known() const {
    int64_t product = 1;
    for (int64_t size : sizes)
      product = saturatingMul(product, size);
    return product;
  }
  /// Drops the extents that both have, by their names and sizes; none of them,
  /// then, makes the products that are compared too large.
  static void cancel(Count &a, Count &b) {
    cancelEqual(a.unknown, b.unknown, [](const Extent &e, const Extent &f) {
      return e.name && e.name == f.name;
    });
    cancelEqual(a.sizes, b.sizes,
                [](int64_t e, int64_t f) { return e == f && e != 0; });
  }

private:
  template <typename T, typename EqualT>
  static void cancelEqual(SmallVectorImpl<T> &a, SmallVectorImpl<T> &b,
                          EqualT equal) {
    llvm::erase_if(a, [&](const T &e) {
      auto same = llvm::find_if(b, [&](const T &f) { return equal(e, f); });
      if (same == b.end())
        return false;
      b.erase(same);
      return true;
    });
  }
};
} // namespace

LogicalResult ReshapeOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> loc,
                                          Adaptor op,
                                          SmallVectorImpl<Type> &types) {
  if (failed(required("reshape", loc, "shape", op.getProperties().shape)))
    return failure();
  Type input = op.getInput().getType();
  Extents from = extentsOf(input);
  std::optional<unsigned> free;
  FailureOr<Extents> to =
      readShape("reshape", loc, op.getShape(), from, &free); // C1
  if (failed(to))
    return failure();
  Extents given = *to;
  if (free)
    given.erase(given.begin() + *free);
  Count have(from), want(given);
  Count::cancel(have, want);
  bool numbers = have.unknown.empty() && want.unknown.empty();
  int64_t all = have.known(), others = want.known();
  bool fits = !free ? all == others : others != 0 && all % others == 0;
  if (numbers && !fits) // C2
    return emitOptionalError(
        placeOf(loc, "shape"), "reshape: ", shortType(input),
        " does not have as many elements as ",
        shortType(tensorOf(elementOf(op.getInput()), *to)));
  if (free && numbers)
    (*to)[*free] = Extent(all / others);
  else if (free && want.unknown.empty() && have.unknown.size() == 1 &&
           all == others)
    (*to)[*free] = have.unknown.front();
  types.push_back(tensorOf(elementOf(op.getInput()), *to));
  return success();
}

// A reshape to the input's own type, which changes nothing; a reshape of a
// reshape, where the outer shape means the same from the inner input.
OpFoldResult ReshapeOp::fold(FoldAdaptor adaptor) {
  if (getInput().getType() == getType())
    return getInput();
  // A number is the same in every shape.
  if (adaptor.getInput())
    return adaptor.getInput();
  auto inner = getInput().getDefiningOp<ReshapeOp>();
  if (!inner)
    return {};
  SmallVector<Type> types;
  Value source = inner.getInput();
  if (failed(inferReturnTypes(getContext(), {},
                              Adaptor(ValueRange(source),
                                      (*this)->getAttrDictionary(),
                                      getProperties()),
                              types)) ||
      types.front() != getType())
    return {};
  getInputMutable().assign(source);
  return getResult();
}

LogicalResult BroadcastToOp::inferReturnTypes(MLIRContext *,
                                              std::optional<Location> loc,
                                              Adaptor op,
                                              SmallVectorImpl<Type> &types) {
  if (failed(required("broadcast_to", loc, "shape", op.getProperties().shape)))
    return failure();
  Type input = op.getInput().getType();
  Extents from = extentsOf(input);
  FailureOr<Extents> to = readShape("broadcast_to", loc, op.getShape(), from,
                                    /*free=*/nullptr); // C1
  if (failed(to))
    return failure();
  auto report = [&] { // C2
    return emitOptionalError(
        placeOf(loc, "shape"), "broadcast_to: ", shortType(input),
        " does not broadcast to ",
        shortType(tensorOf(elementOf(op.getInput()), *to)));
  };
  if (from.size() > to->size())
    return report();
  size_t added = to->size() - from.size();
  for (auto [i, extent] : llvm::enumerate(from)) {
    Extent &target = (*to)[added + i];
    if (extent.size == 1)
      continue;
    if (clash(extent, target))
      return report();
    // An unknown extent may be 1 and stretch: only a known one tells more.
    if (extent.known())
      target = meet(target, extent);
  }
  types.push_back(tensorOf(elementOf(op.getInput()), *to));
  return success();
}

OpFoldResult BroadcastToOp::fold(FoldAdaptor adaptor) {
  if (getInput().getType() == getType())
    return getInput();
  // A number is the same in every shape that is known.
  return getType().hasStaticShape() ? adaptor.getInput() : Attribute();
}

//===----------------------------------------------------------------------===//
// transpose, flip
//===----------------------------------------------------------------------===//

SmallVector<int64_t> TransposeOp::getPermutation() {
  if (getAxes())
    return SmallVector<int64_t>(*getAxes());
  return llvm::to_vector(
      llvm::reverse(llvm::seq<int64_t>(0, rankOf(getInput()))));
}

LogicalResult TransposeOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  Type input = op.getInput().getType();
  Extents extents = extentsOf(input);
  int64_t rank = extents.size();
  Extents result(llvm::reverse(extents));
  if (std::optional<ArrayRef<int64_t>> axes = op.getAxes()) {
    SmallVector<int64_t> sorted(*axes);
    llvm::sort(sorted);
    if (!llvm::equal(sorted, llvm::seq<int64_t>(0, rank))) { // C1
      return emitOptionalError(
          placeOf(loc, "axes"), "transpose: axes = [", spellNumbers(*axes),
          "] is no permutation of the axes of ", shortType(input));
    }
    for (auto [i, axis] : llvm::enumerate(*axes))
      result[i] = extents[axis];
  }
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

// The identity, and a transpose of a transpose.
OpFoldResult TransposeOp::fold(FoldAdaptor) {
  SmallVector<int64_t> outer = getPermutation();
  if (llvm::equal(outer, llvm::seq<int64_t>(0, outer.size())))
    return getInput();
  auto inner = getInput().getDefiningOp<TransposeOp>();
  if (!inner)
    return {};
  SmallVector<int64_t> first = inner.getPermutation();
  SmallVector<int64_t> both =
      llvm::map_to_vector(outer, [&](int64_t axis) { return first[axis]; });
  if (llvm::equal(both, llvm::seq<int64_t>(0, both.size())))
    return inner.getInput();
  getInputMutable().assign(inner.getInput());
  setAxesAttr(DenseI64ArrayAttr::get(getContext(), both));
  return getResult();
}

LogicalResult FlipOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> loc, Adaptor op,
                                       SmallVectorImpl<Type> &types) {
  if (failed(required("flip", loc, "axis", op.getProperties().axis)) ||
      failed(normalizeAxes("flip", loc, rankOf(op.getInput()),
                           op.getAxis()))) // C1
    return failure();
  types.push_back(op.getInput().getType());
  return success();
}

SmallVector<int64_t> FlipOp::getAxes() {
  return *normalizeAxes("flip", {}, rankOf(getInput()), getAxis());
}

//===----------------------------------------------------------------------===//
// squeeze, unsqueeze
//===----------------------------------------------------------------------===//

LogicalResult SqueezeOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> loc,
                                          Adaptor op,
                                          SmallVectorImpl<Type> &types) {
  if (failed(required("squeeze", loc, "axis", op.getProperties().axis)))
    return failure();
  Type input = op.getInput().getType();
  Extents extents = extentsOf(input), result;
  auto axes = normalizeAxes("squeeze", loc, extents.size(), op.getAxis()); // C1
  if (failed(axes))
    return failure();
  for (auto [i, extent] : llvm::enumerate(extents)) {
    if (!llvm::is_contained(*axes, int64_t(i)))
      result.push_back(extent);
    else if (clash(extent, 1)) // C1
      return emitOptionalError(placeOf(loc, "axis"), "squeeze: axis ", i,
                               " has extent ", extent.size,
                               ", expected 1: ", shortType(input));
  }
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

SmallVector<Value> SqueezeOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  return {f.reshape(f(getInput()), sizesOf(getResult())).value};
}

LogicalResult UnsqueezeOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> loc,
                                            Adaptor op,
                                            SmallVectorImpl<Type> &types) {
  if (failed(required("unsqueeze", loc, "axis", op.getProperties().axis)))
    return failure();
  Extents result = extentsOf(op.getInput().getType());
  auto axes =
      normalizeAxes("unsqueeze", loc, result.size() + op.getAxis().size(),
                    op.getAxis()); // C1
  if (failed(axes))
    return failure();
  for (int64_t axis : *axes)
    result.insert(result.begin() + axis, Extent(1));
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

SmallVector<Value> UnsqueezeOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  return {f.reshape(f(getInput()), sizesOf(getResult())).value};
}

//===----------------------------------------------------------------------===//
// slice, pad, concat
//===----------------------------------------------------------------------===//

// The extent that a slice leaves of `extent`; negative `start` and `stop` count
// from its end. Fails where the range is known to lie outside.
static FailureOr<Extent> sliceExtent(const Extent &extent, int64_t start,
                                     std::optional<int64_t> stop,
                                     int64_t step) {
  if (start == 0 && !stop && step == 1)
    return extent;
  if (!extent.known()) {
    // The range's length is known where both ends count from one side.
    int64_t end = stop.value_or(0);
    if ((start < 0) != (end < 0 || !stop))
      return Extent();
    if (end < start)
      return failure();
    return Extent(llvm::divideCeil(end - start, step));
  }
  int64_t end = stop.value_or(extent.size);
  start += start < 0 ? extent.size : 0;
  end += end < 0 ? extent.size : 0;
  if (start < 0 || end < start || end > extent.size)
    return failure();
  if (start == 0 && end == extent.size && step == 1)
    return extent;
  return Extent(llvm::divideCeil(end - start, step));
}

LogicalResult SliceOp::inferReturnTypes(MLIRContext *,
                                        std::optional<Location> loc, Adaptor op,
                                        SmallVectorImpl<Type> &types) {
  if (failed(required("slice", loc, "axis", op.getProperties().axis)))
    return failure();
  Type input = op.getInput().getType();
  Extents result = extentsOf(input);
  int64_t start = op.getStart(), step = op.getStep();
  std::optional<int64_t> stop;
  if (op.getStop())
    stop = *op.getStop();
  auto axis = normalizeAxis("slice", loc, result.size(), op.getAxis()); // C1
  if (failed(axis))
    return failure();
  if (step < 1) // C1
    return emitOptionalError(placeOf(loc, "step"), "slice: step is ", step,
                             ", expected at least 1");
  FailureOr<Extent> extent = sliceExtent(result[*axis], start, stop, step);
  if (failed(extent)) { // C2
    std::string end = stop ? std::to_string(*stop) : "the end";
    return emitOptionalError(
        placeOf(loc, stop ? "stop" : "start"), "slice: the range from ", start,
        " to ", end, " is not in axis ", *axis, " of ", shortType(input));
  }
  result[*axis] = *extent;
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

int64_t SliceOp::getDim() {
  return *normalizeAxis("slice", {}, rankOf(getInput()), getAxis());
}

int64_t SliceOp::getOffset() {
  int64_t start = getStart();
  return start < 0 ? start + sizesOf(getInput())[getDim()] : start;
}

// A slice that takes everything.
OpFoldResult SliceOp::fold(FoldAdaptor) {
  Extent extent = extentsOf(getInput().getType())[getDim()];
  bool whole =
      int64_t(getStart()) == 0 && getStep() == 1 &&
      (!getStop() || (extent.known() && int64_t(*getStop()) == extent.size));
  return whole ? getInput() : Value();
}

LogicalResult PadOp::inferReturnTypes(MLIRContext *,
                                      std::optional<Location> loc, Adaptor op,
                                      SmallVectorImpl<Type> &types) {
  if (failed(required("pad", loc, "low", op.getProperties().low)) ||
      failed(required("pad", loc, "high", op.getProperties().high)))
    return failure();
  Extents result = extentsOf(op.getInput().getType());
  int64_t rank = result.size();
  SmallVector<int64_t> interior(op.getInterior());
  if (interior.empty())
    interior.assign(rank, 0);
  const std::pair<StringRef, ArrayRef<int64_t>> all[] = {
      {"low", op.getLow()}, {"high", op.getHigh()}, {"interior", interior}};
  for (auto [name, numbers] : all) { // C1
    if (int64_t(numbers.size()) != rank)
      return emitOptionalError(placeOf(loc, name), "pad: ", name, " has ",
                               numbers.size(),
                               " numbers, expected one per axis: ",
                               shortType(op.getInput().getType()));
    for (int64_t number : numbers)
      if (number < 0)
        return emitOptionalError(placeOf(loc, name), "pad: ", name, " holds ",
                                 number,
                                 ", expected numbers that are not negative");
  }
  for (int64_t i = 0; i < rank; ++i) {
    int64_t low = op.getLow()[i], high = op.getHigh()[i];
    Extent &extent = result[i];
    if (low == 0 && high == 0 && interior[i] == 0)
      continue;
    if (extent.known())
      extent = Extent(saturatingAdd(
          saturatingAdd(extent.size, saturatingAdd(low, high)),
          saturatingMul(std::max<int64_t>(extent.size - 1, 0), interior[i])));
    else
      extent = Extent();
  }
  types.push_back(tensorOf(elementOf(op.getInput()), result));
  return success();
}

LogicalResult ConcatOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> loc,
                                         Adaptor op,
                                         SmallVectorImpl<Type> &types) {
  if (op.getInputs().empty()) // C1
    return emitOptionalError(loc, "concat: expected at least one operand");
  if (failed(sameElementType("concat", loc, op.getInputs()))) // C1
    return failure();
  Type firstType = op.getInputs().front().getType();
  Extents result = extentsOf(firstType);
  auto axis = normalizeAxis("concat", loc, result.size(), op.getAxis()); // C2
  if (failed(axis))
    return failure();
  for (Value input : llvm::drop_begin(op.getInputs())) {
    Extents extents = extentsOf(input.getType());
    bool fits = extents.size() == result.size(); // C1
    for (size_t i = 0; fits && i < result.size(); ++i) {
      if (int64_t(i) == *axis) {
        bool known = result[i].known() && extents[i].known();
        result[i] = known ? Extent(result[i].size + extents[i].size) : Extent();
      } else if (clash(result[i], extents[i])) { // C2
        fits = false;
      } else {
        result[i] = meet(result[i], extents[i]);
      }
    }
    if (!fits)
      return emitOptionalError(loc, "concat: shapes differ off axis ", *axis,
                               ": ", shortType(firstType), " and ",
                               shortType(input.getType()));
  }
  types.push_back(tensorOf(elementOf(op.getInputs().front()), result));
  return success();
}

int64_t ConcatOp::getDim() {
  return *normalizeAxis("concat", {}, rankOf(getResult()), getAxis());
}

//===----------------------------------------------------------------------===//
// index, scatter_add
//===----------------------------------------------------------------------===//

Value IndexOp::getIndexOperand() { return getIndices(); }
int64_t IndexOp::getIndexBound() { return sizesOf(getTable()).front(); }

LogicalResult IndexOp::inferReturnTypes(MLIRContext *,
                                        std::optional<Location> loc, Adaptor op,
                                        SmallVectorImpl<Type> &types) {
  Extents table = extentsOf(op.getTable().getType());
  if (table.empty() || table.front().size == 0) // C1
    return emitOptionalError(placeOf(loc, "0"),
                             "index: expected a table of rows, got ",
                             shortType(op.getTable().getType()));
  if (failed(checkIndices("index", loc, op.getIndices(), 1))) // C2
    return failure();
  Extents result = extentsOf(op.getIndices().getType());
  llvm::append_range(result, llvm::drop_begin(table));
  types.push_back(tensorOf(elementOf(op.getTable()), result));
  return success();
}

Value ScatterAddOp::getIndexOperand() { return getIndices(); }
int64_t ScatterAddOp::getIndexBound() { return int64_t(getRows()); }

LogicalResult ScatterAddOp::inferReturnTypes(MLIRContext *,
                                             std::optional<Location> loc,
                                             Adaptor op,
                                             SmallVectorImpl<Type> &types) {
  if (failed(required("scatter_add", loc, "rows", op.getProperties().rows)) ||
      failed(checkIndices("scatter_add", loc, op.getIndices(), 1))) // C2
    return failure();
  Extents updates = extentsOf(op.getUpdates().getType());
  Extents indices = extentsOf(op.getIndices().getType());
  bool fits = indices.size() <= updates.size();
  for (size_t i = 0; fits && i < indices.size(); ++i)
    fits = !clash(indices[i], updates[i]);
  if (!fits) // C1
    return emitOptionalError(placeOf(loc, "0"),
                             "scatter_add: the shape of updates, ",
                             shortType(op.getUpdates().getType()),
                             ", does not begin with that of indices, ",
                             shortType(op.getIndices().getType()));
  FailureOr<Extent> rows =
      readCount("scatter_add", loc, "rows", op.getRowsAttr()); // C3
  if (failed(rows))
    return failure();
  Extents result = {*rows};
  llvm::append_range(result, llvm::drop_begin(updates, indices.size()));
  types.push_back(tensorOf(elementOf(op.getUpdates()), result));
  return success();
}

} // namespace leat
