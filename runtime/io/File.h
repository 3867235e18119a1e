//===- File.h - whole files, in and out -------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading with errors that name the file, and writing that leaves either the
// old file or the whole new one, whatever happens in between.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_FILE_H
#define LEAT_RUNTIME_IO_FILE_H

#include "runtime/io/Bytes.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace leat::rt {

/// An open regular file of known size, read at any place.
class InputFile {
public:
  /// Errors: cannot be opened, is no regular file.
  static Result<InputFile> open(const std::string &path);
  InputFile(InputFile &&other) noexcept;
  InputFile &operator=(InputFile &&other) noexcept;
  ~InputFile();

  /// Bytes in the file when it was opened.
  uint64_t size() const { return bytes; }

  /// Reads `count` bytes from byte `offset` on. Errors: the file ends before.
  Status read(uint64_t offset, void *destination, uint64_t count) const;

private:
  InputFile(std::string path, int descriptor, uint64_t bytes)
      : path(std::move(path)), descriptor(descriptor), bytes(bytes) {}

  std::string path;
  int descriptor;
  uint64_t bytes;
};

/// All bytes of a regular file. Errors: as InputFile; out of memory.
Result<Bytes> readFile(const std::string &path);

/// A file that appears under its name when, and only when, all of it is on the
/// disk. Until commit() it is a temporary file in the same folder; without
/// commit() that is removed; what a killed process left is removed by the next
/// create() of the same path. Follows a symbolic link to its target and keeps
/// the permissions of a file it replaces.
class AtomicFile {
public:
  /// Errors: the folder is missing or not writable; `path` names something
  /// other than a regular file.
  static Result<AtomicFile> create(const std::string &path);
  AtomicFile(AtomicFile &&other) noexcept;
  AtomicFile &operator=(AtomicFile &&) = delete;
  ~AtomicFile();

  /// Appends. Errors: the disk is full, or fails.
  Status write(const void *data, uint64_t count);
  Status write(std::string_view text) {
    return write(text.data(), text.size());
  }

  /// Writes to the disk, then takes the name. Errors: as write(). At most once.
  Status commit();

private:
  AtomicFile(std::string path, std::string temporary, int descriptor)
      : path(std::move(path)), temporary(std::move(temporary)),
        descriptor(descriptor) {}

  std::string path, temporary;
  int descriptor;
};

/// Writes a whole file as AtomicFile does.
Status writeFile(const std::string &path, std::string_view content);

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_FILE_H
