//===- CacheTest.cpp - the compile cache survives whatever happens --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Cache.h"
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace leat;

namespace {

/// Each test has a directory of its own below the system's for temporaries.
class CacheTest : public testing::Test {
protected:
  void SetUp() override {
    char name[] = "/tmp/leat-cache-XXXXXX";
    ASSERT_TRUE(mkdtemp(name));
    root = name;
    options.directory = root + "/cache";
    options.buildId = "build 1";
    options.report = [this](const std::string &reason) {
      reports.push_back(reason);
    };
  }
  void TearDown() override {
    Cache(options).clear();
    rmdir(options.directory.c_str());
    rmdir(root.c_str());
  }

  std::string entryPath(const Fingerprint &key) {
    return options.directory + "/" + key.hex() + ".entry";
  }
  std::string readFile(const std::string &path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void writeFile(const std::string &path, const std::string &bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  std::string root;
  CacheOptions options;
  std::vector<std::string> reports;
};

TEST(Hash, MatchesTheReferenceVectors) {
  // SipHash's reference: key 00..0f, message 00, 01, 02, ... of that length.
  auto hash = [](size_t length) {
    Hasher hasher(0x0706050403020100, 0x0f0e0d0c0b0a0908);
    std::string bytes;
    for (size_t i = 0; i < length; ++i)
      bytes += char(i);
    hasher.append(bytes);
    return hasher.finish().hex();
  };
  // Bytes a3817f04ba25a8e6 6df67214c7550293 as two little-endian words.
  EXPECT_EQ(hash(0), "930255c71472f66de6a825ba047f81a3");
  EXPECT_EQ(hash(1), "45fc229b1159763444af996bd8c187da");
}

TEST(Hash, DoesNotDependOnHowBytesArrive) {
  std::string text = "the quick brown fox jumps over the lazy dog";
  Hasher whole;
  whole.append(text);
  Fingerprint expected = whole.finish();
  for (size_t cut = 0; cut <= text.size(); ++cut) {
    Hasher parts;
    parts.append(text.substr(0, cut));
    parts.append(text.substr(cut));
    EXPECT_EQ(parts.finish(), expected) << cut;
  }
}

TEST_F(CacheTest, GivesBackWhatWasStored) {
  Cache cache(options);
  Fingerprint key = cache.key({"source", "B=64"});
  EXPECT_FALSE(cache.load(key));
  std::string blob("code\0code", 9);
  EXPECT_TRUE(cache.store(key, blob));
  EXPECT_EQ(Cache(options).load(key), blob);
  EXPECT_EQ(cache.load(key), blob);
  EXPECT_TRUE(cache.store(key, "other"));
  EXPECT_EQ(cache.load(key), "other");
  EXPECT_TRUE(cache.store(cache.key({"empty"}), ""));
  EXPECT_EQ(cache.load(cache.key({"empty"})), "");
  CacheStats stats = cache.stats();
  EXPECT_EQ(stats.hits, 3u);
  EXPECT_EQ(stats.misses, 1u);
  EXPECT_EQ(stats.stored, 3u);
  EXPECT_EQ(cache.usage().entries, 2u);
  EXPECT_EQ(cache.clear(), 2u);
  EXPECT_FALSE(cache.load(key));
  EXPECT_TRUE(reports.empty());
}

TEST_F(CacheTest, KeysTellInputsApart) {
  Cache cache(options);
  EXPECT_EQ(cache.key({"a", "b"}), Cache(options).key({"a", "b"}));
  EXPECT_NE(cache.key({"ab", ""}), cache.key({"a", "b"}));
  CacheOptions other = options;
  other.buildId = "build 2";
  EXPECT_NE(Cache(other).key({"a", "b"}), cache.key({"a", "b"}));
}

TEST_F(CacheTest, FilesAreForTheirOwnerOnly) {
  Cache cache(options);
  Fingerprint key = cache.key({"a"});
  ASSERT_TRUE(cache.store(key, "blob"));
  struct stat info;
  ASSERT_EQ(stat(options.directory.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  ASSERT_EQ(stat(entryPath(key).c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(CacheTest, AnyDamagedByteIsAMiss) {
  Cache cache(options);
  Fingerprint key = cache.key({"a"});
  ASSERT_TRUE(cache.store(key, "sixteen bytes ok"));
  std::string good = readFile(entryPath(key));
  ASSERT_EQ(good.size(), 36u + 16u);
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] ^= char(1 << (i % 8));
    writeFile(entryPath(key), bad);
    EXPECT_FALSE(cache.load(key)) << "byte " << i;
    EXPECT_NE(access(entryPath(key).c_str(), F_OK), 0) << "byte " << i;
  }
  EXPECT_EQ(cache.stats().corrupt, good.size());
}

TEST_F(CacheTest, AnyOtherLengthIsAMiss) {
  Cache cache(options);
  Fingerprint key = cache.key({"a"});
  ASSERT_TRUE(cache.store(key, "sixteen bytes ok"));
  std::string good = readFile(entryPath(key));
  for (size_t size = 0; size < good.size(); ++size) {
    writeFile(entryPath(key), good.substr(0, size));
    EXPECT_FALSE(cache.load(key)) << "size " << size;
  }
  writeFile(entryPath(key), good + "x");
  EXPECT_FALSE(cache.load(key));
}

TEST_F(CacheTest, AnEntryUnderAnotherNameIsAMiss) {
  Cache cache(options);
  Fingerprint a = cache.key({"a"}), b = cache.key({"b"});
  ASSERT_TRUE(cache.store(a, "blob"));
  ASSERT_EQ(rename(entryPath(a).c_str(), entryPath(b).c_str()), 0);
  EXPECT_FALSE(cache.load(b));
}

TEST_F(CacheTest, ALinkIsNotFollowed) {
  Cache cache(options);
  Fingerprint key = cache.key({"a"});
  ASSERT_TRUE(cache.store(key, "blob"));
  std::string elsewhere = root + "/elsewhere";
  ASSERT_EQ(rename(entryPath(key).c_str(), elsewhere.c_str()), 0);
  ASSERT_EQ(symlink(elsewhere.c_str(), entryPath(key).c_str()), 0);
  EXPECT_FALSE(cache.load(key));
  unlink(entryPath(key).c_str());
  unlink(elsewhere.c_str());
}

TEST_F(CacheTest, WritersInSeveralProcessesNeverShowHalfAnEntry) {
  Cache cache(options);
  Fingerprint key = cache.key({"shared"});
  auto blob = [](int writer) {
    return std::string(200000 + size_t(writer) * 1000, char('a' + writer));
  };
  ASSERT_TRUE(cache.store(key, blob(0)));
  std::vector<pid_t> children;
  for (int writer = 0; writer < 4; ++writer) {
    pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      Cache own(options);
      bool good = true;
      for (int i = 0; i < 50; ++i) {
        good &= own.store(key, blob(writer));
        std::optional<std::string> found = own.load(key);
        good &= found && *found == blob((*found)[0] - 'a');
      }
      _exit(good && own.stats().corrupt == 0 ? 0 : 1);
    }
    children.push_back(child);
  }
  for (pid_t child : children) {
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(cache.usage().entries, 1u);
}

TEST_F(CacheTest, WorksWithoutADirectory) {
  // A file where the directory should be: holds for every user, root too.
  writeFile(options.directory, "");
  Cache cache(options);
  Fingerprint key = cache.key({"a"});
  EXPECT_FALSE(cache.store(key, "blob"));
  EXPECT_FALSE(cache.load(key));
  EXPECT_EQ(cache.clear(), 0u);
  ASSERT_EQ(reports.size(), 1u); // said once
  EXPECT_EQ(reports[0], "compile cache not used: " + options.directory +
                            " is not a directory");
  unlink(options.directory.c_str());
}

TEST_F(CacheTest, WorksOnAFullDisk) {
  // A limit on file size stands for a full disk: the write ends early.
  pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    rlimit limit = {1000, 1000};
    setrlimit(RLIMIT_FSIZE, &limit);
    Cache cache(options);
    bool good = cache.store(cache.key({"small"}), "blob") &&
                !cache.store(cache.key({"a"}), std::string(5000, 'x')) &&
                !cache.load(cache.key({"a"})) && reports.size() == 1 &&
                cache.usage().entries == 1 && cache.load(cache.key({"small"}));
    _exit(good ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST_F(CacheTest, DistrustsADirectoryThatOthersMayWrite) {
  ASSERT_EQ(mkdir(options.directory.c_str(), 0700), 0);
  ASSERT_EQ(chmod(options.directory.c_str(), 0777), 0);
  Cache cache(options);
  EXPECT_FALSE(cache.store(cache.key({"a"}), "blob"));
  EXPECT_EQ(reports.size(), 1u);
  ASSERT_EQ(chmod(options.directory.c_str(), 0700), 0);
}

TEST_F(CacheTest, EvictsWhatWasNotUsedForLongest) {
  options.maxBytes = 5000;
  Cache cache(options);
  std::vector<Fingerprint> keys;
  for (int i = 0; i < 4; ++i) {
    keys.push_back(cache.key({std::to_string(i)}));
    ASSERT_TRUE(cache.store(keys[i], std::string(1000, 'x')));
    // Times a second apart, as a coarse file system may keep them.
    timespec times[2] = {{1000 + i, 0}, {1000 + i, 0}};
    ASSERT_EQ(utimensat(AT_FDCWD, entryPath(keys[i]).c_str(), times, 0), 0);
  }
  ASSERT_TRUE(cache.load(keys[0])); // now the latest
  keys.push_back(cache.key({"4"}));
  ASSERT_TRUE(cache.store(keys[4], std::string(1000, 'x')));
  EXPECT_TRUE(cache.load(keys[0]));
  EXPECT_FALSE(cache.load(keys[1]));
  EXPECT_TRUE(cache.load(keys[3]));
  EXPECT_TRUE(cache.load(keys[4]));
  EXPECT_EQ(cache.stats().evicted, 1u);
  EXPECT_LE(cache.usage().bytes, options.maxBytes);
  EXPECT_FALSE(cache.store(cache.key({"big"}), std::string(5000, 'x')));
}

TEST_F(CacheTest, TheEnvironmentNamesTheDirectory) {
  std::string home = getenv("HOME") ? getenv("HOME") : "";
  ASSERT_EQ(setenv("LEAT_CACHE_DIR", "/somewhere", 1), 0);
  EXPECT_EQ(Cache::defaultDirectory(), "/somewhere");
  unsetenv("LEAT_CACHE_DIR");
  ASSERT_EQ(setenv("XDG_CACHE_HOME", "/xdg", 1), 0);
  EXPECT_EQ(Cache::defaultDirectory(), "/xdg/leat");
  unsetenv("XDG_CACHE_HOME");
  ASSERT_EQ(setenv("HOME", "/home/me", 1), 0);
  EXPECT_EQ(Cache::defaultDirectory(), "/home/me/.cache/leat");
  setenv("HOME", home.c_str(), 1);
}

} // namespace
