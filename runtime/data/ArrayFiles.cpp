//===- ArrayFiles.cpp - data sets in one npz or csv file --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the names of arrays say about training and testing.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/ArrayFiles.h"
#include "runtime/io/Csv.h"
#include "runtime/io/File.h"
#include "runtime/io/Npy.h"
#include "runtime/io/Zip.h"

#include <algorithm>

using namespace leat::rt;

static constexpr std::string_view kTrainSuffix = "_train",
                                  kTestSuffix = "_test";

static Result<DataSet> makeSet(const std::string &path, NamedTensors fields) {
  auto data = DataSet::create(std::move(fields));
  if (!data.ok())
    return std::move(data).status().at("'" + path + "'");
  return data;
}

Result<DataSet> leat::rt::loadNpz(const std::string &path, bool isTest) {
  LEAT_ASSIGN(NamedTensors arrays, readNpz(path));
  NamedTensors fields;
  for (auto &[name, tensor] : arrays) {
    bool isOfTest = name.ends_with(kTestSuffix);
    if (isOfTest != isTest)
      continue;
    std::string field = name;
    if (isOfTest)
      field.resize(field.size() - kTestSuffix.size());
    else if (name.ends_with(kTrainSuffix))
      field.resize(field.size() - kTrainSuffix.size());
    fields.emplace_back(std::move(field), std::move(tensor));
  }
  if (fields.empty() && isTest)
    return userError("'", path,
                     "' has no examples for testing, expected "
                     "arrays whose names end in _test");
  return makeSet(path, std::move(fields));
}

Result<bool> leat::rt::npzHasTest(const std::string &path) {
  LEAT_ASSIGN(Bytes content, readFile(path));
  auto members = listZip(content);
  if (!members.ok())
    return std::move(members).status().at("'" + path + "'");
  std::string suffix = std::string(kTestSuffix) + ".npy";
  return std::ranges::any_of(*members, [&](const ZipMember &member) {
    return member.name.ends_with(suffix);
  });
}

Result<DataSet> leat::rt::loadCsv(const std::string &path, bool isTest) {
  if (isTest)
    return userError("'", path,
                     "' is a csv file, which has no examples for "
                     "testing; put them into a file of their own");
  LEAT_ASSIGN(NamedTensors columns, readCsv(path));
  return makeSet(path, std::move(columns));
}
