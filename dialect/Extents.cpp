//===- Extents.cpp - shapes with names ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Extents.h"
#include "dialect/Dialect.h"
#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;

namespace leat {

bool isExtentCount(Attribute attribute) {
  auto number = dyn_cast_or_null<IntegerAttr>(attribute);
  return number ? number.getType().isSignlessInteger(64)
                : isa_and_nonnull<StringAttr>(attribute);
}

Extent countOf(Attribute count) {
  if (auto name = dyn_cast<StringAttr>(count))
    return Extent(ShapedType::kDynamic, name);
  return cast<IntegerAttr>(count).getInt();
}

Extents extentsOf(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  auto names = dyn_cast_or_null<ArrayAttr>(tensor.getEncoding());
  Extents extents;
  for (auto [i, size] : llvm::enumerate(tensor.getShape())) {
    StringAttr name = names ? cast<StringAttr>(names[i]) : StringAttr();
    extents.emplace_back(size, name && !name.empty() ? name : StringAttr());
  }
  return extents;
}

RankedTensorType tensorOf(Type element, ArrayRef<Extent> extents) {
  SmallVector<int64_t> sizes;
  SmallVector<Attribute> names;
  bool named = false;
  for (const Extent &extent : extents) {
    sizes.push_back(extent.size);
    names.push_back(extent.name ? extent.name
                                : StringAttr::get(element.getContext()));
    named |= bool(extent.name);
  }
  Attribute encoding =
      named ? ArrayAttr::get(element.getContext(), names) : Attribute();
  return RankedTensorType::get(sizes, element, encoding);
}

bool clash(const Extent &a, const Extent &b) {
  return a.known() && b.known() && a.size != b.size;
}

Extent meet(const Extent &a, const Extent &b) {
  if (!a.known() && b.known())
    return b;
  if (!a.name && b.name && a.known() == b.known())
    return b;
  return a;
}

bool compatible(Type a, Type b) {
  auto x = dyn_cast<RankedTensorType>(a), y = dyn_cast<RankedTensorType>(b);
  if (!x || !y)
    return a == b;
  return x.getElementType() == y.getElementType() &&
         x.getRank() == y.getRank() &&
         llvm::none_of(llvm::zip(extentsOf(x), extentsOf(y)), [](auto pair) {
           return clash(std::get<0>(pair), std::get<1>(pair));
         });
}

FailureOr<Extents> broadcastExtents(ArrayRef<Extent> a, ArrayRef<Extent> b) {
  if (a.size() < b.size())
    std::swap(a, b);
  Extents result(a);
  size_t offset = a.size() - b.size();
  for (auto [i, other] : llvm::enumerate(b)) {
    Extent &mine = result[offset + i];
    if (mine.size == 1)
      mine = other;
    else if (other.size == 1)
      continue;
    else if (clash(mine, other))
      return failure();
    else
      mine = meet(mine, other);
  }
  return result;
}

std::optional<int64_t> elementCount(ArrayRef<Extent> extents) {
  int64_t count = 1;
  for (const Extent &extent : extents) {
    if (!extent.known())
      return std::nullopt;
    count *= extent.size;
  }
  return count;
}

void printShortType(llvm::raw_ostream &os, Type type) {
  if (auto bundle = dyn_cast<BundleType>(type)) {
    os << "a bundle of " << bundle.getNames().size()
       << (bundle.getNames().size() == 1 ? " tensor" : " tensors");
    return;
  }
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor) {
    os << type;
    return;
  }
  os << tensor.getElementType();
  if (tensor.getRank() == 0)
    return;
  os << '[';
  llvm::interleaveComma(extentsOf(tensor), os, [&](const Extent &extent) {
    if (extent.name)
      os << extent.name.getValue();
    else if (extent.known())
      os << extent.size;
    else
      os << '?';
  });
  os << ']';
}

std::string shortType(Type type) {
  std::string text;
  llvm::raw_string_ostream os(text);
  printShortType(os, type);
  return text;
}

Diagnostic &operator<<(Diagnostic &diagnostic, inShort text) {
  return diagnostic << shortType(text.type);
}
InFlightDiagnostic &&operator<<(InFlightDiagnostic &&diagnostic, inShort text) {
  return std::move(diagnostic) << shortType(text.type);
}
InFlightDiagnostic &operator<<(InFlightDiagnostic &diagnostic, inShort text) {
  return diagnostic << shortType(text.type);
}

} // namespace leat
