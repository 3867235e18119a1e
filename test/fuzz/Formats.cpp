//===- Formats.cpp - the formats whose readers are fuzzed -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A checksum or a length turns nearly all damage into one error; so half of the
// damaged files get a right one again, and the code behind the check is
// reached.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/Formats.h"
#include "runtime/data/ArrayFiles.h"
#include "runtime/data/ImageSets.h"
#include "runtime/io/File.h"
#include "runtime/io/Idx.h"
#include "runtime/io/Image.h"
#include "runtime/io/Npy.h"
#include "runtime/io/Safetensors.h"
#include "test/unit/TestImages.h"

#include <zlib.h>

using namespace leat::rt;
using namespace leat::fuzz;

using Seeds = Result<std::vector<std::string>>;

static std::string_view bytesOf(const void *data, uint64_t size) {
  return {static_cast<const char *>(data), size_t(size)};
}

static uint32_t checksumOf(std::string_view text) {
  return uint32_t(
      crc32_z(0, reinterpret_cast<const Bytef *>(text.data()), text.size()));
}

static std::string number(uint64_t value, int bytes, bool isBigEndian = false) {
  std::string text;
  for (int i = 0; i < bytes; ++i)
    text += char(value >> (8 * (isBigEndian ? bytes - 1 - i : i)));
  return text;
}

