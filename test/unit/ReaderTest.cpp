//===- ReaderTest.cpp - what every reader of files must answer --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One table of readers, and the things that stand where a file should. Damage
// within files is for leat-fuzz-data.
//
//===----------------------------------------------------------------------===//
#include "TestFiles.h"
#include "runtime/State.h"
#include "runtime/data/Spec.h"
#include "runtime/io/Csv.h"
#include "runtime/io/Idx.h"
#include "runtime/io/Npy.h"

#include <sys/stat.h>

using namespace leat::rt;

namespace {
struct Reader {
  const char *name;
  Status (*read)(const std::string &path);
};

class ReaderTest : public FileTest {
protected:
  /// Every reader must answer with a user's error that ends as given and names
  /// `file`.
  void expectErrors(const std::string &file, const std::string &ending);
};
} // namespace

static constexpr Reader kReaders[] = {
    {"npy", [](const std::string &path) { return readNpy(path).status(); }},
    {"npz",
     [](const std::string &path) {
       return loadData("npz:" + path, 0).status();
     }},
    {"test of npz",
     [](const std::string &path) {
       return hasTestExamples(*parseDataSpec("npz:" + path)).status();
     }},
    {"csv", [](const std::string &path) { return readCsv(path).status(); }},
    {"idx", [](const std::string &path) { return readIdx(path).status(); }},
    {"safetensors",
     [](const std::string &path) { return State::load(path).status(); }},
    // Folders of which one file is the one in question.
    {"cifar10",
     [](const std::string &path) {
       std::string folder = std::filesystem::path(path).parent_path();
       std::error_code ignored;
       std::filesystem::remove(folder + "/test_batch.bin", ignored);
       if (std::filesystem::exists(path))
         std::filesystem::create_symlink(path, folder + "/test_batch.bin");
       Status status = loadData("cifar10:" + folder + ":test", 0).status();
       std::filesystem::remove(folder + "/test_batch.bin", ignored);
       return std::move(status).at(path);
     }},
    {"images", [](const std::string &path) {
       std::string folder = path + ".set";
       std::filesystem::create_directories(folder + "/class");
       std::filesystem::create_symlink(path, folder + "/class/image");
       return loadData("images:" + folder, 0).status();
     }}};

void ReaderTest::expectErrors(const std::string &file,
                              const std::string &ending) {
  for (const Reader &reader : kReaders) {
    Status status = reader.read(file);
    EXPECT_FALSE(status.ok()) << reader.name;
    EXPECT_EQ(status.exitCode(), 1) << reader.name;
    EXPECT_NE(status.message().find(file), std::string::npos)
        << reader.name << ": " << status.message();
    EXPECT_TRUE(status.message().ends_with(ending))
        << reader.name << ": " << status.message();
  }
}

TEST_F(ReaderTest, NoFile) {
  expectErrors(path("none"), "no such file or directory");
}

TEST_F(ReaderTest, Folder) {
  std::filesystem::create_directory(path("folder"));
  expectErrors(path("folder"), "is a directory");
}

TEST_F(ReaderTest, Pipe) {
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  expectErrors(path("pipe"), "not a regular file");
}

TEST_F(ReaderTest, UnreadableFile) {
  if (geteuid() == 0)
    GTEST_SKIP() << "root reads every file";
  write("secret", "x");
  ASSERT_EQ(chmod(path("secret").c_str(), 0), 0);
  expectErrors(path("secret"), "permission denied");
}

TEST_F(ReaderTest, EmptyFile) {
  write("empty", "");
  expectErrors(path("empty"), "");
}

TEST_F(ReaderTest, OtherContent) {
  write("noise", std::string(5000, '\xa5'));
  expectErrors(path("noise"), "");
}
