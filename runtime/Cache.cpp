//===- Cache.cpp - compiled code kept on disk -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Cache.h"
#include "runtime/cpu/Features.h"
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>
#include <vector>
#include <zlib.h>

namespace leat {

static constexpr std::string_view kMagic("LEATC\0\0\1", 8);
static constexpr size_t kHeaderSize = 8 + 16 + 8 + 4;
static constexpr std::string_view kEntrySuffix = ".entry";
static constexpr std::string_view kTempPrefix = "tmp.";

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

namespace {
/// A file descriptor that closes itself.
class File {
public:
  explicit File(int fd) : fd(fd) {}
  File(const File &) = delete;
  ~File() {
    if (fd >= 0)
      ::close(fd);
  }
  int get() const { return fd; }
  bool open() const { return fd >= 0; }

private:
  int fd;
};

/// A file in the cache directory.
struct Found {
  std::string path;
  uint64_t bytes;
  timespec used;
};
} // namespace

static bool writeAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    bytes.remove_prefix(size_t(count));
  }
  return true;
}

/// Reads `size` bytes; nothing where the file is shorter.
static std::optional<std::string> readAll(int fd, size_t size) {
  std::string bytes(size, '\0');
  size_t done = 0;
  while (done < size) {
    ssize_t count = ::read(fd, bytes.data() + done, size - done);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return std::nullopt;
    done += size_t(count);
  }
  return bytes;
}

/// Makes `path` and the directories above it, each for this user only.
static bool makeDirectories(const std::string &path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST)
    return true;
  size_t slash = path.find_last_of('/');
  if (errno != ENOENT || slash == std::string::npos || slash == 0)
    return false;
  return makeDirectories(path.substr(0, slash)) &&
         (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST);
}

/// The files of a directory whose names pass `wanted`.
template <typename Predicate>
static std::vector<Found> list(const std::string &directory, Predicate wanted) {
  std::vector<Found> files;
  DIR *stream = ::opendir(directory.c_str());
  if (!stream)
    return files;
  while (dirent *item = ::readdir(stream)) {
    std::string_view name = item->d_name;
    struct stat info;
    if (wanted(name) &&
        ::fstatat(::dirfd(stream), item->d_name, &info, AT_SYMLINK_NOFOLLOW) ==
            0 &&
        S_ISREG(info.st_mode))
      files.push_back({directory + "/" + item->d_name, uint64_t(info.st_size),
                       info.st_mtim});
  }
  ::closedir(stream);
  return files;
}

static bool isEntry(std::string_view name) {
  return name.ends_with(kEntrySuffix);
}
static bool isTemporary(std::string_view name) {
  return name.starts_with(kTempPrefix);
}

//===----------------------------------------------------------------------===//
// Entries
//===----------------------------------------------------------------------===//

static void appendWord(std::string &text, uint64_t word, int bytes) {
  for (int i = 0; i < bytes; ++i)
    text += char(word >> (8 * i));
}

/// The header that belongs to `blob` under `key`.
static std::string makeHeader(const Fingerprint &key, std::string_view blob) {
  std::string header(kMagic);
  appendWord(header, key.low, 8);
  appendWord(header, key.high, 8);
  appendWord(header, blob.size(), 8);
  auto crc = [](uLong start, std::string_view bytes) {
    return crc32_z(start, reinterpret_cast<const Bytef *>(bytes.data()),
                   bytes.size());
  };
  appendWord(header, crc(crc(0, header), blob), 4);
  return header;
}

std::string Cache::path(const Fingerprint &key) const {
  return options.directory + "/" + key.hex() + std::string(kEntrySuffix);
}

