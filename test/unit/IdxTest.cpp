//===- IdxTest.cpp - tests of IDX files -------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All element types, and every way in which a file can be wrong.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Idx.h"
#include "TestFiles.h"

#include <zlib.h>

using namespace leat::rt;

/// An IDX file of rank 1 with `count` elements.
static std::string idx(char code, unsigned char count,
                       const std::string &elements) {
  return std::string{0, 0, code, 1, 0, 0, 0, char(count)} + elements;
}

TEST_F(FileTest, IdxReadsAllTypes) {
  struct {
    char code;
    std::string bytes;
    DType type;
    double value;
  } cases[] = {{8, "\xff", DType::I32, 255},
               {9, "\xff", DType::I8, -1},
               {11, "\xff\xfe", DType::I32, -2},
               {12, std::string("\0\1\0\0", 4), DType::I32, 65536},
               {13, std::string("\xbf\x80\0\0", 4), DType::F32, -1},
               {14, "\x3f\xf0" + std::string(6, '\0'), DType::F64, 1}};
  for (const auto &c : cases) {
    Tensor tensor = *readIdx(write("f", idx(c.code, 1, c.bytes)));
    EXPECT_EQ(tensor.dtype(), c.type);
    EXPECT_EQ(tensor.toDouble(), c.value);
    EXPECT_EQ(readIdx(path("f"), DType::F64)->toDouble(), c.value);
  }
}

TEST_F(FileTest, IdxReadsGzip) {
  std::string bytes = idx(8, 3, "abc");
  gzFile out = gzopen(path("f.gz").c_str(), "wb");
  gzwrite(out, bytes.data(), unsigned(bytes.size()));
  gzclose(out);
  EXPECT_EQ(readIdx(path("f.gz"))->toDouble(2), 'c');
  expectRobust(content(path("f.gz")), 100, [&](const std::string &damaged) {
    return readIdx(write("damaged", damaged));
  });
}

TEST_F(FileTest, IdxBadFilesAreErrors) {
  auto errorOf = [&](const std::string &bytes) {
    std::string message = readIdx(write("f", bytes)).status().message();
    return message.substr(message.find("': ") + 3);
  };
  EXPECT_EQ(errorOf("PK\3\4"), "not an IDX file");
  EXPECT_EQ(errorOf(idx(10, 1, "a")),
            "unknown IDX element type 10, expected 8, 9 or 11 to 14");
  EXPECT_EQ(errorOf(idx(8, 1, "").substr(0, 7)), "the IDX header is truncated");
  EXPECT_EQ(errorOf(idx(11, 2, "abc")),
            "the IDX file has 3 bytes of elements, expected 2 of 2 each");
  EXPECT_EQ(errorOf(idx(8, 2, "abc")),
            "the IDX file has 3 bytes of elements, expected 2 of 1 each");
  EXPECT_EQ(errorOf(std::string("\0\0\10\2", 4) + std::string(8, '\xff')),
            "too many elements in f64[4294967295, 4294967295]");
  EXPECT_EQ(errorOf(std::string("\0\0\10\1", 4) + std::string(4, '\xff')),
            "the IDX file has 0 bytes of elements, expected 4294967295 "
            "of 1 each");
  expectRobust(idx(12, 2, "abcdefgh"), 100, [&](const std::string &damaged) {
    return readIdx(write("damaged", damaged));
  });
}

TEST_F(FileTest, IdxBombIsNotUnpacked) {
  // 100 MB of zeros, of which the header announces 3.
  std::string bytes = idx(8, 3, std::string(100'000'000, '\0'));
  gzFile out = gzopen(path("f.gz").c_str(), "wb1");
  gzwrite(out, bytes.data(), unsigned(bytes.size()));
  gzclose(out);
  EXPECT_EQ(readIdx(path("f.gz")).status().message(),
            "'" + path("f.gz") + "': decompresses to more than 11 bytes");
}
