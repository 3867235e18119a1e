//===- FileTest.cpp - tests of reading and writing whole files --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Errors name the file; a file that is not committed leaves no trace.
//
//===----------------------------------------------------------------------===//
#include "TestFiles.h"
#include "runtime/io/Gzip.h"

#include <algorithm>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <zlib.h>

using namespace leat::rt;

TEST_F(FileTest, ErrorsNameTheFile) {
  EXPECT_EQ(readFile(path("absent")).status().message(),
            "cannot read '" + path("absent") + "': no such file or directory");
  EXPECT_EQ(readFile(folder).status().message(),
            "cannot read '" + folder + "': is a directory");
  EXPECT_EQ(readFile("/dev/null").status().message(),
            "cannot read '/dev/null': not a regular file");
  EXPECT_EQ(writeFile(path("no/such/file"), "x").message(),
            "cannot write '" + path("no/such/file") +
                "': no such file or directory");
  EXPECT_EQ(writeFile("/dev/null", "x").message(),
            "cannot write '/dev/null': not a regular file");
}

TEST_F(FileTest, ReadingPastTheEndIsAnError) {
  InputFile file = *InputFile::open(write("f", "abc"));
  char bytes[4];
  EXPECT_TRUE(file.read(1, bytes, 2).ok());
  EXPECT_EQ(file.read(1, bytes, 3).message(),
            "cannot read '" + path("f") +
                "': ends at byte 3 where 1 more were expected");
}

TEST_F(FileTest, UncommittedFileLeavesTheOldOne) {
  ASSERT_TRUE(writeFile(path("f"), "old").ok());
  {
    AtomicFile file = *AtomicFile::create(path("f"));
    ASSERT_TRUE(file.write("new").ok());
    EXPECT_EQ(listing().size(), 2u);
  }
  EXPECT_EQ(content(path("f")), "old");
  EXPECT_EQ(listing().size(), 1u);
}

TEST_F(FileTest, ReplacingKeepsPermissionsAndLinks) {
  ASSERT_TRUE(writeFile(path("f"), "old").ok());
  ASSERT_EQ(chmod(path("f").c_str(), 0640), 0);
  std::filesystem::create_symlink("f", path("link"));
  ASSERT_TRUE(writeFile(path("link"), "new").ok());
  EXPECT_EQ(content(path("f")), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(path("link")));
  struct stat info;
  ASSERT_EQ(stat(path("f").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(FileTest, FullDiskIsAnErrorAndLeavesTheOldFile) {
  ASSERT_TRUE(writeFile(path("f"), "old").ok());
  // A limit on the size of files stands in for a full disk.
  struct rlimit before, limited;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  limited = before;
  limited.rlim_cur = 1000;
  auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limited), 0);
  Status status = writeFile(path("f"), std::string(5000, 'x'));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(status.message(),
            "cannot write '" + path("f") + "': file too large");
  EXPECT_EQ(content(path("f")), "old");
  EXPECT_EQ(listing().size(), 1u);
}

TEST_F(FileTest, LeftoversOfTheDeadAreRemoved) {
  write("f.tmp1.0", "of a killed process");
  // Of the same process number, as in a container that is started anew.
  write("f.tmp" + std::to_string(getpid()) + ".0", "of another one");
  for (const char *name : {"f.tmp", "f.tmp1", "f.tmpa.0", "g.tmp1.0"})
    write(name, "somebody's");
  AtomicFile open = *AtomicFile::create(path("f"));
  ASSERT_TRUE(open.write("first").ok());
  // The file of a writer that lives stays.
  ASSERT_TRUE(writeFile(path("f"), "second").ok());
  ASSERT_TRUE(open.commit().ok());
  EXPECT_EQ(content(path("f")), "first");
  std::vector<std::string> names = listing();
  std::ranges::sort(names);
  EXPECT_EQ(names, (std::vector<std::string>{"f", "f.tmp", "f.tmp1", "f.tmpa.0",
                                             "g.tmp1.0"}));
}

/// `text` as a gzip member.
static std::string compress(const std::string &text) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8,
                         Z_DEFAULT_STRATEGY),
            Z_OK);
  std::string output(deflateBound(&stream, text.size()) + 32, '\0');
  stream.next_in = (Bytef *)text.data();
  stream.avail_in = uInt(text.size());
  stream.next_out = (Bytef *)output.data();
  stream.avail_out = uInt(output.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  output.resize(stream.total_out);
  deflateEnd(&stream);
  return output;
}

static ByteView view(const std::string &text) {
  return {reinterpret_cast<const unsigned char *>(text.data()), text.size()};
}

TEST(Gzip, UnpacksSeveralMembers) {
  std::string text(300000, 'a');
  text += "end";
  std::string two = compress(text) + compress(text);
  Bytes unpacked = *gunzip(view(two), 2 * text.size());
  EXPECT_EQ(std::string(unpacked.begin(), unpacked.end()), text + text);
  EXPECT_EQ(gunzip(view(two), 2 * text.size() - 1).status().message(),
            "decompresses to more than 600005 bytes");
  EXPECT_EQ(gunzip(view(compress("")), 0)->size(), 0u);
  EXPECT_EQ(gunzipStart(view(two), 70000)->size(), 70000u);
  EXPECT_EQ(gunzipStart(view(compress("abc")), 9)->size(), 3u);
}

TEST(Gzip, DamageIsAnError) {
  std::string packed = compress("some text, some more text, and some more");
  auto read = [](const std::string &content) {
    return gunzip(view(content), 1000);
  };
  expectRobust(packed, packed.size(), read);
  EXPECT_EQ(read(packed.substr(0, 20)).status().message(),
            "compressed data are truncated");
  EXPECT_EQ(read(packed + "x").status().message(),
            "other bytes follow the gzip data");
  packed[packed.size() - 6] ^= 1;
  EXPECT_EQ(read(packed).status().message(),
            "compressed data are damaged (incorrect data check)");
}

TEST(Bytes, RunningOutOfMemoryIsAnError) {
  Bytes bytes;
  ASSERT_TRUE(bytes.resize(10).ok());
  EXPECT_EQ(bytes.resize(uint64_t(1) << 62).message(),
            "out of memory: no room for 4611686018427387904 bytes");
  EXPECT_EQ(bytes.size(), 10u);
  EXPECT_TRUE(bytes.resize(0).ok());
}
