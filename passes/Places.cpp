//===- Places.cpp - from locations to places in a person's files ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/Places.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace leat {

using Places = SmallVector<std::string>;

/// Adds the places of `loc`; false where it has none.
static bool collect(Location loc, Places &places) {
  if (auto named = dyn_cast<NameLoc>(loc))
    return collect(named.getChildLoc(), places);
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    return collect(call.getCallee(), places) ||
           collect(call.getCaller(), places);
  if (auto fused = dyn_cast<FusedLoc>(loc)) {
    bool any = false;
    for (Location part : fused.getLocations())
      any |= collect(part, places);
    return any;
  }
  auto file = dyn_cast<FileLineColLoc>(loc);
  if (!file || file.getFilename() == kOptimizersFile)
    return false;
  std::string place = file.getFilename().str() + ":" +
                      std::to_string(file.getLine()) + ":" +
                      std::to_string(file.getColumn());
  if (!llvm::is_contained(places, place))
    places.push_back(place);
  return true;
}

SmallVector<std::string> placesOf(Location loc) {
  Places places;
  collect(loc, places);
  return places;
}

} // namespace leat
