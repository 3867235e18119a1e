//===- Runs.cpp - runs a function in the interpreter and checks it -*- C++
//-*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The only file of these tests that includes MLIR.
//
//===----------------------------------------------------------------------===//
#include "Runs.h"
#include "dialect/Dialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "runtime/reference/FiniteDifference.h"
#include "runtime/reference/Interpreter.h"
#include "runtime/reference/Registry.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace leat;

rt::Tensor reference::tensor(rt::DType type, rt::Shape shape,
                             std::vector<double> values) {
  auto wide = rt::Tensor::from(std::move(shape), values);
  EXPECT_TRUE(wide.ok()) << wide.status().message();
  return *wide->cast(type);
}
rt::Tensor reference::f64(rt::Shape shape, std::vector<double> values) {
  return tensor(rt::DType::F64, std::move(shape), std::move(values));
}
rt::Tensor reference::f32(rt::Shape shape, std::vector<double> values) {
  return tensor(rt::DType::F32, std::move(shape), std::move(values));
}
rt::Tensor reference::i64(rt::Shape shape, std::vector<double> values) {
  return tensor(rt::DType::I64, std::move(shape), std::move(values));
}
rt::Tensor reference::i1(rt::Shape shape, std::vector<double> values) {
  return tensor(rt::DType::I1, std::move(shape), std::move(values));
}

rt::Tensor reference::ramp(rt::Shape shape) {
  rt::Tensor result = *rt::Tensor::zeros(rt::DType::F64, std::move(shape));
  for (int64_t i = 0; i < result.size(); ++i)
    result.values<double>()[size_t(i)] = double(7 * i % 11 - 5);
  return result;
}

namespace {
/// A parsed model and its function @main.
struct Model {
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  FuncOp main;
};
} // namespace

static std::unique_ptr<Model> parse(const std::string &functions) {
  auto model = std::make_unique<Model>();
  model->context.loadDialect<LeatDialect>();
  model->module = mlir::parseSourceString<mlir::ModuleOp>(
      functions.front() == '"' ? functions
                               : "leat.model @m {\n" + functions + "\n}",
      &model->context, "test.mlir");
  if (model->module)
    model->module->walk([&](FuncOp func) {
      if (func.getSymName() == "main")
        model->main = func;
    });
  return model;
}

rt::Result<std::vector<rt::Tensor>>
reference::run(const std::string &functions,
               const std::vector<rt::Tensor> &arguments) {
  std::unique_ptr<Model> model = parse(functions);
  if (!model->main)
    return rt::userError("the test's model does not parse: ", functions);
  return interpret(model->main, arguments);
}

rt::Result<std::vector<rt::Tensor>>
reference::differences(const std::string &functions,
                       const std::vector<rt::Tensor> &arguments,
                       const std::vector<unsigned> &wrt) {
  std::unique_ptr<Model> model = parse(functions);
  if (!model->main)
    return rt::userError("the test's model does not parse: ", functions);
  return finiteDifferences(model->main, arguments, wrt);
}

std::vector<std::string> reference::opsWithoutEntry() {
  mlir::MLIRContext context;
  context.loadDialect<LeatDialect>();
  Registry registry;
  std::vector<std::string> missing;
  for (mlir::RegisteredOperationName op : context.getRegisteredOperations())
    if (op.getDialectNamespace() == "leat" && !registry.find(op.getStringRef()))
      missing.push_back(op.stripDialect().str());
  llvm::sort(missing);
  return missing;
}

std::string reference::mainOf(const std::string &op,
                              const rt::NamedTensors &operands,
                              const std::string &signature) {
  std::string arguments;
  for (auto &[name, value] : operands)
    arguments +=
        (arguments.empty() ? "%" : ", %") + name + ": " + value.signature();
  return "func @main(" + arguments + ") -> (y: " + signature +
         ") {\n%y = " + op + "\nreturn %y }";
}

void reference::expectTensor(const rt::Tensor &found,
                             const std::string &signature,
                             const std::vector<double> &expected,
                             double tolerance) {
  EXPECT_EQ(found.signature(), signature);
  ASSERT_EQ(found.size(), int64_t(expected.size()));
  for (int64_t i = 0; i < found.size(); ++i) {
    double value = found.toDouble(i), wanted = expected[size_t(i)];
    bool same = value == wanted || (std::isnan(value) && std::isnan(wanted));
    double scale = std::max(1.0, std::fabs(wanted));
    EXPECT_TRUE(same || std::fabs(value - wanted) <= tolerance * scale)
        << "element " << i << " is " << value << ", expected " << wanted;
  }
}

void reference::expectOp(const std::string &op,
                         const rt::NamedTensors &operands,
                         const std::string &signature,
                         const std::vector<double> &expected,
                         double tolerance) {
  SCOPED_TRACE(op);
  std::vector<rt::Tensor> arguments;
  for (auto &[name, value] : operands)
    arguments.push_back(value);
  auto results = run(mainOf(op, operands, signature), arguments);
  ASSERT_TRUE(results.ok()) << results.status().message();
  ASSERT_EQ(results->size(), 1u);
  expectTensor(results->front(), signature, expected, tolerance);
}
