//===- GiveDestinations.cpp - where each result is written ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Results, carries of loops and results of branches get the buffer that they
// will stand in before bufferisation chooses one for them.
//   %e0 = tensor.empty() : tensor<f32>
//   %l = leat.launch @loss ins(%g) outs(%e0)
//   %e1 = tensor.empty() : tensor<8xf32>
//   %n = leat.launch @sgd ins(%w, %g) outs(%e1)
//   return %l, %n                                // the output, the state @w
// becomes
//   %l = leat.launch @loss ins(%g) outs(%loss)   // a new argument
//   %n = leat.launch @sgd ins(%g) outs(%w)       // in place, see InPlace.h
//   return %l, %n
// What a value has to do to stand somewhere is in Destinations.h.
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "passes/Entry.h"
#include "passes/Passes.h"
#include "passes/memory/Destinations.h"
#include "passes/memory/InPlace.h"
#include "passes/memory/Reshape.h"

namespace leat {
#define GEN_PASS_DEF_GIVEDESTINATIONSPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

//===----------------------------------------------------------------------===//
// Results of entries and kernels
//===----------------------------------------------------------------------===//

// Checks that every argument and result can be told apart, and writes down
// what the runtime must know of them.
static LogicalResult recordSignature(func::FuncOp entry) {
  Builder b(entry.getContext());
  SmallVector<Attribute> inputs, outputs, states, writes;
  auto record = [&](StringRef what, unsigned index, Type type,
                    DictionaryAttr attributes, SmallVector<Attribute> &values,
                    SmallVector<Attribute> &names) -> LogicalResult {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor || !tensor.hasStaticShape())
      return entry.emitError()
             << what << " " << index << " of entry '" << entry.getName()
             << "' is a " << type << ", expected a tensor of static shape";
    if (Attribute state = stateOf(attributes)) {
      llvm::append_range(names, stateNames(state));
      return success();
    }
    auto name = attributes
                    ? attributes.getAs<StringAttr>(leat::FuncOp::kNameAttr)
                    : StringAttr();
    if (!name)
      return entry.emitError()
             << what << " " << index << " of entry '" << entry.getName()
             << "' has neither " << leat::FuncOp::kNameAttr << " nor "
             << leat::FuncOp::kStateAttr;
    if (llvm::any_of(values, [&](Attribute value) {
          return cast<DictionaryAttr>(value).get("name") == name;
        }))
      return entry.emitError() << what << " " << index << " of entry '"
                               << entry.getName() << "' is a second " << name;
    Type seen =
        attributes.contains(kBoolAttr) ? tensor.clone(b.getI1Type()) : tensor;
    values.push_back(
        b.getDictionaryAttr({b.getNamedAttr("name", name),
                             b.getNamedAttr("type", TypeAttr::get(seen))}));
    return success();
  };
  for (auto [i, type] : llvm::enumerate(entry.getArgumentTypes()))
    if (failed(record("argument", i, type, entry.getArgAttrDict(i), inputs,
                      states)))
      return failure();
  for (auto [i, type] : llvm::enumerate(entry.getResultTypes()))
    if (failed(record("result", i, type, entry.getResultAttrDict(i), outputs,
                      writes)))
      return failure();
  for (Attribute written : writes)
    if (!llvm::is_contained(states, written))
      states.push_back(written);
  setEntryFact(entry, "inputs", b.getArrayAttr(inputs));
  setEntryFact(entry, "outputs", b.getArrayAttr(outputs));
  setEntryFact(entry, "states", b.getArrayAttr(states));
  return success();
}

// A new last argument of the type of a result. Its attributes are those of
// the result and the unit attribute `marker`, if there is one.
static BlockArgument addArgument(func::FuncOp entry, unsigned result,
                                 StringRef marker) {
  NamedAttrList attributes(entry.getResultAttrDict(result));
  if (!marker.empty())
    attributes.set(marker, UnitAttr::get(entry.getContext()));
  unsigned index = entry.getNumArguments();
  LogicalResult inserted = entry.insertArgument(
      index, entry.getResultTypes()[result],
      attributes.getDictionary(entry.getContext()), entry.getLoc());
  assert(succeeded(inserted) && "a function takes any argument");
  (void)inserted;
  return entry.getArgument(index);
}

// The argument of the state that a result is the new value of; a state that
// is only written has none yet.
static BlockArgument stateArgument(func::FuncOp entry, unsigned result) {
  Attribute state = stateOf(entry.getResultAttrDict(result));
  for (BlockArgument argument : entry.getArguments())
    if (stateOf(entry.getArgAttrDict(argument.getArgNumber())) == state)
      return argument;
  return addArgument(entry, result, "");
}

