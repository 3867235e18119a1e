//===- InPlace.cpp - kernels that update a buffer in place ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Dropping an input is right whatever the kernel does: on tensors the value is
// the same, and bufferisation of the kernel copies where an element is written
// before another reads it.
//
//===----------------------------------------------------------------------===//

#include "passes/memory/InPlace.h"
#include "passes/memory/Reshape.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace leat {

func::FuncOp kernelFunction(LaunchOp launch, SymbolTableCollection &symbols) {
  auto function = symbols.lookupNearestSymbolFrom<func::FuncOp>(
      launch, launch.getCalleeAttr());
  return function && !function.isExternal() ? function : func::FuncOp();
}

namespace {

/// Input and destination that are one buffer.
using Pair = std::pair<unsigned, unsigned>;
using Pairs = SmallVector<Pair>;

/// The launches of one kernel, grouped by the inputs that they drop.
using Groups =
    llvm::MapVector<Pairs, SmallVector<LaunchOp>, std::map<Pairs, unsigned>>;

Pairs findPairs(LaunchOp launch) {
  Pairs pairs;
  for (auto [in, input] : llvm::enumerate(launch.getIns()))
    for (auto [out, output] : llvm::enumerate(launch.getOuts()))
      if (reshapeRoot(input) == reshapeRoot(output)) {
        pairs.emplace_back(in, out);
        break;
      }
  return pairs;
}

void mergeArguments(func::FuncOp kernel, const Pairs &pairs, unsigned inputs) {
  Block &body = kernel.getBody().front();
  OpBuilder b = OpBuilder::atBlockBegin(&body);
  llvm::BitVector dropped(kernel.getNumArguments());
  for (auto [in, out] : pairs) {
    BlockArgument input = body.getArgument(in);
    BlockArgument output = body.getArgument(inputs + out);
    Value old = reshapeTo(b, kernel.getLoc(), output,
                          cast<RankedTensorType>(input.getType()));
    input.replaceAllUsesWith(old);
    dropped.set(in);
  }
  // Attributes and types are static, so this cannot fail.
  LogicalResult erased = kernel.eraseArguments(dropped);
  assert(succeeded(erased) && "argument types of a function can be dropped");
  (void)erased;
}

void dropInputs(LaunchOp launch, const Pairs &pairs, StringRef kernel) {
  for (auto [in, out] : llvm::reverse(pairs))
    launch.getInsMutable().erase(in);
  launch.setCallee(kernel);
}

} // namespace

void mergeInPlaceOperands(ModuleOp module) {
  SymbolTableCollection symbols;
  llvm::MapVector<func::FuncOp, Groups> kernels;
  module.walk([&](LaunchOp launch) {
    if (func::FuncOp kernel = kernelFunction(launch, symbols))
      kernels[kernel][findPairs(launch)].push_back(launch);
  });
  SymbolTable &table = symbols.getSymbolTable(module);
  for (auto &[kernel, groups] : kernels) {
    // The original is copied before it changes, so it changes last.
    for (auto &[pairs, launches] : llvm::drop_begin(groups)) {
      if (pairs.empty())
        continue;
      func::FuncOp variant = kernel.clone();
      variant.setName((kernel.getName() + "_inplace").str());
      table.insert(variant);
      mergeArguments(variant, pairs, launches.front().getIns().size());
      for (LaunchOp launch : launches)
        dropInputs(launch, pairs, variant.getName());
    }
    auto &[pairs, launches] = *groups.begin();
    if (pairs.empty())
      continue;
    // Launches that drop nothing keep the original, if there are any.
    func::FuncOp target = kernel;
    if (groups.count(Pairs())) {
      target = kernel.clone();
      target.setName((kernel.getName() + "_inplace").str());
      table.insert(target);
    }
    mergeArguments(target, pairs, launches.front().getIns().size());
    for (LaunchOp launch : launches)
      dropInputs(launch, pairs, target.getName());
  }
}

} // namespace leat