/// `text` packed by zlib: raw deflate for windowBits -15, gzip for 31.
static std::string pack(const std::string &text, int windowBits) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
  stream.avail_in = uInt(text.size());
  stream.next_out = reinterpret_cast<Bytef *>(packed.data());
  stream.avail_out = uInt(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

static std::string gzip(std::string text) { return pack(text, 31); }

/// Of every element, so that none stays unread.
static uint32_t checksumOf(const NamedTensors &tensors) {
  uint32_t sum = 0;
  for (const auto &[name, tensor] : tensors)
    sum ^= checksumOf(name) ^
           checksumOf(bytesOf(tensor.data(), uint64_t(tensor.bytes())));
  return sum;
}

/// What a file holds after `write` has written it.
template <typename Write>
static Result<std::string> written(const std::string &folder, Write &&write) {
  std::string path = folder + "/seed";
  LEAT_TRY(write(path));
  LEAT_ASSIGN(Bytes content, readFile(path));
  return std::string(bytesOf(content.data(), content.size()));
}

static Result<NamedTensors> someTensors() {
  NamedTensors tensors;
  for (DType type : {DType::F32, DType::F64, DType::F16, DType::I64, DType::I32,
                     DType::I8, DType::I1}) {
    LEAT_ASSIGN(Tensor tensor, Tensor::zeros(type, {2, 3}));
    tensor.fill(1);
    tensors.emplace_back(std::string(nameOf(type)), tensor);
  }
  return tensors;
}

//===----------------------------------------------------------------------===//
// Arrays
//===----------------------------------------------------------------------===//

static Seeds npySeeds(const std::string &folder) {
  LEAT_ASSIGN(NamedTensors tensors, someTensors());
  std::vector<std::string> seeds;
  for (const auto &[name, tensor] : tensors) {
    LEAT_ASSIGN(std::string seed, written(folder, [&](const std::string &path) {
                  return writeNpy(path, tensor);
                }));
    seeds.push_back(seed);
    // In Fortran order and in the other order of bytes.
    seed.replace(seed.find("False, "), 7, "True,  ");
    if (size_t order = seed.find('<'); order != seed.npos)
      seed[order] = '>';
    seeds.push_back(seed);
  }
  return seeds;
}

/// The length of the header as it is: up to the end of its line.
static std::string repairNpy(std::string text) {
  size_t end = text.find('\n');
  if (end == text.npos || end < 10)
    return text;
  return text.replace(8, 2, number(end - 9, 2));
}

static Result<uint32_t> readNpyFile(const std::string &,
                                    const std::string &path) {
  LEAT_ASSIGN(Tensor tensor, readNpy(path));
  return checksumOf(NamedTensors{{"x", tensor}});
}

/// An archive of one deflated member.
static std::string zipOf(std::string content) {
  std::string packed = pack(content, -15), name = "x.npy";
  std::string common = number(20, 2) + number(0, 2) + number(8, 2) +
                       number(0x21 << 16, 4) + number(checksumOf(content), 4) +
                       number(packed.size(), 4) + number(content.size(), 4) +
                       number(name.size(), 2) + number(0, 2);
  std::string local = "PK\3\4" + common + name + packed;
  std::string entry = "PK\1\2" + number(20, 2) + common + number(0, 2) +
                      number(0, 4) + number(0, 4) + number(0, 4) + name;
  return local + entry + "PK\5\6" + number(0, 4) + number(1, 2) + number(1, 2) +
         number(entry.size(), 4) + number(local.size(), 4) + number(0, 2);
}

static Seeds npzSeeds(const std::string &folder) {
  LEAT_ASSIGN(NamedTensors tensors, someTensors());
  LEAT_ASSIGN(std::string seed, written(folder, [&](const std::string &path) {
                return writeNpz(path, tensors);
              }));
  LEAT_ASSIGN(std::vector<std::string> seeds, npySeeds(folder));
  std::vector<std::string> archives = {seed};
  for (const std::string &array : seeds)
    archives.push_back(zipOf(array));
  return archives;
}

/// An archive is packed again with one member, what follows its first header:
/// damage to that is then behind a right checksum.
static std::string repairNpz(std::string text) {
  return zipOf(text.substr(std::min(text.size(), text.find("\x93NUMPY"))));
}

static Result<uint32_t> readNpzFile(const std::string &,
                                    const std::string &path) {
  LEAT_ASSIGN(bool hasTest, npzHasTest(path));
  LEAT_ASSIGN(DataSet data, loadNpz(path, hasTest));
  return checksumOf(data.fields());
}

static Seeds safetensorsSeeds(const std::string &folder) {
  LEAT_ASSIGN(NamedTensors tensors, someTensors());
  LEAT_ASSIGN(std::string seed, written(folder, [&](const std::string &path) {
                return writeSafetensors(path, tensors, {{"seed", "0"}});
              }));
  LEAT_ASSIGN(Tensor empty, Tensor::zeros(DType::BF16, {0, 5}));
  LEAT_ASSIGN(std::string other, written(folder, [&](const std::string &path) {
                return writeSafetensors(path, {{"e", empty}}, {});
              }));
  return std::vector<std::string>{seed, other};
}

/// The length of the header as it is: up to the last brace.
static std::string repairSafetensors(std::string text) {
  size_t end = text.rfind('}');
  if (end == text.npos || end < 8)
    return text;
  return text.replace(0, 8, number(end - 7, 8));
}

static Result<uint32_t> readSafetensorsFile(const std::string &,
                                            const std::string &path) {
  LEAT_ASSIGN(Safetensors content, readSafetensors(path));
  return checksumOf(content.tensors);
}

//===----------------------------------------------------------------------===//
// Examples
//===----------------------------------------------------------------------===//

static Seeds idxSeeds(const std::string &) {
  std::vector<std::string> seeds;
  for (auto [code, size] :
       {std::pair(8, 1), {9, 1}, {11, 2}, {12, 4}, {13, 4}, {14, 8}})
    seeds.push_back(std::string({0, 0, char(code), 3}) + number(2, 4, true) +
                    number(3, 4, true) + number(2, 4, true) +
                    std::string(size_t(12 * size), '\x40'));
  return seeds;
}

static Result<uint32_t> readIdxFile(const std::string &,
                                    const std::string &path) {
  LEAT_ASSIGN(Tensor tensor, readIdx(path));
  return checksumOf(NamedTensors{{"x", tensor}});
}

static Seeds gzSeeds(const std::string &folder) {
  LEAT_ASSIGN(std::vector<std::string> seeds, idxSeeds(folder));
  for (std::string &seed : seeds)
    seed = gzip(std::move(seed));
  return seeds;
}

/// Damage to the content of a right gzip file.
static std::string repairGz(std::string text) {
  size_t header = std::min<size_t>(text.size(), 2);
  return gzip(std::string("\0\0\10", 3) + text.substr(header));
}

static Seeds cifarSeeds(const std::string &) {
  std::string example = '\3' + std::string(3072, '\x80');
  return std::vector<std::string>{example, example + example};
}

static Result<uint32_t> readCifarFolder(const std::string &folder,
                                        const std::string &) {
  LEAT_ASSIGN(DataSet data, loadCifar10(folder, /*isTest=*/true));
  return checksumOf(data.fields());
}

static Seeds csvSeeds(const std::string &) {
  return std::vector<std::string>{
      "x0,x1,label\n1,2.5,0\n-3,1e3,1\n", "\"a \"\"b\",c\r\n \"1\" ,+2\r\n",
      "y.0\n9223372036854775807\n-9223372036854775808\n"};
}

static Result<uint32_t> readCsvFile(const std::string &,
                                    const std::string &path) {
  LEAT_ASSIGN(DataSet data, loadCsv(path, /*isTest=*/false));
  return checksumOf(data.fields());
}

//===----------------------------------------------------------------------===//
// Images
//===----------------------------------------------------------------------===//

static Seeds pngSeeds(const std::string &) {
  auto pixels = testPixels(12 * 12 * 4);
  unsigned char colors[] = {1, 2, 3, 200, 100, 50};
  std::vector<unsigned char> indices(12 * 12, 1);
  return std::vector<std::string>{
      pngOf(PNG_FORMAT_RGB, 12, 12, pixels.data()),
      pngOf(PNG_FORMAT_GRAY, 12, 12, pixels.data()),
      pngOf(PNG_FORMAT_RGBA, 12, 12,
            std::vector<unsigned char>(12 * 12 * 4, 255).data()),
      pngOf(PNG_FORMAT_RGB_COLORMAP, 12, 12, indices.data(), colors),
      interlacedPngOf(12, 12, pixels)};
}

/// Computes the checksum of each chunk, as far as chunks can be told.
static std::string repairPng(std::string text) {
  for (size_t at = 8; at + 12 <= text.size();) {
    uint64_t size = 0;
    for (int i = 0; i < 4; ++i)
      size = size << 8 | (unsigned char)text[at + i];
    if (size > text.size() - at - 12)
      break;
    uint32_t sum = checksumOf(std::string_view(text).substr(at + 4, size + 4));
    text.replace(at + 8 + size, 4, number(sum, 4, true));
    at += 12 + size;
  }
  return text;
}

static Seeds jpegSeeds(const std::string &) {
  auto pixels = testPixels(20 * 20 * 4);
  return std::vector<std::string>{jpegOf(20, 20, 3, pixels),
                                  jpegOf(20, 20, 1, pixels),
                                  jpegOf(20, 20, 3, pixels, true)};
}

static Result<uint32_t> readImageFile(const std::string &,
                                      const std::string &path) {
  LEAT_ASSIGN(Bytes content, readFile(path));
  ImageSize size;
  auto pixels = decodeImage(content, size);
  if (!pixels.ok())
    return std::move(pixels).status().at("'" + path + "'");
  LEAT_ASSIGN(ImageSize again, readImageSize(content));
  if (again != size || int64_t(pixels->size()) != size.bytes())
    return internalError("'", path, "': two sizes of one image");
  return checksumOf(bytesOf(pixels->data(), pixels->size()));
}

std::vector<Format> leat::fuzz::formats() {
  return {{"npy", "f.npy", npySeeds, repairNpy, readNpyFile},
          {"npz", "f.npz", npzSeeds, repairNpz, readNpzFile},
          {"gz", "f.gz", gzSeeds, repairGz, readIdxFile},
          {"safetensors", "f.st", safetensorsSeeds, repairSafetensors,
           readSafetensorsFile},
          {"idx", "f.idx", idxSeeds, nullptr, readIdxFile},
          {"cifar", "test_batch.bin", cifarSeeds, nullptr, readCifarFolder},
          {"png", "f.png", pngSeeds, repairPng, readImageFile},
          {"jpeg", "f.jpg", jpegSeeds, nullptr, readImageFile},
          {"csv", "f.csv", csvSeeds, nullptr, readCsvFile}};
}
