//===- Trial.cpp - a damaged model through the compiler ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each function gets extents of a few elements and inputs of small numbers.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/Trial.h"
#include "dialect/Dialect.h"
#include "runtime/jit/Model.h"
#include "runtime/jit/ModelCompiler.h"
#include "runtime/reference/Interpreter.h"

using namespace mlir;
using namespace leat;
using namespace leat::fuzz;

/// Stands for the file in messages.
static constexpr char kName[] = "mutant.mlir";
/// Of a function that is interpreted, in all its results: beyond, a mutant that
/// asks for much memory would look as if it were a fault.
static constexpr int64_t kMostElements = 1 << 20;
/// Of a mutant that are looked at: there may be hundreds.
static constexpr size_t kMostFunctions = 12;

/// An error is the model's own if it names a place in it.
static rt::Status judge(const rt::Status &status) {
  const std::string &text = status.message();
  bool hasPlace = text.find(kName) != std::string::npos || text[0] == '@';
  bool isForPersons = text.find("failed to legalize") == std::string::npos;
  if (status.ok() ||
      (status.kind() == rt::ErrorKind::User && hasPlace && isForPersons))
    return {};
  return rt::internalError("an answer for nobody: ", text);
}

/// Sizes for the extents of a function, each another one.
static ExtentSizes sizesFor(const FunctionInfo &function) {
  ExtentSizes sizes;
  for (const auto *values : {&function.arguments, &function.results})
    for (const ValueInfo &value : *values)
      for (const DimensionInfo &dimension : value.dimensions)
        if (dimension.size < 0 && !sizes.count(dimension.name)) {
          int64_t size = 2 + int64_t(sizes.size() % 3);
          sizes[dimension.name] = size;
        }
  return sizes;
}

/// Whether all tensors of `op` are small, those inside included.
static bool isSmall(Operation *op) {
  int64_t total = 0;
  auto count = [&](Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    int64_t size = 1;
    if (tensor)
      for (int64_t extent : tensor.getShape())
        size = extent < 0 || extent > kMostElements
                   ? kMostElements + 1
                   : std::min(size * std::max<int64_t>(extent, 1),
                              kMostElements + 1);
    total = std::min(total + size, kMostElements + 1);
  };
  op->walk([&](Operation *inner) {
    llvm::for_each(inner->getResultTypes(), count);
    for (Region &region : inner->getRegions())
      for (Block &block : region)
        llvm::for_each(block.getArgumentTypes(), count);
  });
  return total <= kMostElements;
}

/// A tensor of small numbers.
static rt::Result<rt::Tensor> someTensor(Type type) {
  LEAT_ASSIGN(rt::DType element, reference::checkType(type));
  ArrayRef<int64_t> shape = cast<RankedTensorType>(type).getShape();
  LEAT_ASSIGN(rt::Tensor tensor,
              rt::Tensor::zeros(element, {shape.begin(), shape.end()}));
  tensor.fill(1);
  return tensor;
}

static rt::Status interpret(ModuleOp module, const std::string &name) {
  FuncOp func;
  module.walk([&](FuncOp found) {
    if (found.getSymName() == name)
      func = found;
  });
  if (!func)
    return rt::internalError("the graph stage left no function @", name);
  if (!isSmall(func))
    return {};
  std::vector<rt::Tensor> arguments;
  for (Type type : func.getArgumentTypes()) {
    LEAT_ASSIGN(rt::Tensor tensor, someTensor(type));
    arguments.push_back(std::move(tensor));
  }
  return reference::interpret(func, arguments).status();
}

static rt::Status tryFunction(Model &model, const FunctionInfo &function,
                              Step &step) {
  LoweringOptions options;
  options.compile.entries = {function.name};
  for (const auto &[extent, size] : sizesFor(function))
    options.compile.extents.push_back(extent + "=" + std::to_string(size));
  step = Step::Graph;
  LEAT_ASSIGN(OwningOpRef<ModuleOp> module, model.lower("graph", options));
  step = Step::Interpret;
  return interpret(*module, function.name);
}

static rt::Status compile(const ModelSource &source, Step &step) {
  step = Step::Compile;
  LEAT_ASSIGN(std::unique_ptr<Compiler> compiler,
              createModelCompiler(source, {}));
  for (const FunctionInfo &function : compiler->interface().functions)
    LEAT_TRY(
        judge(compiler->compile(function.name, sizesFor(function)).status()));
  return {};
}

rt::Status leat::fuzz::tryModel(const std::string &text,
                                const TrialOptions &options, Step &step) {
  ModelSource source;
  source.name = kName;
  source.text = text;
  if (options.isDouble)
    source.floatType = rt::DType::F64;
  step = Step::Parse;
  rt::Result<std::unique_ptr<Model>> model = Model::read(source);
  if (!model.ok())
    return judge(model.status());
  if (options.setsFirst) {
    auto configs = (*model)->model().getOps<ConfigOp>();
    if (!configs.empty()) {
      source.configs[(*configs.begin()).getSymName().str()] = "3";
      model = Model::read(source);
      if (!model.ok()) // set by the command line: it may have no place
        return {};
    }
  }
  Step reached = Step::Read;
  const std::vector<FunctionInfo> &functions = (*model)->interface().functions;
  for (size_t i = 0; i < std::min(functions.size(), kMostFunctions); ++i) {
    LEAT_TRY(judge(tryFunction(**model, functions[i], step)));
    reached = std::max(reached, step);
  }
  if (options.compiles)
    LEAT_TRY(compile(source, step));
  step = std::max(reached, step);
  return {};
}
