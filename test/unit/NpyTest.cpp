//===- NpyTest.cpp - tests of npy and npz files -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Round trips of all types, the variants that other programs write, and damage.
// Files that NumPy itself writes and reads are in numpy_files.py.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Npy.h"
#include "TestFiles.h"
#include "runtime/io/Zip.h"

#include <zlib.h>

using namespace leat::rt;

/// An npy file of version 1 with this dictionary and these elements.
static std::string npy(const std::string &dictionary,
                       const std::string &elements, char version = 1) {
  std::string file = std::string("\x93NUMPY") + version + '\0';
  file += char(dictionary.size());
  file += '\0';
  if (version > 1)
    file += std::string(2, '\0');
  return file + dictionary + elements;
}

static Result<Tensor> parse(const std::string &content) {
  return parseNpy({reinterpret_cast<const unsigned char *>(content.data()),
                   content.size()});
}

static std::string errorOf(const std::string &content) {
  return parse(content).status().message();
}

TEST_F(FileTest, NpyRoundTripsAllTypesAndRanks) {
  for (DType type : kDTypes) {
    if (type == DType::BF16)
      continue;
    for (const Shape &shape :
         {Shape{}, Shape{3}, Shape{2, 3}, Shape{2, 0, 4}, Shape{2, 3, 4, 5}}) {
      Tensor a = *Tensor::zeros(type, shape);
      a.fill(1);
      ASSERT_TRUE(writeNpy(path("a.npy"), a).ok());
      Tensor b = *readNpy(path("a.npy"));
      EXPECT_TRUE(sameBits(a, b)) << a.signature() << " " << b.signature();
    }
  }
}

TEST_F(FileTest, NpyHoldsNoBf16) {
  Tensor a = *Tensor::zeros(DType::BF16, {2});
  EXPECT_EQ(writeNpy(path("a.npy"), a).message(),
            "cannot write '" + path("a.npy") +
                "': npy files hold no bf16; convert bf16[2] to f32 first");
  EXPECT_TRUE(listing().empty());
}

TEST(Npy, ReadsFortranOrder) {
  Tensor a = *parse(npy("{'descr': '|i1', 'fortran_order': True, "
                        "'shape': (2, 3)}",
                        std::string("\0\3\1\4\2\5", 6)));
  EXPECT_EQ(a.signature(), "i8[2, 3]");
  for (int8_t i = 0; i < 6; ++i)
    EXPECT_EQ(a.values<int8_t>()[size_t(i)], i);
}

TEST(Npy, ReadsBigEndianAndUnsigned) {
  Tensor a = *parse(npy("{'descr': '>u2', 'fortran_order': False, "
                        "'shape': (2,), }",
                        std::string("\1\2\xff\xff", 4)));
  EXPECT_EQ(a.signature(), "i32[2]");
  EXPECT_EQ(a.at<int32_t>({0}), 258);
  EXPECT_EQ(a.at<int32_t>({1}), 65535);
  Tensor b = *parse(npy("{'descr': '>f4', 'fortran_order': False, "
                        "'shape': ()}",
                        std::string("\x3f\x80\0\0", 4), 2));
  EXPECT_EQ(b.toDouble(), 1.0);
  EXPECT_EQ(errorOf(npy("{'descr': '<u8', 'fortran_order': False, "
                        "'shape': (1,)}",
                        std::string(8, '\xff'))),
            "element 0 is 18446744073709551615, which no i64 holds; unsigned "
            "64-bit numbers are read as i64");
}

TEST(Npy, BoolsAreZeroOrOne) {
  Tensor a = *parse(npy("{'descr': '|b1', 'fortran_order': False, "
                        "'shape': (3,)}",
                        std::string("\0\1\7", 3)));
  EXPECT_EQ(static_cast<const char *>(a.data())[2], 1);
}

