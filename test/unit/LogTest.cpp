//===- LogTest.cpp - tests of logs and progress -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the files hold, character by character.
//
//===----------------------------------------------------------------------===//
#include "TestFiles.h"
#include "runtime/LogReader.h"
#include "runtime/Progress.h"

#include <algorithm>
#include <cmath>

using namespace leat::rt;

TEST_F(FileTest, JsonLogHoldsOneObjectALine) {
  Log log = *Log::create(path("log.jsonl"));
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
  Log log = *Log::create(path("log.csv"));
  ASSERT_TRUE(log.start({{"data", "a\nb"}, {"seed", int64_t(7)}}).ok());
  ASSERT_TRUE(log.write({{"step", int64_t(1)}, {"a,\"b", 0.25}}).ok());
  ASSERT_TRUE(log.write({{"a,\"b", NAN}}).ok());
  EXPECT_EQ(log.write({{"new", 1.0}}).message(),
            "cannot write '" + path("log.csv") +
                "': no column 'new', which its first record did not have");
  EXPECT_EQ(content(path("log.csv")), "# data: a b\n# seed: 7\n"
                                      "step,\"a,\"\"b\"\n1,0.25\n,nan\n");
}

TEST_F(FileTest, NamedColumnsComeFirst) {
  Log log = *Log::create(path("log.csv"));
  ASSERT_TRUE(log.name({"step", "loss", "rate"}).ok());
  ASSERT_TRUE(log.write({{"step", int64_t(1)}}).ok());
  ASSERT_TRUE(log.write({{"loss", 0.5}, {"rate", 2.0}}).ok());
  EXPECT_EQ(content(path("log.csv")), "step,loss,rate\n1,,\n,0.5,2\n");
}

TEST_F(FileTest, LogsGoOn) {
  for (std::string name : {"log.csv", "log.jsonl"})
    for (int64_t step = 0; step < 3; ++step) {
      Log log = *Log::resume(path(name), step);
      EXPECT_EQ(log.repeated(), 0);
      ASSERT_TRUE(log.start({{"seed", step}}).ok());
      ASSERT_TRUE(log.name({"step", "x,y"}).ok());
      ASSERT_TRUE(log.write({{"step", step}, {"x,y", 0.5}}).ok());
    }
  EXPECT_EQ(content(path("log.csv")),
            "# seed: 0\nstep,\"x,y\"\n0,0.5\n# seed: 1\n1,0.5\n# seed: "
            "2\n2,0.5\n");
  EXPECT_EQ(std::ranges::count(content(path("log.jsonl")), '\n'), 6);
}

TEST_F(FileTest, RepeatedStepsStandOnce) {
  std::string kept = "{\"seed\":0}\n{\"step\":1}\n{\"step\":2}\n";
  // Later steps, a hole that a power failure left, and a line cut short.
  write("a.jsonl", kept + "{\"step\":3}\n" + std::string(9, '\0') +
                       "\n{\"step\":5}\n{\"step\":9");
  EXPECT_EQ(Log::resume(path("a.jsonl"), 2)->repeated(), 3);
  EXPECT_EQ(content(path("a.jsonl")), kept);
  EXPECT_EQ(Log::resume(path("a.jsonl"), 2)->repeated(), 0);
  EXPECT_EQ(Log::resume(path("a.jsonl"), 0)->repeated(), 2);
  EXPECT_EQ(content(path("a.jsonl")), "{\"seed\":0}\n");

  write("a.csv", "# seed: 0\nloss,step\n.5,1\n.5,2\n.5,3\n.5,");
  EXPECT_EQ(Log::resume(path("a.csv"), 1)->repeated(), 2);
  EXPECT_EQ(content(path("a.csv")), "# seed: 0\nloss,step\n.5,1\n");
  // Cut short within the first line, too.
  for (std::string text : {"# se", "step,lo"}) {
    Log log = *Log::resume(write("b.csv", text), 0);
    ASSERT_TRUE(log.write({{"step", int64_t(1)}}).ok());
    EXPECT_EQ(content(path("b.csv")), "step\n1\n");
  }
}

TEST_F(FileTest, LogErrorsNameTheFile) {
  EXPECT_EQ(Log::create("log.txt").status().message(),
            "log file 'log.txt', expected a name that ends in .jsonl or .csv");
  EXPECT_EQ(Log::resume("log.txt", 0).status().exitCode(), 2);
  EXPECT_FALSE(Log::create(path("no/log.csv")).ok());
  EXPECT_EQ(
      Log::resume(write("notes.jsonl", "some notes\n"), 0).status().message(),
      "cannot go on with '" + path("notes.jsonl") +
          "': is no log, as line 1 is no JSON object");
  EXPECT_EQ(content(path("notes.jsonl")), "some notes\n");
  EXPECT_EQ(Log::resume(write("a.csv", "step,loss\n"), 0)
                ->name({"step", "accuracy"})
                .message(),
            "cannot write '" + path("a.csv") +
                "': no column 'accuracy', which its first record did not have");
}

TEST_F(FileTest, LogsAreReadBack) {
  LogContent log = *readLog(
      write("a.jsonl", "{\"v\":\"1.2.0\",\"x\":[1]}\n\n"
                       "{\"step\":1,\"loss\":\"nan\",\"ok\":true}\n3\n{\"s"));
  ASSERT_EQ(log.lines.size(), 4u);
  EXPECT_EQ(log.lines[0].record, (LogRecord{{"v", "1.2.0"}}));
  EXPECT_EQ(log.lines[1].number, 3);
  EXPECT_EQ(log.lines[1].find("step"), 1);
  EXPECT_TRUE(std::isnan(*log.lines[1].find("loss")));
  EXPECT_FALSE(log.lines[1].find("ok").has_value());
  EXPECT_EQ(log.lines[2].fault, "is no JSON object");
  EXPECT_FALSE(log.lines[2].isTorn);
  EXPECT_TRUE(log.lines[3].isTorn);

  log = *readLog(write("a.csv", "# seed: 7\nstep,\"a\n,b\"\r\n1,\n2\n3,4"));
  EXPECT_EQ(log.columns, (std::vector<std::string>{"step", "a\n,b"}));
  ASSERT_EQ(log.lines.size(), 5u);
  EXPECT_TRUE(log.lines[0].isFacts && log.lines[1].isNames);
  EXPECT_EQ(log.lines[0].find("seed"), 7);
  EXPECT_EQ(log.lines[2].record, (LogRecord{{"step", int64_t(1)}}));
  EXPECT_EQ(log.lines[3].fault, "has 1 cells, expected 2");
  EXPECT_EQ(log.lines[3].number, 5);
  EXPECT_EQ(log.lines[4].find("a\n,b"), 4);
  EXPECT_FALSE(readLog(path("none.csv")).ok());
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
  EXPECT_EQ(progressLine("sample", {70, 0, 12.4}, 79),
            "sample  70 steps  12.4/s");
}

TEST_F(FileTest, ProgressWritesPlainLinesToFiles) {
  std::FILE *file = std::fopen(path("f").c_str(), "w");
  {
    Progress progress("train", 1000, file);
    for (int64_t step = 1; step <= 1000; ++step)
      progress.update(step, 0.5);
  }
  std::fclose(file);
  std::string text = content(path("f"));
  // The first line, the last one, and nothing in between.
  EXPECT_EQ(std::ranges::count(text, '\n'), 2) << text;
  EXPECT_NE(text.find("train 100%  1000/1000  loss 0.5"), std::string::npos);
}
