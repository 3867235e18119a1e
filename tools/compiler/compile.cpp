//===- compile.cpp - leat compile: write what the stages make ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat compile mlp.mlir --entry logits --shape B=1 --emit graph
//
// A stage's name writes its IR; llvm, asm and object what is made of the last.
//
//===----------------------------------------------------------------------===//

#include "mlir/Pass/PassManager.h"
#include "passes/Passes.h"
#include "passes/emit/Emit.h"
#include "runtime/io/File.h"
#include "runtime/jit/Model.h"
#include "tools/compiler/Commands.h"
#include "tools/leat/Common.h"
#include "tools/leat/Shapes.h"

#include <algorithm>
#include <cstdio>
#include <optional>

using namespace mlir;
using namespace leat;
using namespace leat::cli;

static std::optional<EmitFormat> codeFormat(const std::string &emit) {
  if (emit == "llvm")
    return EmitFormat::LLVM;
  if (emit == "asm")
    return EmitFormat::Assembly;
  if (emit == "object")
    return EmitFormat::Object;
  return std::nullopt;
}

static rt::Status checkFormat(const std::string &emit) {
  for (const char *later : {"static", "shared", "spirv", "ptx"})
    if (emit == later)
      return rt::userError("--emit ", emit, " is not supported yet");
  std::string known;
  for (const Stage &stage : stages()) {
    if (stage.name == emit)
      return {};
    known += stage.name.str() + ", ";
  }
  if (codeFormat(emit))
    return {};
  return rt::usageError("--emit is '", emit, "', expected one of ", known,
                        "llvm, asm, object");
}

// Entries that are compiled together share the sizes of their extents.
static rt::Result<LoweringOptions> readLowering(const Arguments &arguments,
                                                const ModelInterface &model,
                                                const ProgramOptions &options) {
  LoweringOptions lowering;
  lowering.compile.entries = arguments.all("--entry");
  lowering.compile.threads = options.settings.threads;
  lowering.dumpDirectory = options.settings.dumpDirectory;
  lowering.onStage = options.settings.onStage;
  for (const std::string &name : lowering.compile.entries)
    LEAT_TRY(model.requireFunction(name).status());
  LEAT_ASSIGN(ExtentSizes extents,
              readShapes(arguments, model, arguments.get("--entry")));
  for (const auto &[name, size] : extents)
    lowering.compile.extents.push_back(name + "=" + std::to_string(size));
  llvm::Expected<TargetInfo> target =
      TargetInfo::create(arguments.get("--triple"), arguments.get("--cpu"));
  if (!target)
    return rt::userError(llvm::toString(target.takeError()));
  lowering.compile.target = *target;
  return lowering;
}

static rt::Result<std::string> makeCode(ModuleOp module, EmitFormat format,
                                        const TargetInfo &target) {
  EmitOptions options;
  options.target = target;
  llvm::Expected<EmitBuffer> buffer = emit(module, format, options);
  if (!buffer)
    return rt::internalError(llvm::toString(buffer.takeError()));
  return std::string(buffer->data(), buffer->size());
}

// The text of a stage; the graph as a person would write it.
static rt::Result<std::string> printStage(ModuleOp module, bool graph) {
  PassManager manager(module.getContext());
  manager.addPass(createFoldLetPass());
  if (graph && failed(manager.run(module)))
    return rt::internalError("the graph can not be written as a model");
  std::string text;
  llvm::raw_string_ostream stream(text);
  module->print(stream, OpPrintingFlags().printNameLocAsPrefix());
  return text;
}

static rt::Result<int> compile(const Arguments &arguments) {
  std::string emit = arguments.get("--emit", "object");
  LEAT_TRY(checkFormat(emit));
  for (const char *option : {"--header", "--state"})
    if (arguments.has(option))
      return rt::userError(option, " is not supported yet");
  std::string output = arguments.get("-o", emit == "object" ? "" : "-");
  if (output.empty())
    return rt::usageError("leat compile needs -o OUT for an object");
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  LEAT_ASSIGN(ModelSource source, readModelSource(arguments));
  LEAT_ASSIGN(std::unique_ptr<Model> model, Model::read(source));
  LEAT_ASSIGN(LoweringOptions lowering,
              readLowering(arguments, model->interface(), options));
  std::optional<EmitFormat> format = codeFormat(emit);
  LEAT_ASSIGN(
      OwningOpRef<ModuleOp> module,
      model->lower(format ? stages().back().name.str() : emit, lowering));
  std::string text;
  if (format) {
    LEAT_ASSIGN(text, makeCode(*module, *format, lowering.compile.target));
  } else {
    LEAT_ASSIGN(text, printStage(*module, emit == "graph"));
  }
  say(model->takeRemarks());
  if (output != "-")
    LEAT_TRY(rt::writeFile(output, text));
  else
    std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

Command cli::compileCommand() {
  return {
      "compile",
      "FILE",
      "write the IR of a stage, or machine code",
      "leat compile mlp.mlir --entry logits --shape B=1 --emit graph",
      withModelOptions({
          {"-o", "OUT", "the file to write; '-' is stdout", Option::WritesFile},
          {"--entry", "NAME", "a function (default: all public ones)",
           Option::Repeats},
          {"--emit", "FORMAT",
           "graph, kernel, tensor, memory, cpu, llvm, asm, object"},
          {"--triple", "TRIPLE", "the target's triple (default: this)"},
          {"--cpu", "CPU", "the target's processor (default: this)"},
          {"--header", "FILE.h", "a C header of the entries",
           Option::WritesFile},
          {"--state", "FILE", "state to compile in"},
      }),
      compile};
}
