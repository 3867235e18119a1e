//===- ImageSetTest.cpp - tests of CIFAR-10 and image folders ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Folders as people have them, right and wrong.
//
//===----------------------------------------------------------------------===//
#include "TestFiles.h"
#include "TestImages.h"
#include "runtime/data/Spec.h"

using namespace leat::rt;

namespace {
class ImageSetTest : public FileTest {
protected:
  Result<DataSet> load(const std::string &kind, const std::string &split = "") {
    return loadData(kind + ":" + folder + split, 0);
  }
  std::string errorOf(const std::string &kind, const std::string &split = "") {
    std::string message = load(kind, split).status().message();
    for (size_t at; (at = message.find(folder)) != message.npos;)
      message.replace(at, folder.size(), "DIR");
    return message;
  }
  void makeFolder(const std::string &name) {
    std::filesystem::create_directories(path(name));
  }
  /// A grey image, all pixels of one brightness.
  void writeGrey(const std::string &name, unsigned char value, int width = 3) {
    std::vector<unsigned char> pixels(size_t(width) * 2, value);
    write(name, pngOf(PNG_FORMAT_GRAY, width, 2, pixels.data()));
  }
};
} // namespace

/// `count` examples of CIFAR-10, all of one label.
static std::string cifar(int count, char label) {
  std::string file;
  for (int i = 0; i < count; ++i)
    file += label + std::string(1024, '\xff') + std::string(1024, '\0') +
            std::string(1024, '\x33');
  return file;
}

TEST_F(ImageSetTest, Cifar) {
  EXPECT_EQ(errorOf("cifar10"),
            "cannot read 'DIR/data_batch_1.bin': no such file or directory");
  for (int i = 1; i <= 5; ++i)
    write("data_batch_" + std::to_string(i) + ".bin", cifar(i, char(i)));
  DataSet data = *load("cifar10");
  EXPECT_EQ(data.find("image")->signature(), "f32[15, 3, 32, 32]");
  EXPECT_EQ(data.find("label")->toDouble(0), 1);
  EXPECT_EQ(data.find("label")->toDouble(14), 5);
  EXPECT_EQ(data.find("image")->toDouble(14 * 3072 + 1023), 1);
  EXPECT_EQ(data.find("image")->toDouble(14 * 3072 + 1024), 0);
  EXPECT_FLOAT_EQ(float(data.find("image")->toDouble(15 * 3072 - 1)), 0.2f);

  write("test_batch.bin", cifar(2, 9));
  EXPECT_EQ(load("cifar10", ":test")->count(), 2);
  write("test_batch.bin", cifar(2, 10));
  EXPECT_EQ(errorOf("cifar10", ":test"),
            "'DIR/test_batch.bin': the label of example 0 is 10, expected 0 "
            "to 9");
  write("test_batch.bin", cifar(2, 9) + "x");
  EXPECT_EQ(errorOf("cifar10", ":test"),
            "'DIR/test_batch.bin' has 6147 bytes, expected a multiple of the "
            "3073 bytes of an example");
  write("test_batch.bin", "");
  EXPECT_FALSE(load("cifar10", ":test").ok());
}

TEST_F(ImageSetTest, FoldersAreClasses) {
  makeFolder("b");
  makeFolder("a");
  writeGrey("b/1.png", 255);
  writeGrey("a/2.png", 51);
  writeGrey("a/10.png", 0);
  write("a/.hidden", "");
  DataSet data = *load("images");
  EXPECT_EQ(data.find("image")->signature(), "f32[3, 1, 2, 3]");
  EXPECT_EQ(data.find("label")->toDouble(2), 1);
  EXPECT_EQ(data.find("image")->toDouble(0), 0); // 10.png before 2.png
  EXPECT_FLOAT_EQ(float(data.find("image")->toDouble(6)), 0.2f);
  EXPECT_EQ(errorOf("images", ":test"),
            "'DIR' has no examples for testing, expected the folders "
            "'DIR/train' and 'DIR/test'");
  EXPECT_FALSE(*hasTestExamples(*parseDataSpec("images:" + folder)));

  // One image with colours makes all of them RGB.
  write("b/2.jpg", jpegOf(3, 2, 3, std::vector<unsigned char>(18, 100)));
  data = *load("images");
  EXPECT_EQ(data.find("image")->signature(), "f32[4, 3, 2, 3]");
  EXPECT_EQ(data.find("image")->toDouble(2 * 18 + 17), 1);

  writeGrey("b/3.png", 1, 4);
  EXPECT_EQ(errorOf("images"),
            "'DIR/b/3.png' has 4 x 2 pixels, but 'DIR/a/10.png' has 3 x 2");
  write("b/3.png", "text");
  EXPECT_EQ(errorOf("images"), "'DIR/b/3.png': neither a PNG nor a JPEG image");
  write("b/3.png", content(path("b/1.png")).substr(0, 50));
  EXPECT_EQ(errorOf("images"),
            "'DIR/b/3.png': PNG image: the file is truncated");
}

TEST_F(ImageSetTest, FoldersForTesting) {
  for (const char *name : {"train/cat", "train/dog", "test/dog"})
    makeFolder(name);
  EXPECT_EQ(errorOf("images"), "the folders in 'DIR/train' hold no images");
  writeGrey("train/cat/1.png", 1);
  writeGrey("train/dog/1.png", 2);
  writeGrey("test/dog/1.png", 3);
  EXPECT_EQ(load("images")->count(), 2);
  // The only class for testing keeps its number.
  EXPECT_EQ(load("images", ":test")->find("label")->toDouble(), 1);
  EXPECT_TRUE(*hasTestExamples(*parseDataSpec("images:" + folder)));
  makeFolder("test/emu");
  EXPECT_EQ(errorOf("images", ":test"),
            "'DIR/test/emu' is no class of the training set");
}

TEST_F(ImageSetTest, FoldersThatAreNone) {
  EXPECT_EQ(errorOf("images"), "the folder 'DIR' is empty, expected a folder "
                               "for each class of images");
  writeGrey("1.png", 1);
  EXPECT_EQ(errorOf("images"),
            "'DIR/1.png' is no folder, expected a folder for each class of "
            "images");
  folder += "/none";
  EXPECT_EQ(errorOf("images"), "cannot read the folder 'DIR': no such folder");
  EXPECT_FALSE(hasTestExamples(*parseDataSpec("images:" + folder)).ok());
  folder.resize(folder.size() - 5);
}
