//===- Cache.h - compiled code kept on disk -------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A directory of blobs named by what they were made from. A cache is never
// needed: whatever goes wrong with it is a miss, and the caller compiles.
// It holds code that will be run, so it trusts only files of this user in a
// directory that nobody else may write, and only with a right checksum.
// Needs no LLVM: a program whose code is cached starts without the compiler.
//
// An entry, little-endian: magic (8 bytes), fingerprint (16), size of the
// blob (8), CRC-32 of all that and of the blob (4), blob.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_CACHE_H
#define LEAT_RUNTIME_CACHE_H

#include "runtime/Hash.h"
#include <atomic>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace leat {

struct CacheOptions {
  /// Where entries lie; empty means `Cache::defaultDirectory()`.
  std::string directory;
  /// What identifies the compiler that makes the entries (version, build id);
  /// another one never sees them.
  std::string buildId;
  /// Bytes that entries may take up in all; when they exceed it, those not
  /// used for longest go. An entry larger than this is not kept.
  uint64_t maxBytes = uint64_t(1) << 30;
  /// Told, once, why the cache does nothing (no such directory, disk full).
  /// May be empty.
  std::function<void(const std::string &)> report;
};

/// What a cache did since it was made.
struct CacheStats {
  uint64_t hits = 0, misses = 0;
  uint64_t stored = 0;  ///< entries written
  uint64_t corrupt = 0; ///< misses because an entry was damaged
  uint64_t evicted = 0; ///< entries deleted to make room
};

/// What lies in a cache directory.
struct CacheUsage {
  uint64_t entries = 0, bytes = 0;
};

/// A cache in one directory. Safe to use from several threads, and several
/// processes may use one directory: an entry appears whole or not at all.
class Cache {
public:
  explicit Cache(CacheOptions options = {});

  /// `$LEAT_CACHE_DIR`, else `$XDG_CACHE_HOME/leat`, else `~/.cache/leat`;
  /// empty where none of the variables is set.
  static std::string defaultDirectory();

  /// Names what is made from `fields` (source, extents, options) by this
  /// build for this processor.
  Fingerprint key(std::initializer_list<std::string_view> fields) const;

  /// The blob stored under `key`, which counts as used now; nothing on a
  /// miss. A damaged entry is a miss, and is deleted.
  std::optional<std::string> load(const Fingerprint &key);

  /// Stores `blob`, replacing what was there, and makes room if need be.
  /// False where that is not possible.
  bool store(const Fingerprint &key, std::string_view blob);

  /// Deletes all entries; how many there were.
  uint64_t clear();

  CacheUsage usage() const;
  CacheStats stats() const;
  const std::string &directory() const { return options.directory; }

private:
  enum State {
    Unknown, ///< not looked at yet
    Usable,
    ReadOnly, ///< writing has failed, reading may work
    Disabled  ///< not there, or not to be trusted
  };
  void fail(State failure, const std::string &reason);
  std::string path(const Fingerprint &key) const;
  bool readable();
  bool writable();
  bool write(const std::string &path, const std::string &header,
             std::string_view blob);
  void evict(uint64_t added);

  CacheOptions options;
  std::mutex mutex; ///< guards state, total
  State state = Unknown;
  std::optional<uint64_t> total; ///< bytes on disk, as far as known
  std::atomic<uint64_t> hits = 0, misses = 0, stored = 0, corrupt = 0,
                        evicted = 0;
};

} // namespace leat

#endif // LEAT_RUNTIME_CACHE_H
