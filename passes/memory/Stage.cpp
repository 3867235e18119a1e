//===- Stage.cpp - the stage `memory`: from tensors to one arena ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/memory/Stage.h"
#include "mlir/Transforms/Passes.h"
#include "passes/Passes.h"

using namespace mlir;

void leat::buildMemory(OpPassManager &manager) {
  manager.addPass(createGiveDestinationsPass());
  manager.addPass(createBufferizePass());
  // Loops and branches no longer carry buffers.
  manager.addPass(createCanonicalizerPass());
  // A slice that is taken twice is one, and its copy to itself goes.
  manager.addPass(createCSEPass());
  manager.addPass(createCanonicalizerPass());
  manager.addPass(createPlanArenaPass());
}
