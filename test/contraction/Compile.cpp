//===- Compile.cpp - a contraction to a callable function -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compile.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Dialect/OpenMP/OpenMPDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "mlir/Transforms/Passes.h"
#include "passes/Target.h"
#include "llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include <chrono>

using namespace mlir;
using namespace leat;

static double now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

[[noreturn]] static void fail(const Case &test, const llvm::Twine &what) {
  llvm::errs() << test.name << ": " << what << "\n";
  exit(1);
}

leat::CpuTarget hostTarget(int64_t threads) {
  const TargetInfo &host = TargetInfo::host();
  CpuTarget target;
  target.threads = threads;
  target.vectorBytes = host.vectorBytes;
  target.vectorRegisters = host.vectorRegisters;
  target.firstCacheBytes = host.l1Bytes;
  target.secondCacheBytes = host.l2Bytes;
  return target;
}

/// {first, first + step, first + 2 step, ...}, `type` being a vector.
static Value ramp(OpBuilder &b, Location loc, VectorType type, Value first,
                  double step) {
  Type element = type.getElementType();
  SmallVector<Attribute> steps;
  for (int64_t i = 0; i < type.getNumElements(); ++i)
    steps.push_back(b.getFloatAttr(element, i * step));
  return arith::AddFOp::create(
      b, loc, vector::BroadcastOp::create(b, loc, type, first),
      arith::ConstantOp::create(b, loc, DenseElementsAttr::get(type, steps)));
}

static Value toFloat(OpBuilder &b, Location loc, Type element, Value index) {
  return arith::SIToFPOp::create(
      b, loc, element,
      arith::IndexCastOp::create(b, loc, b.getI64Type(), index));
}

/// Row-major numbers of the elements of `type` at `index`.
static Value elementNumbers(OpBuilder &b, Location loc, const Contraction &c,
                            VectorType type, ValueRange index) {
  SmallVector<int64_t> extents;
  for (const auto *group : {&c.batch, &c.m, &c.n})
    for (const ContractionDim &dim : *group)
      extents.push_back(dim.extent);
  Value number = arith::ConstantIndexOp::create(b, loc, 0);
  for (auto [extent, at] : llvm::zip_equal(extents, index)) {
    Value size = arith::ConstantIndexOp::create(b, loc, extent);
    number = arith::AddIOp::create(
        b, loc, arith::MulIOp::create(b, loc, number, size), at);
  }
  int64_t laneStep = 1;
  for (size_t i = laneDim(c).value_or(0) + 1; i < extents.size(); ++i)
    laneStep *= extents[i];
  return ramp(b, loc, type, toFloat(b, loc, type.getElementType(), number),
              laneStep);
}

/// testBias of the elements of `type` at `index`.
static Value biasAt(OpBuilder &b, Location loc, const Contraction &c,
                    VectorType type, ValueRange index) {
  Type element = type.getElementType();
  auto number = [&](double value) -> Value {
    return arith::ConstantOp::create(b, loc, b.getFloatAttr(element, value));
  };
  Value step = number(testBias(1) - testBias(0));
  Value first = arith::AddFOp::create(
      b, loc,
      arith::MulFOp::create(b, loc, toFloat(b, loc, element, index.back()),
                            step),
      number(testBias(0)));
  bool alongLanes = laneDim(c) == index.size() - 1;
  return ramp(b, loc, type, first, alongLanes ? testBias(1) - testBias(0) : 0);
}

static Value testEpilogue(OpBuilder &b, Location loc, const Contraction &c,
                          TestEpilogue kind, Value sums, ValueRange index) {
  auto type = cast<VectorType>(sums.getType());
  auto splat = [&](double value) -> Value {
    return arith::ConstantOp::create(
        b, loc,
        DenseElementsAttr::get(type,
                               b.getFloatAttr(type.getElementType(), value)));
  };
  switch (kind) {
  case TestEpilogue::None:
    return sums;
  case TestEpilogue::Halve:
    return arith::MulFOp::create(b, loc, sums, splat(0.5));
  case TestEpilogue::Index:
    return arith::AddFOp::create(b, loc, sums,
                                 elementNumbers(b, loc, c, type, index));
  case TestEpilogue::BiasRelu:
    return arith::MaximumFOp::create(
        b, loc,
        arith::AddFOp::create(b, loc, sums, biasAt(b, loc, c, type, index)),
        splat(0));
  }
  llvm_unreachable("not a TestEpilogue");
}

