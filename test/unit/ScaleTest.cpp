//===- ScaleTest.cpp - tests of the ticks of axes ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What stands on an axis.
//
//===----------------------------------------------------------------------===//
#include "tools/plot/Scale.h"

#include <gtest/gtest.h>

using namespace leat::plot;

static std::string labels(const Scale &scale) {
  std::string text;
  for (const Tick &tick : scale.ticks())
    text += (text.empty() ? "" : " ") + tick.label;
  return text;
}

TEST(Scale, TicksAreRoundNumbers) {
  EXPECT_EQ(labels(Scale::linear(0.13, 0.87)), "0 0.2 0.4 0.6 0.8 1.0");
  EXPECT_EQ(labels(Scale::linear(-3, 4)), "-4 -2 0 2 4");
  EXPECT_EQ(labels(Scale::exact(0, 5622)), "0 1000 2000 3000 4000 5000");
  EXPECT_EQ(labels(Scale::exact(5, 7, 6, 1)), "5 6 7");
  EXPECT_EQ(labels(Scale::linear(1200, 21000)), "0 5k 10k 15k 20k 25k");
  EXPECT_EQ(labels(Scale::linear(1e-5, 3e-5)), "1e-05 1.5e-05 2e-05 2.5e-05 "
                                               "3e-05");
  EXPECT_EQ(labels(Scale::linear(0.25, 0.25)), "0.23 0.24 0.25 0.26 0.27");
}

TEST(Scale, LogarithmsShowPowersOfTen) {
  EXPECT_EQ(labels(Scale::logarithmic(0.02, 1000)), "0.1 1 10 100 1000");
  EXPECT_EQ(labels(Scale::logarithmic(0.5, 60)), "0.5 1 2 5 10 20 50");
  EXPECT_EQ(labels(Scale::logarithmic(1e-12, 1)).substr(0, 11), "1e-12 1e-10");
  Scale scale = Scale::logarithmic(1, 100);
  EXPECT_NEAR(scale.at(10), 0.5, 1e-12);
}

TEST(Scale, PlacesRunFromLowToHigh) {
  Scale scale = Scale::exact(10, 20);
  EXPECT_EQ(scale.at(10), 0);
  EXPECT_EQ(scale.at(15), 0.5);
  EXPECT_EQ(scale.at(20), 1);
}
