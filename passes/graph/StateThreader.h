//===- StateThreader.h - state as arguments and results --------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What leat-thread-state is made of: functions and loops (ThreadState.cpp), and
// ops that run functions, with the bundles that they take and give
// (ThreadCalls.cpp).
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_GRAPH_STATETHREADER_H
#define LEAT_PASSES_GRAPH_STATETHREADER_H

#include "dialect/Dialect.h"
#include "llvm/ADT/SetVector.h"

namespace leat {

/// What a function touches, itself or through what it calls.
struct Footprint {
  llvm::SetVector<mlir::StringAttr> reads, writes;
};

/// Rewrites the functions of one model.
class StateThreader {
public:
  explicit StateThreader(ModelOp model) : symbols(model) {
    for (mlir::Operation &op : model.getBody().getOps())
      if (llvm::isa<ParamOp, StateOp, ConstOp>(op))
        order.insert(
            {mlir::SymbolTable::getSymbolName(&op), unsigned(order.size())});
  }

  mlir::LogicalResult thread(FuncOp func);

private:
  mlir::LogicalResult collect(FuncOp func, Footprint &footprint);
  mlir::LogicalResult rewriteBlock(mlir::Block &block);
  // ThreadCalls.cpp
  template <typename OpTy>
  mlir::FailureOr<llvm::SmallVector<mlir::Value>>
  inputsOf(OpTy op, const Footprint &footprint);
  template <typename OpTy> mlir::LogicalResult rewriteGradient(OpTy grad);
  template <typename OpTy> mlir::LogicalResult rewriteMatrixOf(OpTy matrix);
  mlir::LogicalResult rewriteCall(CallOp call);
  mlir::LogicalResult rewriteTransform(mlir::Operation *op);
  mlir::LogicalResult rewriteJvp(JvpOp jvp);
  mlir::LogicalResult rewriteVmap(VmapOp vmap);
  bool rewriteBundle(mlir::Operation *op);
  mlir::Value normOf(NormOp norm);
  void replaceTransform(mlir::Operation *op, mlir::Operation *threaded,
                        unsigned before,
                        llvm::ArrayRef<mlir::StringAttr> written);
  mlir::LogicalResult checkCustomVjp(FuncOp func, const Footprint &footprint);
  // ThreadControl.cpp
  mlir::LogicalResult rewriteLoop(LoopOpInterface loop);
  mlir::LogicalResult rewriteBranches(ControlOpInterface op);
  llvm::SmallVector<mlir::StringAttr> writtenIn(mlir::Region &region);
  mlir::LogicalResult rewriteRegion(mlir::Region &region, unsigned index,
                                    llvm::ArrayRef<mlir::StringAttr> states);
  void yieldStates(mlir::Region &region,
                   llvm::ArrayRef<mlir::StringAttr> states);
  void replaceControl(mlir::Operation *op, mlir::Operation *threaded,
                      unsigned before, llvm::ArrayRef<mlir::StringAttr> states);
  llvm::SmallVector<mlir::Type>
  threadedTypes(mlir::Operation *op, unsigned before,
                llvm::ArrayRef<mlir::StringAttr> states);
  void addArguments(FuncOp func, const Footprint &footprint);
  void addResults(FuncOp func, const Footprint &footprint);
  mlir::Type typeOf(mlir::StringAttr state);
  bool readsExtent(GetOp get);
  llvm::SmallVector<mlir::StringAttr>
  sorted(const llvm::SetVector<mlir::StringAttr> &states);

  mlir::SymbolTable symbols;
  /// The position of each state's declaration.
  llvm::DenseMap<mlir::StringAttr, unsigned> order;
  llvm::DenseMap<mlir::Operation *, Footprint> done;
  llvm::SetVector<mlir::Operation *> open;
  /// The value that each state has at this point of the function.
  llvm::DenseMap<mlir::StringAttr, mlir::Value> current;
  /// The tensors of each bundle, and the ops that gave the bundles.
  llvm::DenseMap<mlir::Value, llvm::DenseMap<mlir::StringAttr, mlir::Value>>
      bundles;
  llvm::SmallVector<mlir::Operation *> dissolved;
};

} // namespace leat

#endif // LEAT_PASSES_GRAPH_STATETHREADER_H
