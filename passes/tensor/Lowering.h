//===- Lowering.h - the body of a kernel as linalg on tensors --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the families of ops share while they are lowered. Every value of a
// kernel becomes a tensor of static shape, mostly the result of a
// linalg.generic whose destination is a tensor.empty; fusion and destinations
// come later.
//
// An i1 takes a byte in memory: a tensor of i1 becomes one of i8 that holds 0
// or 1, and bodies convert where they compute with it. Where two bodies are
// fused the conversions cancel.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_TENSOR_LOWERING_H
#define LEAT_PASSES_TENSOR_LOWERING_H

#include "dialect/Dialect.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/DenseMap.h"
#include <functional>

namespace leat::tensor {

/// A tensor and where it is read, or a destination and where it is written, at
/// each point of the loops.
struct Access {
  mlir::Value tensor;
  mlir::AffineMap map;
};

/// Builds one point of a linalg.generic: from the elements read, then those of
/// the destinations, to the new elements of the destinations. The builder's
/// insertion point is inside the body.
using Body = llvm::function_ref<llvm::SmallVector<mlir::Value>(
    mlir::OpBuilder &, mlir::ValueRange)>;
/// The same for a single new element.
using ScalarBody =
    llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::ValueRange)>;

/// The type in memory: i8 for i1, any other element type as it is; extents
/// without names.
mlir::Type storedElement(mlir::Type element);
mlir::RankedTensorType storedType(mlir::Type tensor);

/// Inside a body: the i1 of a byte, and the byte of an i1, where `element`, the
/// element type of the model, is i1; otherwise `value`.
mlir::Value loadBool(mlir::OpBuilder &b, mlir::Location loc, mlir::Value value,
                     mlir::Type element);
mlir::Value storeBool(mlir::OpBuilder &b, mlir::Location loc,
                      mlir::Value value);

/// The type in which elements are accumulated: f32 for bf16 and f16.
mlir::Type accumulatorOf(mlir::Type element);

class Lowering {
public:
  explicit Lowering(mlir::OpBuilder &b, mlir::Location loc) : b(b), loc(loc) {}

  /// Where ops are built; the end of the function's body.
  mlir::OpBuilder &b;
  mlir::Location loc;

  /// The tensor that `value` of the kernel has become.
  mlir::Value operator[](mlir::Value value);
  void set(mlir::Value value, mlir::Value tensor) { values.map(value, tensor); }

  mlir::Value empty(mlir::RankedTensorType type);
  mlir::Value empty(mlir::RankedTensorType like, mlir::Type element) {
    return empty(like.clone(element));
  }
  /// A tensor of `type` whose elements are all `number`, rounded once.
  mlir::Value filled(mlir::RankedTensorType type, double number);
  mlir::Value filled(mlir::RankedTensorType type, mlir::Value scalar);
  /// A scalar constant.
  mlir::Value scalar(mlir::OpBuilder &at, mlir::Type type, double number);
  mlir::Value index(mlir::OpBuilder &at, int64_t number);
  /// The number nearest to `position`, an index, in [0, extent).
  mlir::Value clampIndex(mlir::OpBuilder &at, mlir::Value position,
                         int64_t extent);

  /// A generic over `loops` loops, of which those in `reductions` are
  /// reductions.
  llvm::SmallVector<mlir::Value>
  generic(llvm::ArrayRef<Access> inputs, llvm::ArrayRef<Access> destinations,
          unsigned loops, llvm::ArrayRef<int64_t> reductions, Body body);
  /// A generic without reductions that computes each element of a new tensor.
  mlir::Value map(mlir::RankedTensorType type, llvm::ArrayRef<Access> inputs,
                  ScalarBody body);
  /// Each element converted to `element`, which is a float or integer type.
  mlir::Value convert(mlir::Value tensor, mlir::Type element);
  /// A view of the same elements in row-major order.
  mlir::Value reshape(mlir::Value tensor, llvm::ArrayRef<int64_t> shape);
  /// `low[i]` elements of `value`, a scalar, before and `high[i]` after axis
  /// `i` of the tensor, and `interior[i]` between two of its elements.
  mlir::Value pad(mlir::Value tensor, llvm::ArrayRef<int64_t> low,
                  llvm::ArrayRef<int64_t> high,
                  llvm::ArrayRef<int64_t> interior, mlir::Value value);

  /// Identity of rank `rank`.
  mlir::AffineMap identity(unsigned rank);
  /// The loops `loops` out of `count`, in this order.
  mlir::AffineMap pick(unsigned count, llvm::ArrayRef<int64_t> loops);
  /// Reads a tensor of `shape` at the points of `result` by NumPy's rule.
  mlir::AffineMap broadcast(llvm::ArrayRef<int64_t> shape,
                            llvm::ArrayRef<int64_t> result);

private:
  mlir::IRMapping values;
};

/// Which function lowers which op.
class Registry {
public:
  using Lower =
      std::function<mlir::LogicalResult(Lowering &, mlir::Operation *)>;

  /// Adds the lowering of `OpT`, which cannot fail.
  template <typename OpT> void add(void (*lower)(Lowering &, OpT)) {
    table[mlir::TypeID::get<OpT>()] = [lower](Lowering &l,
                                              mlir::Operation *op) {
      lower(l, mlir::cast<OpT>(op));
      return mlir::success();
    };
  }
  /// Adds the lowering of `OpT`, which reports why it fails.
  template <typename OpT>
  void add(mlir::LogicalResult (*lower)(Lowering &, OpT)) {
    table[mlir::TypeID::get<OpT>()] = [lower](Lowering &l,
                                              mlir::Operation *op) {
      return lower(l, mlir::cast<OpT>(op));
    };
  }
  /// Null if there is none.
  const Lower *find(mlir::Operation *op) const;

private:
  llvm::DenseMap<mlir::TypeID, Lower> table;
};

/// One function per family of ops, each in the file of that name.
void lowerPointwise(Lowering &l, PointwiseOpInterface op);
void registerReductions(Registry &registry);
void registerScans(Registry &registry);
void registerPools(Registry &registry);
void registerUnpools(Registry &registry);
void registerMovements(Registry &registry);
void registerRows(Registry &registry);
void registerOrders(Registry &registry);
void registerCreations(Registry &registry);
void registerDraws(Registry &registry);

} // namespace leat::tensor

#endif // LEAT_PASSES_TENSOR_LOWERING_H
