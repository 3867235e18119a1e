//===- Infer.h - from deferred to real types -------------------*- C++ -*-===//
//
// Types every value of a model from its declarations, in program order. The
// same engine types a model that was just read, one whose configs were
// overridden, and a function that is specialised to the extents of a call.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_INFER_H
#define LEAT_DIALECT_INFER_H

#include "dialect/Extents.h"
#include "dialect/Places.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace leat {

class Applications;
class FuncOp;
class ConstOp;
class OptimizerOp;

/// The `OpTy` that ends the only block of a region of `op`; null, with an error
/// at `op`, if there is none.
template <typename OpTy> OpTy endOf(mlir::Operation *op, mlir::Region &region) {
  if (region.hasOneBlock() && !region.front().empty())
    if (auto end = llvm::dyn_cast<OpTy>(region.front().back()))
      return end;
  op->emitOpError("expected one block that ends with '")
      << OpTy::getOperationName().split('.').second << "'";
  return {};
}

/// Fails, with an error at `op`, unless it is a declaration: what a model holds
/// outside of functions.
mlir::LogicalResult verifyDeclaration(mlir::Operation *op);

class ModelTyping {
public:
  /// Types ops by the declarations in `body`, the region of a leat.model.
  explicit ModelTyping(mlir::Region &body);

  /// Types the whole model but for the declarations in `broken`, whose errors
  /// are reported already. Reports the first error of every declaration.
  mlir::LogicalResult
  inferModel(const llvm::SmallPtrSetImpl<mlir::Operation *> &broken =
                 llvm::SmallPtrSet<mlir::Operation *, 1>());
  /// Types the signature and then the body of one function.
  mlir::LogicalResult inferFunction(FuncOp func);
  /// The same, unless that was done or is being done. Failure: it failed, or
  /// has not ended; errors are reported once.
  mlir::LogicalResult inferOnce(FuncOp func);
  bool isBeingInferred(mlir::Operation *func) const {
    return progress.lookup(func) == Progress::Begun;
  }
  mlir::LogicalResult inferBlock(mlir::Block &block);
  mlir::LogicalResult inferOp(mlir::Operation *op);

  /// All declarations, in order.
  mlir::Block::OpListType &declarations() {
    return body.front().getOperations();
  }
  /// The declaration of `name`, or null.
  mlir::Operation *lookup(llvm::StringRef name) const;
  /// The declaration `name` as an `OpTy`; otherwise an error at `user`.
  template <typename OpTy>
  OpTy lookup(mlir::Operation *user, llvm::StringRef name,
              llvm::StringRef kind) {
    mlir::Operation *found = lookup(name);
    if (auto op = llvm::dyn_cast_or_null<OpTy>(found))
      return op;
    mlir::InFlightDiagnostic error = errorAt(user, "@" + name);
    error << "there is no " << kind << " @" << name << " in the model";
    if (found)
      error.attachNote(found->getLoc())
          << "@" << name << " is a " << found->getName().stripDialect();
    else
      noteNearest(error, name);
    return {};
  }

  /// Gives extents that are named after a config its size; fails on a name that
  /// is neither a config nor, inside a function, one of its extents, with an
  /// error at the part `key` of the op `at`.
  mlir::FailureOr<mlir::Type> resolve(mlir::Type type, mlir::Operation *at,
                                      const llvm::Twine &key = ":0");

  /// The type of a param, state, const or config.
  mlir::FailureOr<mlir::Type> typeOfState(mlir::Operation *user,
                                          llvm::StringRef name);

  /// Whether the signature of the function that is being typed names an extent
  /// so.
  bool isExtent(llvm::StringRef name) const { return extents.contains(name); }

  /// Checks arguments against a signature; then gives the types of its results
  /// with the extents that the arguments bind.
  mlir::FailureOr<llvm::SmallVector<mlir::Type>>
  checkCall(mlir::Operation *call, FuncOp callee, mlir::TypeRange arguments);

  /// Numbers take the element type of what they meet: see design.md, `let`.
  bool isWeak(mlir::Value value) const { return weak.contains(value); }
  void setWeak(mlir::Value value) { weak.insert(value); }
  /// Gives operand `operand` of an op, a number, the element type `element`.
  mlir::LogicalResult strengthen(mlir::OpOperand &operand, mlir::Type element);
  /// The element type of a number that met nothing: f32, or i64 for an integer.
  mlir::LogicalResult settle(mlir::OpOperand &operand);

  /// What became of blocks, while a model is read; null otherwise.
  Applications *applications = nullptr;

  /// Sizes of extents while a function is specialised: names are replaced by
  /// them.
  llvm::StringMap<int64_t> sizes;
  /// Called with an op that runs a function, the function and the types of its
  /// arguments before the op's types are inferred, if set; gives the function
  /// that is run instead.
  std::function<mlir::FailureOr<FuncOp>(mlir::Operation *, FuncOp,
                                        mlir::TypeRange)>
      onCall;
  /// Makes a declaration known that was added after construction.
  void declare(llvm::StringRef name, mlir::Operation *op) {
    symbols[name] = op;
  }

  /// The options of an optimizer whose body is being typed: names that `get`
  /// finds.
  llvm::StringMap<mlir::Attribute> options;

  /// Adds to `error`, which says that there is no `name`, the declaration that
  /// was probably meant.
  void noteNearest(mlir::InFlightDiagnostic &error, llvm::StringRef name) const;

private:
  friend class Applications;
  enum class Progress : uint8_t { None, Begun, Done, Failed };

  mlir::LogicalResult resolveConfigAttributes(mlir::Operation *op);
  mlir::FailureOr<mlir::Attribute> substituteConfigs(mlir::Operation *op,
                                                     llvm::StringRef attribute,
                                                     mlir::Attribute literal);
  mlir::LogicalResult inferNumbers(mlir::Operation *op);
  mlir::LogicalResult checkAsserted(mlir::Operation *op);
  mlir::LogicalResult inferConst(ConstOp op);
  mlir::LogicalResult inferOptimizer(OptimizerOp op);
  mlir::LogicalResult checkCustomVjp(FuncOp func);

  mlir::Region &body;
  llvm::StringMap<mlir::Operation *> symbols;
  llvm::DenseSet<mlir::Value> weak;
  /// Names of extents that the function being typed declares.
  llvm::StringSet<> extents;
  /// Constants whose expression is being typed: a cycle is an error.
  llvm::DenseSet<mlir::Operation *> open;
  /// How far functions are typed, by inferOnce().
  llvm::DenseMap<mlir::Operation *, Progress> progress;
};

} // namespace leat

#endif // LEAT_DIALECT_INFER_H
