//===- Tensor.h - an array of numbers with a shape --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What goes into and comes out of a compiled model: an element type and a
// shape over contiguous, row-major memory.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_TENSOR_H
#define LEAT_RUNTIME_TENSOR_H

#include "runtime/Buffer.h"
#include "runtime/DType.h"

#include <initializer_list>
#include <span>
#include <string>
#include <vector>

namespace leat::rt {

/// The extents of a tensor, outermost first; empty for a scalar.
using Shape = std::vector<int64_t>;

/// A tensor. Copying shares the elements, clone() copies them, wrap() borrows
/// those of someone else. Elements lie row-major and contiguous; memory made
/// here is 64-byte aligned. A default-made tensor is the empty f32[0].
class Tensor {
public:
  Tensor() = default;

  /// A tensor of zeros. Errors: a negative extent, more than 2^62 bytes, out
  /// of memory.
  static Result<Tensor> zeros(DType type, Shape shape);

  /// A tensor of `values`, row-major. Errors: as zeros(), and a number of
  /// values that the shape does not have.
  template <typename T>
  static Result<Tensor> from(Shape shape, const std::vector<T> &values);

  /// The tensor of rank 0 that holds `value`.
  template <typename T> static Result<Tensor> scalar(T value) {
    return from<T>({}, {value});
  }

  /// A tensor over `memory`, which stays the caller's: it must hold the
  /// elements row-major and outlive every copy of the tensor. Errors: as
  /// zeros(), and memory not aligned to the element.
  static Result<Tensor> wrap(DType type, Shape shape, void *memory);

  DType dtype() const { return type; }
  const Shape &shape() const { return extents; }
  int64_t rank() const { return int64_t(extents.size()); }
  /// The extent of one dimension, 0 <= axis < rank().
  int64_t extent(int64_t axis) const { return extents[size_t(axis)]; }
  /// The number of elements.
  int64_t size() const { return count; }
  /// The number of bytes of all elements.
  int64_t bytes() const { return count * sizeOf(type); }

  void *data() { return buffer.data(); }
  const void *data() const { return buffer.data(); }

  /// All elements in row-major order. T must be the C++ type of dtype().
  template <typename T> std::span<T> values() {
    assert(kDTypeOf<T> == type && "the tensor has another element type");
    return {static_cast<T *>(buffer.data()), size_t(count)};
  }
  template <typename T> std::span<const T> values() const {
    assert(kDTypeOf<T> == type && "the tensor has another element type");
    return {static_cast<const T *>(buffer.data()), size_t(count)};
  }

  /// The element at `index`, one number per dimension, each within its extent.
  template <typename T> T &at(std::initializer_list<int64_t> index) {
    return values<T>()[size_t(offsetOf(index))];
  }
  template <typename T> T at(std::initializer_list<int64_t> index) const {
    return values<T>()[size_t(offsetOf(index))];
  }

  /// The element at row-major position `position` as a double, whatever the
  /// element type; rounds i64 beyond 2^53.
  double toDouble(int64_t position = 0) const;

  /// Sets every element to `value`, converted as convertElement does.
  void fill(double value);

  /// A copy with elements of its own. Errors: out of memory.
  Result<Tensor> clone() const;

  /// The elements converted as convertElement does; a tensor that shares them
  /// where the type is the same. Errors: out of memory.
  Result<Tensor> cast(DType to) const;

  /// The same elements, shared, under another shape. Errors: a negative extent
  /// or another number of elements.
  Result<Tensor> reshape(Shape shape) const;

  /// True if no other tensor shares the elements; never of borrowed ones.
  bool isUnique() const { return buffer.isUnique(); }

  /// Type and shape as the language writes them: "f32[2, 3]", "i64".
  std::string signature() const;

private:
  int64_t offsetOf(std::initializer_list<int64_t> index) const;

  DType type = DType::F32;
  Shape extents = {0};
  int64_t count = 0;
  Buffer buffer;
};

/// Tensors with names, in order.
using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

/// The number of elements of a shape. Errors: a negative extent; a number of
/// elements of `type` that takes more than 2^62 bytes.
Result<int64_t> countElements(DType type, const Shape &shape);

/// Type and shape as the language writes them: "f32[2, 3]", "i64".
std::string signatureOf(DType type, const Shape &shape);

/// True if type, shape and all bits are equal (so NaN equals itself, and 0.0
/// differs from -0.0).
bool sameBits(const Tensor &a, const Tensor &b);

template <typename T>
Result<Tensor> Tensor::from(Shape shape, const std::vector<T> &values) {
  LEAT_ASSIGN(Tensor tensor, zeros(kDTypeOf<T>, std::move(shape)));
  if (tensor.size() != int64_t(values.size()))
    return userError(tensor.signature(), " holds ", tensor.size(),
                     " elements, but ", values.size(), " values are given");
  for (size_t i = 0; i < values.size(); ++i)
    static_cast<T *>(tensor.data())[i] = values[i];
  return tensor;
}

} // namespace leat::rt

#endif // LEAT_RUNTIME_TENSOR_H
