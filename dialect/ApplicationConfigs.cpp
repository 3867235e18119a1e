//===- ApplicationConfigs.cpp - what an application chooses ---------------===//
//
//   %h = apply @dense as fc (%x) {O = I, bias = true}
//
// Literals and names of configs are known at once. An extent of the function
// around is known when that is typed: the config keeps its name until then.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Applications.h"
#include "dialect/Infer.h"
#include "dialect/Places.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// Choices
//===----------------------------------------------------------------------===//

// What an instance calls an extent of its block's signature: a name that no
// config of the model has.
StringAttr Applications::apart(StringAttr extent) {
  std::string fresh = extent.str();
  while (isa_and_nonnull<ConfigOp>(names->lookup(fresh)))
    fresh += "_";
  return StringAttr::get(extent.getContext(), fresh);
}

// The extent of the block's arguments that the text calls `name`, or with
// `isApart` the instance; null where there is none.
StringAttr Applications::extentOf(BlockOp block, StringRef name, bool isApart) {
  for (Type type : block.getArgTypes().getAsValueRange<TypeAttr>()) {
    if (!isa<RankedTensorType>(type))
      continue;
    for (const Extent &extent : extentsOf(type)) {
      if (!extent.name)
        continue;
      StringAttr own = apart(extent.name);
      if ((isApart ? own : extent.name).getValue() == name)
        return own;
    }
  }
  return {};
}

// A literal; the name of one of the model's configs; or an extent of the
// function around, as a symbol.
FailureOr<Attribute> Applications::chosen(Operation *op, StringRef place,
                                          Attribute value,
                                          const Choices &outer) {
  auto name = dyn_cast<StringAttr>(value);
  if (!name)
    return value;
  auto found = outer.find(name.getValue());
  bool isChoice = found != outer.end();
  if (isChoice) {
    if (isa<FlatSymbolRefAttr>(found->second))
      return Attribute(FlatSymbolRefAttr::get(name));
    name = dyn_cast<StringAttr>(found->second);
    if (!name)
      return found->second;
  }
  if (Instance *caller = byFunction.lookup(op->getParentOfType<FuncOp>()))
    if (StringAttr extent =
            extentOf(caller->block, name.getValue(), isChoice)) {
      caller->used.insert(extent.getValue());
      return Attribute(FlatSymbolRefAttr::get(extent));
    }
  if (isa_and_nonnull<ConfigOp>(names->lookup(name.getValue())))
    return Attribute(name);
  return errorAt(op, place) // C3
         << "'" << name.getValue()
         << "' is neither a config of the block around nor of the model, nor "
            "an extent of that block's arguments";
}

// A literal, another config of the block, an extent of its arguments or a
// config of the model.
FailureOr<Attribute> Applications::standard(BlockOp block, Attribute value,
                                            const Choices &choices) {
  auto name = dyn_cast<StringAttr>(value);
  if (!name)
    return value;
  if (auto found = choices.find(name.getValue()); found != choices.end())
    return found->second;
  if (StringAttr extent = extentOf(block, name.getValue(), /*isApart=*/false))
    return Attribute(extent);
  if (isa_and_nonnull<ConfigOp>(names->lookup(name.getValue())))
    return value;
  return errorAt(block, "@" + block.getSymName()) // C3
         << "the default '" << name.getValue()
         << "' is neither a config of the block in front of it nor of the "
            "model, nor an extent of the block's arguments";
}

FailureOr<Applications::Choices>
Applications::choose(Operation *op, BlockOp block, const Choices &outer) {
  auto given = op->getAttrOfType<DictionaryAttr>("configs");
  for (NamedAttribute config : given)
    if (!llvm::is_contained(block.getConfigs(), config.getName())) { // C3
      InFlightDiagnostic error = errorAt(op, config.getName().getValue());
      error << "block @" << block.getSymName() << " has no config '"
            << config.getName().getValue() << "'";
      error.attachNote(block.getLoc())
          << "@" << block.getSymName() << " is declared here";
      return error;
    }
  Choices choices;
  for (StringAttr name : block.getConfigs().getAsRange<StringAttr>()) {
    Attribute own = given.get(name), otherwise = block.getDefaults().get(name);
    if (!own && !otherwise) // C3
      return errorAt(op, "@" + block.getSymName())
             << "gives no value for the config '" << name.getValue()
             << "' of block @" << block.getSymName();
    FailureOr<Attribute> value = own ? chosen(op, name, own, outer)
                                     : standard(block, otherwise, choices);
    if (failed(value))
      return failure();
    choices[name.getValue()] = *value;
  }
  return choices;
}

FailureOr<int64_t> Applications::countOf(Operation *op, StringRef key,
                                         const Choices &outer) {
  Attribute written = op->getAttr(key);
  if (!written)
    return 1;
  FailureOr<Attribute> value = chosen(op, key, written, outer);
  if (failed(value))
    return failure();
  Attribute number = *value;
  if (auto name = dyn_cast<StringAttr>(number))
    number = cast<ConfigOp>(names->lookup(name.getValue())).getValue();
  std::optional<int64_t> count = integerOf(number);
  if (count && *count >= 1)
    return *count;
  if (key == "every") // C4
    return errorAt(op, key)
           << "'every' is " << number << ", expected a positive integer";
  return errorAt(op, key) // C2
         << "repeats " << number << " times, expected a positive integer";
}

