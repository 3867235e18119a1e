//===- Applications.h - blocks become functions and states -----*- C++ -*-===//
//
//   block @dense(%x: f32[B, I]) config(O) -> (y) { param @w : f32[O, I] ... }
//   func @f(%x: f32[N, 3]) ... { %h = apply @dense as fc (%x) {O = 64} ... }
//   ==>
//   param @fc.w : f32[64, 3] ...
//   func private @fc.apply(%x: f32[B, I]) -> (y: f32[B, 64]) { ... }
//   func @f(%x: f32[N, 3]) ... { %h = call @fc.apply(%x) ... }
//
// In two steps, as a model may use the name of a state before the function
// that makes it: names and order follow from the text alone; shapes follow
// when the application is typed, or earlier, when one of them is asked for.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_APPLICATIONS_H
#define LEAT_DIALECT_APPLICATIONS_H

#include "dialect/Block.h"
#include "dialect/Declared.h"
#include "mlir/IR/OwningOpRef.h"

#include "llvm/ADT/StringSet.h"

#include <list>
#include <map>

namespace leat {

/// All applications of a model together, those of `repeat` counted, are so many
/// at most.
inline constexpr int64_t kMostApplications = 10000;

/// The blocks of one model, while it is read.
class Applications {
public:
  /// Values of the configs of a block: numbers, true or false; names of the
  /// model's configs and of extents of the block's own arguments as StringAttr;
  /// and extents of the function that applies it, which are known when that is
  /// typed, as FlatSymbolRefAttr.
  using Choices = llvm::StringMap<mlir::Attribute>;

  /// Those in `body`, the region of a leat.model.
  explicit Applications(mlir::Region &body);
  ~Applications();

  /// Replaces every `apply` and `repeat` in functions by calls, and erases the
  /// blocks. Declarations in `broken` are left alone; what fails is reported
  /// and joins them.
  void instantiate(BrokenDeclarations &broken);

  /// Whether a declaration is what became of a block.
  bool owns(mlir::Operation *declaration) const {
    return byFunction.contains(declaration) ||
           byDeclaration.contains(declaration);
  }
  /// Types the application that a declaration belongs to, unless that is done.
  /// Fails where it can not be; errors at `user` and in the block.
  mlir::LogicalResult close(mlir::Operation *declaration, mlir::Operation *user,
                            ModelTyping &model);

  /// Where `callee` is that of a block, gives its configs that are extents of
  /// the function around `call` their sizes, which `model` knows while it types
  /// that function.
  mlir::LogicalResult fixConfigs(mlir::Operation *call, FuncOp callee,
                                 ModelTyping &model);

  /// Where `callee` is that of a block, types its region for these arguments,
  /// and gives the types of its results then, in its own extents.
  mlir::LogicalResult type(mlir::Operation *call, FuncOp callee,
                           mlir::TypeRange arguments,
                           llvm::SmallVectorImpl<mlir::Type> &types,
                           ModelTyping &model);

private:
  using Sizes = llvm::StringMap<int64_t>;

  /// A block under one name.
  struct Instance {
    std::string scope;
    BlockOp block; ///< gone when types are inferred
    Choices choices;
    mlir::Location applied; ///< where it is applied first
    FuncOp origin;          ///< the function of the model that does so
    FuncOp function = {};
    llvm::SmallVector<mlir::Operation *> declared = {};
    bool isOpen = true, isBroken = false;
    Choices all = {};            ///< the choices, and extents by new names
    Sizes sizes = {};            ///< of configs that are extents, once known
    llvm::StringSet<> used = {}; ///< own extents that configs inside are
    llvm::SmallVector<Instance *> parts = {}; ///< of `every`: those together
  };

  mlir::LogicalResult expandAll(llvm::ArrayRef<mlir::Operation *> ops,
                                llvm::StringRef scope, const Choices &choices);
  mlir::LogicalResult expand(mlir::Operation *op, BlockOp block,
                             llvm::StringRef scope, const Choices &outer);
  mlir::FailureOr<int64_t> countOf(mlir::Operation *op, llvm::StringRef key,
                                   const Choices &outer);
  mlir::StringAttr apart(mlir::StringAttr extent);
  mlir::StringAttr extentOf(BlockOp block, llvm::StringRef name, bool isApart);
  mlir::FailureOr<mlir::Attribute> chosen(mlir::Operation *op,
                                          llvm::StringRef place,
                                          mlir::Attribute value,
                                          const Choices &outer);
  mlir::FailureOr<mlir::Attribute>
  standard(BlockOp block, mlir::Attribute value, const Choices &choices);
  mlir::FailureOr<Choices> choose(mlir::Operation *op, BlockOp block,
                                  const Choices &outer);
  mlir::FailureOr<Instance *> findOrMake(mlir::Operation *op, BlockOp block,
                                         const std::string &scope,
                                         const Choices &choices);
  mlir::LogicalResult make(Instance &instance);
  mlir::LogicalResult adopt(Instance &instance, FuncOp func);
  mlir::LogicalResult join(mlir::Operation *op, const std::string &scope,
                           int64_t every,
                           llvm::SmallVectorImpl<Instance *> &row);
  mlir::LogicalResult fill(Instance &instance);
  static llvm::SmallVector<FuncOp> functionsOf(llvm::ArrayRef<Instance *> row);
  mlir::LogicalResult declare(Instance &instance, mlir::Operation *op);
  mlir::LogicalResult checkFree(mlir::Operation *op, mlir::Location applied,
                                llvm::StringRef name);
  void keepApart(BlockOp block, Choices &choices);
  void renameStates(Instance &instance, mlir::Operation *op);

  mlir::FailureOr<Sizes> fixDeclared(Instance &instance, const Sizes &sizes,
                                     ModelTyping &model);
  static Sizes withConfigs(const Instance &instance, const Sizes &sizes);
  mlir::FailureOr<FuncOp> typeFor(Instance &instance, mlir::Operation *call,
                                  const Sizes &sizes, ModelTyping &model);

  mlir::Region &body;
  std::unique_ptr<ModelTyping> names; ///< of declarations, in the first step
  BrokenDeclarations *broken = nullptr;
  FuncOp origin;                     ///< the function that is being expanded
  llvm::SmallVector<BlockOp> around; ///< blocks that are being instantiated
  int64_t count = 0;                 ///< of applications
  std::list<Instance> instances;
  llvm::StringMap<Instance *> byScope;
  llvm::DenseMap<mlir::Operation *, Instance *> byFunction, byDeclaration;
  /// Typed copies of functions, by name and sizes of extents. They live as long
  /// as the model is typed, which knows values by their addresses.
  std::map<std::string, mlir::OwningOpRef<FuncOp>> typed;
};

/// Puts the values of `choices` where their names stand in `op` and the ops in
/// it: extents of types, attributes, reads of configs. Fails where an extent is
/// no size.
mlir::LogicalResult substitute(mlir::Operation *op,
                               const Applications::Choices &choices);

} // namespace leat

#endif // LEAT_DIALECT_APPLICATIONS_H
