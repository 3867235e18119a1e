//===- Model.cpp - a model file, read ---------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parse, change configs and float types, type again, describe, lower.
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/Model.h"
#include "dialect/Dialect.h"
#include "dialect/Infer.h"
#include "dialect/Nesting.h"
#include "dialect/Reading.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "passes/Entry.h"
#include "passes/Passes.h"
#include "runtime/io/File.h"
#include "runtime/jit/Describe.h"
#include "runtime/jit/Diagnostics.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <chrono>

using namespace mlir;
using namespace leat;

Model::Model() = default;

Model::~Model() { written = {}; }

rt::Result<std::unique_ptr<Model>> Model::read(const ModelSource &source) {
  std::unique_ptr<Model> model(new Model());
  model->fileName = source.name;
  model->memoryBudget = source.memoryBudget;
  LEAT_TRY(model->parse(source));
  return model;
}

ModelOp Model::model() { return *written->getOps<ModelOp>().begin(); }

// MLIR's parser calls itself at every bracket.
static rt::Status checkNesting(const llvm::SourceMgr &sources) {
  const llvm::MemoryBuffer *text =
      sources.getMemoryBuffer(sources.getMainFileID());
  size_t place = findTooDeep(text->getBuffer());
  if (place == StringRef::npos)
    return {};
  auto [line, column] = sources.getLineAndColumn(
      llvm::SMLoc::getFromPointer(text->getBufferStart() + place));
  return rt::userError(text->getBufferIdentifier().str(), ":", line, ":",
                       column, ": error: brackets are nested deeper than ",
                       kMostNesting, " levels");
}

// What `text` says: true, false, or a number, an integer only if it is written
// as one.
static Attribute parseConfig(MLIRContext *context, StringRef text) {
  if (text == "true" || text == "false")
    return BoolAttr::get(context, text == "true");
  int64_t integer;
  double number;
  if (!text.getAsInteger(10, integer))
    return IntegerAttr::get(IntegerType::get(context, 64), integer);
  if (!text.getAsDouble(number))
    return FloatAttr::get(Float64Type::get(context), number);
  return {};
}

rt::Status Model::parse(const ModelSource &source) {
  sources = std::make_unique<llvm::SourceMgr>();
  sources->AddNewSourceBuffer(
      llvm::MemoryBuffer::getMemBufferCopy(source.text, source.name),
      llvm::SMLoc());
  DialectRegistry registry;
  registerDialects(registry);
  // Threaded: modules of one context are translated side by side, which
  // would race without its locks.
  context = std::make_unique<MLIRContext>(registry);
  // The line of the source says it in the person's own words.
  context->printOpOnDiagnostic(false);
  Diagnostics diagnostics(*context, *sources);
  LEAT_TRY(checkNesting(*sources));
  ParserConfig config(context.get());
  context->loadDialect<LeatDialect>();
  Reading &reading = readingOf(context.get());
  reading.folder = source.folder;
  for (const auto &[name, text] : source.configs)
    if (Attribute value = parseConfig(context.get(), text))
      reading.configs[name] = value;
  written = parseSourceFile<ModuleOp>(*sources, config);
  reading = Reading();
  if (!written)
    return diagnostics.error("'" + fileName + "' can not be read");
  LEAT_TRY(findModel());
  if (rt::Status changed = change(source); !changed.ok())
    return changed;
  if (!source.configs.empty() || source.floatType) {
    ModelTyping typing(model().getBody());
    if (failed(typing.inferModel()) || failed(verify(*written)))
      return diagnostics.error("the changed model can not be typed");
  }
  remarks += diagnostics.take();
  return describeInterface();
}

rt::Status Model::findModel() {
  auto models = written->getOps<ModelOp>();
  size_t count = std::distance(models.begin(), models.end());
  if (count != 1)
    return rt::userError(fileName, ": found ", count,
                         " leat.model, expected one");
  return {};
}

static rt::Status setConfig(ModelOp model, const std::string &name,
                            const std::string &text) {
  std::string known;
  for (ConfigOp config : model.getOps<ConfigOp>()) {
    if (config.getSymName() != name) {
      known += (known.empty() ? "" : ", ") + config.getSymName().str();
      continue;
    }
    Attribute value = parseConfig(model.getContext(), text);
    if (value)
      value = asConfig(value, config.getValue());
    if (!value)
      return rt::userError("config '", name, "' can not be '", text,
                           isa<BoolAttr>(config.getValue())
                               ? "', expected true or false"
                               : "', expected a number");
    config.setValueAttr(value);
    return {};
  }
  return rt::userError("the model has no config '", name, "'; it has ",
                       known.empty() ? "none" : known);
}

