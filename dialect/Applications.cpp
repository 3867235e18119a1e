//===- Applications.cpp - blocks become functions and states --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The first step: names, order and values of configs. Types are in
// ApplicationTypes.cpp.
//
//===----------------------------------------------------------------------===//

#include "dialect/Applications.h"
#include "dialect/Infer.h"
#include "dialect/Nesting.h"
#include "dialect/Places.h"
#include "dialect/Spelling.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;

namespace leat {

Applications::Applications(Region &body)
    : body(body), names(std::make_unique<ModelTyping>(body)) {}

Applications::~Applications() = default;

void Applications::instantiate(BrokenDeclarations &brokenDeclarations) {
  broken = &brokenDeclarations;
  for (FuncOp func : llvm::to_vector(body.getOps<FuncOp>())) {
    SmallVector<Operation *> applications;
    func.walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (isa<ApplyOp, RepeatOp>(op))
        applications.push_back(op);
    });
    origin = func;
    if (!broken->contains(func) && failed(expandAll(applications, "", {})))
      broken->insert(func);
  }
  for (BlockOp block : llvm::make_early_inc_range(body.getOps<BlockOp>()))
    block.erase();
  names.reset();
}

LogicalResult Applications::expandAll(ArrayRef<Operation *> ops,
                                      StringRef scope, const Choices &choices) {
  for (Operation *op : ops) {
    auto name = op->getAttrOfType<FlatSymbolRefAttr>("block");
    auto block = names->lookup<BlockOp>(op, name.getValue(), "block"); // C2
    if (!block || failed(expand(op, block, scope, choices)))
      return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// One application
//===----------------------------------------------------------------------===//

static LogicalResult withDeclaration(InFlightDiagnostic error, BlockOp block) {
  error.attachNote(block.getLoc())
      << "@" << block.getSymName() << " is declared here";
  return error;
}

// A number, or the name of one of the model's configs.
FailureOr<Attribute> Applications::chosen(Operation *op, StringRef place,
                                          Attribute value,
                                          const Choices &outer) {
  auto name = dyn_cast<StringAttr>(value);
  if (!name)
    return value;
  if (auto found = outer.find(name.getValue()); found != outer.end())
    return found->second;
  if (isa_and_nonnull<ConfigOp>(names->lookup(name.getValue())))
    return value;
  return errorAt(op, place) // C3
         << "'" << name.getValue()
         << "' is neither a config of the block around nor of the model";
}

FailureOr<Applications::Choices>
Applications::choose(Operation *op, BlockOp block, const Choices &outer) {
  auto given = op->getAttrOfType<DictionaryAttr>("configs");
  for (NamedAttribute config : given)
    if (!llvm::is_contained(block.getConfigs(), config.getName())) // C3
      return withDeclaration(errorAt(op, config.getName().getValue())
                                 << "block @" << block.getSymName()
                                 << " has no config '"
                                 << config.getName().getValue() << "'",
                             block);
  Choices choices;
  for (StringAttr name : block.getConfigs().getAsRange<StringAttr>()) {
    Attribute own = given.get(name), standard = block.getDefaults().get(name);
    if (!own && !standard) // C3
      return errorAt(op, "@" + block.getSymName())
             << "gives no value for the config '" << name.getValue()
             << "' of block @" << block.getSymName();
    FailureOr<Attribute> value =
        own ? chosen(op, name, own, outer)
            : chosen(block, "@" + block.getSymName().str(), standard, choices);
    if (failed(value))
      return failure();
    choices[name.getValue()] = *value;
  }
  return choices;
}

FailureOr<int64_t> Applications::countOf(Operation *op, const Choices &outer) {
  auto repeat = dyn_cast<RepeatOp>(op);
  if (!repeat)
    return 1;
  FailureOr<Attribute> value = chosen(op, "count", repeat.getCount(), outer);
  if (failed(value))
    return failure();
  Attribute number = *value;
  if (auto name = dyn_cast<StringAttr>(number))
    number = cast<ConfigOp>(names->lookup(name.getValue())).getValue();
  auto times = dyn_cast<IntegerAttr>(number);
  if (!times || times.getInt() < 1) // C2
    return errorAt(op, "count")
           << "repeats " << number << " times, expected a positive integer";
  return times.getInt();
}

// What the signature of the block says of an application.
static LogicalResult checkSignature(Operation *op, BlockOp block) {
  size_t arguments = block.getArgNames().size(),
         results = block.getResultNames().size();
  std::string name = "@" + block.getSymName().str();
  if (op->getNumOperands() != arguments) // C2
    return withDeclaration(errorAt(op, name)
                               << "block " << name << " takes "
                               << spellCount(arguments, "argument") << ", got "
                               << op->getNumOperands(),
                           block);
  if (op->getNumResults() > results) // C2
    return withDeclaration(errorAt(op, name)
                               << "block " << name << " has " << results
                               << " results, " << op->getNumResults()
                               << " are named",
                           block);
  if (isa<RepeatOp>(op) && results > arguments) // C3
    return withDeclaration(errorAt(op, name)
                               << "block " << name << " has " << results
                               << " results and takes "
                               << spellCount(arguments, "argument")
                               << ": it can not be repeated",
                           block);
  return success();
}

LogicalResult Applications::expand(Operation *op, BlockOp block,
                                   StringRef scope, const Choices &outer) {
  FailureOr<int64_t> times = countOf(op, outer);
  if (failed(checkSignature(op, block)) || failed(times))
    return failure();
  FailureOr<Choices> choices = choose(op, block, outer);
  if (failed(choices))
    return failure();
  if (*times > kMostApplications - count) // C5
    return op->emitOpError("applies blocks more than ")
           << kMostApplications << " times in all";
  count += *times;
  OpBuilder b(op);
  SmallVector<Value> inputs(op->getOperands());
  CallOp call;
  auto prefix = scope.empty() ? std::string() : scope.str() + ".";
  for (int64_t i = 0; i < *times; ++i) {
    std::string name =
        prefix + op->getAttrOfType<StringAttr>("scope").getValue().str();
    if (isa<RepeatOp>(op))
      name += "." + std::to_string(i);
    FailureOr<Instance *> instance = findOrMake(op, block, name, *choices);
    if (failed(instance))
      return failure();
    bool isLast = i + 1 == *times;
    size_t results =
        isLast ? op->getNumResults() : block.getResultNames().size();
    SmallVector<Type> types(results, DeferredType::get(b.getContext()));
    call = CallOp::create(
        b, op->getLoc(), types,
        FlatSymbolRefAttr::get((*instance)->function.getSymNameAttr()), inputs,
        StringAttr());
    if (!isLast)
      llvm::copy(call.getResults(), inputs.begin());
  }
  for (StringRef name : {kNamesAttr, kAssertedAttr})
    if (Attribute value = op->getAttr(name))
      call->setAttr(name, value);
  op->replaceAllUsesWith(call.getResults());
  op->erase();
  return success();
}

//===----------------------------------------------------------------------===//
// One block under one name
//===----------------------------------------------------------------------===//

static bool areEqual(const Applications::Choices &a,
                     const Applications::Choices &b) {
  return llvm::all_of(a, [&](const auto &entry) {
    return b.lookup(entry.first()) == entry.second;
  });
}

FailureOr<Applications::Instance *>
Applications::findOrMake(Operation *op, BlockOp block, const std::string &scope,
                         const Choices &choices) {
  if (Instance *known = byScope.lookup(scope)) {
    if (known->block == block && areEqual(known->choices, choices))
      return known->isBroken ? FailureOr<Instance *>(failure()) : known;
    InFlightDiagnostic error = errorAt(op, "scope"); // C4
    error << "'" << scope << "' is @" << known->block.getSymName()
          << (known->block == block ? " with other configs" : "")
          << ", expected another name";
    error.attachNote(known->applied) << "it is applied here";
    return error;
  }
  if (broken->contains(block))
    return failure();
  if (llvm::is_contained(around, block)) // C5
    return errorAt(op, "@" + block.getSymName())
           << "block @" << block.getSymName() << " applies itself";
  if (around.size() == kMostNesting) // C5
    return op->emitOpError("stands inside of ")
           << kMostNesting << " applications, expected fewer";
  Instance &instance = instances.emplace_back(
      Instance{scope, block, choices, op->getLoc(), origin, {}, {}});
  byScope[scope] = &instance;
  if (succeeded(make(instance)))
    return &instance;
  instance.isBroken = true;
  return failure();
}

LogicalResult Applications::checkFree(Operation *op, Location applied,
                                      StringRef name) {
  Operation *taken = names->lookup(name);
  if (!taken)
    return success();
  InFlightDiagnostic error = op->emitOpError("becomes @"); // C4
  error << name << ", which the model declares already";
  error.attachNote(taken->getLoc()) << "@" << name << " is declared here";
  error.attachNote(applied) << "the block is applied here";
  return error;
}

// A declaration of the block as one of the model.
LogicalResult Applications::declare(Instance &instance, Operation *op) {
  if (!isa<ParamOp, StateOp, ConstOp>(op)) // C2
    return op->emitOpError("can not stand in a block; param, state and const "
                           "can");
  std::string name =
      instance.scope + "." + SymbolTable::getSymbolName(op).str();
  if (failed(checkFree(op, instance.applied, name)))
    return failure();
  op->moveBefore(instance.origin);
  SymbolTable::setSymbolName(op, name);
  names->declare(name, op);
  instance.declared.push_back(op);
  byDeclaration[op] = &instance;
  return success();
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
        std::string fresh = extent.name.str();
        while (isa_and_nonnull<ConfigOp>(names->lookup(fresh)))
          fresh += "_";
        if (fresh != extent.name.getValue())
          choices[extent.name.getValue()] =
              StringAttr::get(block.getContext(), fresh);
      }
    }
}

