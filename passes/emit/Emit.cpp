//===- Emit.cpp - from the LLVM dialect to IR, assembly, objects ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Worked example, one kernel through `emit`:
//   llvm.func @k(%a: !llvm.ptr {llvm.noalias}) { ... llvm.return }
// becomes
//   define void @k(ptr noalias %0) #0 { ... ret void }
//   attributes #0 = { nounwind "no-builtins" "prefer-vector-width"="512"
//                     "target-cpu"=... "target-features"=... }
// and that an object with one symbol `k` and no unwind table.
//
//===----------------------------------------------------------------------===//

#include "passes/emit/Emit.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/OpenMP/OpenMPDialect.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/OpenMP/OpenMPToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/LICM.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Scalar/SimplifyCFG.h"
#include <atomic>
#include <chrono>
#include <thread>

using namespace mlir;

namespace leat {

namespace {

/// Adds the life time of the object to a sum of seconds.
class Stopwatch {
public:
  explicit Stopwatch(double &seconds) : seconds(seconds) {}
  ~Stopwatch() {
    seconds += std::chrono::duration<double>(Clock::now() - start).count();
  }

private:
  using Clock = std::chrono::steady_clock;
  double &seconds;
  Clock::time_point start = Clock::now();
};

} // namespace

//===----------------------------------------------------------------------===//
// Translation
//===----------------------------------------------------------------------===//

void registerEmitTranslations(DialectRegistry &registry) {
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  registerOpenMPDialectTranslation(registry);
}

/// MLIR's own words for a left-over op speak of translation interfaces; a
/// person wants to know which op it was.
static llvm::Error checkOnlyLLVM(ModuleOp module) {
  Operation *stranger = nullptr;
  module.walk([&](Operation *op) {
    if (isa_and_nonnull<LLVM::LLVMDialect, omp::OpenMPDialect, BuiltinDialect>(
            op->getDialect()) &&
        !isa<UnrealizedConversionCastOp>(op))
      return WalkResult::advance();
    stranger = op;
    return WalkResult::interrupt();
  });
  if (!stranger)
    return llvm::Error::success();
  std::string place;
  llvm::raw_string_ostream(place) << stranger->getLoc();
  return llvm::createStringError(
      "%s: '%s' op has no lowering to LLVM, expected only ops of the llvm and "
      "omp dialects",
      place.c_str(), stranger->getName().getStringRef().str().c_str());
}

/// What holds for each function we make, whatever the kernel.
static void setAttributes(llvm::Module &module, const TargetInfo &target) {
  std::string bits = std::to_string(target.vectorBytes * 8);
  for (llvm::Function &function : module) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr("target-cpu", target.cpu);
    function.addFnAttr("target-features", target.features);
    // Explicit 512-bit vectors must not be split for a model that is said to
    // prefer 256 bit.
    function.addFnAttr("prefer-vector-width", bits);
    function.addFnAttr("min-legal-vector-width", bits);
    // Keeps LLVM from folding calls of libm by name (pow(x, 2) to x * x):
    // that changes bits, and only in the tier that optimises.
    function.addFnAttr("no-builtins");
    // Nothing here throws, and without unwind tables there is less to link.
    function.addFnAttr(llvm::Attribute::NoUnwind);
  }
}

llvm::Expected<std::unique_ptr<llvm::Module>>
translateModule(ModuleOp module, llvm::LLVMContext &context,
                const TargetInfo &target) {
  if (llvm::Error error = checkOnlyLLVM(module))
    return std::move(error);
  llvm::Expected<std::unique_ptr<llvm::TargetMachine>> machine =
      createTargetMachine(target, llvm::CodeGenOptLevel::None);
  if (!machine)
    return machine.takeError();
  std::unique_ptr<llvm::Module> result =
      translateModuleToLLVMIR(module, context, "leat");
  if (!result)
    return llvm::createStringError("translation to LLVM IR failed");
  result->setTargetTriple((*machine)->getTargetTriple());
  result->setDataLayout((*machine)->createDataLayout());
  setAttributes(*result, target);
  return result;
}

//===----------------------------------------------------------------------===//
// Optimisation and code
//===----------------------------------------------------------------------===//

/// What the final tier runs. Kernels come vectorised, unrolled and hoisted,
/// and LLVM's O1 to O3 found nothing more in them: 12 ms more for a matrix
/// micro-kernel of the same speed, and a polynomial kernel 13 % slower. These
/// five clean up addresses, and the code generator wins back their time. The
/// quick tier leaves the IR as the MLIR passes made it.
static void optimize(llvm::Module &module, llvm::TargetMachine &machine,
                     Tier tier) {
  if (tier == Tier::Quick)
    return;
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  llvm::FunctionPassManager passes;
  passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  passes.addPass(llvm::EarlyCSEPass(/*UseMemorySSA=*/true));
  passes.addPass(llvm::SimplifyCFGPass());
  passes.addPass(llvm::createFunctionToLoopPassAdaptor(
      llvm::LICMPass(llvm::LICMOptions()), /*UseMemorySSA=*/true));
  passes.addPass(llvm::InstCombinePass());
  llvm::ModulePassManager pipeline;
  pipeline.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(passes)));
  pipeline.run(module, modules);
}

