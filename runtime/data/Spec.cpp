//===- Spec.cpp - which data set a person means -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parsing of the text, by a table of the kinds.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Spec.h"
#include "runtime/data/ArrayFiles.h"
#include "runtime/data/Generated.h"
#include "runtime/data/ImageFolder.h"
#include "runtime/data/ImageSets.h"

#include <algorithm>
#include <charconv>

using namespace leat::rt;

/// Where Debian's package dataset-fashion-mnist puts its files.
static constexpr std::string_view kFashionMnist =
    "/usr/share/datasets/fashion-mnist";
static constexpr int64_t kMaxCount = 100'000'000;

namespace {
/// A kind of data set that lies in a folder or file.
struct FileKind {
  std::string_view name;
  std::string_view operand; ///< "DIR" or "FILE"
  std::string_view missing; ///< the path where none is given
};
} // namespace

static constexpr FileKind kFileKinds[] = {
    {"fashion-mnist", "DIR", kFashionMnist},
    {"mnist", "DIR", ""},
    {"cifar10", "DIR", ""},
    {"images", "DIR", ""},
    {"npz", "FILE", ""},
    {"csv", "FILE", ""}};

static Status unknownKind(std::string_view kind) {
  std::string known;
  for (const FileKind &file : kFileKinds)
    known += " " + std::string(file.name);
  for (std::string_view name : kGeneratedSets)
    known += " " + std::string(name);
  return usageError("unknown data set '", kind, "', expected one of:", known);
}

/// Takes ":train" or ":test" off the end.
static void takeSplit(std::string_view &rest, DataSpec &spec) {
  for (std::string_view split : {":train", ":test"})
    if (rest.ends_with(split)) {
      rest.remove_suffix(split.size());
      spec.namesSplit = true;
      spec.isTest = split == ":test";
      return;
    }
}

/// Reads ":n=COUNT" of a set that is made.
static Status parseCount(std::string_view text, std::string_view rest,
                         DataSpec &spec) {
  if (rest.empty())
    return {};
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
  return {};
}

Result<DataSpec> leat::rt::parseDataSpec(std::string_view text) {
  DataSpec spec;
  size_t colon = std::min(text.find(':'), text.size());
  spec.kind = text.substr(0, colon);
  std::string_view rest = text.substr(colon);
  takeSplit(rest, spec);
  if (spec.kind == "text")
    return userError("data set '", text, "' is not supported yet");
  for (const FileKind &file : kFileKinds) {
    if (file.name != spec.kind)
      continue;
    spec.path = rest.size() >= 2 ? rest.substr(1) : file.missing;
    if (spec.path.empty())
      return usageError("data set '", text, "' names no ",
                        file.operand == "DIR" ? "folder" : "file",
                        ", expected ", file.name, ":", file.operand);
    return spec;
  }
  if (std::ranges::find(kGeneratedSets, spec.kind) == std::end(kGeneratedSets))
    return unknownKind(spec.kind);
  LEAT_TRY(parseCount(text, rest, spec));
  return spec;
}

Result<DataSet> leat::rt::loadData(const DataSpec &spec, uint64_t seed) {
  if (spec.kind == "npz")
    return loadNpz(spec.path, spec.isTest);
  if (spec.kind == "csv")
    return loadCsv(spec.path, spec.isTest);
  if (spec.kind == "mnist" || spec.kind == "fashion-mnist")
    return loadMnist(spec.path, spec.isTest);
  if (spec.kind == "cifar10")
    return loadCifar10(spec.path, spec.isTest);
  if (spec.kind == "images")
    return loadImageFolder(spec.path, spec.isTest);
  return generateData(spec.kind,
                      spec.count.value_or(defaultCount(spec.kind, spec.isTest)),
                      spec.isTest, seed);
}

Result<DataSet> leat::rt::loadData(std::string_view text, uint64_t seed) {
  LEAT_ASSIGN(DataSpec spec, parseDataSpec(text));
  return loadData(spec, seed);
}

Result<bool> leat::rt::hasTestExamples(const DataSpec &spec) {
  if (spec.kind == "npz")
    return npzHasTest(spec.path);
  if (spec.kind == "images")
    return imageFolderHasTest(spec.path);
  return spec.kind != "csv";
}
