//===- Entry.cpp - what a compiled function is called with ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/Entry.h"
#include "dialect/Dialect.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace leat {

int64_t alignToBuffer(int64_t bytes) {
  return int64_t(llvm::alignTo(uint64_t(bytes), kBufferAlignment));
}

int64_t elementBytes(Type type) {
  if (type.isIndex())
    return 8;
  return llvm::divideCeil(type.getIntOrFloatBitWidth(), 8u);
}

int64_t byteSize(ShapedType type) {
  return type.getNumElements() * elementBytes(type.getElementType());
}

SmallVector<func::FuncOp> findEntries(ModuleOp module) {
  SmallVector<func::FuncOp> entries;
  for (auto function : module.getOps<func::FuncOp>())
    if (function.isPublic() && !function.isExternal())
      entries.push_back(function);
  return entries;
}

Attribute stateOf(DictionaryAttr attributes) {
  return attributes ? attributes.get(FuncOp::kStateAttr) : Attribute();
}

SmallVector<StringAttr> stateNames(Attribute state) {
  if (auto one = dyn_cast_or_null<FlatSymbolRefAttr>(state))
    return {one.getAttr()};
  SmallVector<StringAttr> names;
  if (auto several = dyn_cast_or_null<ArrayAttr>(state))
    for (auto name : several.getAsRange<FlatSymbolRefAttr>())
      names.push_back(name.getAttr());
  return names;
}

std::optional<unsigned> findMarkedArgument(func::FuncOp function,
                                           StringRef name) {
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    if (function.getArgAttr(i, name))
      return i;
  return std::nullopt;
}

FailureOr<SmallVector<StateSlot>> layoutStates(ModuleOp module) {
  SmallVector<StateSlot> slots;
  auto states = module->getAttrOfType<ArrayAttr>(kStatesAttr);
  if (!states)
    return slots;
  int64_t offset = 0;
  for (Attribute attribute : states) {
    auto state = dyn_cast<DictionaryAttr>(attribute);
    auto name = state ? state.getAs<StringAttr>("name") : StringAttr();
    auto type = state ? state.getAs<TypeAttr>("type") : TypeAttr();
    auto tensor =
        type ? dyn_cast<RankedTensorType>(type.getValue()) : RankedTensorType();
    if (!name || !tensor || !tensor.hasStaticShape())
      return module.emitError() << kStatesAttr << " holds " << attribute
                                << ", expected {name = \"...\", type = "
                                   "tensor<...>} of static shape";
    slots.push_back({name, tensor, offset});
    offset += alignToBuffer(byteSize(tensor));
  }
  return slots;
}

/// The position of `entry` in `leat.entries`, or its size.
static size_t positionOf(func::FuncOp entry, ArrayRef<Attribute> entries) {
  return llvm::find_if(entries,
                       [&](Attribute attribute) {
                         auto facts = dyn_cast<DictionaryAttr>(attribute);
                         return facts &&
                                facts.get("name") == entry.getNameAttr();
                       }) -
         entries.begin();
}

static SmallVector<Attribute> allFacts(func::FuncOp entry) {
  auto module = entry->getParentOfType<ModuleOp>();
  auto entries = module->getAttrOfType<ArrayAttr>(kEntriesAttr);
  return entries ? llvm::to_vector(entries.getValue())
                 : SmallVector<Attribute>();
}

DictionaryAttr entryFacts(func::FuncOp entry) {
  SmallVector<Attribute> entries = allFacts(entry);
  size_t position = positionOf(entry, entries);
  return position < entries.size() ? cast<DictionaryAttr>(entries[position])
                                   : DictionaryAttr();
}

void setEntryFact(func::FuncOp entry, StringRef key, Attribute value) {
  Builder builder(entry.getContext());
  SmallVector<Attribute> entries = allFacts(entry);
  size_t position = positionOf(entry, entries);
  if (position == entries.size())
    entries.push_back(builder.getDictionaryAttr(
        builder.getNamedAttr("name", entry.getNameAttr())));
  NamedAttrList facts(cast<DictionaryAttr>(entries[position]));
  facts.set(key, value);
  entries[position] = facts.getDictionary(entry.getContext());
  entry->getParentOfType<ModuleOp>()->setAttr(kEntriesAttr,
                                              builder.getArrayAttr(entries));
}

} // namespace leat
