//===- File.cpp - whole files, in and out -----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Straight on POSIX calls: their errors are the ones a person knows.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/File.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace leat::rt;

/// Linux moves at most 2^31 - 4096 bytes in one call.
static constexpr uint64_t kMaxTransfer = uint64_t(1) << 30;
/// Between the name of a file and what makes that of its temporary file unique.
static constexpr std::string_view kTemporary = ".tmp";

/// "cannot read 'x.npy': no such file or directory", from errno.
static Status systemError(const char *action, const std::string &path) {
  std::string reason = std::strerror(errno);
  if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z' &&
      !(reason.size() > 1 && reason[1] >= 'A' && reason[1] <= 'Z'))
    reason[0] = char(reason[0] - 'A' + 'a');
  return userError("cannot ", action, " '", path, "': ", reason);
}

Result<InputFile> InputFile::open(const std::string &path) {
  // Non-blocking, so that opening a pipe reports an error instead of waiting.
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0)
    return systemError("read", path);
  InputFile file(path, descriptor, 0);
  struct stat info;
  if (::fstat(descriptor, &info) != 0)
    return systemError("read", path);
  if (S_ISDIR(info.st_mode))
    return userError("cannot read '", path, "': is a directory");
  if (!S_ISREG(info.st_mode))
    return userError("cannot read '", path, "': not a regular file");
  file.bytes = uint64_t(info.st_size);
  return file;
}

InputFile::InputFile(InputFile &&other) noexcept
    : path(std::move(other.path)),
      descriptor(std::exchange(other.descriptor, -1)), bytes(other.bytes) {}

InputFile &InputFile::operator=(InputFile &&other) noexcept {
  std::swap(path, other.path);
  std::swap(descriptor, other.descriptor);
  std::swap(bytes, other.bytes);
  return *this;
}

InputFile::~InputFile() {
  if (descriptor >= 0)
    ::close(descriptor);
}

Status InputFile::read(uint64_t offset, void *destination,
                       uint64_t count) const {
  char *to = static_cast<char *>(destination);
  while (count != 0) {
    ssize_t got =
        ::pread(descriptor, to, std::min(count, kMaxTransfer), off_t(offset));
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return systemError("read", path);
    if (got == 0)
      return userError("cannot read '", path, "': ends at byte ", offset,
                       " where ", count, " more were expected");
    to += got;
    offset += uint64_t(got);
    count -= uint64_t(got);
  }
  return {};
}

Result<Bytes> leat::rt::readFile(const std::string &path) {
  LEAT_ASSIGN(InputFile file, InputFile::open(path));
  Bytes content;
  LEAT_TRY(content.resize(file.size()).at("cannot read '" + path + "'"));
  LEAT_TRY(file.read(0, content.data(), content.size()));
  return content;
}

/// Whether `name` is "<base>.tmp<process>.<number>", as openTemporary() writes.
static bool isTemporaryOf(const std::string &base, std::string_view name) {
  if (!name.starts_with(base + std::string(kTemporary)))
    return false;
  name.remove_prefix(base.size() + kTemporary.size());
  size_t dot = name.find('.');
  auto isNumber = [](std::string_view text) {
    return !text.empty() &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return dot != std::string_view::npos && isNumber(name.substr(0, dot)) &&
         isNumber(name.substr(dot + 1));
}

/// Removes temporary files whose writers are dead. A writer holds a lock on its
/// file as long as it lives, which tells more than its process number does: a
/// container that starts anew has the same one. A folder or lock that cannot be
/// had only leaves them where they are.
static void removeLeftovers(const std::string &target) {
  namespace fs = std::filesystem;
  fs::path folder = fs::path(target).parent_path();
  std::string base = fs::path(target).filename();
  std::error_code error;
  for (fs::directory_iterator entry(folder.empty() ? "." : folder, error), end;
       !error && entry != end; entry.increment(error)) {
    if (!isTemporaryOf(base, entry->path().filename().native()))
      continue;
    int descriptor =
        ::open(entry->path().c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
      continue;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
      ::unlink(entry->path().c_str());
    ::close(descriptor);
  }
}

/// Creates a temporary file beside `target`, locked. Below 0, with errno, if
/// that fails.
static int openTemporary(const std::string &target, std::string &name) {
  static std::atomic<unsigned> counter{0};
  while (true) {
    name = target + std::string(kTemporary) + std::to_string(::getpid()) + "." +
           std::to_string(counter++);
    int descriptor =
        ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno == EEXIST)
      continue;
    if (descriptor < 0)
      return descriptor;
    // Until the lock is had, another writer may take the file for a leftover.
    bool isOurs =
        ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
    struct stat info;
    if (isOurs && ::fstat(descriptor, &info) == 0 && info.st_nlink != 0)
      return descriptor;
    ::close(descriptor);
  }
}

Result<AtomicFile> AtomicFile::create(const std::string &path) {
  std::string target = path;
  struct stat info;
  bool exists = ::stat(path.c_str(), &info) == 0;
  if (exists && !S_ISREG(info.st_mode))
    return userError("cannot write '", path, "': not a regular file");
  if (exists)
    if (char *resolved = ::realpath(path.c_str(), nullptr)) {
      target = resolved;
      std::free(resolved);
    }
  removeLeftovers(target);
  std::string temporary;
  int descriptor = openTemporary(target, temporary);
  if (descriptor < 0)
    return systemError("write", path);
  AtomicFile file(target, temporary, descriptor);
  if (exists && ::fchmod(descriptor, info.st_mode & 07777) != 0)
    return systemError("write", path);
  return file;
}

AtomicFile::AtomicFile(AtomicFile &&other) noexcept
    : path(std::move(other.path)), temporary(std::move(other.temporary)),
      descriptor(std::exchange(other.descriptor, -1)) {}

AtomicFile::~AtomicFile() {
  if (descriptor < 0)
    return;
  ::close(descriptor);
  ::unlink(temporary.c_str());
}

Status AtomicFile::write(const void *data, uint64_t count) {
  const char *from = static_cast<const char *>(data);
  while (count != 0) {
    ssize_t done = ::write(descriptor, from, std::min(count, kMaxTransfer));
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      return systemError("write", path);
    from += done;
    count -= uint64_t(done);
  }
  return {};
}

Status AtomicFile::commit() {
  assert(descriptor >= 0 && "committed twice");
  if (::fsync(descriptor) != 0 ||
      ::rename(temporary.c_str(), path.c_str()) != 0)
    return systemError("write", path);
  ::close(std::exchange(descriptor, -1));
  // The new name itself lies in the folder, which is written separately. Some
  // file systems cannot do that; the file is complete either way.
  size_t slash = path.rfind('/');
  std::string folder = slash == std::string::npos ? "."
                       : slash == 0               ? "/"
                                                  : path.substr(0, slash);
  int folderDescriptor =
      ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folderDescriptor >= 0) {
    ::fsync(folderDescriptor);
    ::close(folderDescriptor);
  }
  return {};
}

Status leat::rt::writeFile(const std::string &path, std::string_view content) {
  LEAT_ASSIGN(AtomicFile file, AtomicFile::create(path));
  LEAT_TRY(file.write(content));
  return file.commit();
}
