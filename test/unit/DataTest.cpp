//===- DataTest.cpp - tests of data sets and batches ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a SPEC means, what the sets hold, in what order batches come.
//
//===----------------------------------------------------------------------===//
#include "TestFiles.h"
#include "runtime/data/Batches.h"
#include "runtime/data/Generated.h"
#include "runtime/data/Spec.h"
#include "runtime/io/Npy.h"

#include <cmath>
#include <map>
#include <set>

using namespace leat::rt;

TEST(Spec, ParsesAllForms) {
  DataSpec spec = *parseDataSpec("fashion-mnist");
  EXPECT_EQ(spec.path, "/usr/share/datasets/fashion-mnist");
  EXPECT_FALSE(spec.isTest);
  EXPECT_TRUE(parseDataSpec("fashion-mnist:test")->isTest);
  spec = *parseDataSpec("mnist:/a/b:c:test");
  EXPECT_EQ(spec.path, "/a/b:c");
  EXPECT_TRUE(spec.isTest);
  EXPECT_FALSE(spec.count);
  EXPECT_TRUE(spec.namesSplit);
  EXPECT_FALSE(parseDataSpec("mnist1d")->namesSplit);
  for (const char *kind : {"npz", "csv", "cifar10", "images"}) {
    EXPECT_EQ(parseDataSpec(kind + std::string(":a:b.npz"))->path, "a:b.npz");
    spec = *parseDataSpec(kind + std::string(":a:train"));
    EXPECT_EQ(spec.path, "a");
    EXPECT_FALSE(spec.isTest);
    EXPECT_TRUE(spec.namesSplit);
  }
  spec = *parseDataSpec("spirals:n=50:test");
  EXPECT_EQ(spec.count, 50);
  EXPECT_TRUE(spec.isTest);
}

TEST(Spec, MistakesAreUsageErrors) {
  EXPECT_EQ(parseDataSpec("imagenet").status().message(),
            "unknown data set 'imagenet', expected one of: fashion-mnist mnist "
            "cifar10 images npz csv mnist1d gauss-mixture two-moons swiss-roll "
            "spirals checkerboard");
  EXPECT_EQ(parseDataSpec("text:a.txt").status().message(),
            "data set 'text:a.txt' is not supported yet");
  EXPECT_EQ(parseDataSpec("text:a.txt").status().exitCode(), 1);
  EXPECT_EQ(parseDataSpec("imagenet").status().exitCode(), 2);
  EXPECT_EQ(parseDataSpec("npz:").status().message(),
            "data set 'npz:' names no file, expected npz:FILE");
  EXPECT_EQ(parseDataSpec("mnist:test").status().message(),
            "data set 'mnist:test' names no folder, expected mnist:DIR");
  for (const char *text :
       {"spirals:n=0", "spirals:n=", "spirals:n=x", "spirals:5",
        "spirals:n=1e3", "spirals:n=999999999999999999999", "spirals:test:n=5",
        ""})
    EXPECT_EQ(parseDataSpec(text).status().exitCode(), 2) << text;
}

TEST(Spec, FashionMnistIsThere) {
  auto data = loadData("fashion-mnist:test", 0);
  ASSERT_TRUE(data.ok()) << data.status().message();
  EXPECT_EQ(data->find("image")->signature(), "f32[10000, 1, 28, 28]");
  EXPECT_EQ(data->find("label")->signature(), "i64[10000]");
  int64_t counts[10] = {};
  for (int64_t label : data->find("label")->values<int64_t>())
    ++counts[label];
  for (int64_t count : counts)
    EXPECT_EQ(count, 1000);
  float largest = 0, smallest = 1;
  for (float pixel : data->find("image")->values<float>()) {
    largest = std::max(largest, pixel);
    smallest = std::min(smallest, pixel);
  }
  EXPECT_EQ(largest, 1);
  EXPECT_EQ(smallest, 0);
}

