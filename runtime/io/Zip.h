//===- Zip.h - archives of stored or deflated members -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As much of the zip format (PKWARE APPNOTE 6.3) as npz files need: reading
// stored and deflated members, writing stored ones. Archives over 4 GiB
// (zip64 records) and encryption are errors.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_ZIP_H
#define LEAT_RUNTIME_IO_ZIP_H

#include "runtime/io/File.h"

#include <vector>

namespace leat::rt {

/// What the directory of an archive says of one member.
struct ZipMember {
  std::string name;
  bool deflated = false;
  uint32_t checksum = 0;       ///< CRC-32 of the content
  uint32_t compressedSize = 0; ///< bytes in the archive
  uint32_t size = 0;           ///< bytes of the content
  uint32_t offset = 0;         ///< of the local header in the archive
};

/// The members of the archive, in the order of its directory. Errors: no zip
/// archive, damaged, zip64, encrypted, another compression, a name used twice.
Result<std::vector<ZipMember>> listZip(ByteView archive);

/// The content of one member, its checksum verified. Errors: damaged.
Result<Bytes> readZipMember(ByteView archive, const ZipMember &member);

/// Writes members, uncompressed, then the directory. The file outlives it.
class ZipWriter {
public:
  explicit ZipWriter(AtomicFile &file) : file(file) {}

  /// A member whose content is `head` followed by `body`. Errors: more than
  /// 4 GiB or 65535 members in all; a disk error.
  Status add(const std::string &name, std::string_view head,
             std::string_view body);

  /// Writes the directory. The last call.
  Status finish();

private:
  AtomicFile &file;
  uint64_t offset = 0;
  uint32_t members = 0;
  std::string directory;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_ZIP_H
