//===- Specialize.cpp - one clone of a function per extents ---------------===//
//
//   func @f(%x: f32[B, 2])   with B = 64   ==>   func @f(%x: f32[64, 2])
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Infer.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"
#include "passes/Passes.h"

namespace leat {
#define GEN_PASS_DEF_SPECIALIZEPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

class Specializer {
public:
  explicit Specializer(ModelOp model) : model(model), typing(model.getBody()) {
    for (ConfigOp config : model.getOps<ConfigOp>())
      if (std::optional<int64_t> size = config.getInteger())
        configs[config.getSymName()] = *size;
    typing.sizes = configs;
    typing.onCall = [this](Operation *call, FuncOp callee,
                           TypeRange arguments) {
      return forCall(call, callee, arguments);
    };
  }

  /// A copy of `func`, named `name`, in which its extents have the given sizes;
  /// for `call`, if there is one.
  FailureOr<FuncOp> specialize(FuncOp func,
                               const llvm::StringMap<int64_t> &sizes,
                               const Twine &name, Operation *call = nullptr);

private:
  FailureOr<FuncOp> forCall(Operation *call, FuncOp callee,
                            TypeRange arguments);
  LogicalResult bindWritten(CallOp call, FuncOp callee,
                            llvm::StringMap<int64_t> &sizes);
  LogicalResult checkKnown(FuncOp func, Operation *call);
  LogicalResult replaceExtents(FuncOp func,
                               const llvm::StringMap<int64_t> &sizes);

  ModelOp model;
  ModelTyping typing;
  llvm::StringMap<int64_t> configs;
  llvm::StringMap<FuncOp> done;
  /// Callees that are being specialised: models are specialised for `leat
  /// check`, too, where leat-thread-state has not refused recursion.
  llvm::SmallPtrSet<Operation *, 8> open;
};

} // namespace

