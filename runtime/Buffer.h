//===- Buffer.h - ref-counted, aligned memory -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The storage of a tensor. One allocation holds the count and the bytes, so
// that running out of memory is one error, which the caller sees.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_BUFFER_H
#define LEAT_RUNTIME_BUFFER_H

#include "runtime/Status.h"

#include <cstddef>
#include <cstdint>

namespace leat::rt {

/// Bytes to which buffers are aligned: a cache line, and a 512-bit vector.
inline constexpr size_t kAlignment = 64;

/// A handle on memory. Copies share the memory, and the last owner frees it;
/// counting is atomic, so handles may be copied by several threads.
class Buffer {
public:
  /// No memory.
  Buffer() = default;
  Buffer(const Buffer &other) : block(other.block), bytes(other.bytes) {
    retain();
  }
  Buffer(Buffer &&other) noexcept
      : block(std::exchange(other.block, nullptr)),
        bytes(std::exchange(other.bytes, nullptr)) {}
  Buffer &operator=(Buffer other) noexcept {
    std::swap(block, other.block);
    std::swap(bytes, other.bytes);
    return *this;
  }
  ~Buffer() { release(); }

  /// `size` bytes, all zero, aligned to kAlignment. Errors: out of memory.
  static Result<Buffer> allocate(int64_t size);

  /// Memory of someone else, who must keep it while any copy is in use.
  static Buffer borrow(void *memory);

  /// The bytes, or null without memory.
  void *data() const { return bytes; }

  /// True if no other handle shares the memory; never of borrowed memory.
  bool isUnique() const;

private:
  struct Block;
  void retain();
  void release();

  Block *block = nullptr; ///< null for borrowed memory
  void *bytes = nullptr;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_BUFFER_H
