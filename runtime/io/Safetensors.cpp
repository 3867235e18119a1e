//===- Safetensors.cpp - named tensors and metadata in a file ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading parses and checks the whole header first, then reads each tensor
// straight into its own memory.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Safetensors.h"
#include "runtime/io/Elements.h"
#include "runtime/io/File.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

using namespace leat::rt;
using Json = nlohmann::ordered_json;

static constexpr std::string_view kMetadataKey = "__metadata__";
/// The limit that the format's own reader sets.
static constexpr uint64_t kMaxHeader = 100'000'000;
/// Elements start at a multiple of this in files we write.
static constexpr size_t kFileAlignment = 64;

static constexpr std::pair<std::string_view, FileType> kTypes[] = {
    {"BOOL", FileType::Bool}, {"U8", FileType::U8},   {"I8", FileType::I8},
    {"U16", FileType::U16},   {"I16", FileType::I16}, {"F16", FileType::F16},
    {"BF16", FileType::BF16}, {"U32", FileType::U32}, {"I32", FileType::I32},
    {"F32", FileType::F32},   {"U64", FileType::U64}, {"I64", FileType::I64},
    {"F64", FileType::F64}};

namespace {
/// One tensor as the header describes it.
struct Entry {
  std::string name;
  FileType type = FileType::F32;
  Shape shape;
  uint64_t begin = 0, end = 0; ///< bytes, counted from the first element
};
} // namespace

/// JSON allows a key to stand twice and says nothing about what it means then;
/// here it is an error, as is nesting deeper than the format's.
static Result<Json> parseStrictly(std::string_view text) {
  constexpr int maxDepth = 3;
  std::set<std::string> keys[maxDepth + 1];
  std::string fault;
  auto watch = [&](int depth, Json::parse_event_t event, Json &parsed) {
    if (depth > maxDepth) {
      fault = "is nested too deeply";
      return false;
    }
    if (event == Json::parse_event_t::object_start && depth < maxDepth)
      keys[depth + 1].clear();
    if (event == Json::parse_event_t::key) {
      std::string key = parsed.get<std::string>();
      if (!keys[depth].insert(key).second)
        fault = "has the key '" + key + "' twice";
    }
    return true;
  };
  Json json = Json::parse(text, watch, /*allow_exceptions=*/false);
  if (!fault.empty())
    return userError("the header ", fault);
  if (json.is_discarded() || !json.is_object())
    return userError("the header is not a JSON object");
  return json;
}

static Result<Metadata> parseMetadata(const Json &json) {
  Metadata metadata;
  if (!json.is_object())
    return userError("__metadata__ is not a JSON object");
  for (const auto &[key, value] : json.items()) {
    if (!value.is_string())
      return userError("__metadata__ holds '", key,
                       "', which is no text, expected only texts");
    metadata[key] = value.get<std::string>();
  }
  return metadata;
}

/// A JSON array of integers >= 0 that an int64_t holds.
static bool parseNumbers(const Json &json, std::vector<int64_t> &numbers) {
  if (!json.is_array())
    return false;
  for (const Json &number : json) {
    if (!number.is_number_unsigned() ||
        number.get<uint64_t>() > uint64_t(INT64_MAX))
      return false;
    numbers.push_back(number.get<int64_t>());
  }
  return true;
}

static Result<Entry> parseEntry(const std::string &name, const Json &json) {
  Entry entry;
  entry.name = name;
  std::string place = "tensor '" + name + "'";
  if (!json.is_object() || json.size() != 3 || !json.contains("dtype") ||
      !json["dtype"].is_string() || !json.contains("shape") ||
      !json.contains("data_offsets"))
    return userError(place, ": expected dtype, shape and data_offsets");
  std::string type = json["dtype"].get<std::string>();
  auto known = std::ranges::find(kTypes, type,
                                 &std::pair<std::string_view, FileType>::first);
  if (known == std::end(kTypes))
    return userError(place, ": element type '", type, "' is not supported");
  entry.type = known->second;
  if (!parseNumbers(json["shape"], entry.shape))
    return userError(place, ": the shape is not a list of integers >= 0");
  std::vector<int64_t> offsets;
  if (!parseNumbers(json["data_offsets"], offsets) || offsets.size() != 2 ||
      offsets[0] > offsets[1])
    return userError(place, ": data_offsets is not a pair [begin, end]");
  entry.begin = uint64_t(offsets[0]);
  entry.end = uint64_t(offsets[1]);

  auto count = countElements(languageType(entry.type), entry.shape);
  if (!count.ok())
    return std::move(count).status().at(place);
  uint64_t size = uint64_t(sizeOf(entry.type)), bytes = entry.end - entry.begin;
  if (bytes % size != 0 || bytes / size != uint64_t(*count))
    return userError(place, ": data_offsets span ", bytes, " bytes, expected ",
                     *count, " elements of ", size);
  return entry;
}

/// The tensors shall cover all bytes of elements exactly once.
static Status checkCoverage(const std::vector<Entry> &entries,
                            uint64_t dataSize) {
  std::vector<const Entry *> order;
  for (const Entry &entry : entries)
    order.push_back(&entry);
  std::ranges::sort(order, [](const Entry *a, const Entry *b) {
    return std::pair(a->begin, a->end) < std::pair(b->begin, b->end);
  });
  uint64_t end = 0;
  for (const Entry *entry : order) {
    if (entry->begin != end)
      return userError("tensor '", entry->name, "' starts at byte ",
                       entry->begin, ", but the one before it ends at ", end);
    end = entry->end;
  }
  if (end != dataSize)
    return userError("holds ", dataSize, " bytes of elements, but the header ",
                     "describes ", end);
  return {};
}

