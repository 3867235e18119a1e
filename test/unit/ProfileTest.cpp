//===- ProfileTest.cpp - what is told of launches -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "runtime/Profile.h"
#include "runtime/Failure.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <thread>

using namespace leat;
using namespace leat::rt;

namespace {

EntrySignature signature() {
  EntrySignature entry;
  entry.name = "fit";
  entry.launches = {
      {"fit.00.exp", "k0", {"m.mlir:1:2"}, 10, 4, 80},
      {"fit.01.matmul", "k1", {"m.mlir:3:4", "m.mlir:5:6"}, 1000, 4, 400}};
  return entry;
}

// The second launch takes longer.
void call(EntryProfile &profile) {
  profile.beginCall();
  for (int32_t launch : {0, 1}) {
    profile.event(&profile, launch, 0);
    std::this_thread::sleep_for(std::chrono::microseconds(launch * 2000));
    profile.event(&profile, launch, 1);
  }
  profile.endCall();
}

TEST(Profile, TheLongestLaunchComesFirst) {
  Profile profile;
  EntryProfile &entry = profile.add(signature());
  call(entry);
  call(entry);
  auto lines = nlohmann::json::parse(profile.json({1, {{1 << 20, 1}}}));
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0]["name"], "fit.01.matmul");
  EXPECT_EQ(lines[0]["calls"], 2);
  EXPECT_EQ(lines[0]["source"], "m.mlir:3:4, 5:6");
  EXPECT_GE(lines[0]["seconds"], 0.004);
  double seconds = lines[0]["seconds"];
  EXPECT_DOUBLE_EQ(lines[0]["gflops"], 2000 / seconds / 1e9);
  // Its operations take 1 us at 1 GFLOP/s, its bytes less.
  EXPECT_NEAR(lines[0]["ceiling"], 2e-6 / seconds, 1e-12);
  EXPECT_EQ(lines[1]["name"], "fit.00.exp");
  EXPECT_EQ(lines[2]["name"], "outside kernels");
  double shares = 0;
  for (const auto &line : lines)
    shares += double(line["share"]);
  EXPECT_NEAR(shares, 1, 1e-9);
}

TEST(Profile, ForgetsWhatItIsToldToForget) {
  Profile profile(/*keepSpans=*/true);
  EntryProfile &entry = profile.add(signature());
  call(entry);
  EXPECT_EQ(entry.spans().size(), 2u);
  profile.reset();
  EXPECT_EQ(entry.callCount(), 0);
  EXPECT_TRUE(entry.spans().empty());
  EXPECT_EQ(nlohmann::json::parse(profile.json({})).size(), 1u);
}

TEST(Ceiling, TheSlowerOfComputingAndMovingBounds) {
  Ceiling ceiling{100, {{1000, 50}, {100000, 10}}};
  EXPECT_DOUBLE_EQ(ceiling.seconds(100, 4, 0), 1e-9);
  EXPECT_DOUBLE_EQ(ceiling.seconds(100, 8, 0), 2e-9); // half a register of f64
  EXPECT_DOUBLE_EQ(ceiling.seconds(0, 4, 500), 10e-9);
  EXPECT_DOUBLE_EQ(ceiling.seconds(0, 4, 2000), 200e-9);
  EXPECT_DOUBLE_EQ(ceiling.seconds(0, 4, 1000000), 100000e-9);
}

TEST(Ceiling, IsMeasured) {
  Ceiling ceiling = measureCeiling(2);
  EXPECT_EQ(ceiling.bandwidths.size(), 4u);
  for (auto [bytes, bandwidth] : ceiling.bandwidths)
    EXPECT_GT(bandwidth, 0);
}

TEST(Failure, NamesTheElement) {
  CheckRecord check{"result of 'log'", "m.mlir:1:2", "", {2, 3}, {}};
  EXPECT_EQ(describeFailure(check, "f", 4, 0).message(),
            "m.mlir:1:2: error: element [1, 1] of the result of 'log' in @f "
            "is NaN");
  check.shape = {};
  EXPECT_EQ(describeFailure(check, "f", 0, 0).message(),
            "m.mlir:1:2: error: the result of 'log' in @f is NaN");
  check.place = "";
  check.below = 3;
  check.role = "labels of 'cross_entropy'";
  EXPECT_EQ(describeFailure(check, "f", 0, -1).message(),
            "index -1 is out of range, expected 0 to 2 (the labels of "
            "'cross_entropy' in @f)");
}

} // namespace
