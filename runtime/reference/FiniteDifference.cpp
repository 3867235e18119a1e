//===- FiniteDifference.cpp - derivatives by evaluation only ----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One element at a time is moved, and moved back.
//
//===----------------------------------------------------------------------===//
#include "runtime/reference/FiniteDifference.h"
#include "dialect/Dialect.h"
#include "runtime/reference/Interpreter.h"
#include "runtime/reference/Registry.h"

#include <algorithm>
#include <cmath>

using namespace leat;
using namespace leat::reference;

// Whether `func` has a gradient by the arguments `wrt`.
static rt::Status checkFunction(FuncOp func, llvm::ArrayRef<unsigned> wrt) {
  std::string name = "@" + func.getSymName().str();
  llvm::ArrayRef<mlir::Type> results = func.getResultTypes();
  if (results.empty())
    return rt::userError(name, " has no result, expected a float scalar");
  rt::Result<rt::DType> first = checkType(results.front());
  if (!first.ok())
    return std::move(first).status().at(name);
  if (!rt::isFloat(*first) ||
      mlir::cast<mlir::RankedTensorType>(results.front()).getRank() != 0)
    return rt::userError(name, ": the first result is ",
                         signatureOf(results.front()),
                         ", expected a float scalar");
  for (unsigned i : wrt) {
    if (i >= func.getNumArguments())
      return rt::userError(name, " has ", func.getNumArguments(),
                           " arguments, expected one of the number ", i);
    rt::Result<rt::DType> type = checkType(func.getArgumentTypes()[i]);
    if (!type.ok() || !rt::isFloat(*type))
      return rt::userError(name, ": argument '", func.getArgName(i).str(),
                           "' is ", shortType(func.getArgumentTypes()[i]),
                           ", expected floats of known extents");
  }
  return {};
}

// The first result where element `e` of argument `i` is `value`.
static rt::Result<double> valueAt(FuncOp func, Arrays arguments, unsigned i,
                                  size_t e, double value) {
  arguments[i].floats[e] = value;
  LEAT_ASSIGN(Arrays results, evaluate(func, std::move(arguments)));
  return results.front().floats.front();
}

// (f(x + h) - f(x - h)) over the distance that the two points really have.
static rt::Result<double> centralDifference(FuncOp func,
                                            const Arrays &arguments, unsigned i,
                                            size_t e, double h) {
  double x = arguments[i].floats[e];
  double above = x + h, below = x - h;
  LEAT_ASSIGN(double upper, valueAt(func, arguments, i, e, above));
  LEAT_ASSIGN(double lower, valueAt(func, arguments, i, e, below));
  return (upper - lower) / (above - below);
}

static rt::Result<rt::Tensor> gradientBy(FuncOp func, const Arrays &arguments,
                                         unsigned i) {
  Array gradient = Array::zeros(rt::DType::F64, arguments[i].shape);
  for (size_t e = 0; e < gradient.floats.size(); ++e) {
    double x = arguments[i].floats[e];
    double h = std::cbrt(0x1p-52) * std::max(1.0, std::fabs(x));
    LEAT_ASSIGN(double whole, centralDifference(func, arguments, i, e, h));
    LEAT_ASSIGN(double half, centralDifference(func, arguments, i, e, h / 2));
    gradient.floats[e] = (4 * half - whole) / 3;
  }
  return toTensor(gradient);
}

rt::Result<std::vector<rt::Tensor>>
leat::reference::finiteDifferences(FuncOp func,
                                   llvm::ArrayRef<rt::Tensor> arguments,
                                   llvm::ArrayRef<unsigned> wrt) {
  LEAT_TRY(checkFunction(func, wrt).at(placeOf(func.getLoc())));
  Arrays values;
  for (const rt::Tensor &argument : arguments)
    values.push_back(fromTensor(argument));
  // The unmoved point reports a fault of the arguments before one is moved.
  if (rt::Result<Arrays> unmoved = evaluate(func, values); !unmoved.ok())
    return std::move(unmoved).status();
  std::vector<rt::Tensor> gradients;
  for (unsigned i : wrt) {
    LEAT_ASSIGN(rt::Tensor gradient, gradientBy(func, values, i));
    gradients.push_back(std::move(gradient));
  }
  return gradients;
}
