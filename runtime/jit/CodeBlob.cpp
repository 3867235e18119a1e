//===- CodeBlob.cpp - a compiled entry as bytes -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Bytes come from a checksummed cache, so damage is unlikely, but a blob of
// another form must not be more than a miss.
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/CodeBlob.h"
#include "llvm/Support/JSON.h"

using namespace leat;
namespace json = llvm::json;

static json::Value pack(const std::vector<rt::TensorSignature> &tensors) {
  json::Array list;
  for (const rt::TensorSignature &tensor : tensors)
    list.push_back(json::Object{{"name", tensor.name},
                                {"type", std::string(rt::nameOf(tensor.type))},
                                {"shape", json::Array(tensor.shape)}});
  return list;
}

static bool unpack(const json::Array *list,
                   std::vector<rt::TensorSignature> &tensors) {
  if (!list)
    return false;
  for (const json::Value &value : *list) {
    const json::Object *object = value.getAsObject();
    const json::Array *shape = object ? object->getArray("shape") : nullptr;
    auto name = object ? object->getString("name") : std::nullopt;
    auto type = object ? object->getString("type") : std::nullopt;
    auto dtype = type ? rt::parseDType(type->str()) : std::nullopt;
    if (!shape || !name || !dtype)
      return false;
    rt::TensorSignature tensor{name->str(), *dtype, {}};
    for (const json::Value &extent : *shape)
      tensor.shape.push_back(extent.getAsInteger().value_or(0));
    tensors.push_back(std::move(tensor));
  }
  return true;
}

static bool unpack(const json::Array *list, std::vector<std::string> &names) {
  if (!list)
    return false;
  for (const json::Value &value : *list)
    names.push_back(value.getAsString().value_or("").str());
  return true;
}

std::string leat::packCode(const CodeBlob &blob) {
  json::Array sizes;
  for (const std::string &object : blob.objects)
    sizes.push_back(int64_t(object.size()));
  json::Object header{{"name", blob.entry.name},
                      {"symbol", blob.entry.symbol},
                      {"inputs", pack(blob.entry.inputs)},
                      {"outputs", pack(blob.entry.outputs)},
                      {"states", json::Array(blob.entry.states)},
                      {"writes", json::Array(blob.entry.writes)},
                      {"arena", blob.entry.arenaBytes},
                      {"scratch", blob.entry.scratchBytes},
                      {"slab", pack(blob.states)},
                      {"objects", std::move(sizes)}};
  std::string bytes;
  llvm::raw_string_ostream(bytes) << json::Value(std::move(header)) << '\n';
  for (const std::string &object : blob.objects)
    bytes += object;
  return bytes;
}

std::optional<CodeBlob> leat::unpackCode(std::string_view bytes) {
  size_t end = bytes.find('\n');
  if (end == std::string_view::npos)
    return std::nullopt;
  llvm::Expected<json::Value> parsed =
      json::parse(llvm::StringRef(bytes.data(), end));
  if (!parsed) {
    llvm::consumeError(parsed.takeError());
    return std::nullopt;
  }
  const json::Object *header = parsed->getAsObject();
  if (!header)
    return std::nullopt;
  CodeBlob blob;
  blob.entry.name = header->getString("name").value_or("").str();
  blob.entry.symbol = header->getString("symbol").value_or("").str();
  blob.entry.arenaBytes = header->getInteger("arena").value_or(0);
  blob.entry.scratchBytes = header->getInteger("scratch").value_or(0);
  const json::Array *sizes = header->getArray("objects");
  if (!unpack(header->getArray("inputs"), blob.entry.inputs) ||
      !unpack(header->getArray("outputs"), blob.entry.outputs) ||
      !unpack(header->getArray("states"), blob.entry.states) ||
      !unpack(header->getArray("writes"), blob.entry.writes) ||
      !unpack(header->getArray("slab"), blob.states) || !sizes)
    return std::nullopt;
  size_t next = end + 1;
  for (const json::Value &value : *sizes) {
    int64_t size = value.getAsInteger().value_or(-1);
    if (size < 0 || uint64_t(size) > bytes.size() - next)
      return std::nullopt;
    blob.objects.emplace_back(bytes.substr(next, size_t(size)));
    next += size_t(size);
  }
  return next == bytes.size() ? std::optional(std::move(blob)) : std::nullopt;
}
