//===- Pipelines.cpp - the stage table --------------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/Pipelines.h"
#include "dialect/Dialect.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"
#include "passes/Passes.h"
#include "passes/emit/Emit.h"

using namespace mlir;
using namespace leat;

// The entries as pure functions of ops without names of extents, calls or
// gradients.
static void buildGraph(OpPassManager &pm, const CompileOptions &options) {
  pm.addPass(createExpandTrainersPass());
  pm.addPass(createFlattenLetPass());
  pm.addPass(createResolveModesPass());
  pm.addPass(createThreadStatePass());
  SpecializePassOptions specialize;
  specialize.entries.assign(options.entries.begin(), options.entries.end());
  specialize.extents.assign(options.extents.begin(), options.extents.end());
  pm.addPass(createSpecializePass(specialize));
  pm.addPass(createDifferentiatePass());
  pm.addPass(createInlinePass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createDecomposePass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

static constexpr Stage kStages[] = {
    {"graph", "the model as pure functions of named tensors", buildGraph},
};

ArrayRef<Stage> leat::stages() { return kStages; }

void leat::registerDialects(DialectRegistry &registry) {
  registerAllDialects(registry);
  registerAllExtensions(registry);
  registerEmitTranslations(registry);
  registry.insert<LeatDialect>();
}

void leat::registerStagePipelines() {
  for (const Stage &stage : kStages)
    PassPipelineRegistration<>(
        ("leat-" + stage.name).str(), stage.summary,
        [build = stage.build](OpPassManager &pm) { build(pm, {}); });
}