TEST_F(FileTest, MnistFilesMustFitTogether) {
  EXPECT_EQ(loadData("mnist:" + folder, 0).status().message(),
            "cannot read '" + path("train-images-idx3-ubyte.gz") +
                "': no such file or directory");
  std::string header("\0\0\10\3\0\0\0\1\0\0\0\34\0\0\0\34", 16);
  write("train-images-idx3-ubyte", header + std::string(784, '\xff'));
  write("train-labels-idx1-ubyte", std::string("\0\0\10\1\0\0\0\2\1\2", 10));
  EXPECT_EQ(loadData("mnist:" + folder, 0).status().message(),
            "'" + path("train-labels-idx1-ubyte") +
                "' holds i64[2], expected 1 labels");
  write("train-labels-idx1-ubyte", std::string("\0\0\10\1\0\0\0\1\7", 9));
  DataSet data = *loadData("mnist:" + folder + ":train", 0);
  EXPECT_EQ(data.find("image")->toDouble(783), 1);
  EXPECT_EQ(data.find("label")->toDouble(), 7);
}

TEST_F(FileTest, NpzFieldsCountTheSame) {
  Tensor two = *Tensor::zeros(DType::F32, {2, 3});
  Tensor three = *Tensor::zeros(DType::I64, {3});
  ASSERT_TRUE(writeNpz(path("f.npz"), {{"x", two}, {"y", three}}).ok());
  EXPECT_EQ(loadData("npz:" + path("f.npz"), 0).status().message(),
            "'" + path("f.npz") + "': field 'y' has 3 examples, but 'x' has 2");
  ASSERT_TRUE(writeNpz(path("f.npz"), {{"x", two}}).ok());
  EXPECT_EQ(loadData("npz:" + path("f.npz"), 0)->count(), 2);
}

TEST_F(FileTest, NpzNamesTellTheSplit) {
  Tensor two = *Tensor::zeros(DType::F32, {2, 3});
  Tensor three = *Tensor::zeros(DType::I64, {3});
  std::string file = path("f.npz"), spec = "npz:" + file;
  ASSERT_TRUE(writeNpz(file, {{"x", two}}).ok());
  EXPECT_FALSE(*hasTestExamples(*parseDataSpec(spec)));
  EXPECT_EQ(loadData(spec + ":test", 0).status().message(),
            "'" + file +
                "' has no examples for testing, expected arrays "
                "whose names end in _test");
  ASSERT_TRUE(
      writeNpz(file, {{"x_train", two}, {"y", two}, {"x_test", three}}).ok());
  EXPECT_TRUE(*hasTestExamples(*parseDataSpec(spec)));
  EXPECT_EQ(loadData(spec, 0)->find("x")->signature(), "f32[2, 3]");
  EXPECT_EQ(loadData(spec, 0)->fields().size(), 2u);
  EXPECT_EQ(loadData(spec + ":test", 0)->find("x")->signature(), "i64[3]");
  ASSERT_TRUE(writeNpz(file, {{"x_train", two}, {"x", two}}).ok());
  EXPECT_EQ(loadData(spec, 0).status().message(),
            "'" + file + "': field 'x' stands twice in the data set");
}

TEST_F(FileTest, CsvIsADataSet) {
  std::string file = write("f.csv", "x.0,x.1,label\n1,2,0\n3,4.5,1\n");
  DataSet data = *loadData("csv:" + file, 0);
  EXPECT_EQ(data.find("x")->signature(), "f64[2, 2]");
  EXPECT_EQ(data.find("label")->signature(), "i64[2]");
  EXPECT_EQ(loadData("csv:" + file + ":test", 0).status().message(),
            "'" + file +
                "' is a csv file, which has no examples for testing; "
                "put them into a file of their own");
  EXPECT_FALSE(*hasTestExamples(*parseDataSpec("csv:" + file)));
}

TEST(DataSet, FirstExamples) {
  Tensor x = *Tensor::from<float>({3, 2}, {1, 2, 3, 4, 5, 6});
  DataSet part = *DataSet::create({{"x", x}})->first(2);
  EXPECT_EQ(part.count(), 2);
  EXPECT_EQ(part.find("x")->toDouble(3), 4);
  EXPECT_EQ(part.first(0)->count(), 0);
}

