//===- Names.cpp - the names that a person gave to values -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Names.h"
#include "dialect/Dialect.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace leat {

StringAttr nameOf(Location loc) {
  auto named = dyn_cast<NameLoc>(loc);
  return named ? named.getName() : StringAttr();
}

Location withoutName(Location loc) {
  while (auto named = dyn_cast<NameLoc>(loc))
    loc = named.getChildLoc();
  return loc;
}

Location withName(Location loc, StringAttr name) {
  loc = withoutName(loc);
  return name ? NameLoc::get(name, loc) : loc;
}

StringAttr nameOf(Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    auto func = dyn_cast<FuncOp>(argument.getOwner()->getParentOp());
    return func ? func.getArgAttrOfType<StringAttr>(argument.getArgNumber(),
                                                    FuncOp::kNameAttr)
                : nameOf(argument.getLoc());
  }
  auto result = cast<OpResult>(value);
  auto names = result.getOwner()->getAttrOfType<ArrayAttr>(kNamesAttr);
  if (names && result.getResultNumber() < names.size())
    return cast<StringAttr>(names[result.getResultNumber()]);
  return nameOf(result.getLoc());
}

void keepResultName(OpAsmParser &parser, OperationState &state) {
  SmallVector<Attribute> names;
  for (size_t i = 0; i < parser.getNumResults(); ++i) {
    StringRef name = parser.getResultName(i).first;
    // A number is the printer's choice, not a name.
    if (name.empty() || llvm::isDigit(name[0]))
      return;
    names.push_back(StringAttr::get(parser.getContext(), name));
  }
  if (names.empty())
    return;
  // `%a:2 = ...` is one name.
  if (names.size() > 1 && names[0] != names[1])
    state.addAttribute(kNamesAttr, ArrayAttr::get(parser.getContext(), names));
  else
    state.location = NameLoc::get(cast<StringAttr>(names[0]), state.location);
}

void keepArgumentName(OpAsmParser &parser, OpAsmParser::Argument &argument) {
  auto name =
      StringAttr::get(parser.getContext(), argument.ssaName.name.drop_front());
  argument.sourceLoc =
      NameLoc::get(name, parser.getEncodedSourceLoc(argument.ssaName.location));
}

void nameResults(Operation *op, OpAsmSetValueNameFn setName) {
  auto names = op->getAttrOfType<ArrayAttr>(kNamesAttr);
  if (!names || names.size() != op->getNumResults())
    return;
  for (auto [result, name] : llvm::zip(op->getResults(), names))
    setName(result, cast<StringAttr>(name).getValue());
}

StringRef nearestName(StringRef name, ArrayRef<StringRef> candidates) {
  // Names that have no letter in common are not near.
  unsigned limit = std::max<size_t>(1, name.size() / 3);
  unsigned least = std::min<size_t>(limit + 1, name.size());
  StringRef nearest;
  bool unique = true;
  for (StringRef candidate : candidates) {
    unsigned distance = name.edit_distance(candidate);
    if (distance < least) {
      nearest = candidate;
      least = distance;
      unique = true;
    } else if (distance == least && candidate != nearest) {
      unique = false;
    }
  }
  return unique ? nearest : StringRef();
}

} // namespace leat
