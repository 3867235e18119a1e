//===- check.cpp - leat check: look without running -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat check mlp.mlir              signatures, layers, parameters
//   leat check mlp.mlir --json       the same for programs
//   leat check mlp.mlir --gradients  derivatives against differences
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "passes/Passes.h"
#include "runtime/jit/Model.h"
#include "tools/compiler/Commands.h"
#include "tools/compiler/GradientCheck.h"
#include "tools/compiler/Layers.h"
#include "tools/compiler/ReferenceEngine.h"
#include "tools/leat/Common.h"
#include "tools/leat/Shapes.h"
#include "llvm/Support/JSON.h"

#include <cinttypes>
#include <cstdio>

using namespace mlir;
using namespace leat;
using namespace leat::cli;
namespace json = llvm::json;

namespace {

/// What is counted of a function.
struct Report {
  const FunctionInfo *function;
  /// Why nothing is counted: it does not go with the sizes that were assumed.
  std::string obstacle;
  LayerTable table;
  /// Of its buffers; where it only runs in the interpreter, nothing but a
  /// bound.
  std::optional<EntryMemory> memory;
  int64_t bound = 0;

  int64_t peakBytes() const { return memory ? memory->total() : bound; }
};

} // namespace

// Calls inlined, layers whole, params still read by name.
static rt::Result<LayerTable> countFunction(Model &model,
                                            const FunctionInfo &function,
                                            const ExtentSizes &sizes) {
  SpecializePassOptions options;
  options.entries.push_back(function.name);
  for (const std::string &size : asOptions(sizes))
    options.extents.push_back(size);
  LEAT_ASSIGN(OwningOpRef<ModuleOp> module,
              model.transform("the layers", [&](OpPassManager &manager) {
                manager.addPass(createFlattenLetPass());
                manager.addPass(createSpecializePass(options));
                manager.addPass(createInlinePass());
              }));
  FuncOp func = findFunction(*module, function.name);
  if (!func)
    return rt::internalError("specialising left no function @", function.name);
  return countLayers(func);
}

static rt::Result<Report> count(Model &model, const FunctionInfo &function,
                                const ExtentSizes &sizes) {
  Report result{&function, {}, {}, {}, 0};
  if (function.kind == FunctionInfo::Kind::Function) {
    LEAT_ASSIGN(result.table, countFunction(model, function, sizes));
  }
  LoweringOptions lowering;
  lowering.compile.entries = {function.name};
  lowering.compile.extents = asOptions(sizes);
  LEAT_ASSIGN(OwningOpRef<ModuleOp> module, model.lower("graph", lowering));
  if (FuncOp func = findFunction(*module, function.name))
    result.bound = peakBytes(func);
  // An op that has no code yet is no fault of the model.
  if (model.lowerFurther(*module, "graph", "memory", lowering).ok()) {
    LEAT_ASSIGN(result.memory, model.predict(*module));
  }
  return result;
}

// A model that does not go with extents of 1, which nobody gave, is no wrong
// model.
static rt::Result<Report> report(Model &model, const FunctionInfo &function,
                                 const ExtentSizes &given) {
  LEAT_ASSIGN(ExtentSizes sizes, sizesFor(function, given, 1));
  LEAT_ASSIGN(ExtentSizes others, sizesFor(function, given, 2));
  rt::Result<Report> counted = count(model, function, sizes);
  if (counted.ok() || sizes == others ||
      counted.status().kind() != rt::ErrorKind::User)
    return counted;
  return Report{&function, counted.status().message(), {}, {}, 0};
}

static json::Array toJson(const std::vector<ValueInfo> &values) {
  json::Array list;
  for (const ValueInfo &value : values) {
    json::Array shape;
    for (const DimensionInfo &dimension : value.dimensions)
      shape.push_back(dimension.size >= 0 ? json::Value(dimension.size)
                                          : json::Value(dimension.name));
    json::Object facts{{"name", value.name},
                       {"dtype", std::string(rt::nameOf(value.type))},
                       {"shape", std::move(shape)}};
    if (!value.defaultValue.empty())
      facts["default"] = value.defaultValue;
    list.push_back(std::move(facts));
  }
  return list;
}

// One number where all spatial dimensions agree, null where there is none.
static json::Value fieldToJson(const std::vector<int64_t> &field) {
  if (field.empty())
    return nullptr;
  for (int64_t size : field)
    if (size != field[0])
      return json::Array(field);
  return field[0];
}

static json::Object toJson(const Report &report) {
  if (!report.obstacle.empty())
    return json::Object{{"arguments", toJson(report.function->arguments)},
                        {"results", toJson(report.function->results)},
                        {"not_counted", report.obstacle}};
  json::Array layers;
  for (const Layer &layer : report.table.layers)
    layers.push_back(
        json::Object{{"name", layer.name},
                     {"op", layer.op},
                     {"weights", layer.weights},
                     {"biases", layer.biases},
                     {"output", json::Array(layer.output)},
                     {"receptive_field", fieldToJson(layer.receptiveField)},
                     {"macs", layer.macs}});
  json::Object facts{{"arguments", toJson(report.function->arguments)},
                     {"results", toJson(report.function->results)},
                     {"layers", std::move(layers)},
                     {"weights", report.table.weights},
                     {"biases", report.table.biases},
                     {"parameters", report.table.weights + report.table.biases},
                     {"macs", report.table.macs},
                     {"differentiates", report.table.differentiates},
                     {"peak_bytes", report.peakBytes()}};
  if (report.memory)
    facts["memory"] = json::Object{{"states", report.memory->states},
                                   {"arena", report.memory->arena},
                                   {"inputs", report.memory->inputs},
                                   {"outputs", report.memory->outputs}};
  return facts;
}

