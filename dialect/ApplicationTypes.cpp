//===- ApplicationTypes.cpp - shapes of what blocks declare ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The second step. The region is typed for the extents of each call, which
// tells its results, and the shapes of its states at the first call; and once
// for all calls, with the extents that the shapes do not fix.
//
//===----------------------------------------------------------------------===//

#include "dialect/Applications.h"
#include "dialect/Infer.h"
#include "dialect/Places.h"
#include "llvm/ADT/ScopeExit.h"

using namespace mlir;

namespace leat {

LogicalResult Applications::close(Operation *declaration, Operation *user,
                                  ModelTyping &model) {
  Instance *instance = byDeclaration.lookup(declaration);
  if (!instance || !instance->isOpen)
    return success();
  FuncOp origin = instance->origin;
  if (instance->isBroken || broken->contains(origin))
    return failure();
  if (model.isBeingInferred(origin)) {
    StringRef name = SymbolTable::getSymbolName(declaration);
    InFlightDiagnostic error = errorAt(user, "@" + name);
    error << "reads @" << name
          << " before the block that declares it is applied";
    error.attachNote(instance->applied) << "it is applied here";
    return error;
  }
  return model.inferOnce(origin);
}

// What the types and attributes of states and consts name of the arguments'
// extents becomes their sizes; gives those that types name.
FailureOr<Applications::Sizes> Applications::fixDeclared(Instance &instance,
                                                         const Sizes &sizes,
                                                         ModelTyping &model) {
  Choices known;
  Builder b(instance.function.getContext());
  for (const auto &entry : sizes)
    known[entry.first()] = b.getI64IntegerAttr(entry.second);
  llvm::StringSet<> own;
  for (Type type : instance.function.getArgumentTypes())
    if (isa<RankedTensorType>(type))
      for (const Extent &extent : extentsOf(type))
        if (extent.name)
          own.insert(extent.name.getValue());
  Sizes fixed;
  for (const auto &entry : instance.used)
    if (auto size = sizes.find(entry.first()); size != sizes.end())
      fixed[entry.first()] = size->second;
  for (Operation *op : instance.declared) {
    auto type = op->getAttrOfType<TypeAttr>("type");
    if (type && isa<RankedTensorType>(type.getValue()))
      for (const Extent &extent : extentsOf(type.getValue())) {
        if (!extent.name || !own.contains(extent.name.getValue()))
          continue;
        StringRef name = extent.name.getValue();
        auto size = sizes.find(name);
        if (size == sizes.end()) // C4
          return errorAt(op, ":0")
                 << "the extent '" << name << "' of "
                 << inShort(type.getValue())
                 << " is not known where the block is applied";
        fixed[name] = size->second;
      }
    if (failed(substitute(op, known)))
      return failure();
    if (!type) {
      if (failed(model.typeOfState(op, SymbolTable::getSymbolName(op))))
        return failure();
      continue;
    }
    FailureOr<Type> resolved =
        model.resolve(op->getAttrOfType<TypeAttr>("type").getValue(), op);
    if (failed(resolved))
      return failure();
    op->setAttr("type", TypeAttr::get(*resolved));
  }
  return fixed;
}

// `sizes`, and those of the configs that are extents: under their own names for
// what is applied inside, and in an instance of parts under the names that the
// parts know.
Applications::Sizes Applications::withConfigs(const Instance &instance,
                                              const Sizes &sizes) {
  Sizes all = sizes;
  for (const auto &entry : instance.sizes) {
    StringRef name = entry.first();
    if (!instance.parts.empty())
      name = cast<FlatSymbolRefAttr>(instance.choices.lookup(name)).getValue();
    all[name] = entry.second;
  }
  return all;
}

// The function of a block, typed for these sizes of its extents.
FailureOr<FuncOp> Applications::typeFor(Instance &instance, Operation *call,
                                        const Sizes &sizes,
                                        ModelTyping &model) {
  SmallVector<std::string> parts;
  for (const auto &entry : sizes)
    parts.push_back((" " + entry.first() + "=" + Twine(entry.second)).str());
  llvm::sort(parts);
  std::string key = instance.scope;
  for (const std::string &part : parts)
    key += part;
  OwningOpRef<FuncOp> &copy = typed[key];
  if (copy)
    return *copy;
  auto outerExtents = std::exchange(model.extents, {});
  auto outerSizes = std::exchange(model.sizes, {});
  llvm::scope_exit restore([&] {
    model.extents = std::move(outerExtents);
    model.sizes = std::move(outerSizes);
  });
  ScopedDiagnosticHandler note(call->getContext(), [&](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() == DiagnosticSeverity::Error)
      diagnostic.attachNote(call->getLoc())
          << "applied here as '" << instance.scope << "'";
    return failure();
  });
  bool isFirst = std::exchange(instance.isOpen, false);
  FailureOr<Sizes> fixed = Sizes();
  if (isFirst)
    fixed = fixDeclared(instance, sizes, model);
  if (failed(fixed))
    return failure();
  copy = instance.function.clone();
  model.sizes = withConfigs(instance, sizes);
  if (failed(model.inferFunction(*copy)))
    return failure();
  if (!isFirst)
    return *copy;
  // What is fixed is so in every later copy, too.
  Choices known;
  for (const auto &entry : *fixed)
    known[entry.first()] =
        Builder(call->getContext()).getI64IntegerAttr(entry.second);
  if (failed(substitute(instance.function, known)))
    return failure();
  model.sizes = withConfigs(instance, *fixed);
  if (failed(model.inferFunction(instance.function)))
    return failure();
  return *copy;
}

LogicalResult Applications::type(Operation *call, FuncOp callee,
                                 TypeRange arguments,
                                 SmallVectorImpl<Type> &types,
                                 ModelTyping &model) {
  Instance *instance = byFunction.lookup(callee);
  if (!instance)
    return success();
  if (instance->isBroken)
    return failure();
  Sizes sizes;
  for (auto [argument, type] : llvm::zip(arguments, callee.getArgumentTypes()))
    for (auto [given, wanted] : llvm::zip(extentsOf(argument), extentsOf(type)))
      if (wanted.name && !wanted.known() && given.known())
        sizes.try_emplace(wanted.name.getValue(), given.size);
  FailureOr<FuncOp> copy = typeFor(*instance, call, sizes, model);
  if (failed(copy)) {
    instance->isBroken = true;
    return failure();
  }
  llvm::append_range(types, copy->getResultTypes());
  return success();
}

} // namespace leat
