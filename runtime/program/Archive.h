//===- Archive.h - values as bytes, and back --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the cache keeps is written and read by one description of its fields:
//
//   template <typename A> void fields(A &archive, Point &p) {
//     archive(p.x, p.y, p.name);
//   }
//   std::string bytes = toBytes(point);
//   std::optional<Point> again = fromBytes<Point>(bytes);
//
// Integers and floats are in the machine's own order: the bytes stay on it.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_PROGRAM_ARCHIVE_H
#define LEAT_RUNTIME_PROGRAM_ARCHIVE_H

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace leat {

/// Appends the fields of values to a string.
class ArchiveWriter {
public:
  std::string bytes;

  template <typename... T> void operator()(const T &...values) {
    (write(values), ...);
  }

private:
  template <typename T> void write(const T &value) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
      bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
    else // a description is one for both directions
      fields(*this, const_cast<T &>(value));
  }
  void write(const std::string &text) {
    write(uint64_t(text.size()));
    bytes += text;
  }
  template <typename T> void write(const std::vector<T> &list) {
    write(uint64_t(list.size()));
    for (const T &element : list)
      write(element);
  }
  template <typename T> void write(const std::optional<T> &value) {
    write(value.has_value());
    if (value)
      write(*value);
  }
};

/// Takes them from its front. After a read beyond the end everything it gives
/// is zero or empty, and `ok` is false.
class ArchiveReader {
public:
  explicit ArchiveReader(std::string_view bytes) : rest(bytes) {}

  bool ok = true;
  std::string_view rest;

  template <typename... T> void operator()(T &...values) {
    (read(values), ...);
  }

private:
  std::string_view take(uint64_t count) {
    ok &= count <= rest.size();
    std::string_view taken = rest.substr(0, ok ? size_t(count) : 0);
    rest.remove_prefix(taken.size());
    return taken;
  }
  template <typename T> void read(T &value) {
    if constexpr (std::is_same_v<T, bool>) {
      uint8_t byte = 0;
      read(byte);
      value = byte != 0;
    } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      std::string_view taken = take(sizeof value);
      value = T();
      if (ok)
        std::memcpy(&value, taken.data(), sizeof value);
    } else {
      fields(*this, value);
    }
  }
  void read(std::string &text) {
    uint64_t size = 0;
    read(size);
    text = take(size);
  }
  template <typename T> void read(std::vector<T> &list) {
    uint64_t size = 0;
    read(size);
    for (uint64_t i = 0; ok && i < size; ++i)
      read(list.emplace_back());
  }
  template <typename T> void read(std::optional<T> &value) {
    bool present = false;
    read(present);
    if (present)
      read(value.emplace());
  }
};

/// The fields of `value` as bytes.
template <typename T> std::string toBytes(const T &value) {
  ArchiveWriter writer;
  writer(value);
  return std::move(writer.bytes);
}

/// The reverse. Nothing where the bytes are too few or too many.
template <typename T> std::optional<T> fromBytes(std::string_view bytes) {
  ArchiveReader reader(bytes);
  T value;
  reader(value);
  if (!reader.ok || !reader.rest.empty())
    return std::nullopt;
  return value;
}

} // namespace leat

#endif // LEAT_RUNTIME_PROGRAM_ARCHIVE_H