// Every float type of the file becomes `type`. Numbers keep their own types:
// they are held as f64 whatever they stand for.
static void setFloatType(ModuleOp module, rt::DType type) {
  Type wanted = elementTypeFromKeyword(
      module.getContext(),
      StringRef(rt::nameOf(type).data(), rt::nameOf(type).size()));
  AttrTypeReplacer replacer;
  replacer.addReplacement([](FloatAttr number) {
    return std::make_pair(Attribute(number), WalkResult::skip());
  });
  replacer.addReplacement([wanted](FloatType) { return wanted; });
  replacer.recursivelyReplaceElementsIn(module, /*replaceAttrs=*/true,
                                        /*replaceLocs=*/false,
                                        /*replaceTypes=*/true);
  // An op that a person gave no type makes f32; from now on it makes this one.
  module.walk([&](Operation *op) {
    bool isFloat = op->getNumResults() == 1 &&
                   isa<FloatType>(getElementTypeOrSelf(op->getResult(0)));
    if (isFloat && !op->getAttr("dtype") &&
        llvm::is_contained(op->getName().getAttributeNames(), "dtype"))
      op->setAttr("dtype", TypeAttr::get(wanted));
  });
}

rt::Status Model::change(const ModelSource &source) {
  for (const auto &[name, text] : source.configs)
    LEAT_TRY(setConfig(model(), name, text));
  if (source.floatType)
    setFloatType(*written, *source.floatType);
  return {};
}

rt::Status Model::describeInterface() {
  llvm::StringSet<> names, trainers;
  for (Operation &op : model().getBody().getOps()) {
    auto symbol = SymbolTable::getSymbolName(&op);
    (isa<TrainerOp>(op) ? trainers : names).insert(symbol.getValue());
    if (isa<TrainerOp>(op))
      names.insert(symbol.getValue());
  }
  LEAT_ASSIGN(OwningOpRef<ModuleOp> expanded,
              transform("the trainers", [](OpPassManager &manager) {
                manager.addPass(createExpandTrainersPass());
                manager.addPass(createFlattenLetPass());
              }));
  LEAT_ASSIGN(facts,
              describe(*expanded->getOps<ModelOp>().begin(), names, trainers));
  for (AlternateOp alternate : model().getBody().getOps<AlternateOp>()) {
    LEAT_ASSIGN(AlternationInfo alternation, describe(alternate, facts));
    facts.alternations.push_back(std::move(alternation));
  }
  return {};
}

rt::Status Model::runPasses(PassManager &manager, ModuleOp module,
                            const std::string &what) {
  Diagnostics diagnostics(*context, *sources);
  if (failed(manager.run(module)))
    return diagnostics.error(what + " of " + fileName + " can not be built");
  remarks += diagnostics.take();
  return {};
}

rt::Result<OwningOpRef<ModuleOp>>
Model::transform(const std::string &what,
                 const std::function<void(OpPassManager &)> &build,
                 const std::function<void(ModelOp)> &prepare) {
  OwningOpRef<ModuleOp> copy = written->clone();
  if (prepare)
    prepare(*copy->getOps<ModelOp>().begin());
  PassManager manager(context.get());
  build(manager);
  LEAT_TRY(runPasses(manager, *copy, what));
  return copy;
}

static rt::Status dump(ModuleOp module, const std::string &directory,
                       size_t number, StringRef stage) {
  if (std::error_code failed = llvm::sys::fs::create_directories(directory))
    return rt::userError("can not make the folder '", directory,
                         "': ", failed.message());
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream, OpPrintingFlags().printNameLocAsPrefix());
  return rt::writeFile(directory + "/" + std::to_string(number) + "-" +
                           stage.str() + ".mlir",
                       text);
}

rt::Status Model::runStages(ModuleOp module, size_t first, size_t last,
                            const LoweringOptions &options, bool nested) {
  for (size_t i = first; i <= last; ++i) {
    const Stage &stage = stages()[i];
    auto begin = std::chrono::steady_clock::now();
    PassManager manager(context.get());
    stage.build(nested ? manager.nest<ModuleOp>()
                       : static_cast<OpPassManager &>(manager),
                options.compile);
    LEAT_TRY(runPasses(manager, module, "stage " + stage.name.str()));
    std::chrono::duration<double> took =
        std::chrono::steady_clock::now() - begin;
    if (options.onStage)
      options.onStage(stage.name.str(), took.count());
    if (!options.dumpDirectory.empty())
      LEAT_TRY(dump(module, options.dumpDirectory, i + 1, stage.name));
  }
  return {};
}

