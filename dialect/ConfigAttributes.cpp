//===- ConfigAttributes.cpp - attributes that name configs ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Infer.h"
#include "dialect/Spelling.h"

using namespace mlir;

namespace leat {

FailureOr<Attribute> ModelTyping::substituteConfigs(Operation *op,
                                                    StringRef attribute,
                                                    Attribute literal) {
  if (auto list = dyn_cast<ArrayAttr>(literal)) {
    SmallVector<Attribute> result;
    for (Attribute element : list) {
      FailureOr<Attribute> value = substituteConfigs(op, attribute, element);
      if (failed(value))
        return failure();
      result.push_back(*value);
    }
    return Attribute(ArrayAttr::get(op->getContext(), result));
  }
  auto name = dyn_cast<StringAttr>(literal);
  if (!name)
    return literal;
  if (auto size = sizes.find(name.getValue()); size != sizes.end())
    return Attribute(
        IntegerAttr::get(IntegerType::get(op->getContext(), 64), size->second));
  if (auto config = dyn_cast_or_null<ConfigOp>(lookup(name.getValue())))
    return config.getValue();
  if (extents.contains(name.getValue()))
    return literal;
  return errorAt(op, attribute)
         << "'" << name.getValue()
         << "' is neither a config of the model nor an extent of the "
            "function's signature";
}

LogicalResult ModelTyping::resolveConfigAttributes(Operation *op) {
  auto written = op->getAttrOfType<DictionaryAttr>(kConfigAttr);
  if (!written)
    return success();
  auto open = dyn_cast<ExtentAttributesOpInterface>(op);
  for (NamedAttribute attribute : written) {
    FailureOr<Attribute> value = substituteConfigs(
        op, attribute.getName().getValue(), attribute.getValue());
    if (failed(value))
      return failure();
    if (isa<StringAttr>(*value) && open &&
        open.mayBeExtent(attribute.getName()))
      continue;
    Attribute fits = coerceLiteral(op->getName(), attribute.getName(), *value);
    if (!fits)
      return errorAt(op, attribute.getName().getValue())
             << "attribute '" << attribute.getName().getValue() << "' is "
             << spell(*value) << ", expected "
             << spellExpected(op->getName(), attribute.getName());
    op->setAttr(attribute.getName(), fits);
  }
  return success();
}

} // namespace leat