static llvm::Error write(llvm::Module &module, llvm::TargetMachine &machine,
                         EmitFormat format, EmitBuffer &buffer) {
  llvm::raw_svector_ostream stream(buffer);
  if (format == EmitFormat::LLVM) {
    module.print(stream, nullptr);
    return llvm::Error::success();
  }
  llvm::legacy::PassManager passes;
  llvm::CodeGenFileType type = format == EmitFormat::Object
                                   ? llvm::CodeGenFileType::ObjectFile
                                   : llvm::CodeGenFileType::AssemblyFile;
  if (machine.addPassesToEmitFile(passes, stream, nullptr, type,
                                  /*DisableVerify=*/true))
    return llvm::createStringError(
        "target '" + machine.getTargetTriple().str() + "' cannot write " +
        (format == EmitFormat::Object ? "an object" : "assembly"));
  passes.run(module);
  return llvm::Error::success();
}

/// From an LLVM module, which is used up, to bytes.
static llvm::Expected<EmitBuffer> finish(llvm::Module &module,
                                         EmitFormat format,
                                         const EmitOptions &options,
                                         EmitTimes &times) {
  auto level = options.tier == Tier::Quick ? llvm::CodeGenOptLevel::Less
                                           : llvm::CodeGenOptLevel::Default;
  llvm::Expected<std::unique_ptr<llvm::TargetMachine>> machine =
      createTargetMachine(options.target, level);
  if (!machine)
    return machine.takeError();
  {
    Stopwatch watch(times.optimize);
    optimize(module, **machine, options.tier);
  }
  EmitBuffer buffer;
  Stopwatch watch(times.codegen);
  if (llvm::Error error = write(module, **machine, format, buffer))
    return std::move(error);
  return buffer;
}

//===----------------------------------------------------------------------===//
// Entry points
//===----------------------------------------------------------------------===//

llvm::Expected<EmitBuffer> emit(ModuleOp module, EmitFormat format,
                                const EmitOptions &options, EmitTimes *times) {
  llvm::Expected<std::vector<EmitBuffer>> buffers =
      emitAll(module, format, options, 1, times);
  if (!buffers)
    return buffers.takeError();
  return std::move(buffers->front());
}

namespace {
/// One module on its way through `emitAll`. LLVM contexts are not shared
/// between threads, so each job has its own.
struct Job {
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> module;
  EmitBuffer buffer;
  EmitTimes times;
  std::string error;
};
} // namespace

llvm::Expected<std::vector<EmitBuffer>>
emitAll(llvm::ArrayRef<ModuleOp> modules, EmitFormat format,
        const EmitOptions &options, unsigned threads, EmitTimes *times) {
  EmitTimes sum;
  std::vector<std::unique_ptr<Job>> jobs;
  // Translation reads MLIR and is a few percent of the time: done here, so
  // that threads share nothing.
  for (ModuleOp module : modules) {
    Stopwatch watch(sum.translate);
    auto job = std::make_unique<Job>();
    llvm::Expected<std::unique_ptr<llvm::Module>> translated =
        translateModule(module, job->context, options.target);
    if (!translated)
      return translated.takeError();
    job->module = std::move(*translated);
    jobs.push_back(std::move(job));
  }
  std::atomic<size_t> next = 0;
  auto work = [&] {
    for (size_t i = next++; i < jobs.size(); i = next++) {
      llvm::Expected<EmitBuffer> buffer =
          finish(*jobs[i]->module, format, options, jobs[i]->times);
      if (buffer)
        jobs[i]->buffer = std::move(*buffer);
      else
        jobs[i]->error = llvm::toString(buffer.takeError());
    }
  };
  std::vector<std::thread> helpers;
  for (size_t i = 1; i < std::min<size_t>(threads, jobs.size()); ++i)
    helpers.emplace_back(work);
  work();
  for (std::thread &helper : helpers)
    helper.join();

  std::vector<EmitBuffer> buffers;
  for (std::unique_ptr<Job> &job : jobs) {
    if (!job->error.empty())
      return llvm::createStringError(job->error);
    sum.optimize += job->times.optimize;
    sum.codegen += job->times.codegen;
    buffers.push_back(std::move(job->buffer));
  }
  if (times) {
    times->translate += sum.translate;
    times->optimize += sum.optimize;
    times->codegen += sum.codegen;
  }
  return buffers;
}

} // namespace leat