TEST(DataSet, ChecksFields) {
  EXPECT_EQ(DataSet::create({}).status().message(),
            "a data set without fields");
  EXPECT_EQ(DataSet::create({{"x", *Tensor::scalar(1.0)}}).status().message(),
            "field 'x' is a scalar, expected examples along its first "
            "dimension");
}

TEST(DataSet, HashChangesWithContent) {
  Tensor x = *Tensor::from<float>({2}, {1, 2});
  DataSet data = *DataSet::create({{"x", x}});
  std::string before = data.hash();
  EXPECT_EQ(before.size(), 14u);
  EXPECT_NE(DataSet::create({{"y", x}})->hash(), before);
  ASSERT_TRUE(data.castField("x", DType::F64).ok());
  EXPECT_NE(data.hash(), before);
  ASSERT_TRUE(data.castField("x", DType::F32).ok());
  EXPECT_EQ(data.hash(), before);
  EXPECT_EQ(data.castField("z", DType::F32).message(),
            "the data set has no field 'z'");
}

TEST(Generated, SetsHaveTheirForm) {
  for (std::string_view name : kGeneratedSets) {
    if (name == "mnist1d") // not points in the plane
      continue;
    DataSet data = *generateData(name, 2000, false, 7);
    EXPECT_EQ(data.find("x")->signature(), "f32[2000, 2]");
    for (float value : data.find("x")->values<float>())
      EXPECT_LT(std::abs(value), name == "swiss-roll" ? 3.1 : 2.6) << name;
    bool hasLabel = name != "swiss-roll" && name != "checkerboard";
    EXPECT_EQ(data.find("label") != nullptr, hasLabel);
    if (hasLabel) {
      double classes = name == "gauss-mixture" ? 8 : 2, sum = 0;
      for (int64_t label : data.find("label")->values<int64_t>())
        sum += double(label) / 2000;
      EXPECT_NEAR(sum, (classes - 1) / 2, 0.2) << name;
    }
    EXPECT_EQ(data.hash(), generateData(name, 2000, false, 7)->hash());
    EXPECT_NE(data.hash(), generateData(name, 2000, true, 7)->hash());
    EXPECT_NE(data.hash(), generateData(name, 2000, false, 8)->hash());
    // Fewer points are the first of more.
    EXPECT_EQ(generateData(name, 10, false, 7)->find("x")->toDouble(19),
              data.find("x")->toDouble(19));
  }
}

TEST(Generated, PointsLieWhereTheyShould) {
  DataSet board = *generateData("checkerboard", 1000, false, 0);
  std::set<std::pair<int, int>> squares;
  for (int64_t i = 0; i < 1000; ++i) {
    int column = int(std::floor(board.find("x")->toDouble(2 * i) + 2));
    int row = int(std::floor(board.find("x")->toDouble(2 * i + 1) + 2));
    EXPECT_EQ((column + row) % 2, 0);
    squares.insert({column, row});
  }
  EXPECT_EQ(squares.size(), 8u);
  DataSet mixture = *generateData("gauss-mixture", 1000, false, 0);
  for (int64_t i = 0; i < 1000; ++i) {
    double angle = M_PI / 4 * mixture.find("label")->toDouble(i);
    double x = mixture.find("x")->toDouble(2 * i);
    double y = mixture.find("x")->toDouble(2 * i + 1);
    EXPECT_LT(std::hypot(x - 2 * std::cos(angle), y - 2 * std::sin(angle)),
              0.5);
  }
}