TEST(Npy, BadHeadersAreErrors) {
  std::string tail = "', 'fortran_order': False, 'shape': (1,)}";
  EXPECT_EQ(errorOf("PK"), "not an npy file");
  EXPECT_EQ(errorOf(npy("{}", "")),
            "damaged npy header, expected {'descr': .., 'fortran_order': .., "
            "'shape': (..)}");
  EXPECT_EQ(errorOf(npy("{'descr': '<c8" + tail, "")),
            "elements of type '<c8' are not supported, expected b1, i1 to i8, "
            "u1 to u8 or f2 to f8");
  EXPECT_EQ(errorOf(npy("{'descr': [('a', '<f4')], 'shape': (1,)}", "")),
            "elements are records, expected numbers");
  EXPECT_EQ(errorOf(npy("{'descr': '<f4" + tail, "", 9)),
            "npy version 9, expected 1, 2 or 3");
  EXPECT_EQ(errorOf(npy("{'descr': '<f4" + tail, "12345")),
            "npy file has 5 bytes of elements, expected 1 of 4 each");
  for (const char *shape :
       {"(-1,)", "(1", "(1 2)", "(99999999999999999999,)", "[1]", "(1,),,"})
    EXPECT_FALSE(parse(npy("{'descr': '<f4', 'fortran_order': False, "
                           "'shape': " +
                               std::string(shape) + "}",
                           "1234"))
                     .ok());
}

TEST(Npy, HostileSizesTakeNoMemory) {
  std::string head = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
  EXPECT_EQ(errorOf(npy(head + "1000000000000,)}", "1234")),
            "npy file has 4 bytes of elements, expected 1000000000000 of 4 "
            "each");
  EXPECT_EQ(errorOf(npy(head + "4294967296,4294967296)}", "1234")),
            "too many elements in f32[4294967296, 4294967296]");
}

TEST_F(FileTest, NpySurvivesDamage) {
  ASSERT_TRUE(
      writeNpy(path("a"), *Tensor::from<float>({2, 2}, {1, 2, 3, 4})).ok());
  expectRobust(content(path("a")), 128, parse);
}

TEST_F(FileTest, NpzRoundTripsInOrder) {
  NamedTensors tensors = {{"z", *Tensor::from<float>({2}, {1, 2})},
                          {"a/b", *Tensor::scalar(int64_t(7))},
                          {"empty", *Tensor::zeros(DType::F64, {0})}};
  ASSERT_TRUE(writeNpz(path("a.npz"), tensors).ok());
  NamedTensors back = *readNpz(path("a.npz"));
  ASSERT_EQ(back.size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(back[i].first, tensors[i].first);
    EXPECT_TRUE(sameBits(back[i].second, tensors[i].second));
  }
  tensors.emplace_back("z", tensors[0].second);
  EXPECT_EQ(writeNpz(path("b.npz"), tensors).message(),
            "cannot write '" + path("b.npz") +
                "', array 'z': the name is used twice");
}

TEST_F(FileTest, NpzSurvivesDamage) {
  ASSERT_TRUE(
      writeNpz(path("a"), {{"x", *Tensor::from<float>({2}, {1, 2})}}).ok());
  std::string archive = content(path("a"));
  expectRobust(archive, archive.size(), [&](const std::string &bytes) {
    return readNpz(write("damaged", bytes));
  });
  size_t element = archive.find("PK\1\2") - 1;
  archive[element] = char(archive[element] ^ 1);
  EXPECT_EQ(readNpz(write("damaged", archive)).status().message(),
            "'" + path("damaged") +
                "', member 'x.npy': wrong checksum, the content is damaged");
}

TEST_F(FileTest, ZipBombTakesNoMemory) {
  // A stored member of 4 bytes, patched into a deflated one that claims 4 GB.
  AtomicFile file = *AtomicFile::create(path("a"));
  ZipWriter zip(file);
  ASSERT_TRUE(zip.add("x.npy", "abcd", "").ok());
  ASSERT_TRUE(zip.finish().ok());
  ASSERT_TRUE(file.commit().ok());
  std::string archive = content(path("a"));
  size_t entry = archive.find("PK\1\2");
  archive[entry + 10] = 8;
  archive.replace(entry + 24, 4, "\xf0\xff\xff\xff");
  EXPECT_EQ(readNpz(write("bomb", archive)).status().message(),
            "'" + path("bomb") +
                "', member 'x.npy': the zip directory is damaged");
}
