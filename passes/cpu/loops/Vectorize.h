//===- Vectorize.h - one point of a statement on vector lanes --*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Emits loads, the body and stores of a statement for `lanes` consecutive
// values of one loop, at given indices of all other loops. A value is uniform
// (a scalar, the same in each lane) or varying (a vector); uniform values are
// kept scalar until they meet a varying one.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOOPS_VECTORIZE_H
#define LEAT_PASSES_CPU_LOOPS_VECTORIZE_H

#include "mlir/IR/IRMapping.h"
#include "passes/cpu/loops/Statement.h"

namespace leat::loops {

/// Where a statement is evaluated.
struct Point {
  llvm::SmallVector<mlir::Value, 6>
      ivs;             ///< one a loop; the lane loop's: lane 0
  unsigned lanes = 1;  ///< 1: scalars
  unsigned active = 1; ///< lanes that may touch memory
  int slot = 0;        ///< which of the vectors of an unrolled strip this is

  bool masked() const { return active < lanes; }
};

/// Emits at the insertion point of the builder; remembers values by address, so
/// that what one statement stores another one need not load.
class Vectorizer {
public:
  Vectorizer(mlir::OpBuilder &b, mlir::Location loc) : b(b), loc(loc) {}

  /// Makes one-dimensional views of all buffers of `statement` at the insertion
  /// point, which must dominate all later uses.
  void addViews(Statement &statement);
  /// Uses `view`, of address 0, for `base`: a temporary cut to one iteration.
  void setBaseView(mlir::Value base, mlir::Value view) {
    baseViews[base] = view;
  }
  /// Never stores to `base`: each load finds a remembered value.
  void setVirtual(mlir::Value base) { virtualBases.insert(base); }

  mlir::Value index(int64_t value);
  mlir::Value add(mlir::Value lhs, mlir::Value rhs);
  /// `value` as a vector of `lanes`, unless it is one or lanes is 1.
  mlir::Value broadcast(mlir::Value value, unsigned lanes);
  mlir::Type typeAt(mlir::Type element, unsigned lanes);
  /// A constant vector whose first `active` lanes are true.
  mlir::Value mask(unsigned active, unsigned lanes);

  /// The value at `access`: a known one, or a load.
  mlir::Value load(Statement &statement, const Access &access,
                   const Point &point);
  /// Loads point.lanes rows of as many elements from `access`, contiguous in
  /// the other direction than loop `lane`, and remembers its columns, one a
  /// slot.
  void loadSquare(const Access &access, const Point &point, unsigned lane);
  /// Writes and remembers `value`.
  void store(Statement &statement, const Access &access, const Point &point,
             mlir::Value value);
  /// Remembers a value for later loads of the same address; slot -1 is any.
  void remember(const Access &access, int slot, mlir::Value value) {
    known.push_back({access, slot, value});
  }
  mlir::Value lookup(const Access &access, int slot) const;

  /// Emits the body. `values` maps the body arguments already known (the
  /// accumulators); all others that are used are loaded. Combiners of tree
  /// outputs are left out. Afterwards `values` maps every value of the body.
  void evaluate(Statement &statement, const Point &point,
                mlir::IRMapping &values);

  /// What is remembered inside a loop is forgotten outside.
  unsigned enterScope() const { return known.size(); }
  void leaveScope(unsigned scope) { known.truncate(scope); }

private:
  struct Known {
    Access access;
    int slot;
    mlir::Value value;
  };

  void forget(mlir::Value base);
  mlir::Value viewOf(mlir::Value memref);
  mlir::Value makeView(mlir::Value memref);
  mlir::Value address(const Access &access, const Point &point);
  mlir::Value dimension(Statement &statement, const Point &point, unsigned dim);
  mlir::Value expression(mlir::AffineExpr expr, mlir::ValueRange dims);
  mlir::Value binary(mlir::AffineExprKind kind, mlir::Value lhs, int64_t rhs);
  mlir::Value flatIndex(mlir::MemRefType type, mlir::ValueRange indices);
  mlir::SmallVector<mlir::Value>
  mapIndices(Statement &statement, const Access &access, const Point &point);
  mlir::Value loadAt(mlir::Value view, mlir::Value address, int64_t stride,
                     const Point &point);
  mlir::Value gather(mlir::Value view, mlir::Value first, mlir::Value lanes,
                     const Point &point);
  mlir::Value deinterleave(mlir::Value view, mlir::Value first,
                           mlir::VectorType type);
  void storeAt(mlir::Value view, mlir::Value address, int64_t stride,
               const Point &point, mlir::Value value);
  mlir::Value loadFrom(mlir::Value memref, mlir::ValueRange indices,
                       const Point &point);
  mlir::Value strideVector(int64_t stride, unsigned lanes);
  mlir::Value fromMemory(mlir::Value value, mlir::Type element);
  mlir::Value toMemory(mlir::Value value);
  void clone(mlir::Operation &op, const Point &point, mlir::IRMapping &values);

  mlir::OpBuilder &b;
  mlir::Location loc;
  llvm::DenseMap<mlir::Value, mlir::Value> views, baseViews;
  llvm::DenseSet<mlir::Value> virtualBases;
  llvm::SmallVector<Known> known;
};

} // namespace leat::loops

#endif // LEAT_PASSES_CPU_LOOPS_VECTORIZE_H