// Where a stage stands in the table.
static rt::Result<size_t> findStage(const std::string &name) {
  std::string known;
  for (const auto &[i, stage] : llvm::enumerate(stages())) {
    if (stage.name == name)
      return i;
    known += " " + stage.name.str();
  }
  return rt::userError("there is no stage '", name, "'; stages are", known);
}

rt::Result<EntryMemory> Model::predict(ModuleOp module) {
  Diagnostics diagnostics(*context, *sources);
  EntryMemory most;
  for (func::FuncOp entry : findEntries(module)) {
    FailureOr<EntryMemory> one = memoryOf(entry);
    if (failed(one))
      return diagnostics.error("the memory of " + fileName + " is not known");
    if (one->total() > most.total())
      most = *one;
  }
  return most;
}

/// The stage after which the memory of entries is planned.
static constexpr char kPlanned[] = "memory";

rt::Result<EntryMemory>
Model::tryKeeping(int64_t bytes, LoweringOptions options,
                  const std::function<void(ModelOp)> &prepare) {
  options.compile.keep = bytes;
  options.dumpDirectory.clear();
  LEAT_ASSIGN(size_t index, findStage(kPlanned));
  OwningOpRef<ModuleOp> copy = written->clone();
  if (prepare)
    prepare(*copy->getOps<ModelOp>().begin());
  std::string before = remarks;
  LEAT_TRY(runStages(*copy, 0, index, options));
  remarks = before;
  return predict(*copy);
}

// What gradients may keep, as the pass that differentiates estimates it, is
// found by trying: the whole is known only when its memory is planned.
rt::Result<int64_t> Model::fit(const LoweringOptions &options,
                               const std::function<void(ModelOp)> &prepare) {
  LEAT_ASSIGN(EntryMemory all, tryKeeping(-1, options, prepare));
  if (all.total() <= *memoryBudget)
    return int64_t(-1);
  LEAT_ASSIGN(EntryMemory least, tryKeeping(0, options, prepare));
  if (least.total() > *memoryBudget)
    return rt::userError(
        "the entry takes at least ", std::to_string(least.total()),
        " bytes, whatever is computed again, more than --memory-budget ",
        std::to_string(*memoryBudget));
  int64_t fits = 0, tooMuch = 2 * all.arena;
  for (int step = 0; step < 7; ++step) {
    int64_t middle = fits + (tooMuch - fits) / 2;
    LEAT_ASSIGN(EntryMemory tried, tryKeeping(middle, options, prepare));
    (tried.total() <= *memoryBudget ? fits : tooMuch) = middle;
  }
  return fits;
}

rt::Result<OwningOpRef<ModuleOp>>
Model::lower(const std::string &last, const LoweringOptions &given,
             const std::function<void(ModelOp)> &prepare) {
  LEAT_ASSIGN(size_t index, findStage(last));
  LoweringOptions options = given;
  if (memoryBudget) {
    LEAT_ASSIGN(options.compile.keep, fit(given, prepare));
  }
  OwningOpRef<ModuleOp> copy = written->clone();
  if (prepare)
    prepare(*copy->getOps<ModelOp>().begin());
  if (!options.dumpDirectory.empty())
    LEAT_TRY(dump(*copy, options.dumpDirectory, 0, "input"));
  LEAT_TRY(runStages(*copy, 0, index, options));
  return copy;
}

rt::Status Model::lowerFurther(ModuleOp module, const std::string &done,
                               const std::string &last,
                               const LoweringOptions &options) {
  LEAT_ASSIGN(size_t first, findStage(done));
  LEAT_ASSIGN(size_t index, findStage(last));
  return runStages(module, first + 1, index, options);
}

rt::Status Model::lowerEach(ModuleOp outer, const std::string &done,
                            const std::string &last,
                            const LoweringOptions &options) {
  LEAT_ASSIGN(size_t first, findStage(done));
  LEAT_ASSIGN(size_t index, findStage(last));
  return runStages(outer, first + 1, index, options, /*nested=*/true);
}
