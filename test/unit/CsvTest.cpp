//===- CsvTest.cpp - tests of tables as text --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What cells may look like, how columns become fields, where errors point.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Csv.h"
#include "TestFiles.h"

#include <cmath>

using namespace leat::rt;

static Result<NamedTensors> parse(std::string_view text) {
  return parseCsv(
      {reinterpret_cast<const unsigned char *>(text.data()), text.size()});
}

static std::string errorOf(std::string_view text) {
  return parse(text).status().message();
}

TEST(Csv, ColumnsAreFields) {
  NamedTensors t = *parse("\xef\xbb\xbf"
                          "a, \"b \"\"c\"\"\" ,label\r\n"
                          "1.5,+2e1,9223372036854775807\r\n"
                          " -3 ,\"4\",-1\r\n\r\n");
  ASSERT_EQ(t.size(), 3u);
  EXPECT_EQ(t[0].first, "a");
  EXPECT_EQ(t[0].second.signature(), "f64[2]");
  EXPECT_EQ(t[0].second.toDouble(1), -3);
  EXPECT_EQ(t[1].first, "b \"c\"");
  EXPECT_EQ(t[1].second.toDouble(0), 20);
  EXPECT_EQ(t[2].second.signature(), "i64[2]");
  EXPECT_EQ(t[2].second.values<int64_t>()[0], INT64_MAX);
}

TEST(Csv, NumberedColumnsAreGathered) {
  NamedTensors t = *parse("y,x1,x0,p.0,z0,w2\n1,2,3.5,4,5,6\n8,9,10,11,12,13");
  ASSERT_EQ(t.size(), 5u);
  EXPECT_EQ(t[1].first, "x");
  EXPECT_EQ(t[1].second.signature(), "f64[2, 2]");
  EXPECT_EQ(t[1].second.toDouble(0), 3.5);
  EXPECT_EQ(t[1].second.toDouble(1), 2);
  EXPECT_EQ(t[1].second.toDouble(2), 10);
  EXPECT_EQ(t[2].first, "p");
  EXPECT_EQ(t[2].second.signature(), "i64[2, 1]");
  EXPECT_EQ(t[3].first, "z0");
  EXPECT_EQ(t[4].first, "w2");
}

TEST(Csv, ErrorsTellLineAndColumn) {
  EXPECT_EQ(errorOf(""), "the file is empty, expected a line of names and "
                         "lines of numbers");
  EXPECT_EQ(errorOf("a,b\n"), "no line follows the names, expected numbers");
  EXPECT_EQ(errorOf("a,,b\n1,2,3"),
            "line 1, column 2: an empty cell, expected the name of a column");
  EXPECT_EQ(errorOf("a,a\n1,2"),
            "line 1, column 2: the name 'a' is that of column 1, too");
  EXPECT_EQ(errorOf("1,2\n3,4"),
            "line 1, column 1: found the number 1, expected the name of a "
            "column: the first line names the columns");
  EXPECT_EQ(errorOf("a,b\n1,2\n3,\n"),
            "line 3, column 2 (b): an empty cell, expected a number");
  EXPECT_EQ(errorOf("a,b\n1,2\n3\n"), "line 3: 1 cells, expected 2");
  EXPECT_EQ(errorOf("a,b,c\n1,2\n3,4,5"), "line 2: 2 cells, expected 3");
  EXPECT_EQ(errorOf("a,b\n1,2\n\n3,4\n"), "line 3: 0 cells, expected 2");
  EXPECT_EQ(errorOf("a,b\n1,2,3\n"), "line 2: more than 2 cells, expected 2");
  EXPECT_EQ(errorOf("a,b\n1,x\n"),
            "line 2, column 2 (b): found 'x', expected a finite number");
  for (const char *cell : {"nan", "inf", "1e999", "0x10", "1 2", "1,5\"", "--1",
                           "+-1", "\"1", "\"1\"2", "1\r2"})
    EXPECT_FALSE(parse("a\n" + std::string(cell) + "\n").ok()) << cell;
  EXPECT_EQ(errorOf("a\n\"1\n2\"\n"),
            "line 2, column 1 (a): a quote is not closed in its line");
  EXPECT_EQ(errorOf("a\n\"1\"2\n"),
            "line 2, column 1 (a): text follows the quoted cell '1', expected "
            "','");
  EXPECT_EQ(errorOf("x0,x2\n1,2\n"),
            "line 1: there are columns x0 and x2, but no x1");
  EXPECT_EQ(errorOf(std::string("a\n\0", 3)),
            "holds a zero byte, expected text");
}

TEST_F(FileTest, CsvErrorsNameTheFile) {
  std::string file = write("f.csv", "a\nb\n");
  EXPECT_EQ(readCsv(file).status().message(),
            "'" + file +
                "': line 2, column 1 (a): found 'b', expected a "
                "finite number");
  EXPECT_EQ(readCsv(folder).status().message(),
            "cannot read '" + folder + "': is a directory");
}
