//===- ImageFolder.cpp - pictures sorted into folders -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All headers are read before the first pixel: they tell the size of the
// tensor, and the first image that does not fit.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/ImageFolder.h"
#include "runtime/io/File.h"
#include "runtime/io/Image.h"

#include <algorithm>
#include <filesystem>

using namespace leat::rt;
namespace fs = std::filesystem;

namespace {
/// Where the images of a set lie.
struct Layout {
  std::string folder;               ///< with a sub-folder for each class
  std::vector<std::string> classes; ///< of the training set, sorted
};

struct ImageFile {
  std::string path;
  int64_t label;
};
} // namespace

/// What `folder` holds, sorted, without hidden names.
static Result<std::vector<std::string>> listFolder(const std::string &folder) {
  std::vector<std::string> names;
  std::error_code failed;
  fs::directory_iterator entry(folder, failed), end;
  for (; !failed && entry != end; entry.increment(failed))
    if (std::string name = entry->path().filename(); !name.starts_with('.'))
      names.push_back(std::move(name));
  if (failed)
    return userError("cannot read the folder '", folder, "': ",
                     failed == std::errc::no_such_file_or_directory
                         ? "no such folder"
                         : failed.message());
  std::ranges::sort(names);
  return names;
}

static bool isFolder(const std::string &path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

/// Whether `folder` is split into those for training and testing: a folder
/// "train" that holds folders, and so is no class of that name.
static Result<bool> isSplit(const std::string &folder) {
  std::string train = folder + "/train";
  if (!isFolder(train))
    return false;
  LEAT_ASSIGN(std::vector<std::string> names, listFolder(train));
  return std::ranges::any_of(names, [&](const std::string &name) {
    return isFolder(train + "/" + name);
  });
}

Result<bool> leat::rt::imageFolderHasTest(const std::string &folder) {
  LEAT_TRY(listFolder(folder).status());
  LEAT_ASSIGN(bool split, isSplit(folder));
  return split && isFolder(folder + "/test");
}

/// The classes of `folder`. Errors: a file between them.
static Result<std::vector<std::string>> listClasses(const std::string &folder) {
  LEAT_ASSIGN(std::vector<std::string> names, listFolder(folder));
  if (names.empty())
    return userError("the folder '", folder,
                     "' is empty, expected a folder for each class of images");
  for (const std::string &name : names)
    if (!isFolder(folder + "/" + name))
      return userError("'", folder, "/", name,
                       "' is no folder, expected a folder for each class of "
                       "images");
  return names;
}

static Result<Layout> findLayout(const std::string &folder, bool isTest) {
  LEAT_TRY(listFolder(folder).status());
  LEAT_ASSIGN(bool split, isSplit(folder));
  if (isTest && !(split && isFolder(folder + "/test")))
    return userError("'", folder,
                     "' has no examples for testing, expected "
                     "the folders '",
                     folder, "/train' and '", folder, "/test'");
  Layout layout;
  layout.folder = folder + (!split ? "" : isTest ? "/test" : "/train");
  LEAT_ASSIGN(layout.classes, listClasses(split ? folder + "/train" : folder));
  return layout;
}

static Result<std::vector<ImageFile>> listImages(const Layout &layout) {
  LEAT_ASSIGN(std::vector<std::string> present, listClasses(layout.folder));
  std::vector<ImageFile> files;
  for (const std::string &name : present) {
    std::string folder = layout.folder + "/" + name;
    auto known = std::ranges::lower_bound(layout.classes, name);
    if (known == layout.classes.end() || *known != name)
      return userError("'", folder, "' is no class of the training set");
    LEAT_ASSIGN(std::vector<std::string> images, listFolder(folder));
    for (const std::string &image : images)
      files.push_back({folder + "/" + image, known - layout.classes.begin()});
  }
  if (files.empty())
    return userError("the folders in '", layout.folder, "' hold no images");
  return files;
}

/// The size that all images have; channels as the most colourful.
static Result<ImageSize> commonSize(const std::vector<ImageFile> &files) {
  ImageSize common;
  for (const ImageFile &file : files) {
    LEAT_ASSIGN(Bytes content, readFile(file.path));
    auto size = readImageSize(content);
    if (!size.ok())
      return std::move(size).status().at("'" + file.path + "'");
    if (&file == &files.front())
      common = *size;
    if (size->width != common.width || size->height != common.height)
      return userError("'", file.path, "' has ", size->width, " x ",
                       size->height, " pixels, but '", files.front().path,
                       "' has ", common.width, " x ", common.height);
    common.channels = std::max(common.channels, size->channels);
  }
  return common;
}

/// Splits pixels into planes; a grey image gives all planes.
static Status readPlanes(const ImageFile &file, const ImageSize &common,
                         float *to) {
  LEAT_ASSIGN(Bytes content, readFile(file.path));
  ImageSize size;
  auto pixels = decodeImage(content, size);
  if (!pixels.ok())
    return std::move(pixels).status().at("'" + file.path + "'");
  int64_t count = common.width * common.height;
  if (size.width * size.height != count || size.channels > common.channels)
    return userError("'", file.path, "' has changed while it was read");
  for (int64_t channel = 0; channel < common.channels; ++channel)
    for (int64_t i = 0; i < count; ++i)
      *to++ = float(pixels->data()[i * size.channels +
                                   std::min(channel, size.channels - 1)]) /
              255;
  return {};
}

Result<DataSet> leat::rt::loadImageFolder(const std::string &folder,
                                          bool isTest) {
  LEAT_ASSIGN(Layout layout, findLayout(folder, isTest));
  LEAT_ASSIGN(std::vector<ImageFile> files, listImages(layout));
  LEAT_ASSIGN(ImageSize size, commonSize(files));
  int64_t count = int64_t(files.size());
  LEAT_ASSIGN(Tensor images,
              Tensor::zeros(DType::F32,
                            {count, size.channels, size.height, size.width}));
  LEAT_ASSIGN(Tensor labels, Tensor::zeros(DType::I64, {count}));
  for (int64_t i = 0; i < count; ++i) {
    const ImageFile &file = files[size_t(i)];
    labels.values<int64_t>()[size_t(i)] = file.label;
    LEAT_TRY(readPlanes(file, size,
                        images.values<float>().data() + i * size.bytes()));
  }
  return DataSet::create({{"image", images}, {"label", labels}});
}
