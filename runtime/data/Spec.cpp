//===- Spec.cpp - which data set a person means -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parsing of the text, and the sets that come from files.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Spec.h"
#include "runtime/data/Generated.h"
#include "runtime/io/Idx.h"
#include "runtime/io/Npy.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

using namespace leat::rt;

/// Where Debian's package dataset-fashion-mnist puts its files.
static constexpr std::string_view kFashionMnist =
    "/usr/share/datasets/fashion-mnist";
/// Examples of a generated set where n= is not given.
static constexpr int64_t kDefaultCount = 1000;
static constexpr int64_t kMaxCount = 100'000'000;

static Status unknownKind(std::string_view kind) {
  std::string known = "fashion-mnist mnist npz";
  for (std::string_view name : kGeneratedSets)
    known += " " + std::string(name);
  return usageError("unknown data set '", kind, "', expected one of: ", known);
}

/// Takes ":train" or ":test" off the end.
static bool takeSplit(std::string_view &rest) {
  for (std::string_view split : {":train", ":test"})
    if (rest.ends_with(split)) {
      rest.remove_suffix(split.size());
      return split == ":test";
    }
  return false;
}

Result<DataSpec> leat::rt::parseDataSpec(std::string_view text) {
  DataSpec spec;
  size_t colon = std::min(text.find(':'), text.size());
  spec.kind = text.substr(0, colon);
  std::string_view rest = text.substr(colon);
  if (spec.kind == "npz") {
    if (rest.size() < 2)
      return usageError("data set '", text,
                        "' names no file, expected "
                        "npz:FILE");
    spec.path = rest.substr(1);
    return spec;
  }
  spec.isTest = takeSplit(rest);
  if (spec.kind == "fashion-mnist" || spec.kind == "mnist") {
    if (rest.size() >= 2)
      spec.path = rest.substr(1);
    else if (spec.kind == "fashion-mnist")
      spec.path = kFashionMnist;
    else
      return usageError("data set '", text,
                        "' names no folder, expected "
                        "mnist:DIR");
    return spec;
  }
  if (std::ranges::find(kGeneratedSets, spec.kind) == std::end(kGeneratedSets))
    return unknownKind(spec.kind);
  if (rest.empty())
    return spec;
  int64_t count = 0;
  std::string_view number = rest.substr(std::min<size_t>(3, rest.size()));
  auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), count);
  if (!rest.starts_with(":n=") || error != std::errc() ||
      end != number.data() + number.size() || count < 1 || count > kMaxCount)
    return usageError("data set '", text, "', expected ", spec.kind,
                      "[:n=COUNT][:train|:test] with COUNT from 1 to ",
                      kMaxCount);
  spec.count = count;
  return spec;
}

/// The file of that name in `folder`, gzipped or not.
static std::string findFile(const std::string &folder,
                            const std::string &name) {
  std::string plain = folder + "/" + name;
  std::error_code ignored;
  return std::filesystem::exists(plain, ignored) ? plain : plain + ".gz";
}

static Result<DataSet> loadMnist(const DataSpec &spec) {
  std::string prefix = spec.isTest ? "t10k" : "train";
  std::string imagePath = findFile(spec.path, prefix + "-images-idx3-ubyte");
  std::string labelPath = findFile(spec.path, prefix + "-labels-idx1-ubyte");
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

static Result<DataSet> loadNpz(const std::string &path) {
  LEAT_ASSIGN(NamedTensors arrays, readNpz(path));
  auto data = DataSet::create(std::move(arrays));
  if (!data.ok())
    return std::move(data).status().at("'" + path + "'");
  return data;
}

Result<DataSet> leat::rt::loadData(const DataSpec &spec, uint64_t seed) {
  if (spec.kind == "npz")
    return loadNpz(spec.path);
  if (spec.kind == "mnist" || spec.kind == "fashion-mnist")
    return loadMnist(spec);
  return generateData(spec.kind, spec.count.value_or(kDefaultCount),
                      spec.isTest, seed);
}

Result<DataSet> leat::rt::loadData(std::string_view text, uint64_t seed) {
  LEAT_ASSIGN(DataSpec spec, parseDataSpec(text));
  return loadData(spec, seed);
}