static OwningOpRef<ModuleOp> build(MLIRContext &context, const Case &test,
                                   const Schedule &schedule,
                                   TestEpilogue kind) {
  Location loc = UnknownLoc::get(&context);
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  OpBuilder b = OpBuilder::atBlockEnd(module->getBody());
  Type element = test.c.element;
  int64_t scratch = std::max<int64_t>(scratchBytes(test.c, schedule), 64);
  SmallVector<Type> types = {MemRefType::get(test.lhs, element),
                             MemRefType::get(test.rhs, element),
                             MemRefType::get(test.out, element),
                             MemRefType::get(scratch, b.getI8Type())};
  auto func =
      func::FuncOp::create(b, loc, "kernel", b.getFunctionType(types, {}));
  for (unsigned i = 0; i < types.size(); ++i)
    func.setArgAttr(i, "llvm.noalias", b.getUnitAttr());
  Block *body = func.addEntryBlock();
  b.setInsertionPointToStart(body);
  auto epilogue = [&](OpBuilder &nested, Location at, Value sums,
                      ValueRange index, int64_t, Value) {
    return testEpilogue(nested, at, test.c, kind, sums, index);
  };
  Epilogue callback = nullptr;
  if (kind != TestEpilogue::None)
    callback = epilogue;
  if (failed(emitContraction(b, loc, test.c, schedule, body->getArgument(0),
                             body->getArgument(1), body->getArgument(2),
                             body->getArgument(3), callback)))
    fail(test, "not emitted");
  func::ReturnOp::create(b, loc);
  return module;
}

static LogicalResult lower(ModuleOp module, bool parallel) {
  PassManager pm(module.getContext());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createLoopInvariantCodeMotionPass());
  if (parallel) {
    pm.addPass(createConvertSCFToOpenMPPass());
    // Dissolves the memref.alloca_scope that it leaves behind.
    pm.addPass(createCanonicalizerPass());
  }
  pm.addPass(createSCFToControlFlowPass());
  pm.addPass(createConvertVectorToLLVMPass());
  pm.addPass(memref::createExpandStridedMetadataPass());
  pm.addPass(createLowerAffinePass());
  pm.addPass(createFinalizeMemRefToLLVMConversionPass());
  ConvertFuncToLLVMPassOptions func;
  func.useBarePtrCallConv = true;
  pm.addPass(createConvertFuncToLLVMPass(func));
  if (parallel)
    pm.addPass(createConvertOpenMPToLLVMPass());
  pm.addPass(createArithToLLVMConversionPass());
  pm.addPass(createConvertIndexToLLVMPass());
  pm.addPass(createConvertControlFlowToLLVMPass());
  pm.addPass(createUBToLLVMConversionPass());
  pm.addPass(createReconcileUnrealizedCastsPass());
  return pm.run(module);
}

static void optimize(llvm::Module &module, llvm::TargetMachine &machine,
                     llvm::OptimizationLevel level) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager graphs;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(graphs);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, graphs, modules);
  builder.buildPerModuleDefaultPipeline(level).run(module, modules);
}

static void printAssemblyOf(llvm::Module &module,
                            llvm::TargetMachine &machine) {
  llvm::SmallString<0> text;
  llvm::raw_svector_ostream stream(text);
  llvm::legacy::PassManager passes;
  std::unique_ptr<llvm::Module> copy = llvm::CloneModule(module);
  machine.addPassesToEmitFile(passes, stream, nullptr,
                              llvm::CodeGenFileType::AssemblyFile);
  passes.run(*copy);
  llvm::outs() << text;
}

std::unique_ptr<MLIRContext> makeContext() {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  DialectRegistry registry;
  registerAllDialects(registry);
  registerAllExtensions(registry);
  registerAllToLLVMIRTranslations(registry);
  auto context = std::make_unique<MLIRContext>(registry);
  context->loadDialect<arith::ArithDialect, func::FuncDialect,
                       memref::MemRefDialect, scf::SCFDialect,
                       vector::VectorDialect, omp::OpenMPDialect>();
  return context;
}

Compiled compile(MLIRContext &context, const Case &test,
                 const Schedule &schedule, TestEpilogue epilogue, bool quick,
                 bool printAssembly) {
  Compiled result;
  double start = now();
  OwningOpRef<ModuleOp> module = build(context, test, schedule, epilogue);
  if (failed(lower(*module, schedule.threads > 1)))
    fail(test, "not lowered");
  auto llvmContext = std::make_unique<llvm::LLVMContext>();
  std::unique_ptr<llvm::Module> code =
      translateModuleToLLVMIR(*module, *llvmContext);
  if (!code)
    fail(test, "not translated");
  result.mlirSeconds = now() - start;

  auto builder = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!builder)
    fail(test, llvm::toString(builder.takeError()));
  if (quick)
    builder->setCodeGenOptLevel(llvm::CodeGenOptLevel::Less);
  auto machine = builder->createTargetMachine();
  if (!machine)
    fail(test, llvm::toString(machine.takeError()));
  code->setDataLayout((*machine)->createDataLayout());
  code->setTargetTriple((*machine)->getTargetTriple());
  start = now();
  optimize(*code, **machine,
           quick ? llvm::OptimizationLevel::O1 : llvm::OptimizationLevel::O2);
  if (printAssembly)
    printAssemblyOf(*code, **machine);
  auto jit =
      llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(*builder).create();
  if (!jit)
    fail(test, llvm::toString(jit.takeError()));
  llvm::cantFail((*jit)->addIRModule(
      llvm::orc::ThreadSafeModule(std::move(code), std::move(llvmContext))));
  auto symbol = (*jit)->lookup("kernel");
  if (!symbol)
    fail(test, llvm::toString(symbol.takeError()));
  result.llvmSeconds = now() - start;
  result.kernel = symbol->toPtr<Kernel>();
  result.jit = std::move(*jit);
  result.scratchBytes = scratchBytes(test.c, schedule);
  return result;
}
