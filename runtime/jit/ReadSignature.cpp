//===- ReadSignature.cpp - signatures from a compiled module --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/ReadSignature.h"
#include "mlir/IR/BuiltinTypes.h"
#include "passes/Entry.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace leat {

static std::string text(Attribute attribute) {
  std::string result;
  llvm::raw_string_ostream stream(result);
  if (attribute)
    attribute.print(stream);
  else
    stream << "nothing";
  return result;
}

/// A fault of the compiler: the attribute is not what the passes write.
static rt::Status malformed(StringRef what, Attribute found,
                            StringRef expected) {
  return rt::internalError(what.str(), " is ", text(found), ", expected ",
                           expected.str());
}

static rt::Result<rt::TensorSignature> readTensor(Attribute attribute) {
  auto facts = dyn_cast_or_null<DictionaryAttr>(attribute);
  auto name = facts ? facts.getAs<StringAttr>("name") : StringAttr();
  auto type = facts ? facts.getAs<TypeAttr>("type") : TypeAttr();
  auto tensor =
      type ? dyn_cast<RankedTensorType>(type.getValue()) : RankedTensorType();
  if (!name || !tensor || !tensor.hasStaticShape())
    return malformed("signature", attribute, "{name, type = tensor<...>}");
  std::string element;
  llvm::raw_string_ostream(element) << tensor.getElementType();
  std::optional<rt::DType> dtype = rt::parseDType(element);
  if (!dtype)
    return rt::userError("'", name.str(), "' has elements of type ", element,
                         ", which the runtime does not have");
  return rt::TensorSignature{
      name.str(), *dtype,
      rt::Shape(tensor.getShape().begin(), tensor.getShape().end())};
}

