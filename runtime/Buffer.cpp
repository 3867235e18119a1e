//===- Buffer.cpp - ref-counted, aligned memory -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Memory comes zeroed from calloc, which gets large blocks from the system
// already zero instead of writing them; alignment is done by hand.
//
//===----------------------------------------------------------------------===//
#include "runtime/Buffer.h"

#include <atomic>
#include <cstdlib>
#include <new>

using namespace leat::rt;

struct Buffer::Block {
  std::atomic<int64_t> owners{1};
  void *allocation;
};

Result<Buffer> Buffer::allocate(int64_t size) {
  assert(size >= 0 && "negative size of a buffer");
  // The block lies right before the first aligned byte.
  size_t total = size_t(size) + sizeof(Block) + kAlignment;
  void *allocation = std::calloc(1, total);
  if (!allocation)
    return userError("out of memory: no room for ", size, " bytes");
  uintptr_t first = reinterpret_cast<uintptr_t>(allocation) + sizeof(Block);
  uintptr_t aligned = (first + kAlignment - 1) / kAlignment * kAlignment;
  Buffer buffer;
  buffer.bytes = reinterpret_cast<void *>(aligned);
  buffer.block = new (reinterpret_cast<void *>(aligned - sizeof(Block))) Block;
  buffer.block->allocation = allocation;
  return buffer;
}

Buffer Buffer::borrow(void *memory) {
  Buffer buffer;
  buffer.bytes = memory;
  return buffer;
}

bool Buffer::isUnique() const {
  return block && block->owners.load(std::memory_order_acquire) == 1;
}

void Buffer::retain() {
  if (block)
    block->owners.fetch_add(1, std::memory_order_relaxed);
}

void Buffer::release() {
  if (block && block->owners.fetch_sub(1, std::memory_order_acq_rel) == 1)
    std::free(block->allocation);
}
