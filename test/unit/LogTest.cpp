//===- LogTest.cpp - tests of logs and progress -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the files hold, character by character.
//
//===----------------------------------------------------------------------===//
#include "runtime/Log.h"
#include "TestFiles.h"
#include "runtime/Progress.h"

#include <algorithm>
#include <cmath>

using namespace leat::rt;

TEST_F(FileTest, JsonLogHoldsOneObjectALine) {
  Log log = *Log::open(path("log.jsonl"), /*append=*/false);
  ASSERT_TRUE(log.start({{"version", "1"}, {"seed", int64_t(7)}}).ok());
  ASSERT_TRUE(
      log.write({{"step", int64_t(1)}, {"loss", 0.1}, {"ok", true}}).ok());
  ASSERT_TRUE(log.write({{"loss", NAN}, {"a\"b", -INFINITY}}).ok());
  EXPECT_EQ(content(path("log.jsonl")),
            "{\"version\":\"1\",\"seed\":7}\n"
            "{\"step\":1,\"loss\":0.1,\"ok\":true}\n"
            "{\"loss\":\"nan\",\"a\\\"b\":\"-inf\"}\n");
}

TEST_F(FileTest, CsvLogHoldsColumns) {
  Log log = *Log::open(path("log.csv"), /*append=*/false);
  ASSERT_TRUE(log.start({{"data", "a\nb"}, {"seed", int64_t(7)}}).ok());
  ASSERT_TRUE(log.write({{"step", int64_t(1)}, {"a,\"b", 0.25}}).ok());
  ASSERT_TRUE(log.write({{"a,\"b", NAN}}).ok());
  EXPECT_EQ(log.write({{"new", 1.0}}).message(),
            "cannot write '" + path("log.csv") +
                "': no column 'new', which the first record did not have");
  EXPECT_EQ(content(path("log.csv")), "# data: a b\n# seed: 7\n"
                                      "step,\"a,\"\"b\"\n1,0.25\n,nan\n");
}

TEST_F(FileTest, LogsContinue) {
  for (std::string name : {"log.csv", "log.jsonl"})
    for (int64_t step = 0; step < 3; ++step) {
      Log log = *Log::open(path(name), /*append=*/true);
      ASSERT_TRUE(log.start({{"seed", step}}).ok());
      ASSERT_TRUE(log.write({{"step", step}, {"x,y", 0.5}}).ok());
    }
  EXPECT_EQ(content(path("log.csv")),
            "# seed: 0\nstep,\"x,y\"\n0,0.5\n# seed: 1\n1,0.5\n# seed: "
            "2\n2,0.5\n");
  EXPECT_EQ(std::ranges::count(content(path("log.jsonl")), '\n'), 6);
  // A line that was cut short does not swallow the next one.
  write("cut.jsonl", "{\"a\":1}\n{\"a\"");
  ASSERT_TRUE(
      Log::open(path("cut.jsonl"), true)->write({{"a", int64_t(2)}}).ok());
  EXPECT_EQ(content(path("cut.jsonl")), "{\"a\":1}\n{\"a\"\n{\"a\":2}\n");
}

TEST_F(FileTest, LogErrorsNameTheFile) {
  EXPECT_EQ(Log::open("log.txt", false).status().message(),
            "log file 'log.txt', expected a name that ends in .jsonl or .csv");
  EXPECT_EQ(Log::open("log.txt", false).status().exitCode(), 2);
  EXPECT_FALSE(Log::open(path("no/log.csv"), false).ok());
  write("bad.csv", "\"step,loss\n");
  EXPECT_EQ(Log::open(path("bad.csv"), true).status().message(),
            "cannot append to '" + path("bad.csv") +
                "': no line of column names was found");
}

TEST(Progress, LineFitsItsWidth) {
  ProgressPoint point{420, 1000, 12.4, 0.35127};
  EXPECT_EQ(progressLine("train", point, 79),
            "train  42% [##########--------------]  420/1000  loss 0.3513  "
            "12.4/s  0:47 left");
  EXPECT_EQ(progressLine("train", point, 0),
            "train  42%  420/1000  loss 0.3513  12.4/s  0:47 left");
  EXPECT_EQ(progressLine("train", point, 20), "train  42%  420/1000");
  EXPECT_EQ(progressLine("eval", {0, 5, 0}, 0), "eval   0%  0/5");
  EXPECT_EQ(progressLine("x", {1, 100000, 2, NAN}, 0),
            "x   0%  1/100000  loss nan  2/s  13:53:20 left");
}

TEST_F(FileTest, ProgressWritesPlainLinesToFiles) {
  std::FILE *file = std::fopen(path("f").c_str(), "w");
  {
    Progress progress("train", 1000, 0, file);
    for (int64_t step = 1; step <= 1000; ++step)
      progress.update(step, 0.5);
  }
  std::fclose(file);
  std::string text = content(path("f"));
  // The first line, the last one, and nothing in between.
  EXPECT_EQ(std::ranges::count(text, '\n'), 2) << text;
  EXPECT_NE(text.find("train 100%  1000/1000  loss 0.5"), std::string::npos);
}