// After inference no extent is left open.
LogicalResult Specializer::checkKnown(FuncOp func, Operation *call) {
  WalkResult result = func.walk([&](Operation *op) -> WalkResult {
    op->removeAttr(kConfigAttr);
    for (Type type : op->getResultTypes())
      if (auto tensor = dyn_cast<RankedTensorType>(type);
          tensor && !tensor.hasStaticShape()) {
        auto error = op->emitOpError("has an extent that is not known: ")
                     << inShort(type);
        if (call)
          error.attachNote(call->getLoc())
              << "called here; a type behind the call says what its results "
                 "are";
        return error;
      }
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}

// Reading an extent is a number from now on.
LogicalResult
Specializer::replaceExtents(FuncOp func,
                            const llvm::StringMap<int64_t> &sizes) {
  SmallVector<GetOp> gets;
  func.walk([&](GetOp get) {
    if (!typing.lookup(get.getState()) && isa<RankedTensorType>(get.getType()))
      gets.push_back(get);
  });
  for (GetOp get : gets) {
    auto size = sizes.find(get.getState());
    if (size == sizes.end())
      return get.emitOpError("the size of the extent '")
             << get.getState() << "' is not known";
    OpBuilder b(get);
    auto number = NumberOp::create(b, get.getLoc(), get.getType(),
                                   b.getF64FloatAttr(double(size->second)));
    get.replaceAllUsesWith(number.getResult());
    get.erase();
  }
  return success();
}

FailureOr<FuncOp> Specializer::specialize(FuncOp func,
                                          const llvm::StringMap<int64_t> &sizes,
                                          const Twine &name, Operation *call) {
  FuncOp clone = func.clone();
  clone.setSymName(name.str());
  // They are for who makes the call; its sizes may be others.
  for (unsigned i = 0; i < clone.getNumArguments(); ++i)
    clone.removeArgAttr(i, FuncOp::kDefaultAttr);
  OpBuilder(func).insert(clone);
  typing.declare(clone.getSymName(), clone);
  llvm::StringMap<int64_t> outer = typing.sizes;
  typing.sizes = configs;
  for (const auto &entry : sizes)
    typing.sizes[entry.first()] = entry.second;
  LogicalResult ok = typing.inferFunction(clone);
  typing.sizes = outer;
  if (failed(ok) || failed(replaceExtents(clone, sizes)) ||
      failed(checkKnown(clone, call)))
    return failure();
  return clone;
}

// Binds the extents of `wanted`, of a signature, that are known in `given`.
static void bind(Type wanted, Type given, llvm::StringMap<int64_t> &sizes) {
  if (!isa<RankedTensorType>(wanted) || !isa<RankedTensorType>(given))
    return;
  Extents names = extentsOf(wanted), known = extentsOf(given);
  if (names.size() != known.size())
    return;
  for (auto [mine, theirs] : llvm::zip(names, known))
    if (mine.name && !mine.known() && theirs.known())
      sizes.try_emplace(mine.name.getValue(), theirs.size);
}

// A function whose arguments do not bind all its extents is called with the
// types of its results.
LogicalResult Specializer::bindWritten(CallOp call, FuncOp callee,
                                       llvm::StringMap<int64_t> &sizes) {
  for (auto [i, wanted] : llvm::enumerate(callee.getResultTypes())) {
    Type written = assertedType(call, unsigned(i));
    if (!written || i >= call->getNumResults())
      continue;
    FailureOr<Type> given = typing.resolve(written, call, ":" + Twine(i).str());
    if (failed(given))
      return failure();
    bind(wanted, *given, sizes);
  }
  return success();
}

// The sizes that the arguments bind, and the types that are written for the
// results; what these have in common with the signature is checked by inference
// afterwards.
FailureOr<FuncOp> Specializer::forCall(Operation *call, FuncOp callee,
                                       TypeRange arguments) {
  llvm::StringMap<int64_t> sizes;
  for (auto [argument, type] : llvm::zip(arguments, callee.getArgumentTypes()))
    bind(type, argument, sizes);
  if (auto plain = dyn_cast<CallOp>(call))
    if (failed(bindWritten(plain, callee, sizes)))
      return failure();
  std::string key = callee.getSymName().str();
  for (Type argument : arguments)
    key += " " + shortType(argument);
  for (Type type : callee.getResultTypes())
    for (const Extent &extent : extentsOf(type))
      if (extent.name && sizes.contains(extent.name.getValue()))
        key += " " + std::to_string(sizes.lookup(extent.name.getValue()));
  if (auto found = done.find(key); found != done.end())
    return found->second;
  // Reported here, at the call, before the callee is looked into.
  if (failed(typing.checkCall(call, callee, arguments)))
    return failure();
  if (!open.insert(callee).second)
    return callee.emitOpError("calls itself; recursion is not supported");
  std::string name = (callee.getSymName() + "$" + Twine(done.size())).str();
  FailureOr<FuncOp> clone = specialize(callee, sizes, name, call);
  open.erase(callee);
  if (succeeded(clone)) {
    clone->setPrivate();
    done[key] = *clone;
  }
  return clone;
}

namespace {
struct SpecializePass : leat::impl::SpecializePassBase<SpecializePass> {
  using Base::Base;

  void runOnOperation() override {
    llvm::StringMap<int64_t> sizes;
    for (StringRef text : extents) {
      auto [name, size] = text.split('=');
      int64_t value;
      if (size.getAsInteger(10, value) || value < 0) {
        getOperation().emitError("expected NAME=SIZE for an extent, got '")
            << text << "'";
        return signalPassFailure();
      }
      sizes[name] = value;
    }
    for (ModelOp model : getOperation().getOps<ModelOp>())
      if (failed(specializeModel(model, sizes)))
        return signalPassFailure();
  }

  LogicalResult specializeModel(ModelOp model,
                                const llvm::StringMap<int64_t> &sizes) {
    SmallVector<FuncOp> functions(model.getOps<FuncOp>()), clones;
    Specializer specializer(model);
    for (StringRef entry : entries)
      if (llvm::none_of(functions,
                        [&](FuncOp f) { return f.getSymName() == entry; }))
        return model.emitOpError("there is no function @") << entry;
    for (FuncOp func : functions) {
      bool wanted = entries.empty()
                        ? func.isPublic()
                        : llvm::is_contained(entries, func.getSymName());
      if (!wanted)
        continue;
      auto types = llvm::concat<const Type>(func.getArgumentTypes(),
                                            func.getResultTypes());
      for (Type type : types)
        for (const Extent &extent : extentsOf(type))
          if (!extent.known() && extent.name &&
              !sizes.contains(extent.name.getValue()))
            return func.emitOpError("extent '")
                   << extent.name.getValue() << "' of @" << func.getSymName()
                   << " has no size";
      FailureOr<FuncOp> clone =
          specializer.specialize(func, sizes, func.getSymName() + "$");
      if (failed(clone))
        return failure();
      clones.push_back(*clone);
    }
    // The clones take the places and names of the originals.
    for (FuncOp func : functions)
      func.erase();
    for (FuncOp clone : clones)
      clone.setSymName(clone.getSymName().drop_back());
    return success();
  }
};
} // namespace
