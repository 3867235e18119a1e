//===- Extents.h - shapes with names ---------------------------*- C++ -*-===//
//
// A tensor type in a model may name its extents: `f32[B, 784]`. Names ride in
// the encoding of the builtin tensor type, one string per dimension ("" where
// there is none). A name is a config, whose size is known, or an extent that a
// call binds. Shape rules are written over `Extent`, so that names survive.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_EXTENTS_H
#define LEAT_DIALECT_EXTENTS_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/SmallVector.h"

namespace leat {

/// The size of one dimension: a number, a name, both (a config) or neither.
struct Extent {
  int64_t size = mlir::ShapedType::kDynamic;
  mlir::StringAttr name;

  Extent() = default;
  Extent(int64_t size, mlir::StringAttr name = {}) : size(size), name(name) {}

  bool known() const { return !mlir::ShapedType::isDynamic(size); }
};

using Extents = llvm::SmallVector<Extent>;

/// Whether an attribute is a count: an i64, or the name of an extent.
bool isExtentCount(mlir::Attribute attribute);
/// That count as an extent.
Extent countOf(mlir::Attribute count);

/// The extents of a ranked tensor type.
Extents extentsOf(mlir::Type type);

/// The tensor type of `element` with these extents.
mlir::RankedTensorType tensorOf(mlir::Type element,
                                llvm::ArrayRef<Extent> extents);

/// Whether the two can not be equal: both sizes are known and differ.
bool clash(const Extent &a, const Extent &b);

/// The better known one of two extents that do not clash.
Extent meet(const Extent &a, const Extent &b);

/// Whether the types may be equal: element types and ranks are, and no extents
/// clash.
bool compatible(mlir::Type a, mlir::Type b);

/// NumPy's rule: shapes are aligned at the right, and an extent that is known
/// to be 1 stretches. Fails where two extents clash.
mlir::FailureOr<Extents> broadcastExtents(llvm::ArrayRef<Extent> a,
                                          llvm::ArrayRef<Extent> b);

/// The product of the extents, or nothing if one is unknown.
std::optional<int64_t> elementCount(llvm::ArrayRef<Extent> extents);

/// `f32[B, 784]`, and `f32` for a scalar; other types as MLIR prints them.
void printShortType(llvm::raw_ostream &os, mlir::Type type);
std::string shortType(mlir::Type type);

/// Lets `diagnostic << inShort(type)` print the short form.
struct inShort {
  mlir::Type type;
  explicit inShort(mlir::Type type) : type(type) {}
};
mlir::Diagnostic &operator<<(mlir::Diagnostic &diagnostic, inShort text);
mlir::InFlightDiagnostic &&operator<<(mlir::InFlightDiagnostic &&diagnostic,
                                      inShort text);
mlir::InFlightDiagnostic &operator<<(mlir::InFlightDiagnostic &diagnostic,
                                     inShort text);

} // namespace leat

#endif // LEAT_DIALECT_EXTENTS_H