// The functions stand in the order of the text.
static void printJson(const std::vector<Report> &reports) {
  json::OStream stream(llvm::outs(), 2);
  stream.object([&] {
    stream.attributeObject("functions", [&] {
      for (const Report &report : reports)
        stream.attribute(report.function->name, toJson(report));
    });
  });
  llvm::outs() << "\n";
}

static std::string join(const std::vector<int64_t> &numbers) {
  std::string text;
  for (int64_t number : numbers)
    text += (text.empty() ? "" : "x") + std::to_string(number);
  return text.empty() ? "-" : text;
}

static void printMemory(const Report &report) {
  std::printf("peak memory %" PRId64 " bytes", report.peakBytes());
  if (!report.memory)
    std::printf(" at most; it is not compiled yet\n");
  else
    std::printf(" (states %" PRId64 ", arena %" PRId64 ", inputs %" PRId64
                ", outputs %" PRId64 ")\n",
                report.memory->states, report.memory->arena,
                report.memory->inputs, report.memory->outputs);
}

static void print(const Report &report) {
  std::printf("%s\n", report.function->signature().c_str());
  if (!report.obstacle.empty()) {
    std::printf("  not counted, as it does not go with extents of 1; give "
                "sizes (--shape):\n%s\n",
                report.obstacle.c_str());
    return;
  }
  // Its layers are those of the loss.
  if (report.function->kind == FunctionInfo::Kind::Trainer) {
    std::printf("  a training step, ");
    return printMemory(report);
  }
  if (!report.table.layers.empty())
    std::printf("  %-16s %-12s %12s %8s %16s %10s %14s\n", "layer", "op",
                "weights", "biases", "output", "receptive", "multiply-adds");
  for (const Layer &layer : report.table.layers)
    std::printf("  %-16s %-12s %12" PRId64 " %8" PRId64 " %16s %10s %14" PRId64
                "\n",
                layer.name.c_str(), layer.op.c_str(), layer.weights,
                layer.biases, join(layer.output).c_str(),
                join(layer.receptiveField).c_str(), layer.macs);
  std::printf("  parameters %" PRId64 " (%" PRId64 " weights, %" PRId64
              " biases), multiply-adds %" PRId64 "%s, ",
              report.table.weights + report.table.biases, report.table.weights,
              report.table.biases, report.table.macs,
              report.table.differentiates ? " but for derivatives" : "");
  printMemory(report);
}

static rt::Result<int> checkDerivatives(const Arguments &arguments,
                                        Model &model,
                                        const ExtentSizes &given) {
  LEAT_ASSIGN(int64_t seed, arguments.integer("--seed", 0, 0));
  bool passed = true, any = false;
  for (const FunctionInfo &function : model.interface().functions) {
    bool isNamed = arguments.get("--entry") == function.name;
    if (arguments.has("--entry") && !isNamed)
      continue;
    if (!isCheckable(model.interface(), function)) {
      if (isNamed)
        return rt::userError("@", function.name,
                             " has no derivative to check: expected a function "
                             "whose first result is a float scalar, with a "
                             "float argument or a param");
      continue;
    }
    any = true;
    LEAT_ASSIGN(ExtentSizes sizes, sizesFor(function, given, 2));
    LEAT_ASSIGN(std::vector<GradientCheck> checks,
                checkGradients(model, function, sizes, uint64_t(seed)));
    std::printf("@%s\n", function.name.c_str());
    for (const GradientCheck &check : checks) {
      std::printf("  %-24s derived %16.9g  measured %16.9g  error %8.1e  %s\n",
                  check.tensor.c_str(), check.derived, check.measured,
                  check.error(), check.passes() ? "ok" : "WRONG");
      passed &= check.passes();
    }
  }
  if (!any)
    return rt::userError("no function of the model has a derivative to check");
  return passed ? 0 : 1;
}

static rt::Result<int> check(const Arguments &arguments) {
  LEAT_ASSIGN(ModelSource source, readModelSource(arguments));
  LEAT_ASSIGN(std::unique_ptr<Model> model, Model::read(source));
  say(model->takeRemarks());
  const ModelInterface &interface = model->interface();
  LEAT_ASSIGN(ExtentSizes given,
              readShapes(arguments, interface, arguments.get("--entry")));
  if (arguments.has("--entry"))
    LEAT_TRY(interface.requireFunction(arguments.get("--entry")).status());
  if (arguments.has("--gradients"))
    return checkDerivatives(arguments, *model, given);
  std::vector<Report> reports;
  for (const FunctionInfo &function : interface.functions) {
    if (function.kind == FunctionInfo::Kind::Constant ||
        (arguments.has("--entry") && arguments.get("--entry") != function.name))
      continue;
    LEAT_ASSIGN(Report result, report(*model, function, given));
    if (arguments.has("--json"))
      reports.push_back(std::move(result));
    else
      print(result);
  }
  if (arguments.has("--json"))
    printJson(reports);
  return 0;
}

Command cli::checkCommand() {
  return {
      "check",
      "FILE",
      "verify a model; its signatures, layers, parameters, derivatives",
      "leat check examples/networks/mlp.mlir --gradients",
      withModelOptions({
          {"--entry", "NAME", "only this function"},
          {"--json", "", "as JSON, for programs"},
          {"--gradients", "", "compare derivatives with difference quotients"},
      }),
      check};
}