// The function of a block, as it is written.
static FuncOp createFunction(BlockOp block, StringRef name) {
  OpBuilder b(block.getContext());
  auto named = [&](ArrayAttr all) {
    return b.getArrayAttr(llvm::map_to_vector(all, [&](Attribute one) {
      return Attribute(
          b.getDictionaryAttr(b.getNamedAttr(FuncOp::kNameAttr, one)));
    }));
  };
  auto type = b.getFunctionType(
      llvm::to_vector(block.getArgTypes().getAsValueRange<TypeAttr>()),
      llvm::to_vector(block.getResultTypes().getAsValueRange<TypeAttr>()));
  auto func = FuncOp::create(
      b, block.getLoc(), b.getStringAttr(name), TypeAttr::get(type),
      b.getStringAttr("private"), /*custom_vjp=*/FlatSymbolRefAttr(),
      named(block.getArgNames()), named(block.getResultNames()));
  IRMapping map;
  block.getBody().cloneInto(&func.getBody(), map);
  return func;
}

// In a block `@w` is its own, where it declares one.
void Applications::renameStates(Instance &instance, Operation *op) {
  AttrTypeReplacer replacer;
  replacer.addReplacement([&](FlatSymbolRefAttr state) -> Attribute {
    std::string name = instance.scope + "." + state.getValue().str();
    return isa_and_nonnull<ParamOp, StateOp, ConstOp>(names->lookup(name))
               ? FlatSymbolRefAttr::get(state.getContext(), name)
               : state;
  });
  replacer.recursivelyReplaceElementsIn(op, /*replaceAttrs=*/true,
                                        /*replaceLocs=*/false,
                                        /*replaceTypes=*/false);
}

