//===- Applications.cpp - blocks become functions and states --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The first step: names and order. Values of configs are in
// ApplicationConfigs.cpp, types in ApplicationTypes.cpp.
//
//===----------------------------------------------------------------------===//

#include "dialect/Applications.h"
#include "dialect/Infer.h"
#include "dialect/Nesting.h"
#include "dialect/Places.h"
#include "dialect/Spelling.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/TypeUtilities.h"

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

// One call behind the other, each of the results of the one before; the last
// gives `results`.
static CallOp callInRow(OpBuilder &b, Location loc, ArrayRef<FuncOp> row,
                        ValueRange arguments, size_t results,
                        bool isCheckpoint) {
  SmallVector<Value> inputs(arguments);
  CallOp call;
  for (FuncOp func : row) {
    bool isLast = func == row.back();
    SmallVector<Type> types(isLast ? results : func.getNumResults(),
                            DeferredType::get(b.getContext()));
    call = CallOp::create(b, loc, types,
                          FlatSymbolRefAttr::get(func.getSymNameAttr()), inputs,
                          StringAttr());
    call.setCheckpoint(isCheckpoint);
    if (!isLast)
      llvm::copy(call.getResults(), inputs.begin());
  }
  return call;
}

SmallVector<FuncOp> Applications::functionsOf(ArrayRef<Instance *> row) {
  return llvm::map_to_vector(row, [](Instance *one) { return one->function; });
}

LogicalResult Applications::expand(Operation *op, BlockOp block,
                                   StringRef scope, const Choices &outer) {
  FailureOr<int64_t> times = countOf(op, "count", outer);
  FailureOr<int64_t> every = countOf(op, "every", outer);
  if (failed(checkSignature(op, block)) || failed(times) || failed(every))
    return failure();
  FailureOr<Choices> choices = choose(op, block, outer);
  if (failed(choices))
    return failure();
  if (*times > kMostApplications - count) // C5
    return op->emitOpError("applies blocks more than ")
           << kMostApplications << " times in all";
  count += *times;
  OpBuilder b(op);
  std::string name = scope.empty() ? std::string() : scope.str() + ".";
  name += op->getAttrOfType<StringAttr>("scope").getValue();
  SmallVector<Instance *> row;
  for (int64_t i = 0; i < *times; ++i) {
    std::string own = isa<RepeatOp>(op) ? name + "." + std::to_string(i) : name;
    FailureOr<Instance *> instance = findOrMake(op, block, own, *choices);
    if (failed(instance))
      return failure();
    row.push_back(*instance);
  }
  if (*every > 1 &&
      failed(join(op, name + ".every" + std::to_string(*every), *every, row)))
    return failure();
  CallOp call = callInRow(b, op->getLoc(), functionsOf(row), op->getOperands(),
                          op->getNumResults(), op->hasAttr("checkpoint"));
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
      Instance{scope, block, choices, op->getLoc(), origin});
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

// The function of a block, without a body.
static FuncOp createFunction(BlockOp block, const std::string &name,
                             ArrayRef<Type> inputs, ArrayRef<Type> results) {
  OpBuilder b(block.getContext());
  auto named = [&](ArrayAttr all) {
    return b.getArrayAttr(llvm::map_to_vector(all, [&](Attribute one) {
      return Attribute(
          b.getDictionaryAttr(b.getNamedAttr(FuncOp::kNameAttr, one)));
    }));
  };
  return FuncOp::create(
      b, block.getLoc(), b.getStringAttr(name),
      TypeAttr::get(b.getFunctionType(inputs, results)),
      b.getStringAttr("private"), /*custom_vjp=*/FlatSymbolRefAttr(),
      named(block.getArgNames()), named(block.getResultNames()));
}

// Makes `func` the function of the instance.
LogicalResult Applications::adopt(Instance &instance, FuncOp func) {
  if (failed(checkFree(func, instance.applied, func.getSymName()))) {
    func.erase();
    return failure();
  }
  OpBuilder(origin).insert(func);
  names->declare(func.getSymName(), func);
  instance.function = func;
  byFunction[func] = &instance;
  return success();
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

// Puts each `every` instances of `row` into one, whose function calls theirs.
LogicalResult Applications::join(Operation *op, const std::string &scope,
                                 int64_t every,
                                 SmallVectorImpl<Instance *> &row) {
  SmallVector<Instance *> joined;
  for (ArrayRef<Instance *> rest = row; !rest.empty();) {
    ArrayRef<Instance *> part = rest.take_front(size_t(every));
    rest = rest.drop_front(part.size());
    std::string own = scope + "." + std::to_string(joined.size());
    if (Instance *known = byScope.lookup(own);
        known && llvm::equal(known->parts, part)) {
      joined.push_back(known);
      continue;
    }
    Instance &instance = instances.emplace_back(
        Instance{own, part[0]->block, part[0]->choices, op->getLoc(), origin});
    byScope[own] = &instance;
    instance.parts.assign(part.begin(), part.end());
    if (failed(fill(instance)))
      return failure();
    joined.push_back(&instance);
  }
  row.assign(joined.begin(), joined.end());
  return success();
}

// The function of an instance that has parts.
LogicalResult Applications::fill(Instance &instance) {
  FuncOp first = instance.parts[0]->function;
  MLIRContext *context = first.getContext();
  // The extents that its parts' configs are keep their names: those of its
  // arguments are others.
  llvm::StringSet<> taken;
  for (const auto &choice : instance.choices)
    if (auto extent = dyn_cast<FlatSymbolRefAttr>(choice.second))
      taken.insert(extent.getValue());
  auto inputs =
      llvm::map_to_vector(first.getArgumentTypes(), [&](Type type) -> Type {
        if (!isa<RankedTensorType>(type))
          return type;
        Extents extents = extentsOf(type);
        for (Extent &extent : extents) {
          if (!extent.name || instance.choices.contains(extent.name.getValue()))
            continue;
          std::string fresh = extent.name.str();
          while (taken.contains(fresh))
            fresh += "_";
          extent.name = StringAttr::get(context, fresh);
        }
        return tensorOf(getElementTypeOrSelf(type), extents);
      });
  FuncOp func = createFunction(
      instance.block, instance.scope + ".apply", inputs,
      SmallVector<Type>(first.getNumResults(), NoneType::get(context)));
  Block &body = func.getBody().emplaceBlock();
  body.addArguments(
      SmallVector<Type>(inputs.size(), DeferredType::get(context)),
      SmallVector<Location>(inputs.size(), func.getLoc()));
  OpBuilder b = OpBuilder::atBlockEnd(&body);
  CallOp last = callInRow(b, instance.applied, functionsOf(instance.parts),
                          body.getArguments(), first.getNumResults(),
                          /*isCheckpoint=*/false);
  ReturnOp::create(b, instance.applied, last.getResults());
  return adopt(instance, func);
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
  instance.all = instance.choices;
  keepApart(block, instance.all);
  FuncOp func = createFunction(
      block, instance.scope + ".apply",
      llvm::to_vector(block.getArgTypes().getAsValueRange<TypeAttr>()),
      llvm::to_vector(block.getResultTypes().getAsValueRange<TypeAttr>()));
  IRMapping map;
  block.getBody().cloneInto(&func.getBody(), map);
  if (failed(adopt(instance, func)))
    return failure();
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
  SmallVector<Operation *> made = instance.declared;
  made.push_back(func);
  for (Operation *op : made) {
    renameStates(instance, op);
    if (failed(substitute(op, instance.all)))
      return failure();
  }
  return success();
}

} // namespace leat
