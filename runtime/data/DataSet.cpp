//===- DataSet.cpp - examples in memory -------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Checks at the door, so that batches need none.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/DataSet.h"

#include <cstdio>
#include <cstring>
#include <set>
#include <zlib.h>

using namespace leat::rt;

Result<DataSet> DataSet::create(NamedTensors fields) {
  if (fields.empty())
    return userError("a data set without fields");
  std::set<std::string_view> names;
  for (const auto &[name, tensor] : fields) {
    if (!names.insert(name).second)
      return userError("field '", name, "' stands twice in the data set");
    if (tensor.rank() == 0)
      return userError("field '", name, "' is a scalar, expected examples ",
                       "along its first dimension");
    if (tensor.extent(0) != fields[0].second.extent(0))
      return userError("field '", name, "' has ", tensor.extent(0),
                       " examples, but '", fields[0].first, "' has ",
                       fields[0].second.extent(0));
  }
  DataSet data;
  data.examples = fields[0].second.extent(0);
  data.entries = std::move(fields);
  return data;
}

const Tensor *DataSet::find(std::string_view name) const {
  for (const auto &[fieldName, tensor] : entries)
    if (fieldName == name)
      return &tensor;
  return nullptr;
}

Status DataSet::castField(std::string_view name, DType type) {
  for (auto &[fieldName, tensor] : entries)
    if (fieldName == name) {
      LEAT_ASSIGN(tensor, tensor.cast(type));
      return {};
    }
  return userError("the data set has no field '", name, "'");
}

Result<DataSet> DataSet::first(int64_t count) const {
  assert(count >= 0 && count <= examples && "no so many examples");
  NamedTensors fields;
  for (const auto &[name, tensor] : entries) {
    Shape shape = tensor.shape();
    shape[0] = count;
    LEAT_ASSIGN(Tensor part, Tensor::zeros(tensor.dtype(), shape));
    if (part.bytes() != 0)
      std::memcpy(part.data(), tensor.data(), size_t(part.bytes()));
    fields.emplace_back(name, std::move(part));
  }
  return create(std::move(fields));
}

std::string DataSet::hash() const {
  uLong checksum = crc32_z(0, nullptr, 0);
  for (const auto &[name, tensor] : entries) {
    std::string head = name + ":" + tensor.signature() + ";";
    checksum = crc32_z(checksum, reinterpret_cast<const Bytef *>(head.data()),
                       head.size());
    if (tensor.size() != 0)
      checksum = crc32_z(checksum, static_cast<const Bytef *>(tensor.data()),
                         size_t(tensor.bytes()));
  }
  char text[20];
  std::snprintf(text, sizeof(text), "crc32:%08lx", checksum);
  return text;
}
