//===- Lookup.cpp - what names in a model stand for -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Declarations, and extents that are named after configs.
//
//===----------------------------------------------------------------------===//

#include "dialect/Applications.h"
#include "dialect/Expression.h"
#include "dialect/Infer.h"
#include "dialect/Spelling.h"
#include "llvm/ADT/ScopeExit.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

ModelTyping::ModelTyping(Region &body) : body(body) {
  for (Operation &op : body.getOps())
    if (auto name =
            op.getAttrOfType<StringAttr>(SymbolTable::getSymbolAttrName()))
      symbols.try_emplace(name.getValue(), &op);
}

Operation *ModelTyping::lookup(StringRef name) const {
  return symbols.lookup(name);
}

void ModelTyping::noteNearest(InFlightDiagnostic &error, StringRef name) const {
  SmallVector<StringRef> names;
  for (const auto &entry : symbols)
    names.push_back(entry.first());
  // The order of a hash table would choose among equals.
  llvm::sort(names);
  if (StringRef meant = nearestName(name, names); !meant.empty())
    error.attachNote(lookup(meant)->getLoc())
        << "did you mean @" << meant << "?";
}

FailureOr<Type> ModelTyping::resolve(Type type, Operation *at,
                                     const Twine &key) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.getEncoding())
    return type;
  Extents result = extentsOf(tensor);
  for (Extent &extent : result) {
    if (!extent.name)
      continue;
    StringRef name = extent.name.getValue();
    if (auto size = sizes.find(name); size != sizes.end()) {
      extent = Extent(size->second);
    } else if (auto config = dyn_cast_or_null<ConfigOp>(lookup(name))) {
      std::optional<int64_t> size = config.getInteger();
      if (!size || *size < 0) {
        InFlightDiagnostic error = errorAt(at, key);
        error << "the extent '" << name << "' of " << inShort(type)
              << " is the config @" << name << " = " << spell(config.getValue())
              << ", expected an integer that is not negative";
        error.attachNote(config.getLoc()) << "@" << name << " is declared here";
        return error;
      }
      extent.size = *size;
    } else if (!extents.contains(name)) {
      return errorAt(at, key)
             << "the extent '" << name << "' of " << inShort(type)
             << " is neither a config of the model nor an extent of the "
                "function's signature";
    }
  }
  return Type(tensorOf(tensor.getElementType(), result));
}

FailureOr<Type> ModelTyping::typeOfState(Operation *user, StringRef name) {
  Operation *found = lookup(name);
  if (found && applications && failed(applications->close(found, user, *this)))
    return failure();
  if (auto param = dyn_cast_or_null<ParamOp>(found))
    return resolve(param.getType(), param);
  if (auto state = dyn_cast_or_null<StateOp>(found))
    return resolve(state.getType(), state);
  if (auto constant = dyn_cast_or_null<ConstOp>(found)) {
    if (failed(inferConst(constant)))
      return failure();
    return constant.getYielded().getType();
  }
  InFlightDiagnostic error = errorAt(user, "@" + name);
  error << "there is no param, state, const or config @" << name
        << " in the model";
  if (found)
    error.attachNote(found->getLoc())
        << "@" << name << " is a " << found->getName().stripDialect();
  else
    noteNearest(error, name);
  return error;
}

LogicalResult ModelTyping::inferConst(ConstOp op) {
  if (!open.insert(op).second)
    return op.emitOpError("is defined by itself");
  llvm::scope_exit close([&] { open.erase(op); });
  // Not yet verified where a person writes MLIR's generic form.
  Block &block = op.getBody().front();
  if (failed(verifyExpressionRegion(op)) || failed(inferBlock(block)))
    return failure();
  return settle(block.getTerminator()->getOpOperand(0));
}

} // namespace leat