static Result<Tensor> readEntry(const InputFile &file, uint64_t dataStart,
                                const Entry &entry) {
  DType type = languageType(entry.type);
  LEAT_ASSIGN(Tensor tensor, Tensor::zeros(type, entry.shape));
  uint64_t bytes = entry.end - entry.begin;
  if (entry.type == fileType(type) && type != DType::I1) {
    LEAT_TRY(file.read(dataStart + entry.begin, tensor.data(), bytes));
    return tensor;
  }
  Bytes raw;
  LEAT_TRY(raw.resize(bytes));
  LEAT_TRY(file.read(dataStart + entry.begin, raw.data(), bytes));
  LEAT_TRY(decodeElements(entry.type, /*bigEndian=*/false, raw, tensor)
               .at("tensor '" + entry.name + "'"));
  return tensor;
}

static Result<Safetensors> readOpened(const InputFile &file) {
  unsigned char length[8];
  if (file.size() < sizeof(length))
    return userError("is no safetensors file, or truncated");
  LEAT_TRY(file.read(0, length, sizeof(length)));
  uint64_t headerSize = 0;
  for (int i = 7; i >= 0; --i)
    headerSize = headerSize << 8 | length[i];
  if (headerSize > file.size() - sizeof(length) || headerSize > kMaxHeader)
    return userError("is no safetensors file, or truncated: a header of ",
                     headerSize, " bytes in a file of ", file.size());
  std::string header(headerSize, '\0');
  LEAT_TRY(file.read(sizeof(length), header.data(), headerSize));
  if (!header.starts_with('{'))
    return userError("is no safetensors file: the header does not start with "
                     "'{'");

  LEAT_ASSIGN(Json json, parseStrictly(header));
  Safetensors content;
  std::vector<Entry> entries;
  for (const auto &[name, value] : json.items()) {
    if (name == kMetadataKey) {
      LEAT_ASSIGN(content.metadata, parseMetadata(value));
      continue;
    }
    LEAT_ASSIGN(Entry entry, parseEntry(name, value));
    entries.push_back(std::move(entry));
  }
  uint64_t dataStart = sizeof(length) + headerSize;
  LEAT_TRY(checkCoverage(entries, file.size() - dataStart));
  for (const Entry &entry : entries) {
    LEAT_ASSIGN(Tensor tensor, readEntry(file, dataStart, entry));
    content.tensors.emplace_back(entry.name, std::move(tensor));
  }
  return content;
}

Result<Safetensors> leat::rt::readSafetensors(const std::string &path) {
  LEAT_ASSIGN(InputFile file, InputFile::open(path));
  auto content = readOpened(file);
  if (!content.ok())
    return std::move(content).status().at("'" + path + "'");
  return content;
}

/// JSON is UTF-8; dumping drops or replaces what is not, with different
/// results only where there is something to drop.
static bool isUtf8(const std::string &text) {
  using Handler = Json::error_handler_t;
  Json json = text;
  return json.dump(-1, ' ', false, Handler::ignore) ==
         json.dump(-1, ' ', false, Handler::replace);
}

Status leat::rt::writeSafetensors(const std::string &path,
                                  const NamedTensors &tensors,
                                  const Metadata &metadata) {
  std::string place = "cannot write '" + path + "': ";
  Json header = Json::object();
  if (!metadata.empty())
    header[std::string(kMetadataKey)] = metadata;
  for (const auto &[key, value] : metadata)
    if (!isUtf8(key) || !isUtf8(value))
      return userError(place, "metadata '", key, "' is not UTF-8");

  std::set<std::string_view> names;
  std::vector<size_t> order;
  for (const auto &[name, tensor] : tensors) {
    if (name == kMetadataKey || !isUtf8(name) || !names.insert(name).second)
      return userError(place, "the name '", name,
                       "' stands twice, is reserved or is not UTF-8");
    order.push_back(order.size());
  }
  std::ranges::sort(order, {}, [&](size_t i) {
    return std::pair(-sizeOf(tensors[i].second.dtype()), i);
  });
  std::vector<uint64_t> begins(tensors.size());
  uint64_t end = 0;
  for (size_t i : order) {
    begins[i] = end;
    end += uint64_t(tensors[i].second.bytes());
  }
  for (size_t i = 0; i < tensors.size(); ++i) {
    const auto &[name, tensor] = tensors[i];
    auto known =
        std::ranges::find(kTypes, fileType(tensor.dtype()),
                          &std::pair<std::string_view, FileType>::second);
    Json &entry = header[name];
    entry["dtype"] = std::string(known->first);
    entry["shape"] = tensor.shape();
    entry["data_offsets"] = {begins[i], begins[i] + uint64_t(tensor.bytes())};
  }

  std::string text = header.dump();
  size_t padded =
      (8 + text.size() + kFileAlignment - 1) / kFileAlignment * kFileAlignment -
      8;
  text.resize(padded, ' ');
  std::string length;
  for (int i = 0; i < 8; ++i)
    length += char(uint64_t(padded) >> (8 * i) & 0xff);
  LEAT_ASSIGN(AtomicFile file, AtomicFile::create(path));
  LEAT_TRY(file.write(length));
  LEAT_TRY(file.write(text));
  for (size_t i : order)
    LEAT_TRY(file.write(tensors[i].second.data(),
                        uint64_t(tensors[i].second.bytes())));
  return file.commit();
}
