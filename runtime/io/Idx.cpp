//===- Idx.cpp - the array files of MNIST -----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Checks the size that the header promises against the bytes that are there
// before it takes memory for the tensor.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Idx.h"
#include "runtime/io/Elements.h"
#include "runtime/io/Gzip.h"

using namespace leat::rt;

/// Content of a gzipped file beyond which it is taken for an attack.
static constexpr uint64_t kMaxContent = uint64_t(4) << 30;

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

static Result<Tensor> parseIdx(ByteView content, std::optional<DType> as) {
  if (content.size() < 4 || content[0] != 0 || content[1] != 0)
    return userError("not an IDX file");
  std::optional<FileType> type = typeOfCode(content[2]);
  if (!type)
    return userError("unknown IDX element type ", int(content[2]),
                     ", expected 8, 9 or 11 to 14");
  size_t rank = content[3], dataStart = 4 + 4 * rank;
  if (content.size() < dataStart)
    return userError("the IDX header is truncated");
  Shape shape;
  for (size_t at = 4; at < dataStart; at += 4)
    shape.push_back(int64_t(content[at]) << 24 | content[at + 1] << 16 |
                    content[at + 2] << 8 | content[at + 3]);
  DType target = as.value_or(languageType(*type));
  // Counted in the widest type, so that the product below cannot overflow.
  LEAT_ASSIGN(int64_t count, countElements(DType::F64, shape));
  ByteView elements = content.subspan(dataStart);
  if (int64_t(elements.size()) != count * sizeOf(*type))
    return userError("the IDX file has ", elements.size(),
                     " bytes of elements, expected ", count, " of ",
                     sizeOf(*type), " each");
  LEAT_ASSIGN(Tensor tensor, Tensor::zeros(target, std::move(shape)));
  LEAT_TRY(decodeElements(*type, /*bigEndian=*/true, elements, tensor));
  return tensor;
}

Result<Tensor> leat::rt::readIdx(const std::string &path,
                                 std::optional<DType> as) {
  LEAT_ASSIGN(Bytes content, readFile(path));
  if (isGzip(content)) {
    auto unpacked = gunzip(content, kMaxContent);
    if (!unpacked.ok())
      return std::move(unpacked).status().at("'" + path + "'");
    content = *std::move(unpacked);
  }
  auto tensor = parseIdx(content, as);
  if (!tensor.ok())
    return std::move(tensor).status().at("'" + path + "'");
  return tensor;
}
