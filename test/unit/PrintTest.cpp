//===- PrintTest.cpp - tests against NumPy itself ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// numpy_files.py writes arrays and how NumPy prints them into the folder named
// by LEAT_NUMPY_FILES, and looks at what is written there; runtime.test runs
// both around this program. A few cases are fixed here as well.
//
//===----------------------------------------------------------------------===//
#include "runtime/Print.h"
#include "TestFiles.h"
#include "runtime/io/Npy.h"

#include <cstdlib>

using namespace leat::rt;

TEST(Print, FixedCases) {
  EXPECT_EQ(toString(*Tensor::from<float>({2, 2}, {1, -2.5, 0.1f, 4})),
            "[[ 1.  -2.5]\n [ 0.1  4. ]]");
  EXPECT_EQ(toString(*Tensor::from<double>({2}, {1e-5, 1})), "[1.e-05 1.e+00]");
  EXPECT_EQ(toString(*Tensor::from<bool>({2}, {true, false})), "[ True False]");
  EXPECT_EQ(toString(*Tensor::scalar(0.1f)), "0.1");
  EXPECT_EQ(toString(*Tensor::scalar(int64_t(-3))), "-3");
  EXPECT_EQ(
      toString(*Tensor::from<BFloat16>({2}, {BFloat16(0.1f), BFloat16(3.0f)})),
      "[0.1 3. ]");
  EXPECT_EQ(toString(Tensor()), "[]");
}

TEST_F(FileTest, NumpyAgrees) {
  const char *given = std::getenv("LEAT_NUMPY_FILES");
  if (!given)
    GTEST_SKIP() << "LEAT_NUMPY_FILES is not set";
  std::string numpy = given;
  int cases = 0;
  for (const auto &entry : std::filesystem::directory_iterator(numpy)) {
    if (entry.path().extension() != ".txt")
      continue;
    std::filesystem::path array = entry.path();
    auto tensor = readNpy(array.replace_extension(".npy"));
    ASSERT_TRUE(tensor.ok()) << tensor.status().message();
    EXPECT_EQ(toString(*tensor), content(entry.path())) << entry.path();
    ++cases;
  }
  EXPECT_GT(cases, 150);

  NamedTensors stored = *readNpz(numpy + "/stored.npz");
  ASSERT_EQ(stored.size(), 2u);
  EXPECT_EQ(stored[0].first, "a");
  EXPECT_EQ(toString(stored[1].second),
            "[[1. 0. 0.]\n [0. 1. 0.]\n [0. 0. 1.]]");
  NamedTensors deflated = *readNpz(numpy + "/deflated.npz");
  EXPECT_EQ(deflated[0].second.toDouble(4999), 4999 % 7);
  EXPECT_EQ(deflated[1].second.dtype(), DType::F16);

  ASSERT_TRUE(writeNpy(numpy + "/written.npy",
                       *Tensor::from<float>({2, 2}, {1.5, -2, 0, 4}))
                  .ok());
  ASSERT_TRUE(writeNpz(numpy + "/written.npz",
                       {{"x", *Tensor::from<int64_t>({3}, {1, 2, 3})},
                        {"flag", *Tensor::scalar(true)}})
                  .ok());
}
