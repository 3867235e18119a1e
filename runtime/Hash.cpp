//===- Hash.cpp - a 128-bit fingerprint of bytes --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Hash.h"
#include <bit>
#include <cstring>

namespace leat {

std::string Fingerprint::hex() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (uint64_t word : {high, low})
    for (int shift = 60; shift >= 0; shift -= 4)
      text += digits[(word >> shift) & 15];
  return text;
}

// The constants spell "somepseudorandomlygeneratedbytes"; the paper's.
Hasher::Hasher(uint64_t key0, uint64_t key1)
    : v0(key0 ^ 0x736f6d6570736575), v1(key1 ^ 0x646f72616e646f6d ^ 0xee),
      v2(key0 ^ 0x6c7967656e657261), v3(key1 ^ 0x7465646279746573) {}

void Hasher::round() {
  v0 += v1;
  v1 = std::rotl(v1, 13) ^ v0;
  v0 = std::rotl(v0, 32);
  v2 += v3;
  v3 = std::rotl(v3, 16) ^ v2;
  v0 += v3;
  v3 = std::rotl(v3, 21) ^ v0;
  v2 += v1;
  v1 = std::rotl(v1, 17) ^ v2;
  v2 = std::rotl(v2, 32);
}

void Hasher::absorb(uint64_t word) {
  v3 ^= word;
  round();
  round();
  v0 ^= word;
}

void Hasher::append(std::string_view bytes) {
  const char *data = bytes.data();
  size_t left = bytes.size();
  // Byte by byte up to a word boundary and at the end, words between.
  auto takeByte = [&] {
    pending |= uint64_t(uint8_t(*data++)) << (8 * (length++ % 8));
    --left;
    if (length % 8 == 0) {
      absorb(pending);
      pending = 0;
    }
  };
  while (left && length % 8 != 0)
    takeByte();
  for (; left >= 8; left -= 8, data += 8, length += 8) {
    uint64_t word;
    std::memcpy(&word, data, 8);
    if constexpr (std::endian::native == std::endian::big)
      word = __builtin_bswap64(word);
    absorb(word);
  }
  while (left)
    takeByte();
}

void Hasher::addField(std::string_view bytes) {
  char size[8];
  for (int i = 0; i < 8; ++i)
    size[i] = char(uint64_t(bytes.size()) >> (8 * i));
  append(std::string_view(size, 8));
  append(bytes);
}

Fingerprint Hasher::finish() {
  absorb(pending | length << 56);
  auto squeeze = [this] {
    for (int i = 0; i < 4; ++i)
      round();
    return v0 ^ v1 ^ v2 ^ v3;
  };
  Fingerprint result;
  v2 ^= 0xee;
  result.low = squeeze();
  v1 ^= 0xdd;
  result.high = squeeze();
  return result;
}

} // namespace leat