static rt::Result<std::vector<rt::TensorSignature>>
readTensors(StringRef what, Attribute attribute) {
  auto list = dyn_cast_or_null<ArrayAttr>(attribute);
  if (!list)
    return malformed(what, attribute, "an array");
  std::vector<rt::TensorSignature> tensors;
  for (Attribute element : list) {
    LEAT_ASSIGN(rt::TensorSignature tensor, readTensor(element));
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

static rt::Result<std::vector<std::string>> readNames(StringRef what,
                                                      Attribute attribute) {
  auto list = dyn_cast_or_null<ArrayAttr>(attribute);
  if (!list)
    return malformed(what, attribute, "an array of names");
  std::vector<std::string> names;
  for (Attribute element : list) {
    auto name = dyn_cast<StringAttr>(element);
    if (!name)
      return malformed(what, element, "a name");
    names.push_back(name.str());
  }
  return names;
}

static rt::Result<rt::LaunchRecord> readLaunch(Attribute attribute) {
  auto facts = dyn_cast<DictionaryAttr>(attribute);
  auto text = [&](StringRef key) {
    return facts ? facts.getAs<StringAttr>(key) : StringAttr();
  };
  auto number = [&](StringRef key) {
    return facts ? facts.getAs<IntegerAttr>(key) : IntegerAttr();
  };
  StringAttr name = text("name"), kernel = text("kernel");
  IntegerAttr operations = number("operations"), bytes = number("bytes"),
              floatBytes = number("float_bytes");
  if (!name || !kernel || !operations || !floatBytes || !bytes)
    return malformed("launch", attribute,
                     "{name, kernel, places, operations, float_bytes, bytes}");
  rt::LaunchRecord launch;
  launch.name = name.str();
  launch.kernel = kernel.str();
  LEAT_ASSIGN(launch.places, readNames("places", facts.get("places")));
  launch.operations = operations.getInt();
  launch.floatBytes = floatBytes.getInt();
  launch.bytes = bytes.getInt();
  return launch;
}

static rt::Result<rt::CheckRecord> readCheck(Attribute attribute) {
  auto facts = dyn_cast<DictionaryAttr>(attribute);
  auto role = facts ? facts.getAs<StringAttr>("role") : StringAttr();
  auto place = facts ? facts.getAs<StringAttr>("place") : StringAttr();
  auto shape =
      facts ? facts.getAs<DenseI64ArrayAttr>("shape") : DenseI64ArrayAttr();
  if (!role || !place || !shape)
    return malformed("check", attribute, "{role, place, shape, ...}");
  rt::CheckRecord check;
  check.role = role.str();
  check.place = place.str();
  check.shape.assign(shape.asArrayRef().begin(), shape.asArrayRef().end());
  if (auto input = facts.getAs<StringAttr>("input"))
    check.input = input.str();
  if (auto below = facts.getAs<IntegerAttr>("below"))
    check.below = below.getInt();
  check.holds = facts.contains("holds");
  return check;
}

static rt::Result<rt::PrintRecord> readPrint(Attribute attribute) {
  auto facts = dyn_cast<DictionaryAttr>(attribute);
  if (!facts)
    return malformed("print", attribute, "{values, ...}");
  rt::PrintRecord print;
  if (auto label = facts.getAs<StringAttr>("label"))
    print.label = label.str();
  LEAT_ASSIGN(print.values, readTensors("values", facts.get("values")));
  return print;
}

// Launches, checks and prints.
static rt::Status readLaunches(DictionaryAttr facts,
                               rt::EntrySignature &entry) {
  if (auto launches = facts.getAs<ArrayAttr>("launches"))
    for (Attribute attribute : launches) {
      LEAT_ASSIGN(rt::LaunchRecord launch, readLaunch(attribute));
      entry.launches.push_back(std::move(launch));
    }
  if (auto checks = facts.getAs<ArrayAttr>("checks"))
    for (Attribute attribute : checks) {
      LEAT_ASSIGN(rt::CheckRecord check, readCheck(attribute));
      entry.checks.push_back(std::move(check));
    }
  if (auto prints = facts.getAs<ArrayAttr>("prints"))
    for (Attribute attribute : prints) {
      LEAT_ASSIGN(rt::PrintRecord print, readPrint(attribute));
      entry.prints.push_back(std::move(print));
    }
  return {};
}

static rt::Result<rt::EntrySignature> readEntry(Attribute attribute) {
  auto facts = dyn_cast<DictionaryAttr>(attribute);
  auto name = facts ? facts.getAs<StringAttr>("name") : StringAttr();
  auto symbol = facts ? facts.getAs<StringAttr>("symbol") : StringAttr();
  auto arena = facts ? facts.getAs<IntegerAttr>("arena_bytes") : IntegerAttr();
  auto scratch =
      facts ? facts.getAs<IntegerAttr>("scratch_bytes") : IntegerAttr();
  if (!name || !symbol || !arena || !scratch)
    return malformed("entry", attribute,
                     "{name, symbol, arena_bytes, scratch_bytes, ...}");
  rt::EntrySignature entry;
  entry.name = name.str();
  entry.symbol = symbol.str();
  entry.arenaBytes = arena.getInt();
  entry.scratchBytes = scratch.getInt();
  LEAT_ASSIGN(entry.inputs, readTensors("inputs", facts.get("inputs")));
  LEAT_ASSIGN(entry.outputs, readTensors("outputs", facts.get("outputs")));
  LEAT_ASSIGN(entry.states, readNames("states", facts.get("states")));
  LEAT_ASSIGN(entry.writes, readNames("writes", facts.get("writes")));
  LEAT_TRY(readLaunches(facts, entry));
  if (auto trips = facts.getAs<IntegerAttr>("trips"))
    entry.trips = trips.getInt();
  return entry;
}

const rt::EntrySignature *ModelSignature::find(std::string_view name) const {
  for (const rt::EntrySignature &entry : entries)
    if (entry.name == name)
      return &entry;
  return nullptr;
}

rt::Result<ModelSignature> readSignature(ModuleOp module) {
  ModelSignature model;
  auto entries = module->getAttrOfType<ArrayAttr>(kEntriesAttr);
  if (!entries)
    return malformed(kEntriesAttr, module->getAttr(kEntriesAttr), "an array");
  for (Attribute attribute : entries) {
    LEAT_ASSIGN(rt::EntrySignature entry, readEntry(attribute));
    model.entries.push_back(std::move(entry));
  }
  if (Attribute states = module->getAttr(kStatesAttr)) {
    LEAT_ASSIGN(model.states, readTensors(kStatesAttr, states));
  }
  return model;
}

} // namespace leat
