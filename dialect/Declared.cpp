//===- Declared.cpp - names of values that nobody declares ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Declared.h"
#include "dialect/Dialect.h"
#include "dialect/Places.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace leat {

// Until a name is defined the parser uses a cast of nothing for its value.
static UnrealizedConversionCastOp placeholderOf(Value value) {
  auto cast = value.getDefiningOp<UnrealizedConversionCastOp>();
  return cast && cast->getNumOperands() == 0 ? cast
                                             : UnrealizedConversionCastOp();
}

// The name that is written at `loc`, which lies behind the name of the op that
// is being read: the parser keeps places of uses, not names.
static std::string nameAt(OpAsmParser &parser, Location loc) {
  SMLoc start = parser.getNameLoc();
  auto from = dyn_cast<FileLineColLoc>(parser.getEncodedSourceLoc(start));
  auto to = dyn_cast<FileLineColLoc>(loc);
  if (!from || !to || from.getFilename() != to.getFilename())
    return "%?";
  // The text ends with a zero, but may hold zeros.
  const char *text = start.getPointer() - (from.getColumn() - 1);
  for (unsigned line = from.getLine(); line < to.getLine(); ++text)
    line += *text == '\n';
  text += to.getColumn() - 1;
  size_t length = 1;
  while (llvm::isAlnum(text[length]) ||
         (text[length] && StringRef("$._-").contains(text[length])))
    ++length;
  return std::string(text, length);
}

// The values that `user` may name.
static SmallVector<Value> visibleFrom(Operation *user) {
  SmallVector<Value> values;
  Operation *op = user;
  while (op && !isa<ModelOp>(op)) {
    Block *block = op->getBlock();
    for (Operation &other : *block) {
      if (&other == op)
        break;
      llvm::append_range(values, other.getResults());
    }
    llvm::append_range(values, block->getArguments());
    op = block->getParentOp();
  }
  return values;
}

static void reportUndeclared(Operation *user, StringRef name, Location loc) {
  InFlightDiagnostic error = emitError(loc)
                             << "'" << name << "' is not declared";
  if (name.contains('-'))
    error << "; it is one name: write spaces round '-'";
  SmallVector<Value> values = visibleFrom(user);
  SmallVector<StringRef> names;
  for (Value value : values)
    if (StringAttr known = nameOf(value))
      names.push_back(known);
  StringRef meant = nearestName(name.drop_front(), names);
  for (Value value : values)
    if (StringAttr known = nameOf(value); known && known == meant) {
      error.attachNote(value.getLoc()) << "did you mean '%" << meant << "'?";
      break;
    }
}

// Whether the value is defined in front of the op that uses it.
static bool isDefinedBefore(Value value, Operation *user) {
  Operation *maker = value.getDefiningOp();
  if (!maker)
    return true;
  Operation *ancestor = maker->getBlock()->findAncestorOpInBlock(*user);
  return ancestor && maker != ancestor && maker->isBeforeInBlock(ancestor);
}

BrokenDeclarations checkDeclared(OpAsmParser &parser, Region &body) {
  BrokenDeclarations broken;
  body.walk([&](Operation *op) {
    for (OpOperand &use : op->getOpOperands()) {
      Value operand = use.get();
      if (UnrealizedConversionCastOp placeholder = placeholderOf(operand)) {
        std::string name = nameAt(parser, placeholder.getLoc());
        reportUndeclared(op, name, placeholder.getLoc());
      } else if (!isDefinedBefore(operand, op)) {
        InFlightDiagnostic error = errorAt(op, Twine(use.getOperandNumber()));
        StringAttr name = nameOf(operand);
        error << "uses " << (name ? "'%" + name.str() + "'" : "a value")
              << " before its definition";
        error.attachNote(operand.getLoc()) << "it is defined here";
      } else {
        continue;
      }
      broken.insert(body.front().findAncestorOpInBlock(*op));
    }
  });
  return broken;
}

} // namespace leat
