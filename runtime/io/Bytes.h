//===- Bytes.h - the content of files in memory -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A plain array of bytes. Other than std::vector it answers running out of
// memory with an error, and does not write zeros where a file will be read to.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_BYTES_H
#define LEAT_RUNTIME_IO_BYTES_H

#include "runtime/Status.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

namespace leat::rt {

using ByteView = std::span<const unsigned char>;

/// Owned bytes; move-only.
class Bytes {
public:
  /// Makes it `size` bytes, new ones undefined. Errors: out of memory, which
  /// leaves it as it was.
  Status resize(uint64_t size) {
    // realloc may answer a size of 0 with null.
    void *moved = std::realloc(memory.get(), size == 0 ? 1 : size);
    if (!moved)
      return userError("out of memory: no room for ", size, " bytes");
    (void)memory.release();
    memory.reset(static_cast<unsigned char *>(moved));
    count = size;
    return {};
  }

  unsigned char *data() { return memory.get(); }
  const unsigned char *data() const { return memory.get(); }
  uint64_t size() const { return count; }
  const unsigned char *begin() const { return data(); }
  const unsigned char *end() const { return data() + count; }
  operator ByteView() const { return {data(), size_t(count)}; }

private:
  struct Free {
    void operator()(void *pointer) const { std::free(pointer); }
  };
  std::unique_ptr<unsigned char, Free> memory;
  uint64_t count = 0;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_BYTES_H
