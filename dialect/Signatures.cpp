//===- Signatures.cpp - functions and calls of them -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The types of a function from its signature and its body, and those of a
// call's results from the arguments, which bind the signature's extents.
//
//===----------------------------------------------------------------------===//

#include "dialect/Applications.h"
#include "dialect/Infer.h"
#include "dialect/Spelling.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/ScopeExit.h"

using namespace mlir;

namespace leat {

// The better known extents of two compatible types.
static Type meetTypes(Type a, Type b) {
  if (!isa<RankedTensorType>(a))
    return a;
  Extents extents = extentsOf(a);
  for (auto [mine, other] : llvm::zip(extents, extentsOf(b)))
    mine = meet(mine, other);
  return tensorOf(getElementTypeOrSelf(a), extents);
}

LogicalResult ModelTyping::inferFunction(FuncOp func) {
  auto end = endOf<ReturnOp>(func, func.getBody());
  if (!end)
    return failure();
  unsigned given = func.getBody().getNumArguments();
  if (given != func.getNumArguments())
    return func.emitOpError("has ")
           << given << " arguments in its region, expected "
           << func.getNumArguments() << " as in its type";
  // What a signature names are its extents, and configs. This may be in the
  // midst of another function, which calls this one.
  auto outerExtents = std::exchange(extents, {});
  llvm::scope_exit restore([&] { extents = std::move(outerExtents); });
  auto signature =
      llvm::concat<const Type>(func.getArgumentTypes(), func.getResultTypes());
  for (Type type : signature)
    if (isa<RankedTensorType>(type))
      for (const Extent &extent : extentsOf(type))
        if (extent.name &&
            !isa_and_nonnull<ConfigOp>(lookup(extent.name.getValue())))
          extents.insert(extent.name.getValue());
  SmallVector<Type> inputs, results;
  for (auto [i, type] : llvm::enumerate(func.getArgumentTypes())) {
    FailureOr<Type> resolved = resolve(type, func, ":" + Twine(i));
    if (failed(resolved))
      return failure();
    inputs.push_back(*resolved);
    func.getArgument(i).setType(*resolved);
  }
  for (auto [i, type] : llvm::enumerate(func.getResultTypes())) {
    FailureOr<Type> resolved = resolve(type, func, "->" + Twine(i));
    if (failed(resolved))
      return failure();
    results.push_back(*resolved);
  }
  if (failed(inferBlock(func.getBody().front())))
    return failure();
  if (end.getNumOperands() != results.size())
    return end.emitOpError("gives ")
           << end.getNumOperands() << " values, but @" << func.getSymName()
           << " has " << results.size() << " results";
  for (auto [i, type] : llvm::enumerate(results)) {
    if (isa<NoneType>(type)) { // a block's, that is not written
      if (failed(settle(end->getOpOperand(i))))
        return failure();
      type = end->getOperand(i).getType();
      continue;
    }
    if (failed(strengthen(end->getOpOperand(i), getElementTypeOrSelf(type))))
      return failure();
    Type actual = end->getOperand(i).getType();
    if (!compatible(type, actual))
      return errorAt(end, Twine(i))
             << "result '" << func.getResultName(i) << "' of @"
             << func.getSymName() << " is declared as " << inShort(type)
             << ", but the value is " << inShort(actual);
    type = meetTypes(actual, type);
  }
  func.setFunctionType(FunctionType::get(func.getContext(), inputs, results));
  return checkCustomVjp(func);
}

LogicalResult ModelTyping::inferOnce(FuncOp func) {
  auto [entry, fresh] = progress.try_emplace(func, Progress::Begun);
  if (!fresh)
    return success(entry->second == Progress::Done);
  // Perhaps in the midst of another function.
  auto outerSizes = std::exchange(sizes, {});
  LogicalResult result = inferFunction(func);
  sizes = std::move(outerSizes);
  progress[func] = succeeded(result) ? Progress::Done : Progress::Failed;
  return result;
}

FailureOr<SmallVector<Type>>
ModelTyping::checkCall(Operation *call, FuncOp callee, TypeRange arguments) {
  StringRef name = callee.getSymName();
  if (applications && failed(applications->fixConfigs(call, callee, *this)))
    return failure();
  if (arguments.size() != callee.getNumArguments()) {
    InFlightDiagnostic error = errorAt(call, "@" + name);
    error << "@" << name << " takes "
          << spellCount(callee.getNumArguments(), "argument") << ", got "
          << arguments.size();
    error.attachNote(callee.getLoc()) << "@" << name << " is declared here";
    return error;
  }
  // Which size an extent has, and which argument said so.
  llvm::StringMap<std::pair<Extent, unsigned>> bound;
  for (auto [i, argument] : llvm::enumerate(arguments)) {
    // Extents of the callee are bound here, so all its names are known.
    Extents shape = extentsOf(callee.getArgumentTypes()[i]);
    for (Extent &extent : shape)
      if (auto config = extent.name ? dyn_cast_or_null<ConfigOp>(
                                          lookup(extent.name.getValue()))
                                    : ConfigOp())
        extent.size = config.getInteger().value_or(extent.size);
    Type expected =
        tensorOf(getElementTypeOrSelf(callee.getArgumentTypes()[i]), shape);
    if (!compatible(expected, argument)) {
      InFlightDiagnostic error = errorAt(call, Twine(i));
      error << "argument '" << callee.getArgName(i) << "' of @" << name
            << " is " << inShort(expected) << ", got " << inShort(argument);
      error.attachNote(placeOf(callee.getLoc(), ":" + Twine(i)))
          << "'" << callee.getArgName(i) << "' is declared here";
      return error;
    }
    for (auto [wanted, given] :
         llvm::zip(extentsOf(expected), extentsOf(argument))) {
      if (!wanted.name || wanted.known())
        continue;
      auto [entry, fresh] = bound.try_emplace(wanted.name.getValue(), given, i);
      Extent &known = entry->second.first;
      if (!fresh && clash(known, given)) {
        unsigned first = entry->second.second;
        InFlightDiagnostic error = errorAt(call, Twine(i));
        error << "extent '" << wanted.name.getValue() << "' of @" << name
              << " is " << known.size << " by argument '"
              << callee.getArgName(first) << "' and " << given.size
              << " by argument '" << callee.getArgName(i) << "'";
        error.attachNote(placeOf(call->getLoc(), Twine(first)))
            << "argument '" << callee.getArgName(first) << "' is "
            << inShort(arguments[first]);
        return error;
      }
      if (!fresh)
        known = meet(known, given);
    }
  }
  SmallVector<Type> results, inside;
  if (applications &&
      failed(applications->type(call, callee, arguments, inside, *this)))
    return failure();
  for (auto [i, type] : llvm::enumerate(callee.getResultTypes())) {
    Extents shape = extentsOf(type);
    for (auto [axis, extent] : llvm::enumerate(shape)) {
      if (!inside.empty() && !extent.known() &&
          extentsOf(inside[i])[axis].known())
        extent = Extent(extentsOf(inside[i])[axis].size);
      if (!extent.name)
        continue;
      auto found = bound.find(extent.name.getValue());
      if (found != bound.end())
        extent = found->second.first;
      else if (auto config =
                   dyn_cast_or_null<ConfigOp>(lookup(extent.name.getValue())))
        extent.size = config.getInteger().value_or(extent.size);
      else
        extent.name = {};
    }
    results.push_back(tensorOf(getElementTypeOrSelf(type), shape));
  }
  return results;
}

} // namespace leat