TEST(Generated, Mnist1d) {
  EXPECT_EQ(loadData("mnist1d", 0)->count(), 4000);
  EXPECT_EQ(loadData("mnist1d:test", 0)->count(), 1000);
  EXPECT_EQ(defaultCount("spirals", false), 1000);
  DataSet data = *generateData("mnist1d", 2000, false, 7);
  EXPECT_EQ(data.find("x")->signature(), "f32[2000, 40]");
  EXPECT_EQ(data.find("label")->toDouble(1234), 4);
  double sum = 0, squares = 0;
  for (float value : data.find("x")->values<float>()) {
    EXPECT_LT(std::abs(value), 1.5);
    sum += value / 80000;
    squares += value * value / 80000;
  }
  EXPECT_NEAR(sum, 0, 0.05);
  EXPECT_NEAR(squares, 0.03, 0.015);
  EXPECT_EQ(data.hash(), generateData("mnist1d", 2000, false, 7)->hash());
  EXPECT_NE(data.hash(), generateData("mnist1d", 2000, true, 7)->hash());
  EXPECT_NE(data.hash(), generateData("mnist1d", 2000, false, 8)->hash());
  EXPECT_EQ(data.first(10)->hash(),
            generateData("mnist1d", 10, false, 7)->hash());
}

/// A data set whose only field counts from 0.
static DataSet numbers(int64_t count) {
  Tensor x = *Tensor::zeros(DType::I64, {count, 2});
  for (int64_t i = 0; i < 2 * count; ++i)
    x.values<int64_t>()[size_t(i)] = i;
  return *DataSet::create({{"x", x}});
}

TEST(Batches, CutTheDataInOrder) {
  Batches batches = *Batches::create(numbers(5), {.size = 2});
  EXPECT_EQ(batches.perEpoch(), 3);
  EXPECT_EQ(batches.rows(2), 1);
  Tensor two = *Tensor::zeros(DType::I64, {2, 1, 2});
  ASSERT_TRUE(batches.copy(1, "x", two).ok());
  EXPECT_EQ(two.toDouble(0), 4);
  EXPECT_EQ(two.toDouble(3), 7);
  EXPECT_EQ(batches.copy(2, "x", two).message(),
            "field 'x' of i64[5, 2], 1 examples, does not fit into i64[2, 1, "
            "2]");
  EXPECT_EQ(batches.copy(0, "y", two).message(),
            "the data set has no field 'y'");
  Batches whole = *Batches::create(numbers(5), {.size = 2, .dropLast = true});
  EXPECT_EQ(whole.perEpoch(), 2);
}

TEST(Batches, BadSizesAreErrors) {
  EXPECT_EQ(Batches::create(numbers(5), {.size = 6}).status().message(),
            "batches of 6 examples, but the data set has only 5");
  EXPECT_EQ(Batches::create(numbers(5), {.size = 0}).status().message(),
            "batches of 0 examples, expected 1 or more");
}

TEST(Batches, ShuffleIsAPermutationOfSeedAndEpoch) {
  auto orderOf = [](uint64_t seed, uint64_t epoch) {
    Batches batches = *Batches::create(
        numbers(100), {.size = 100, .shuffle = true, .seed = seed});
    batches.startEpoch(epoch + 1);
    batches.startEpoch(epoch);
    auto examples = batches.examples(0);
    return std::vector<int64_t>(examples.begin(), examples.end());
  };
  std::vector<int64_t> order = orderOf(1, 3);
  EXPECT_EQ(order, orderOf(1, 3));
  EXPECT_NE(order, orderOf(1, 4));
  EXPECT_NE(order, orderOf(2, 3));
  EXPECT_EQ(std::set<int64_t>(order.begin(), order.end()).size(), 100u);
}

TEST(Batches, ShuffleIsFair) {
  // Each of the 6 orders of 3 examples, about as often as the others.
  std::map<std::vector<int64_t>, int> seen;
  Batches batches = *Batches::create(numbers(3), {.size = 3, .shuffle = true});
  for (uint64_t epoch = 0; epoch < 6000; ++epoch) {
    batches.startEpoch(epoch);
    auto examples = batches.examples(0);
    ++seen[{examples.begin(), examples.end()}];
  }
  EXPECT_EQ(seen.size(), 6u);
  for (const auto &[order, count] : seen)
    EXPECT_NEAR(count, 1000, 120);
}
