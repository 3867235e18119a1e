//===- Array.h - the values of the interpreter ------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One type for all tensors, so that the meaning of an op is written once and
// not once per element type: floats of every width are held as double and are
// not rounded between ops, integers of every width as int64_t.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_REFERENCE_ARRAY_H
#define LEAT_RUNTIME_REFERENCE_ARRAY_H

#include "mlir/IR/Types.h"
#include "runtime/Tensor.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace leat::reference {

/// One number per dimension.
using Index = llvm::SmallVector<int64_t, 6>;

/// A tensor of any element type, row-major. Exactly one of the two lists holds
/// the elements: `floats` where `type` is a float, otherwise `integers`, each
/// within the range of `type` (0 or 1 for i1).
struct Array {
  rt::DType type = rt::DType::F64;
  rt::Shape shape;
  std::vector<double> floats;
  std::vector<int64_t> integers;

  /// An array of zeros.
  static Array zeros(rt::DType type, rt::Shape shape);
  /// An array of zeros of a static tensor type.
  static Array zeros(mlir::Type type);

  bool isFloat() const { return rt::isFloat(type); }
  int64_t rank() const { return int64_t(shape.size()); }
  /// The number of elements.
  int64_t size() const;

  /// The row-major position of an element, one number per dimension.
  int64_t positionOf(llvm::ArrayRef<int64_t> index) const;
  /// The row-major position of the element that NumPy's broadcasting puts at
  /// `index` of a result of at least this rank.
  int64_t broadcastPosition(llvm::ArrayRef<int64_t> index) const;

  /// The element as a double, whatever the type; rounds integers beyond 2^53.
  double number(int64_t position) const;
  /// Sets an element to `value`, converted to the type as rt::convertElement
  /// does.
  void setNumber(int64_t position, double value);
  /// Sets an element of an integer array to `value` modulo 2^width.
  void setInteger(int64_t position, int64_t value);
  /// Sets an element to one of an array of the same type.
  void setElement(int64_t position, const Array &from, int64_t fromPosition);
  /// Adds an element of an array of the same type; integers wrap.
  void addElement(int64_t position, const Array &from, int64_t fromPosition);
};

/// `array` in another element type, each element rounded once as
/// rt::convertElement does.
Array convert(const Array &array, rt::DType type);

/// The elements of a tensor, exactly.
Array fromTensor(const rt::Tensor &tensor);
/// A tensor of the array's type; floats are rounded to it here. Errors: out of
/// memory.
rt::Result<rt::Tensor> toTensor(const Array &array);

/// The element type of a static tensor type with elements of the language.
/// Errors: another type, or an extent that is not known.
rt::Result<rt::DType> checkType(mlir::Type type);

/// `f32[2, 3]` for a type that checkType accepts.
std::string signatureOf(mlir::Type type);

/// The shape that NumPy's broadcasting gives to two that fit.
rt::Shape broadcastShapes(llvm::ArrayRef<int64_t> a, llvm::ArrayRef<int64_t> b);

/// Calls `function(index, position)` for every element of `shape`, in row-major
/// order, position = 0, 1, ...
template <typename Function>
void forEachIndex(llvm::ArrayRef<int64_t> shape, Function &&function) {
  if (llvm::is_contained(shape, 0))
    return;
  Index index(shape.size(), 0);
  for (int64_t position = 0;; ++position) {
    function(index, position);
    size_t axis = shape.size();
    while (axis > 0 && ++index[axis - 1] == shape[axis - 1])
      index[--axis] = 0;
    if (axis == 0)
      return;
  }
}

} // namespace leat::reference

#endif // LEAT_RUNTIME_REFERENCE_ARRAY_H
