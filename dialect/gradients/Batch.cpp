//===- Batch.cpp - what batching rules are made of ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/gradients/Batch.h"
#include "dialect/Dialect.h"

using namespace mlir;

namespace leat {

RankedTensorType laneType(Type type, int64_t lanes) {
  auto tensor = cast<RankedTensorType>(type);
  SmallVector<int64_t> sizes(tensor.getShape());
  sizes.insert(sizes.begin(), lanes);
  return RankedTensorType::get(sizes, tensor.getElementType());
}

SmallVector<int64_t> Lanes::withLanes(ArrayRef<int64_t> sizes) const {
  SmallVector<int64_t> all(sizes);
  all.insert(all.begin(), lanes);
  return all;
}

Expr Lanes::spread(unsigned i) const {
  Formula f = formula();
  Expr x = f(operands[i]);
  return batched[i] ? x : f.broadcast(x, withLanes(sizes(i)));
}

Expr Lanes::align(unsigned i, int64_t rank) const {
  Formula f = formula();
  if (!batched[i])
    return f(operands[i]);
  SmallVector<int64_t> all(sizes(i));
  all.insert(all.begin(), rank - all.size(), 1);
  return f.reshape(f(operands[i]), withLanes(all));
}

Expr Lanes::merge(Expr x) const {
  SmallVector<int64_t> all(sizesOf(x.value).drop_front());
  all.front() *= lanes;
  return formula().reshape(x, all);
}

Operation *Lanes::rebuild(ValueRange operands, TypeRange types,
                          ArrayRef<NamedAttribute> changed) const {
  OperationState state(op->getLoc(), op->getName());
  state.addOperands(operands);
  state.addTypes(types);
  NamedAttrList attributes(op->getAttrDictionary());
  // What a person wrote of the types holds for one lane.
  for (StringRef name : {kAssertedAttr, kConfigAttr})
    attributes.erase(name);
  for (NamedAttribute attribute : changed)
    attributes.set(attribute.getName(), attribute.getValue());
  state.attributes = attributes;
  return builder.create(state);
}

Lanes::Rule Lanes::rebuild(ValueRange operands,
                           ArrayRef<NamedAttribute> changed) const {
  Type type = laneType(op->getResult(0).getType(), lanes);
  return SmallVector<Value>(rebuild(operands, type, changed)->getResults());
}

NamedAttribute Lanes::integer(StringRef name, int64_t value) const {
  return builder.getNamedAttr(name, builder.getI64IntegerAttr(value));
}

NamedAttribute Lanes::integers(StringRef name, ArrayRef<int64_t> values) const {
  return builder.getNamedAttr(name, builder.getDenseI64ArrayAttr(values));
}

Lanes::Rule batchPointwise(Operation *op, OpBuilder &builder,
                           ValueRange operands,
                           const llvm::SmallBitVector &batched, int64_t lanes) {
  Lanes l{builder, op, operands, batched, lanes};
  int64_t rank = sizesOf(op->getResult(0)).size();
  SmallVector<Value> aligned;
  for (unsigned i = 0; i < operands.size(); ++i)
    aligned.push_back(l.align(i, rank).value);
  return l.rebuild(aligned);
}

Lanes::Rule batchAlong(Operation *op, OpBuilder &builder, ValueRange operands,
                       const llvm::SmallBitVector &batched, int64_t lanes,
                       int64_t axis) {
  Lanes l{builder, op, operands, batched, lanes};
  return l.rebuild(operands, l.integer("axis", axis + 1));
}

Lanes::Rule batchOver(Operation *op, OpBuilder &builder, ValueRange operands,
                      const llvm::SmallBitVector &batched, int64_t lanes,
                      ArrayRef<int64_t> axes) {
  Lanes l{builder, op, operands, batched, lanes};
  // Without an axis the attribute would mean all of them: a number has one of
  // extent 1 here.
  if (l.sizes(0).empty())
    return l.rebuild(
        l.align(0, 1).value,
        {l.integers("axis", {1}),
         builder.getNamedAttr("keepdims", builder.getBoolAttr(false))});
  SmallVector<int64_t> moved =
      llvm::map_to_vector(axes, [](int64_t axis) { return axis + 1; });
  return l.rebuild(operands, l.integers("axis", moved));
}

Lanes::Rule batchImages(Operation *op, OpBuilder &builder, ValueRange operands,
                        const llvm::SmallBitVector &batched, int64_t lanes) {
  Lanes l{builder, op, operands, batched, lanes};
  SmallVector<Value> merged;
  for (unsigned i = 0; i < operands.size(); ++i)
    merged.push_back(l.merge(l.spread(i)).value);
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  SmallVector<int64_t> sizes(type.getShape());
  sizes.front() *= lanes;
  Operation *all = l.rebuild(
      merged, RankedTensorType::get(sizes, type.getElementType()), {});
  Formula f = l.formula();
  return SmallVector<Value>{
      f.reshape(f(all->getResult(0)), l.withLanes(type.getShape())).value};
}

Lanes::Rule batchDraw(Operation *op, OpBuilder &builder, ValueRange operands,
                      const llvm::SmallBitVector &batched, int64_t lanes) {
  Lanes l{builder, op, operands, batched, lanes};
  auto type = TypeAttr::get(laneType(op->getResult(0).getType(), lanes));
  return l.rebuild(operands, builder.getNamedAttr("type", type));
}

} // namespace leat
