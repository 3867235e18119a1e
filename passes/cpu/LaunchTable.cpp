//===- LaunchTable.cpp - what is told of launches, checks, prints ---------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/LaunchTable.h"
#include "dialect/Debug.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "passes/Entry.h"
#include "passes/Places.h"

using namespace mlir;

namespace leat {

// An op of the compiler's own stands where its entry does.
static SmallVector<std::string> placesIn(Location loc, Location entry) {
  SmallVector<std::string> places = placesOf(loc);
  return places.empty() ? placesOf(entry) : places;
}

static DictionaryAttr describe(LaunchOp launch, Location entry) {
  Builder b(launch.getContext());
  StringRef name = launch.getLabel().value_or(launch.getCallee());
  ArrayRef<int64_t> work = launch.getWork().value_or(ArrayRef<int64_t>());
  SmallVector<Attribute> places;
  for (const std::string &place : placesIn(launch.getLoc(), entry))
    places.push_back(b.getStringAttr(place));
  auto number = [&](size_t i) {
    return b.getI64IntegerAttr(i < work.size() ? work[i] : 0);
  };
  return b.getDictionaryAttr(
      {b.getNamedAttr("name", b.getStringAttr(name)),
       b.getNamedAttr("kernel", b.getStringAttr(launch.getCallee())),
       b.getNamedAttr("places", b.getArrayAttr(places)),
       b.getNamedAttr("operations", number(0)),
       b.getNamedAttr("float_bytes", number(1)),
       b.getNamedAttr("bytes", number(2))});
}

// The input of the entry that `value` is, or a view of; null if it is none.
static StringAttr inputOf(Value value, func::FuncOp entry) {
  while (auto view = value.getDefiningOp<ViewLikeOpInterface>())
    value = view.getViewSource();
  auto argument = dyn_cast<BlockArgument>(value);
  if (!argument || argument.getOwner() != &entry.getBody().front() ||
      stateOf(entry.getArgAttrDict(argument.getArgNumber())) ||
      entry.getArgAttr(argument.getArgNumber(), kOutputAttr))
    return {};
  return entry.getArgAttrOfType<StringAttr>(argument.getArgNumber(),
                                            leat::FuncOp::kNameAttr);
}

// A CheckOp or AssertOp.
static DictionaryAttr describeCheck(Operation *op, func::FuncOp entry) {
  Builder b(op->getContext());
  Value value = op->getOperand(0);
  SmallVector<std::string> places = placesIn(op->getLoc(), entry.getLoc());
  NamedAttrList facts;
  facts.set("place", b.getStringAttr(places.empty() ? "" : places.front()));
  facts.set("shape", b.getDenseI64ArrayAttr(
                         cast<ShapedType>(value.getType()).getShape()));
  if (StringAttr input = inputOf(value, entry))
    facts.set("input", input);
  if (auto assertion = dyn_cast<AssertOp>(op)) {
    facts.set("role", assertion.getTextAttr());
    facts.set("holds", b.getUnitAttr());
    return facts.getDictionary(op->getContext());
  }
  auto check = cast<CheckOp>(op);
  facts.set("role", check.getRoleAttr());
  if (check.getBelowAttr())
    facts.set("below", check.getBelowAttr());
  return facts.getDictionary(op->getContext());
}

// Values as in the signature of an entry: names and types.
static DictionaryAttr describe(PrintOp print) {
  Builder b(print.getContext());
  SmallVector<Attribute> values;
  for (auto [name, type] : llvm::zip(print.getNames(), *print.getTypes()))
    values.push_back(b.getDictionaryAttr(
        {b.getNamedAttr("name", name), b.getNamedAttr("type", type)}));
  NamedAttrList facts;
  facts.set("values", b.getArrayAttr(values));
  if (print.getLabelAttr())
    facts.set("label", print.getLabelAttr());
  return facts.getDictionary(print.getContext());
}

void recordLaunches(func::FuncOp entry) {
  SmallVector<Attribute> launches, checks, prints;
  entry.walk([&](LaunchOp launch) {
    launches.push_back(describe(launch, entry.getLoc()));
  });
  entry.walk([&](Operation *op) {
    if (isa<CheckOp, AssertOp>(op))
      checks.push_back(describeCheck(op, entry));
  });
  entry.walk([&](PrintOp print) { prints.push_back(describe(print)); });
  Builder b(entry.getContext());
  setEntryFact(entry, "launches", b.getArrayAttr(launches));
  setEntryFact(entry, "checks", b.getArrayAttr(checks));
  if (!prints.empty())
    setEntryFact(entry, "prints", b.getArrayAttr(prints));
}

} // namespace leat
