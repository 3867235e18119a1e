//===- Hash.h - a 128-bit fingerprint of bytes ----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names cache entries. Two different inputs are taken to have different
// fingerprints, so 128 bits, from a function without known weaknesses.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_HASH_H
#define LEAT_RUNTIME_HASH_H

#include <cstdint>
#include <string>
#include <string_view>

namespace leat {

/// 128 bits, equal for equal bytes on every machine and in every run.
struct Fingerprint {
  uint64_t low = 0, high = 0;
  bool operator==(const Fingerprint &) const = default;
  /// 32 hexadecimal digits, `high` first.
  std::string hex() const;
};

/// SipHash-2-4 with a 128-bit result (Aumasson and Bernstein 2012), computed
/// while bytes arrive.
class Hasher {
public:
  /// The key is fixed in the cache; tests give the reference's.
  explicit Hasher(uint64_t key0 = 0, uint64_t key1 = 0);

  /// Adds bytes: `append("ab")` is `append("a"), append("b")`.
  void append(std::string_view bytes);

  /// Adds one field with its length, so that a list of fields has one
  /// fingerprint: ("ab", "c") and ("a", "bc") differ.
  void addField(std::string_view bytes);

  /// The fingerprint of all bytes so far; the hasher is used up.
  Fingerprint finish();

private:
  void round();
  void absorb(uint64_t word);
  uint64_t v0, v1, v2, v3;
  uint64_t pending = 0; ///< up to 7 bytes that make no word yet
  uint64_t length = 0;  ///< bytes in all
};

} // namespace leat

#endif // LEAT_RUNTIME_HASH_H
