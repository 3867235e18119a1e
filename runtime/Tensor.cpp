//===- Tensor.cpp - an array of numbers with a shape ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Making, copying and converting tensors.
//
//===----------------------------------------------------------------------===//
#include "runtime/Tensor.h"

#include <algorithm>
#include <cstring>

using namespace leat::rt;

/// Leaves room to add the overhead of a buffer without overflow.
static constexpr int64_t kMaxBytes = int64_t(1) << 62;

Result<int64_t> leat::rt::countElements(DType type, const Shape &shape) {
  // An extent of 0 makes the count 0 whatever the others are, so it is looked
  // for before anything can overflow.
  bool empty = false;
  for (int64_t extent : shape) {
    if (extent < 0)
      return userError("negative extent in the shape of ",
                       signatureOf(type, shape));
    empty |= extent == 0;
  }
  if (empty)
    return int64_t(0);
  int64_t count = 1;
  for (int64_t extent : shape) {
    if (extent > kMaxBytes / sizeOf(type) / count)
      return userError("too many elements in ", signatureOf(type, shape));
    count *= extent;
  }
  return count;
}

std::string leat::rt::signatureOf(DType type, const Shape &shape) {
  std::string text(nameOf(type));
  if (shape.empty())
    return text;
  for (size_t i = 0; i < shape.size(); ++i)
    text += (i == 0 ? "[" : ", ") + std::to_string(shape[i]);
  return text + "]";
}

Result<Tensor> Tensor::zeros(DType type, Shape shape) {
  Tensor tensor;
  LEAT_ASSIGN(tensor.count, countElements(type, shape));
  tensor.type = type;
  tensor.extents = std::move(shape);
  auto buffer = Buffer::allocate(tensor.bytes());
  if (!buffer.ok())
    return std::move(buffer).status().at(tensor.signature());
  tensor.buffer = *std::move(buffer);
  return tensor;
}

Result<Tensor> Tensor::wrap(DType type, Shape shape, void *memory) {
  Tensor tensor;
  LEAT_ASSIGN(tensor.count, countElements(type, shape));
  tensor.type = type;
  tensor.extents = std::move(shape);
  if (reinterpret_cast<uintptr_t>(memory) % uintptr_t(sizeOf(type)) != 0)
    return userError("memory for ", tensor.signature(),
                     " is not aligned to its elements of ", sizeOf(type),
                     " bytes");
  tensor.buffer = Buffer::borrow(memory);
  return tensor;
}

double Tensor::toDouble(int64_t position) const {
  assert(position >= 0 && position < count && "position outside the tensor");
  return dispatch(type, [&](auto zero) {
    using T = decltype(zero);
    return convertElement<double>(values<T>()[size_t(position)]);
  });
}

void Tensor::fill(double value) {
  dispatch(type, [&](auto zero) {
    using T = decltype(zero);
    std::ranges::fill(values<T>(), convertElement<T>(value));
  });
}

Result<Tensor> Tensor::clone() const {
  LEAT_ASSIGN(Tensor copy, zeros(type, extents));
  if (count != 0)
    std::memcpy(copy.data(), data(), size_t(bytes()));
  return copy;
}

Result<Tensor> Tensor::cast(DType to) const {
  if (to == type)
    return *this;
  LEAT_ASSIGN(Tensor result, zeros(to, extents));
  dispatch(type, [&](auto fromZero) {
    using From = decltype(fromZero);
    dispatch(to, [&](auto toZero) {
      using To = decltype(toZero);
      std::ranges::transform(values<From>(), result.values<To>().begin(),
                             convertElement<To, From>);
    });
  });
  return result;
}

Result<Tensor> Tensor::reshape(Shape shape) const {
  LEAT_ASSIGN(int64_t wanted, countElements(type, shape));
  if (wanted != count)
    return userError("cannot reshape ", signature(), " to ",
                     signatureOf(type, shape), ": ", count,
                     " elements are not ", wanted);
  Tensor result = *this;
  result.extents = std::move(shape);
  return result;
}

std::string Tensor::signature() const { return signatureOf(type, extents); }

int64_t Tensor::offsetOf(std::initializer_list<int64_t> index) const {
  assert(int64_t(index.size()) == rank() && "one number per dimension");
  int64_t offset = 0;
  auto extent = extents.begin();
  for (int64_t i : index) {
    assert(i >= 0 && i < *extent && "index outside its dimension");
    offset = offset * *extent++ + i;
  }
  return offset;
}

bool leat::rt::sameBits(const Tensor &a, const Tensor &b) {
  return a.dtype() == b.dtype() && a.shape() == b.shape() &&
         (a.size() == 0 ||
          std::memcmp(a.data(), b.data(), size_t(a.bytes())) == 0);
}
