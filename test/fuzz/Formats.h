//===- Formats.h - the formats whose readers are fuzzed ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where good files of each format come from, and who reads them.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_FORMATS_H
#define LEAT_TEST_FUZZ_FORMATS_H

#include "runtime/Status.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leat::fuzz {

/// A format of data or weights.
struct Format {
  std::string_view name;
  std::string_view fileName; ///< that its reader expects
  /// Good files, to be damaged. `folder` is for what has to be written first.
  rt::Result<std::vector<std::string>> (*seeds)(const std::string &folder);
  /// Makes the checksums and lengths of a damaged file right again, or packs
  /// it; null where the format has none.
  std::string (*repair)(std::string text);
  /// Reads `path`, the file `fileName` in `folder`: a checksum of every
  /// element.
  rt::Result<uint32_t> (*read)(const std::string &folder,
                               const std::string &path);
};

/// All of them.
std::vector<Format> formats();

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_FORMATS_H
