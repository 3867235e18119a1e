//===- Loops.cpp - loops that decompositions are made of ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Loops.h"
#include "dialect/Dialect.h"

using namespace mlir;

namespace leat {

SmallVector<Value> buildFor(const Formula &f, int64_t trips, bool down,
                            ValueRange inits, ArrayRef<Type> rows,
                            llvm::function_ref<Trip(Value, ValueRange)> body) {
  OpBuilder &b = f.builder;
  SmallVector<Type> types(inits.getTypes());
  for (Type row : rows) {
    auto type = cast<RankedTensorType>(row);
    SmallVector<int64_t> sizes(type.getShape());
    sizes.insert(sizes.begin(), std::max<int64_t>(trips, 0));
    types.push_back(RankedTensorType::get(sizes, type.getElementType()));
  }
  // A trip may take what is not there, a row of a matrix without rows.
  if (trips <= 0) {
    SmallVector<Value> results(inits);
    for (Type stack : ArrayRef(types).drop_front(inits.size()))
      results.push_back(f.number(cast<RankedTensorType>(stack), 0).value);
    return results;
  }
  auto loop = ForOp::create(
      b, f.loc, types, b.getI64IntegerAttr(down ? trips - 1 : 0),
      b.getI64IntegerAttr(down ? 0 : trips - 1), b.getBoolAttr(down),
      IntegerAttr(), UnitAttr(), down ? b.getUnitAttr() : UnitAttr(), Value(),
      Value(), inits, ValueRange(), IntegerAttr());
  Block &block = loop.getBody().emplaceBlock();
  Value number =
      block.addArgument(RankedTensorType::get({}, b.getI64Type()), f.loc);
  for (Value init : inits)
    block.addArgument(init.getType(), f.loc);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(&block);
  Trip trip = body(number, block.getArguments().drop_front());
  YieldOp::create(b, f.loc, trip.carried, trip.stacked);
  return SmallVector<Value>(loop->getResults());
}

} // namespace leat
