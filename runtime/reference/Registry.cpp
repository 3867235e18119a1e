//===- Registry.cpp - the table of meanings, and how it is used -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Running a block is one loop: look the op up, check what it gave.
//
//===----------------------------------------------------------------------===//
#include "runtime/reference/Registry.h"
#include "dialect/Debug.h"
#include "mlir/IR/Location.h"
#include "runtime/Failure.h"

using namespace leat;
using namespace leat::reference;

Registry::Registry() {
  registerPointwise(*this);
  registerContraction(*this);
  registerReduction(*this);
  registerWindow(*this);
  registerShape(*this);
  registerArrange(*this);
  registerOrder(*this);
  registerCreation(*this);
  registerNet(*this);
  registerAttention(*this);
  registerLoss(*this);
  registerLinearAlgebra(*this);
  registerRandom(*this);
  registerControl(*this);
  registerDebug(*this);
}

rt::SourcePlace leat::reference::placeOf(mlir::Location location) {
  auto place = location->findInstanceOf<mlir::FileLineColLoc>();
  if (!place)
    return {};
  return {place.getFilename().str(), place.getLine(), place.getColumn()};
}

// The numbers of rows or classes that `op` takes, as compiled code checks them.
static rt::Status checkIndices(IndexingOpInterface op, const Array &indices) {
  int64_t bound = op.getIndexBound();
  for (int64_t i = 0; i < indices.size(); ++i) {
    int64_t value = indices.integers[size_t(i)];
    if (value >= 0 && value < bound)
      continue;
    return rt::describeFailure(
        {op.getIndexRole(), "", "", indices.shape, bound},
        op->getParentOfType<FuncOp>().getSymName().str(), i, value);
  }
  return {};
}

// Whether there is room for a value of that type. Arrays are vectors, which end
// the process where they find none.
static rt::Status checkRoom(mlir::Type type) {
  mlir::ArrayRef<int64_t> shape =
      llvm::cast<mlir::RankedTensorType>(type).getShape();
  return rt::Tensor::zeros(rt::DType::F64, {shape.begin(), shape.end()})
      .status();
}

rt::Status Frame::evaluate(mlir::Operation &op) {
  std::string name = op.getName().getStringRef().str();
  const Evaluator *evaluator = registry.find(name);
  if (!evaluator)
    return rt::userError("the reference interpreter has no entry for '", name,
                         "'; it runs functions of tensor ops only");
  for (mlir::Type type : op.getResultTypes()) {
    rt::Result<rt::DType> checked = checkType(type);
    if (!checked.ok())
      return std::move(checked).status().at(name);
    LEAT_TRY(checkRoom(type).at(name));
  }
  if (auto indexing = llvm::dyn_cast<IndexingOpInterface>(op))
    LEAT_TRY(
        checkIndices(indexing, *values.lookup(indexing.getIndexOperand())));
  llvm::SmallVector<std::shared_ptr<const Array>> operands;
  for (mlir::Value operand : op.getOperands())
    operands.push_back(values.lookup(operand));
  rt::Result<Arrays> results =
      (*evaluator)(&op, Operands(std::move(operands)), *this);
  if (!results.ok()) {
    // An error in a region names its op itself, and a person's own text is all.
    rt::Status status = std::move(results).status();
    bool told = op.getNumRegions() || op.hasTrait<Reports>();
    return told ? status : std::move(status).at(name);
  }
  // Shapes follow from the entries, types from the dialect: two witnesses.
  for (auto [result, array] : llvm::zip_equal(op.getResults(), *results)) {
    std::string found = rt::signatureOf(array.type, array.shape);
    std::string expected = signatureOf(result.getType());
    if (found != expected)
      return rt::internalError(name, ": the result is ", found,
                               ", but its declared type is ", expected);
    values[result] = std::make_shared<const Array>(std::move(array));
  }
  return {};
}

rt::Result<Arrays> Frame::run(mlir::Block &block, Arrays arguments) {
  for (auto [argument, array] :
       llvm::zip_equal(block.getArguments(), arguments))
    values[argument] = std::make_shared<const Array>(std::move(array));
  for (mlir::Operation &op : block.without_terminator())
    LEAT_TRY(evaluate(op).at(placeOf(op.getLoc())));
  Arrays results;
  for (mlir::Value value : block.getTerminator()->getOperands())
    results.push_back(*values.lookup(value));
  return results;
}
