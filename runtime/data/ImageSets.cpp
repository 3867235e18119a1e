//===- ImageSets.cpp - MNIST and CIFAR-10 -----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Bytes of pixels become f32 in [0, 1] once, when the set is loaded.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/ImageSets.h"
#include "runtime/io/File.h"
#include "runtime/io/Idx.h"

#include <filesystem>

using namespace leat::rt;

/// The file of that name in `folder`, gzipped or not.
static std::string findFile(const std::string &folder,
                            const std::string &name) {
  std::string plain = folder + "/" + name;
  std::error_code ignored;
  return std::filesystem::exists(plain, ignored) ? plain : plain + ".gz";
}

Result<DataSet> leat::rt::loadMnist(const std::string &folder, bool isTest) {
  std::string prefix = isTest ? "t10k" : "train";
  std::string imagePath = findFile(folder, prefix + "-images-idx3-ubyte");
  std::string labelPath = findFile(folder, prefix + "-labels-idx1-ubyte");
  LEAT_ASSIGN(Tensor images, readIdx(imagePath, DType::F32));
  LEAT_ASSIGN(Tensor labels, readIdx(labelPath, DType::I64));
  if (images.rank() != 3 || images.extent(1) != 28 || images.extent(2) != 28)
    return userError("'", imagePath, "' holds ", images.signature(),
                     ", expected images [n, 28, 28]");
  if (labels.rank() != 1 || labels.extent(0) != images.extent(0))
    return userError("'", labelPath, "' holds ", labels.signature(),
                     ", expected ", images.extent(0), " labels");
  for (float &pixel : images.values<float>())
    pixel /= 255;
  LEAT_ASSIGN(images, images.reshape({images.extent(0), 1, 28, 28}));
  return DataSet::create({{"image", images}, {"label", labels}});
}

/// One example of CIFAR-10: a byte of label; red, green and blue planes.
static constexpr int64_t kCifarPixels = 3 * 32 * 32,
                         kCifarExample = 1 + kCifarPixels;

/// Puts the examples of one file at number `first` and those behind it.
static Status readCifarFile(const std::string &path, int64_t first,
                            Tensor &images, Tensor &labels) {
  LEAT_ASSIGN(Bytes content, readFile(path));
  int64_t count = int64_t(content.size()) / kCifarExample;
  if (count > labels.size() - first)
    return userError("'", path, "' has grown while it was read");
  float *pixel = images.values<float>().data() + first * kCifarPixels;
  for (int64_t i = 0; i < count; ++i) {
    const unsigned char *example = content.data() + i * kCifarExample;
    if (example[0] > 9)
      return userError("'", path, "': the label of example ", i, " is ",
                       int(example[0]), ", expected 0 to 9");
    labels.values<int64_t>()[size_t(first + i)] = example[0];
    for (int64_t j = 1; j < kCifarExample; ++j)
      *pixel++ = float(example[j]) / 255;
  }
  return {};
}

Result<DataSet> leat::rt::loadCifar10(const std::string &folder, bool isTest) {
  std::vector<std::string> paths;
  for (int i = 1; i <= 5 && !isTest; ++i)
    paths.push_back(folder + "/data_batch_" + std::to_string(i) + ".bin");
  if (isTest)
    paths.push_back(folder + "/test_batch.bin");
  std::vector<int64_t> firsts;
  int64_t count = 0;
  for (const std::string &path : paths) {
    LEAT_ASSIGN(InputFile file, InputFile::open(path));
    int64_t size = int64_t(file.size());
    if (size == 0 || size % kCifarExample != 0)
      return userError("'", path, "' has ", size,
                       " bytes, expected a multiple "
                       "of the ",
                       kCifarExample, " bytes of an example");
    firsts.push_back(count);
    count += size / kCifarExample;
  }
  LEAT_ASSIGN(Tensor images, Tensor::zeros(DType::F32, {count, 3, 32, 32}));
  LEAT_ASSIGN(Tensor labels, Tensor::zeros(DType::I64, {count}));
  for (size_t i = 0; i < paths.size(); ++i)
    LEAT_TRY(readCifarFile(paths[i], firsts[i], images, labels));
  return DataSet::create({{"image", images}, {"label", labels}});
}