LogicalResult Applications::make(Instance &instance) {
  BlockOp block = instance.block;
  auto end = endOf<ReturnOp>(block, block.getBody()); // C2
  if (!end)
    return failure();
  if (end.getNumOperands() != block.getResultNames().size()) // C2
    return end.emitOpError("gives ")
           << end.getNumOperands() << " values, but block @"
           << block.getSymName() << " has " << block.getResultNames().size()
           << " results";
  std::string name = instance.scope + ".apply";
  if (failed(checkFree(block, instance.applied, name)))
    return failure();
  FuncOp func = createFunction(block, name);
  OpBuilder(origin).insert(func);
  names->declare(name, func);
  instance.function = func;
  byFunction[func] = &instance;
  // In the order of the text, so that params stand as in the block.
  SmallVector<Operation *> declarations;
  func.getBody().walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (isa<ApplyOp, RepeatOp>(op) ||
        (isa<SymbolOpInterface>(op) && op->getParentOp() == func))
      declarations.push_back(op);
  });
  around.push_back(block);
  for (Operation *op : declarations)
    if (failed(isa<SymbolOpInterface>(op)
                   ? declare(instance, op)
                   : expandAll(op, instance.scope, instance.choices)))
      return failure();
  around.pop_back();
  func->moveBefore(origin);
  Choices all = instance.choices;
  keepApart(block, all);
  SmallVector<Operation *> made = instance.declared;
  made.push_back(func);
  for (Operation *op : made) {
    renameStates(instance, op);
    if (failed(substitute(op, all)))
      return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Values of configs
//===----------------------------------------------------------------------===//

static Attribute substituteIn(Attribute value,
                              const Applications::Choices &choices) {
  AttrTypeReplacer replacer;
  replacer.addReplacement([&](StringAttr name) -> Attribute {
    Attribute choice = choices.lookup(name.getValue());
    return choice ? choice : name;
  });
  return replacer.replace(value);
}

// `get` of a config.
static void substituteGet(GetOp get, const Applications::Choices &choices) {
  Attribute choice = choices.lookup(get.getState());
  if (!choice)
    return;
  if (auto name = dyn_cast<StringAttr>(choice))
    return get.setState(name.getValue());
  OpBuilder b(get);
  auto integer = dyn_cast<IntegerAttr>(choice);
  double value = integer ? double(integer.getInt())
                         : cast<FloatAttr>(choice).getValueAsDouble();
  auto number = NumberOp::create(b, get.getLoc(), get.getResult().getType(),
                                 b.getF64FloatAttr(value));
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
          Attribute choice = extent.name
                                 ? choices.lookup(extent.name.getValue())
                                 : Attribute();
          if (auto size = dyn_cast_or_null<IntegerAttr>(choice);
              size && size.getInt() >= 0) {
            extent = Extent(size.getInt());
          } else if (auto name = dyn_cast_or_null<StringAttr>(choice)) {
            extent.name = name;
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
