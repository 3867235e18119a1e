//===- Constraints.cpp - what ODS says of operands, in short form ---------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Constraints.h"
#include "dialect/Extents.h"
#include "dialect/Places.h"
#include "mlir/IR/Diagnostics.h"

using namespace mlir;

namespace leat {

// `... operand #1 must be WORDS, but got TYPE`, as ODS says it: the number of
// the operand and the words.
static bool readOperandError(StringRef text, unsigned &operand,
                             StringRef &words) {
  text = text.split("operand #").second;
  if (text.consumeInteger(10, operand) || !text.consume_front(" must be "))
    return false;
  text.consume_front("variadic of ");
  words = text.split(", but got ").first;
  return true;
}

LogicalResult checkConstraints(Operation *op) {
  SmallVector<Diagnostic> found;
  {
    ScopedDiagnosticHandler collect(op->getContext(), [&](Diagnostic &error) {
      found.push_back(std::move(error));
      return success();
    });
    if (succeeded(op->getName().verifyInvariants(op)))
      return success();
  }
  for (Diagnostic &error : found) {
    std::string text = error.str();
    unsigned operand;
    StringRef words;
    if (readOperandError(text, operand, words))
      errorAt(op, Twine(operand)) << "operand " << operand << " is "
                                  << inShort(op->getOperand(operand).getType())
                                  << ", expected " << words;
    else
      op->getContext()->getDiagEngine().emit(std::move(error));
  }
  return failure();
}

} // namespace leat
