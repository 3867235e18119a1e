//===- Idx.cpp - the array files of MNIST -----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Checks the size that the header promises against the bytes that are there
// before it takes memory for the tensor.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Idx.h"
#include "runtime/io/Elements.h"
#include "runtime/io/File.h"
#include "runtime/io/Gzip.h"

using namespace leat::rt;

/// The element type of the third byte.
static std::optional<FileType> typeOfCode(unsigned char code) {
  switch (code) {
  case 0x08:
    return FileType::U8;
  case 0x09:
    return FileType::I8;
  case 0x0B:
    return FileType::I16;
  case 0x0C:
    return FileType::I32;
  case 0x0D:
    return FileType::F32;
  case 0x0E:
    return FileType::F64;
  default:
    return std::nullopt;
  }
}

namespace {
struct Header {
  FileType type = FileType::U8;
  Shape shape;
  int64_t count = 0;      ///< elements
  uint64_t dataStart = 0; ///< bytes of the header
  uint64_t size() const {
    return dataStart + uint64_t(count) * uint64_t(sizeOf(type));
  }
};
} // namespace

static Result<Header> parseHeader(ByteView content) {
  if (content.size() < 4 || content[0] != 0 || content[1] != 0)
    return userError("not an IDX file");
  std::optional<FileType> type = typeOfCode(content[2]);
  if (!type)
    return userError("unknown IDX element type ", int(content[2]),
                     ", expected 8, 9 or 11 to 14");
  Header header;
  header.type = *type;
  header.dataStart = 4 + 4 * uint64_t(content[3]);
  if (content.size() < header.dataStart)
    return userError("the IDX header is truncated");
  for (size_t at = 4; at < header.dataStart; at += 4)
    header.shape.push_back(int64_t(content[at]) << 24 | content[at + 1] << 16 |
                           content[at + 2] << 8 | content[at + 3]);
  // Counted in the widest type, so that size() cannot overflow.
  LEAT_ASSIGN(header.count, countElements(DType::F64, header.shape));
  return header;
}

static Result<Tensor> parseIdx(ByteView content, std::optional<DType> as) {
  LEAT_ASSIGN(Header header, parseHeader(content));
  if (content.size() != header.size())
    return userError("the IDX file has ", content.size() - header.dataStart,
                     " bytes of elements, expected ", header.count, " of ",
                     sizeOf(header.type), " each");
  DType target = as.value_or(languageType(header.type));
  LEAT_ASSIGN(Tensor tensor, Tensor::zeros(target, std::move(header.shape)));
  LEAT_TRY(decodeElements(header.type, /*bigEndian=*/true,
                          content.subspan(header.dataStart), tensor));
  return tensor;
}

/// The header tells how large the content may be, before all of it is unpacked.
static Result<Bytes> unpack(ByteView content) {
  constexpr uint64_t maxHeader = 4 + 4 * 255;
  LEAT_ASSIGN(Bytes start, gunzipStart(content, maxHeader));
  LEAT_ASSIGN(Header header, parseHeader(start));
  return gunzip(content, header.size());
}

Result<Tensor> leat::rt::readIdx(const std::string &path,
                                 std::optional<DType> as) {
  LEAT_ASSIGN(Bytes content, readFile(path));
  std::string place = "'" + path + "'";
  if (isGzip(content)) {
    auto unpacked = unpack(content);
    if (!unpacked.ok())
      return std::move(unpacked).status().at(place);
    content = *std::move(unpacked);
  }
  auto tensor = parseIdx(content, as);
  if (!tensor.ok())
    return std::move(tensor).status().at(place);
  return tensor;
}
