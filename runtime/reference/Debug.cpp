//===- Debug.cpp - what finds faults in a model -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints where the op stands; an assert that fails ends the run.
//
//===----------------------------------------------------------------------===//
#include "dialect/Debug.h"
#include "runtime/Failure.h"
#include "runtime/Report.h"
#include "runtime/reference/Registry.h"

using namespace leat;
using namespace leat::reference;

static rt::Result<Arrays> print(PrintOp op, const Operands &in) {
  rt::PrintRecord record;
  if (op.getLabel())
    record.label = op.getLabel()->str();
  for (auto [i, name] :
       llvm::enumerate(op.getNames().getAsRange<mlir::StringAttr>()))
    record.values.push_back({name.str(), in[i].type, in[i].shape});
  if (in.size() == 0)
    rt::report(record);
  for (size_t i = 0; i < in.size(); ++i) {
    LEAT_ASSIGN(rt::Tensor tensor, toTensor(in[i]));
    rt::report(record, i, tensor);
  }
  return Arrays();
}

static rt::Result<Arrays> check(AssertOp op, const Array &condition) {
  int64_t first = -1, count = 0;
  for (int64_t i = condition.size(); i-- > 0;)
    if (!condition.integers[size_t(i)]) {
      first = i;
      ++count;
    }
  if (count == 0)
    return Arrays();
  rt::CheckRecord record;
  record.role = op.getText().str();
  record.shape = condition.shape;
  record.holds = true;
  return rt::describeFailure(
      record, op->getParentOfType<FuncOp>().getSymName().str(), first, count);
}

void leat::reference::registerDebug(Registry &registry) {
  registry.add(PrintOp::getOperationName(),
               [](mlir::Operation *op, const Operands &in, Frame &) {
                 return print(mlir::cast<PrintOp>(op), in);
               });
  registry.add(AssertOp::getOperationName(),
               [](mlir::Operation *op, const Operands &in, Frame &) {
                 return check(mlir::cast<AssertOp>(op), in[0]);
               });
}
