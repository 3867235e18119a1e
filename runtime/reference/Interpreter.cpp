//===- Interpreter.cpp - what a program means, run op by op -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Checks what comes from outside, then runs the function's one block.
//
//===----------------------------------------------------------------------===//
#include "runtime/reference/Interpreter.h"
#include "dialect/Dialect.h"
#include "runtime/reference/Registry.h"

using namespace leat;
using namespace leat::reference;

// Whether `argument` is what the function takes as its argument `i`.
static rt::Status checkArgument(FuncOp func, unsigned i,
                                const Array &argument) {
  std::string name = "argument '" + func.getArgName(i).str() + "' of @" +
                     func.getSymName().str();
  mlir::Type type = func.getArgumentTypes()[i];
  rt::Result<rt::DType> checked = checkType(type);
  if (!checked.ok())
    return std::move(checked).status().at(name).at(placeOf(func.getLoc()));
  std::string found = rt::signatureOf(argument.type, argument.shape);
  if (found != signatureOf(type))
    return rt::userError(name, ": found ", found, ", expected ",
                         signatureOf(type))
        .at(placeOf(func.getLoc()));
  return {};
}

rt::Result<Arrays> leat::reference::evaluate(FuncOp func, Arrays arguments) {
  if (arguments.size() != func.getNumArguments())
    return rt::userError("@", func.getSymName().str(), " found ",
                         arguments.size(), " arguments, expected ",
                         func.getNumArguments())
        .at(placeOf(func.getLoc()));
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    LEAT_TRY(checkArgument(func, i, arguments[i]));
  Registry registry;
  Frame frame(registry);
  return frame.run(func.getBody().front(), std::move(arguments));
}

rt::Result<std::vector<rt::Tensor>>
leat::reference::interpret(FuncOp func, llvm::ArrayRef<rt::Tensor> arguments) {
  Arrays values;
  for (const rt::Tensor &argument : arguments)
    values.push_back(fromTensor(argument));
  LEAT_ASSIGN(Arrays results, evaluate(func, std::move(values)));
  std::vector<rt::Tensor> tensors;
  for (const Array &result : results) {
    LEAT_ASSIGN(rt::Tensor tensor, toTensor(result));
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}