std::optional<std::string> Cache::load(const Fingerprint &key) {
  std::optional<std::string> blob;
  if (readable()) {
    std::string name = path(key);
    File file(::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat info;
    if (file.open() && ::fstat(file.get(), &info) == 0 &&
        S_ISREG(info.st_mode) && info.st_uid == ::geteuid()) {
      std::optional<std::string> bytes =
          readAll(file.get(), size_t(info.st_size));
      if (bytes && bytes->size() >= kHeaderSize) {
        std::string_view content = std::string_view(*bytes).substr(kHeaderSize);
        if (bytes->compare(0, kHeaderSize, makeHeader(key, content)) == 0)
          blob = std::string(content);
      }
      if (blob) {
        ::futimens(file.get(), nullptr); // used now
      } else {
        ++corrupt;
        ::unlink(name.c_str());
      }
    }
  }
  ++(blob ? hits : misses);
  return blob;
}

bool Cache::store(const Fingerprint &key, std::string_view blob) {
  uint64_t size = blob.size() + kHeaderSize;
  if (!writable() || size > options.maxBytes)
    return false;
  if (!write(path(key), makeHeader(key, blob), blob))
    return false;
  ++stored;
  evict(size);
  return true;
}

/// Writes beside the entry and renames into place: a reader in another
/// process, or one after a crash, never sees half an entry.
bool Cache::write(const std::string &path, const std::string &header,
                  std::string_view blob) {
  static std::atomic<uint64_t> counter = 0;
  std::string name = options.directory + "/" + std::string(kTempPrefix) +
                     std::to_string(::getpid()) + "." +
                     std::to_string(counter++);
  // A file of that name is a dead process's with our number.
  ::unlink(name.c_str());
  bool written = false;
  {
    File file(
        ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    written = file.open() && writeAll(file.get(), header) &&
              writeAll(file.get(), blob);
  }
  if (written && ::rename(name.c_str(), path.c_str()) == 0)
    return true;
  int reason = errno;
  ::unlink(name.c_str());
  fail(ReadOnly, options.directory + ": " + std::strerror(reason));
  return false;
}

//===----------------------------------------------------------------------===//
// The directory
//===----------------------------------------------------------------------===//

Cache::Cache(CacheOptions given) : options(std::move(given)) {
  if (options.directory.empty())
    options.directory = defaultDirectory();
}

std::string Cache::defaultDirectory() {
  auto variable = [](const char *name) {
    const char *value = std::getenv(name);
    return std::string(value ? value : "");
  };
  if (std::string own = variable("LEAT_CACHE_DIR"); !own.empty())
    return own;
  if (std::string xdg = variable("XDG_CACHE_HOME"); !xdg.empty())
    return xdg + "/leat";
  if (std::string home = variable("HOME"); !home.empty())
    return home + "/.cache/leat";
  return "";
}

/// Why code from this directory must not be run; empty where it may be.
static std::string distrust(const std::string &directory) {
  struct stat info;
  if (directory.empty())
    return "no directory: none of LEAT_CACHE_DIR, XDG_CACHE_HOME, HOME is set";
  if (!makeDirectories(directory) || ::stat(directory.c_str(), &info) != 0)
    return "cannot make " + directory + ": " + std::strerror(errno);
  if (!S_ISDIR(info.st_mode))
    return directory + " is not a directory";
  if (info.st_uid != ::geteuid())
    return directory + " belongs to another user";
  if (info.st_mode & (S_IWGRP | S_IWOTH))
    return directory + " may be written by other users";
  return "";
}

bool Cache::readable() {
  std::unique_lock lock(mutex);
  if (state == Unknown) {
    std::string reason = distrust(options.directory);
    if (!reason.empty()) {
      lock.unlock();
      fail(Disabled, reason);
      return false;
    }
    state = Usable;
  }
  return state != Disabled;
}

bool Cache::writable() {
  bool trusted = readable();
  std::lock_guard lock(mutex);
  return trusted && state == Usable;
}

void Cache::fail(State failure, const std::string &reason) {
  {
    std::lock_guard lock(mutex);
    if (state == failure)
      return;
    state = failure;
  }
  if (options.report)
    options.report(
        "compile cache " +
        std::string(failure == ReadOnly ? "not written to" : "not used") +
        ": " + reason);
}

void Cache::evict(uint64_t added) {
  std::lock_guard lock(mutex);
  // The directory is read only at the start and when it seems full.
  if (total && (*total += added) <= options.maxBytes)
    return;
  std::vector<Found> entries = list(options.directory, isEntry);
  std::sort(entries.begin(), entries.end(), [](const Found &a, const Found &b) {
    return std::tie(a.used.tv_sec, a.used.tv_nsec, a.path) <
           std::tie(b.used.tv_sec, b.used.tv_nsec, b.path);
  });
  uint64_t bytes = 0;
  for (const Found &entry : entries)
    bytes += entry.bytes;
  // Down to nine tenths, so that the next store does not start over.
  uint64_t goal = options.maxBytes - options.maxBytes / 10;
  bool full = bytes > options.maxBytes;
  for (size_t i = 0; full && bytes > goal && i + 1 < entries.size(); ++i) {
    if (::unlink(entries[i].path.c_str()) == 0)
      ++evicted;
    bytes -= entries[i].bytes;
  }
  total = bytes;
  // What a killed process left behind.
  constexpr time_t hour = 3600;
  for (const Found &file : list(options.directory, isTemporary))
    if (file.used.tv_sec + hour < ::time(nullptr))
      ::unlink(file.path.c_str());
}

uint64_t Cache::clear() {
  if (!readable())
    return 0;
  std::lock_guard lock(mutex);
  uint64_t count = 0;
  for (const Found &entry : list(options.directory, isEntry))
    count += ::unlink(entry.path.c_str()) == 0;
  for (const Found &file : list(options.directory, isTemporary))
    ::unlink(file.path.c_str());
  total = 0;
  return count;
}

//===----------------------------------------------------------------------===//
// Keys and numbers
//===----------------------------------------------------------------------===//

Fingerprint Cache::key(std::initializer_list<std::string_view> fields) const {
  Hasher hasher;
  hasher.addField(options.buildId);
  hasher.addField(cpuFeatures());
  for (std::string_view field : fields)
    hasher.addField(field);
  return hasher.finish();
}

CacheUsage Cache::usage() const {
  CacheUsage usage;
  for (const Found &entry : list(options.directory, isEntry)) {
    ++usage.entries;
    usage.bytes += entry.bytes;
  }
  return usage;
}

CacheStats Cache::stats() const {
  return {hits, misses, stored, corrupt, evicted};
}

} // namespace leat
