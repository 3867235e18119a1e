//===- Places.cpp - where the parts of an op are written ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Places.h"
#include "dialect/Names.h"
#include "mlir/IR/Builders.h"

using namespace mlir;

namespace leat {

static Location withPlace(Location loc, StringAttr key, Location place) {
  if (auto named = dyn_cast<NameLoc>(loc))
    return NameLoc::get(named.getName(),
                        withPlace(named.getChildLoc(), key, place));
  NamedAttrList places;
  ArrayRef<Location> inner = loc;
  if (auto fused = dyn_cast<FusedLoc>(loc))
    if (auto known = dyn_cast_or_null<DictionaryAttr>(fused.getMetadata())) {
      places = known;
      inner = fused.getLocations();
    }
  if (!places.get(key))
    places.set(key, place);
  return FusedLoc::get(inner, places.getDictionary(key.getContext()),
                       key.getContext());
}

void keepPlace(OpAsmParser &parser, OperationState &state, const Twine &key,
               SMLoc loc) {
  state.location =
      withPlace(state.location, parser.getBuilder().getStringAttr(key),
                parser.getEncodedSourceLoc(loc));
}

void keepPlaces(OpAsmParser &parser, OperationState &state,
                ArrayRef<OpAsmParser::UnresolvedOperand> operands) {
  for (auto [i, operand] : llvm::enumerate(operands))
    keepPlace(parser, state, Twine(i), operand.location);
}

Location placeOf(Location loc, const Twine &key) {
  if (auto named = dyn_cast<NameLoc>(loc))
    return placeOf(named.getChildLoc(), key);
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    return CallSiteLoc::get(placeOf(call.getCallee(), key), call.getCaller());
  auto fused = dyn_cast<FusedLoc>(loc);
  auto places = fused ? dyn_cast_or_null<DictionaryAttr>(fused.getMetadata())
                      : DictionaryAttr();
  Attribute place = places ? places.get(key.str()) : Attribute();
  return place ? Location(cast<LocationAttr>(place)) : loc;
}

std::optional<Location> placeOf(std::optional<Location> loc, const Twine &key) {
  return loc ? placeOf(*loc, key) : loc;
}

Location calledFrom(Location loc, Location call) {
  return withName(CallSiteLoc::get(withoutName(loc), withoutName(call)),
                  nameOf(loc));
}

InFlightDiagnostic errorAt(Operation *op, const Twine &key) {
  return emitError(placeOf(op->getLoc(), key))
         << "'" << op->getName() << "' op ";
}

} // namespace leat
