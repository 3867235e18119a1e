//===- TestFiles.h - a folder for the files of a test -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tests of formats write files, damage them, and look at the errors.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_UNIT_TESTFILES_H
#define LEAT_TEST_UNIT_TESTFILES_H

#include "runtime/io/File.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>
#include <vector>

namespace leat::rt {

/// A fixture whose tests have an empty folder, removed at their end.
class FileTest : public testing::Test {
protected:
  void SetUp() override {
    std::string name = std::filesystem::temp_directory_path() / "leat-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  std::string path(const std::string &name) const {
    return folder + "/" + name;
  }

  /// Writes a file of these bytes and returns its path. Other than writeFile()
  /// it does not wait for the disk, which hundreds of damaged files would feel.
  std::string write(const std::string &name, std::string_view content) const {
    std::ofstream file(path(name), std::ios::binary);
    file << content;
    EXPECT_TRUE(file.flush().good()) << path(name);
    return path(name);
  }

  /// All bytes of a file.
  static std::string content(const std::string &path) {
    auto bytes = readFile(path);
    EXPECT_TRUE(bytes.ok()) << bytes.status().message();
    return std::string(bytes->begin(), bytes->end());
  }

  /// Every name in the folder.
  std::vector<std::string> listing() const {
    std::vector<std::string> names;
    for (const auto &entry : std::filesystem::directory_iterator(folder))
      names.push_back(entry.path().filename());
    return names;
  }

  std::string folder;
};

/// Calls `read(bytes)` with `content` cut off at each length, and with each of
/// its first `flipped` bytes changed in three ways: whatever the reader
/// answers, it must answer. Every cut must be an error.
template <typename Read>
void expectRobust(const std::string &content, size_t flipped, Read &&read) {
  for (size_t size = 0; size < content.size(); ++size)
    EXPECT_FALSE(read(content.substr(0, size)).ok()) << "cut at " << size;
  for (size_t at = 0; at < std::min(flipped, content.size()); ++at)
    for (int mask : {0x01, 0x80, 0xff}) {
      std::string damaged = content;
      damaged[at] = char(damaged[at] ^ mask);
      (void)read(damaged).ok();
    }
}

} // namespace leat::rt

#endif // LEAT_TEST_UNIT_TESTFILES_H