// Extents of a block's signature are its own, whatever configs the model has.
void Applications::keepApart(BlockOp block, Choices &choices) {
  for (ArrayAttr types : {block.getArgTypes(), block.getResultTypes()})
    for (Type type : types.getAsValueRange<TypeAttr>()) {
      if (!isa<RankedTensorType>(type))
        continue;
      for (const Extent &extent : extentsOf(type)) {
        if (!extent.name || choices.contains(extent.name.getValue()))
          continue;
        if (StringAttr own = apart(extent.name); own != extent.name)
          choices[extent.name.getValue()] = own;
      }
    }
}

LogicalResult Applications::fixConfigs(Operation *call, FuncOp callee,
                                       ModelTyping &model) {
  Instance *instance = byFunction.lookup(callee);
  if (!instance || instance->isBroken)
    return success();
  Choices fresh;
  for (const auto &entry : instance->choices) {
    auto extent = dyn_cast<FlatSymbolRefAttr>(entry.second);
    if (!extent)
      continue;
    StringRef config = entry.first();
    // The function around has that extent for good: see `used`.
    if (instance->sizes.contains(config))
      continue;
    auto size = model.sizes.find(extent.getValue());
    if (size == model.sizes.end())
      return errorAt(call, config) // C3
             << "the config '" << config << "' gets the extent '"
             << extent.getValue()
             << "', which is not known where the block around is applied";
    instance->sizes[config] = size->second;
    fresh[config] = Builder(call->getContext()).getI64IntegerAttr(size->second);
  }
  if (fresh.empty())
    return success();
  for (Operation *op : instance->declared)
    if (failed(substitute(op, fresh)))
      return failure();
  return substitute(instance->function, fresh);
}

//===----------------------------------------------------------------------===//
// Values in the place of names
//===----------------------------------------------------------------------===//

// The value of the config `name`; null where it has none yet.
static Attribute valueIn(const Applications::Choices &choices,
                         StringAttr name) {
  Attribute choice = choices.lookup(name.getValue());
  return isa_and_nonnull<FlatSymbolRefAttr>(choice) ? Attribute() : choice;
}

static Attribute substituteIn(Attribute value,
                              const Applications::Choices &choices) {
  AttrTypeReplacer replacer;
  replacer.addReplacement([&](StringAttr name) -> Attribute {
    Attribute choice = valueIn(choices, name);
    return choice ? choice : name;
  });
  return replacer.replace(value);
}

// `get` of a config.
static void substituteGet(GetOp get, const Applications::Choices &choices) {
  Attribute choice = valueIn(choices, get.getStateAttr().getAttr());
  if (!choice)
    return;
  if (auto name = dyn_cast<StringAttr>(choice))
    return get.setState(name.getValue());
  OpBuilder b(get);
  Type type = get.getResult().getType();
  if (isa<BoolAttr>(choice))
    type = RankedTensorType::get({}, b.getI1Type());
  auto number = NumberOp::create(b, get.getLoc(), type,
                                 b.getF64FloatAttr(numberOf(choice)));
  number->setDiscardableAttrs(get->getDiscardableAttrDictionary());
  get->getResult(0).replaceAllUsesWith(number->getResult(0));
  get.erase();
}

LogicalResult substitute(Operation *op, const Applications::Choices &choices) {
  std::string badName;
  Attribute badValue;
  AttrTypeReplacer types;
  types.addReplacement(
      [&](RankedTensorType type) -> std::pair<Type, WalkResult> {
        Extents extents = extentsOf(type);
        for (Extent &extent : extents) {
          Attribute choice =
              extent.name ? valueIn(choices, extent.name) : Attribute();
          if (std::optional<int64_t> size = integerOf(choice);
              size && *size >= 0) {
            extent = Extent(*size);
          } else if (auto name = dyn_cast_or_null<StringAttr>(choice)) {
            extent = Extent(ShapedType::kDynamic, name);
          } else if (choice) {
            badName = extent.name.str();
            badValue = choice;
          }
        }
        return {tensorOf(type.getElementType(), extents), WalkResult::skip()};
      });
  WalkResult walked = op->walk([&](Operation *inner) {
    types.replaceElementsIn(inner, /*replaceAttrs=*/true,
                            /*replaceLocs=*/false, /*replaceTypes=*/true);
    if (badValue) {
      errorAt(inner, ":0") << "has the extent '" << badName
                           << "', a config = " << badValue
                           << ", expected an integer that is not negative";
      return WalkResult::interrupt();
    }
    if (auto written = inner->getAttrOfType<DictionaryAttr>(kConfigAttr)) {
      NamedAttrList all;
      for (NamedAttribute entry : written)
        all.set(entry.getName(), substituteIn(entry.getValue(), choices));
      inner->setAttr(kConfigAttr, all.getDictionary(op->getContext()));
    }
    if (isa<ParamOp, StateOp>(inner)) {
      NamedAttrList options;
      for (NamedAttribute entry :
           inner->getAttrOfType<DictionaryAttr>("options"))
        options.set(entry.getName(),
                    entry.getName() == "mode"
                        ? entry.getValue()
                        : substituteIn(entry.getValue(), choices));
      inner->setAttr("options", options.getDictionary(op->getContext()));
    }
    return WalkResult::advance();
  });
  if (walked.wasInterrupted())
    return failure();
  SmallVector<GetOp> gets;
  op->walk([&](GetOp get) { gets.push_back(get); });
  for (GetOp get : gets)
    substituteGet(get, choices);
  return success();
}

} // namespace leat