// Checks and records the signature, gives every result its argument.
static LogicalResult giveToResults(func::FuncOp entry,
                                   DestinationGiver &giver) {
  if (failed(recordSignature(entry)))
    return failure();
  Block &body = entry.getBody().front();
  Operation *end = body.getTerminator();
  // Outputs first, each as soon as it is there: what they read is then free
  // to be overwritten.
  for (OpOperand &use : end->getOpOperands()) {
    if (stateOf(entry.getResultAttrDict(use.getOperandNumber())))
      continue;
    BlockArgument dest =
        addArgument(entry, use.getOperandNumber(), kOutputAttr);
    Operation *definition = use.get().getDefiningOp();
    use.set(giver.give(use.get(), dest,
                       definition ? definition->getNextNode() : &body.front()));
  }
  SmallVector<std::pair<OpOperand *, Value>> updates;
  SmallVector<Attribute> writes;
  for (OpOperand &use : end->getOpOperands()) {
    Attribute state = stateOf(entry.getResultAttrDict(use.getOperandNumber()));
    if (!state)
      continue;
    BlockArgument dest = stateArgument(entry, use.getOperandNumber());
    if (dest.getType() != use.get().getType())
      return entry.emitError() << "state " << state << " of entry '"
                               << entry.getName() << "' is a " << dest.getType()
                               << ", its new value a " << use.get().getType();
    updates.emplace_back(&use, dest);
    if (reshapeRoot(use.get()) != dest)
      llvm::append_range(writes, stateNames(state));
  }
  giver.giveToCarries(updates);
  setEntryFact(entry, "writes", ArrayAttr::get(entry.getContext(), writes));
  return success();
}

static void setWritable(func::FuncOp function, unsigned argument,
                        bool writable) {
  function.setArgAttr(argument,
                      bufferization::BufferizationDialect::kWritableAttrName,
                      BoolAttr::get(function.getContext(), writable));
}

// Inputs of an entry, and states that it does not write, are read only.
static void markEntry(func::FuncOp entry) {
  auto writes = entryFacts(entry).getAs<ArrayAttr>("writes");
  for (unsigned i = 0; i < entry.getNumArguments(); ++i) {
    bool written = llvm::any_of(
        stateNames(stateOf(entry.getArgAttrDict(i))),
        [&](StringAttr name) { return llvm::is_contained(writes, name); });
    setWritable(entry, i, entry.getArgAttr(i, kOutputAttr) || written);
  }
}

// Each result of a kernel is written to the argument that is its destination.
static LogicalResult finishKernel(func::FuncOp kernel, LaunchOp launch) {
  unsigned inputs = launch.getIns().size(), outputs = launch.getOuts().size();
  if (kernel.getNumArguments() != inputs + outputs ||
      kernel.getNumResults() != outputs)
    return launch.emitError() << "kernel '" << kernel.getName() << "' has "
                              << kernel.getNumArguments() << " arguments and "
                              << kernel.getNumResults() << " results, expected "
                              << inputs + outputs << " and " << outputs;
  for (unsigned i = 0; i < kernel.getNumArguments(); ++i)
    setWritable(kernel, i, i >= inputs);
  Operation *end = kernel.getBody().front().getTerminator();
  for (OpOperand &use : end->getOpOperands()) {
    Value dest = kernel.getArgument(inputs + use.getOperandNumber());
    if (loopRoot(use.get()) == dest)
      continue;
    if (use.get().getType() != dest.getType())
      return kernel.emitError()
             << "result " << use.getOperandNumber() << " of kernel '"
             << kernel.getName() << "' is a " << use.get().getType()
             << ", its destination a " << dest.getType();
    OpBuilder b(end);
    use.set(bufferization::MaterializeInDestinationOp::create(
                b, use.get().getLoc(), dest.getType(), use.get(), dest)
                .getResult());
  }
  return success();
}

namespace {
struct GiveDestinationsPass
    : leat::impl::GiveDestinationsPassBase<GiveDestinationsPass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    SymbolTableCollection symbols;
    for (func::FuncOp entry : findEntries(module)) {
      DestinationGiver giver(entry, symbols);
      if (failed(giveToResults(entry, giver)))
        return signalPassFailure();
      giver.giveToControlFlow();
      giver.keepSharedApart();
      markEntry(entry);
    }
    mergeInPlaceOperands(module);
    SymbolTableCollection merged;
    DenseSet<Operation *> finished;
    WalkResult result = module.walk([&](LaunchOp launch) {
      func::FuncOp kernel = kernelFunction(launch, merged);
      if (kernel && finished.insert(kernel).second)
        return WalkResult(finishKernel(kernel, launch));
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }
};
} // namespace
