//===- Array.cpp - the values of the interpreter ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Positions, conversion between element types, and the way from and to the
// tensors of the runtime.
//
//===----------------------------------------------------------------------===//
#include "runtime/reference/Array.h"
#include "dialect/Extents.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/STLExtras.h"

using namespace leat;
using namespace leat::reference;

static int64_t elementsOf(llvm::ArrayRef<int64_t> shape) {
  int64_t count = 1;
  for (int64_t extent : shape)
    count *= extent;
  return count;
}

static std::optional<rt::DType> elementTypeOf(mlir::Type type) {
  auto tensor = mlir::dyn_cast<mlir::RankedTensorType>(type);
  if (!tensor)
    return std::nullopt;
  mlir::Type element = tensor.getElementType();
  if (element.isF64())
    return rt::DType::F64;
  if (element.isF32())
    return rt::DType::F32;
  if (element.isBF16())
    return rt::DType::BF16;
  if (element.isF16())
    return rt::DType::F16;
  if (element.isSignlessInteger(64))
    return rt::DType::I64;
  if (element.isSignlessInteger(32))
    return rt::DType::I32;
  if (element.isSignlessInteger(8))
    return rt::DType::I8;
  if (element.isSignlessInteger(1))
    return rt::DType::I1;
  return std::nullopt;
}

rt::Result<rt::DType> leat::reference::checkType(mlir::Type type) {
  std::optional<rt::DType> element = elementTypeOf(type);
  if (!element)
    return rt::userError("found the type ", shortType(type),
                         ", expected a tensor of floats or integers");
  if (!mlir::cast<mlir::RankedTensorType>(type).hasStaticShape())
    return rt::userError("found ", shortType(type),
                         ", expected extents that are all known");
  return *element;
}

std::string leat::reference::signatureOf(mlir::Type type) {
  return rt::signatureOf(
      *elementTypeOf(type),
      mlir::cast<mlir::RankedTensorType>(type).getShape().vec());
}

Array Array::zeros(rt::DType type, rt::Shape shape) {
  Array array;
  array.type = type;
  array.shape = std::move(shape);
  if (array.isFloat())
    array.floats.resize(size_t(elementsOf(array.shape)));
  else
    array.integers.resize(size_t(elementsOf(array.shape)));
  return array;
}

Array Array::zeros(mlir::Type type) {
  return zeros(*elementTypeOf(type),
               mlir::cast<mlir::RankedTensorType>(type).getShape().vec());
}

int64_t Array::size() const { return elementsOf(shape); }

int64_t Array::positionOf(llvm::ArrayRef<int64_t> index) const {
  int64_t position = 0;
  for (size_t axis = 0; axis < shape.size(); ++axis)
    position = position * shape[axis] + index[axis];
  return position;
}

int64_t Array::broadcastPosition(llvm::ArrayRef<int64_t> index) const {
  Index own(index.take_back(shape.size()));
  for (size_t axis = 0; axis < shape.size(); ++axis)
    if (shape[axis] == 1)
      own[axis] = 0;
  return positionOf(own);
}

double Array::number(int64_t position) const {
  return isFloat() ? floats[size_t(position)]
                   : double(integers[size_t(position)]);
}

/// `value` as an element of `type`, then in the type that holds it.
template <typename Held, typename From>
static Held rounded(rt::DType type, From value) {
  return rt::dispatch(type, [&](auto example) {
    auto element = rt::convertElement<decltype(example)>(value);
    return rt::convertElement<Held>(element);
  });
}

void Array::setNumber(int64_t position, double value) {
  if (isFloat())
    floats[size_t(position)] = rounded<double>(type, value);
  else
    integers[size_t(position)] = rounded<int64_t>(type, value);
}

void Array::setInteger(int64_t position, int64_t value) {
  // To i1, arithmetic keeps the lowest bit; a conversion would ask "not zero?".
  integers[size_t(position)] =
      type == rt::DType::I1 ? value & 1 : rounded<int64_t>(type, value);
}

void Array::setElement(int64_t position, const Array &from,
                       int64_t fromPosition) {
  if (isFloat())
    floats[size_t(position)] = from.floats[size_t(fromPosition)];
  else
    integers[size_t(position)] = from.integers[size_t(fromPosition)];
}

void Array::addElement(int64_t position, const Array &from,
                       int64_t fromPosition) {
  if (isFloat()) {
    floats[size_t(position)] += from.floats[size_t(fromPosition)];
    return;
  }
  uint64_t sum = uint64_t(integers[size_t(position)]) +
                 uint64_t(from.integers[size_t(fromPosition)]);
  setInteger(position, int64_t(sum));
}

Array leat::reference::convert(const Array &array, rt::DType type) {
  Array result = Array::zeros(type, array.shape);
  for (size_t i = 0; i < size_t(array.size()); ++i) {
    if (array.isFloat())
      result.setNumber(int64_t(i), array.floats[i]);
    else if (result.isFloat())
      result.floats[i] = rounded<double>(type, array.integers[i]);
    else
      result.integers[i] = rounded<int64_t>(type, array.integers[i]);
  }
  return result;
}

Array leat::reference::fromTensor(const rt::Tensor &tensor) {
  Array array = Array::zeros(tensor.dtype(), tensor.shape());
  rt::dispatch(tensor.dtype(), [&](auto example) {
    auto values = tensor.values<decltype(example)>();
    for (size_t i = 0; i < values.size(); ++i) {
      if (array.isFloat())
        array.floats[i] = rt::convertElement<double>(values[i]);
      else
        array.integers[i] = rt::convertElement<int64_t>(values[i]);
    }
  });
  return array;
}

rt::Result<rt::Tensor> leat::reference::toTensor(const Array &array) {
  LEAT_ASSIGN(rt::Tensor tensor, rt::Tensor::zeros(array.type, array.shape));
  rt::dispatch(array.type, [&](auto example) {
    using Element = decltype(example);
    auto values = tensor.values<Element>();
    for (size_t i = 0; i < values.size(); ++i)
      values[i] = array.isFloat()
                      ? rt::convertElement<Element>(array.floats[i])
                      : rt::convertElement<Element>(array.integers[i]);
  });
  return tensor;
}

rt::Shape leat::reference::broadcastShapes(llvm::ArrayRef<int64_t> a,
                                           llvm::ArrayRef<int64_t> b) {
  if (a.size() < b.size())
    std::swap(a, b);
  rt::Shape shape = a.vec();
  size_t missing = a.size() - b.size();
  for (size_t axis = 0; axis < b.size(); ++axis)
    if (shape[missing + axis] == 1)
      shape[missing + axis] = b[axis];
  return shape;
}
