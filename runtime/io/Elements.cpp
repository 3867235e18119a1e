//===- Elements.cpp - numbers as files hold them ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One loop per pair of types, chosen once per tensor.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Elements.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

using namespace leat::rt;

static_assert(std::endian::native == std::endian::little,
              "tensors are written as they lie in memory, little-endian");

int64_t leat::rt::sizeOf(FileType type) {
  switch (type) {
  case FileType::Bool:
  case FileType::U8:
  case FileType::I8:
    return 1;
  case FileType::U16:
  case FileType::I16:
  case FileType::F16:
  case FileType::BF16:
    return 2;
  case FileType::U32:
  case FileType::I32:
  case FileType::F32:
    return 4;
  case FileType::U64:
  case FileType::I64:
  case FileType::F64:
    break;
  }
  return 8;
}

DType leat::rt::languageType(FileType type) {
  switch (type) {
  case FileType::Bool:
    return DType::I1;
  case FileType::I8:
    return DType::I8;
  case FileType::U8:
  case FileType::U16:
  case FileType::I16:
  case FileType::I32:
    return DType::I32;
  case FileType::F16:
    return DType::F16;
  case FileType::BF16:
    return DType::BF16;
  case FileType::F32:
    return DType::F32;
  case FileType::F64:
    return DType::F64;
  case FileType::U32:
  case FileType::U64:
  case FileType::I64:
    break;
  }
  return DType::I64;
}

FileType leat::rt::fileType(DType type) {
  constexpr FileType types[] = {FileType::F64, FileType::F32, FileType::BF16,
                                FileType::F16, FileType::I64, FileType::I32,
                                FileType::I8,  FileType::Bool};
  return types[size_t(type)];
}

/// The element at `bytes`, its bytes turned round if `reversed`.
template <typename T> static T load(const unsigned char *bytes, bool reversed) {
  unsigned char raw[sizeof(T)];
  std::memcpy(raw, bytes, sizeof(T));
  if (reversed)
    std::reverse(raw, raw + sizeof(T));
  if constexpr (std::is_same_v<T, bool>)
    return raw[0] != 0; // a byte other than 0 and 1 is no bool of C++
  T value;
  std::memcpy(&value, raw, sizeof(T));
  return value;
}

template <typename From>
static Status decodeAs(bool bigEndian, ByteView source, Tensor &tensor) {
  if constexpr (std::is_same_v<From, uint64_t>)
    for (int64_t i = 0; i < tensor.size(); ++i) {
      uint64_t value = load<uint64_t>(source.data() + 8 * i, bigEndian);
      if (value > uint64_t(INT64_MAX))
        return userError("element ", i, " is ", value,
                         ", which no i64 holds; unsigned 64-bit numbers are "
                         "read as i64");
    }
  dispatch(tensor.dtype(), [&](auto zero) {
    using To = decltype(zero);
    const unsigned char *from = source.data();
    for (To &element : tensor.values<To>()) {
      element = convertElement<To>(load<From>(from, bigEndian));
      from += sizeof(From);
    }
  });
  return {};
}

Status leat::rt::decodeElements(FileType type, bool bigEndian, ByteView source,
                                Tensor &tensor) {
  assert(int64_t(source.size()) == tensor.size() * sizeOf(type));
  if (tensor.size() == 0)
    return {};
  if (!bigEndian && type != FileType::Bool &&
      type == fileType(tensor.dtype())) {
    std::memcpy(tensor.data(), source.data(), source.size());
    return {};
  }
  switch (type) {
  case FileType::Bool:
    return decodeAs<bool>(bigEndian, source, tensor);
  case FileType::U8:
    return decodeAs<uint8_t>(bigEndian, source, tensor);
  case FileType::I8:
    return decodeAs<int8_t>(bigEndian, source, tensor);
  case FileType::U16:
    return decodeAs<uint16_t>(bigEndian, source, tensor);
  case FileType::I16:
    return decodeAs<int16_t>(bigEndian, source, tensor);
  case FileType::U32:
    return decodeAs<uint32_t>(bigEndian, source, tensor);
  case FileType::I32:
    return decodeAs<int32_t>(bigEndian, source, tensor);
  case FileType::U64:
    return decodeAs<uint64_t>(bigEndian, source, tensor);
  case FileType::I64:
    return decodeAs<int64_t>(bigEndian, source, tensor);
  case FileType::F16:
    return decodeAs<Half>(bigEndian, source, tensor);
  case FileType::BF16:
    return decodeAs<BFloat16>(bigEndian, source, tensor);
  case FileType::F32:
    return decodeAs<float>(bigEndian, source, tensor);
  case FileType::F64:
    break;
  }
  return decodeAs<double>(bigEndian, source, tensor);
}
