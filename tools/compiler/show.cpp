//===- show.cpp - leat show: the dataflow graph of a model ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat show convnet.mlir --shape B=64 -o convnet.html
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "runtime/io/File.h"
#include "runtime/jit/Model.h"
#include "tools/compiler/Commands.h"
#include "tools/compiler/DataflowDot.h"
#include "tools/compiler/DataflowPage.h"
#include "tools/leat/Common.h"
#include "tools/leat/Shapes.h"
#include "tools/plot/Library.h"

#include <filesystem>

using namespace mlir;
using namespace leat;
using namespace leat::cli;

// The functions of --entry, or all but those that compute constants.
static rt::Result<std::vector<const FunctionInfo *>>
chooseFunctions(const Arguments &arguments, const ModelInterface &model) {
  std::vector<const FunctionInfo *> chosen;
  for (const std::string &name : arguments.all("--entry")) {
    LEAT_ASSIGN(const FunctionInfo *function, model.requireFunction(name));
    chosen.push_back(function);
  }
  if (chosen.empty())
    for (const FunctionInfo &function : model.functions)
      if (function.kind != FunctionInfo::Kind::Constant)
        chosen.push_back(&function);
  if (chosen.empty())
    return rt::userError("the model has no function to show");
  return chosen;
}

static rt::Result<Dataflow> readFunction(Model &model,
                                         const FunctionInfo &function,
                                         const ProgramOptions &options,
                                         const ExtentSizes &given) {
  LoweringOptions lowering;
  lowering.compile.entries = {function.name};
  LEAT_ASSIGN(ExtentSizes sizes, sizesFor(function, given, 1));
  lowering.compile.extents = asOptions(sizes);
  lowering.dumpDirectory = options.settings.dumpDirectory;
  lowering.onStage = options.settings.onStage;
  LEAT_ASSIGN(OwningOpRef<ModuleOp> module, model.lower("kernel", lowering));
  auto func = module->lookupSymbol<func::FuncOp>(function.name);
  if (!func)
    return rt::internalError("forming kernels left no function @",
                             function.name);
  return readDataflow(func, model.interface());
}

static rt::Result<std::string> draw(const std::vector<Dataflow> &functions,
                                    const std::string &title,
                                    const std::string &output) {
  if (output.ends_with(".dot"))
    return writeDot(functions);
  LEAT_ASSIGN(const plot::Library *library, plot::library());
  if (output.ends_with(".svg"))
    return library->layOut(writeDot(functions));
  std::vector<std::string> pictures;
  for (size_t i = 0; i < functions.size(); ++i) {
    LEAT_ASSIGN(std::string picture,
                library->layOut(writeDot(functions[i], i)));
    pictures.push_back(std::move(picture));
  }
  return writePage(title, functions, pictures);
}

static rt::Result<int> show(const Arguments &arguments) {
  std::string output = arguments.get("-o");
  if (!output.ends_with(".html") && !output.ends_with(".svg") &&
      !output.ends_with(".dot"))
    return rt::usageError(output.empty() ? "leat show needs -o"
                                         : "output '" + output + "'",
                          ", expected a file that ends in .html, .svg or .dot");
  LEAT_ASSIGN(ProgramOptions options, readProgramOptions(arguments));
  LEAT_ASSIGN(ModelSource source, readModelSource(arguments));
  LEAT_ASSIGN(std::unique_ptr<Model> model, Model::read(source));
  LEAT_ASSIGN(ExtentSizes given, readShapes(arguments, model->interface(),
                                            arguments.get("--entry")));
  LEAT_ASSIGN(std::vector<const FunctionInfo *> chosen,
              chooseFunctions(arguments, model->interface()));
  std::vector<Dataflow> functions;
  for (const FunctionInfo *function : chosen) {
    LEAT_ASSIGN(Dataflow flow, readFunction(*model, *function, options, given));
    functions.push_back(std::move(flow));
  }
  std::string title = std::filesystem::path(arguments.operands[0]).filename();
  LEAT_ASSIGN(std::string text, draw(functions, title, output));
  LEAT_TRY(rt::writeFile(output, text));
  return 0;
}

Command cli::showCommand() {
  return {
      "show",
      "FILE",
      "draw the dataflow graph of a model with its kernels",
      "leat show examples/networks/convnet.mlir --shape B=64 -o convnet.html",
      withModelOptions({
          {"-o", "FILE.html|.svg|.dot",
           "a page to explore, a picture, or Graphviz's language",
           Option::WritesFile},
          {"--entry", "NAME", "only this function", Option::Repeats},
      }),
      show};
}
