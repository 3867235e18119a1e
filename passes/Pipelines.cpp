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
#include "passes/cpu/LowerToLLVM.h"
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
  DifferentiatePassOptions differentiate;
  differentiate.keep = options.keep;
  pm.addPass(createDifferentiatePass(differentiate));
  pm.addPass(createInlinePass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createDecomposePass());
  pm.addPass(createCanonicalizerPass());
  // What is computed before a loop that does not run could fail a check.
  if (!options.checkNan)
    pm.addPass(createHoistInvariantsPass());
  pm.addPass(createCSEPass());
}

// Groups of ops as kernels, functions as sequences of launches.
static void buildKernel(OpPassManager &pm, const CompileOptions &options) {
  if (options.fuse)
    pm.addPass(createMergeUpdatesPass());
  FormKernelsPassOptions form;
  form.fuse = options.fuse;
  form.checkNan = options.checkNan;
  pm.addPass(createFormKernelsPass(form));
}

// Kernels in linalg; those with a contraction stay as they are. No CSE behind
// it: equal fills are destinations of different ops, and one for both costs a
// copy.
static void buildTensor(OpPassManager &pm, const CompileOptions &) {
  pm.addPass(createLowerKernelsPass());
}

// Buffers instead of tensors, the temporary ones in one arena.
static void buildMemory(OpPassManager &pm, const CompileOptions &) {
  pm.addPass(createGiveDestinationsPass());
  pm.addPass(createBufferizePass());
  // Views of one place become one value, copies to itself vanish.
  pm.addPass(createCSEPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createPlanArenaPass());
}

// Vectorised loops, entries of the ABI, the LLVM dialect.
static void buildCpu(OpPassManager &pm, const CompileOptions &options) {
  EmitContractionsPassOptions contractions;
  contractions.threads = unsigned(options.threads);
  contractions.vectorBytes = options.target.vectorBytes;
  contractions.l1Bytes = options.target.l1Bytes;
  contractions.l2Bytes = options.target.l2Bytes;
  pm.addPass(createEmitContractionsPass(contractions));
  EmitLoopsPassOptions loops;
  loops.threads = unsigned(options.threads);
  loops.vectorBytes = options.target.vectorBytes;
  pm.addPass(createEmitLoopsPass(loops));
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createPromoteScratchPass());
  LowerLaunchPassOptions launch;
  launch.profile = options.profile;
  launch.countTrips = options.countTrips;
  pm.addPass(createLowerLaunchPass(launch));
  buildLowerToLLVM(pm);
}

static constexpr Stage kStages[] = {
    {"graph", "the model as pure functions of named tensors", buildGraph},
    {"kernel", "groups of ops, and launches of them", buildKernel},
    {"tensor", "kernels in linalg on tensors", buildTensor},
    {"memory", "kernels and launches on buffers, in one arena", buildMemory},
    {"cpu", "the LLVM dialect", buildCpu},
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
