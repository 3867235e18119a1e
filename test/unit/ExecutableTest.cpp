//===- ExecutableTest.cpp - calling entries, and what is refused ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "runtime/Executable.h"

#include <cstring>
#include <gtest/gtest.h>

using namespace leat::rt;

namespace {

/// What a compiled step would be: w += x, loss = x[0], with "bias" before "w"
/// in the slab. Check 1 fails where x[0] is negative, half way.
int32_t step(const EntryArgs *args) {
  args->status->word = 0;
  auto *x = static_cast<const float *>(args->inputs[0]);
  auto *loss = static_cast<float *>(args->outputs[0]);
  auto *w = reinterpret_cast<float *>(static_cast<char *>(args->state) + 64);
  for (int i = 0; i < 4; ++i)
    w[i] += x[i];
  if (x[0] < 0)
    *args->status = {int64_t(1) << 32 | 1, 5, 11};
  std::memset(args->arena, 1, 128);
  *loss = x[0];
  return int32_t(args->status->word);
}

StateLayout layout() {
  return *StateLayout::make(
      {{"bias", DType::F64, {3}}, {"w", DType::F32, {2, 2}}});
}

EntrySignature signature() {
  EntrySignature entry;
  entry.name = "fit";
  entry.symbol = "leat_entry_fit";
  entry.inputs = {{"x", DType::F32, {4}}};
  entry.outputs = {{"loss", DType::F32, {}}};
  entry.states = entry.writes = {"w"};
  entry.arenaBytes = 128;
  entry.checks = {{"result of 'log'", "m.mlir:3:4", "", {4}, std::nullopt},
                  {"indices of 'index'", "m.mlir:12:9", "", {2, 3}, 10}};
  return entry;
}

class ExecutableTest : public testing::Test {
protected:
  Executable executable = *Executable::create(signature(), step);
  StateSlab slab = *StateSlab::create(layout());
  Tensor x = *Tensor::from<float>({4}, {1, 2, 3, 4});
};

template <typename T> std::string message(const Result<T> &result) {
  return result.status().message();
}

TEST_F(ExecutableTest, UpdatesTheStateInPlace) {
  for (int i = 1; i <= 2; ++i) {
    auto outputs = executable.run(NamedTensors{{"x", x}}, &slab);
    ASSERT_TRUE(outputs.ok()) << message(outputs);
    EXPECT_EQ((*outputs)[0].first, "loss");
    EXPECT_EQ((*outputs)[0].second.toDouble(), 1);
    EXPECT_EQ(slab.tensor("w")->at<float>({1, 1}), 4.0f * float(i));
  }
}

TEST_F(ExecutableTest, OutputsOfTwoCallsAreTwoTensors) {
  auto one = *executable.run(std::vector<Tensor>{x}, &slab);
  x.fill(9);
  auto two = *executable.run(std::vector<Tensor>{x}, &slab);
  EXPECT_EQ(one[0].toDouble(), 1);
  EXPECT_EQ(two[0].toDouble(), 9);
}

TEST_F(ExecutableTest, WritesAgainOnlyWhatNobodyHolds) {
  auto first = *executable.run(std::vector<Tensor>{x}, &slab);
  const void *memory = first[0].data();
  first.clear();
  x.fill(9);
  auto second = *executable.run(std::vector<Tensor>{x}, &slab);
  EXPECT_EQ(second[0].data(), memory);
  EXPECT_EQ(second[0].toDouble(), 9);
  x.fill(-1);
  second.clear();
  EXPECT_FALSE(executable.run(std::vector<Tensor>{x}, &slab).ok());
  StateSlab fresh = *StateSlab::create(layout());
  x.fill(3);
  auto third = *executable.run(std::vector<Tensor>{x}, &fresh);
  EXPECT_EQ(third[0].toDouble(), 3);
}

TEST_F(ExecutableTest, CopiesInputsThatAreNotAligned) {
  alignas(64) float memory[5] = {0, 5, 6, 7, 8};
  Tensor borrowed = *Tensor::wrap(DType::F32, {4}, memory + 1);
  auto outputs = executable.run(std::vector<Tensor>{borrowed}, &slab);
  ASSERT_TRUE(outputs.ok());
  EXPECT_EQ((*outputs)[0].toDouble(), 5);
}

TEST_F(ExecutableTest, SaysWhatIsWrongWithAnInput) {
  auto run = [&](NamedTensors inputs) {
    return message(executable.run(inputs, &slab));
  };
  EXPECT_EQ(run({{"y", x}}), "'fit' has no input 'y'; its inputs are: x");
  EXPECT_EQ(run({}), "input 'x' of 'fit' is missing");
  EXPECT_EQ(run({{"x", x}, {"x", x}}), "input 'x' of 'fit' is given twice");
  EXPECT_EQ(run({{"x", *x.reshape({2, 2})}}),
            "input 'x' of 'fit' is f32[2, 2], expected f32[4]");
  EXPECT_EQ(run({{"x", *x.cast(DType::F64)}}),
            "input 'x' of 'fit' is f64[4], expected f32[4]");
  EXPECT_EQ(message(executable.run(std::vector<Tensor>{}, &slab)),
            "'fit' is given 0 inputs, expected 1: x");
}

TEST_F(ExecutableTest, SaysWhatIsWrongWithTheState) {
  EXPECT_EQ(message(executable.run(std::vector<Tensor>{x})),
            "'fit' needs the state 'w', but no state is given");
  StateSlab other = *StateSlab::create(*StateLayout::make({}));
  EXPECT_EQ(message(executable.run(std::vector<Tensor>{x}, &other)),
            "'fit' needs the state 'w', which the slab does not hold");
}

TEST_F(ExecutableTest, AFailedStepPoisonsTheState) {
  State good = *slab.store();
  x.fill(-1);
  EXPECT_EQ(message(executable.run(std::vector<Tensor>{x}, &slab)),
            "m.mlir:12:9: error: index 11 is out of range, expected 0 to 9 "
            "(element [1, 2] of the indices of 'index' in @fit)");
  EXPECT_EQ(message(slab.store()),
            "the state cannot be saved: m.mlir:12:9: error: index 11 is out of "
            "range, expected 0 to 9 "
            "(element [1, 2] of the indices of 'index' in @fit)");
  x.fill(1);
  EXPECT_EQ(message(executable.run(std::vector<Tensor>{x}, &slab)),
            "'fit' cannot use the state: m.mlir:12:9: error: index 11 is out "
            "of range, expected 0 to 9 "
            "(element [1, 2] of the indices of 'index' in @fit)");
  ASSERT_TRUE(slab.load(good).ok());
  EXPECT_TRUE(executable.run(std::vector<Tensor>{x}, &slab).ok());
}

TEST(StateLayout, StatesStartAtMultiplesOf64) {
  StateLayout states = *StateLayout::make(
      {{"a", DType::I1, {3}}, {"b", DType::F32, {17}}, {"c", DType::F64, {}}});
  EXPECT_EQ(states.slots[0].offset, 0);
  EXPECT_EQ(states.slots[1].offset, 64);
  EXPECT_EQ(states.slots[2].offset, 192);
  EXPECT_EQ(states.bytes, 256);
  EXPECT_EQ(states.find("d"), nullptr);
}

/// Prints a label, a value, two values, and one more behind an assert.
int32_t speak(const EntryArgs *args) {
  alignas(8) float x[] = {1, 2};
  alignas(8) uint8_t c = 1;
  args->status->word = 0;
  args->printer->print(args->printer, 0, 0, nullptr);
  args->printer->print(args->printer, 1, 0, x);
  args->printer->print(args->printer, 2, 0, x);
  args->printer->print(args->printer, 2, 1, &c);
  args->status->word = int64_t(CheckCode::AssertFailed);
  args->printer->print(args->printer, 1, 0, x);
  return int32_t(args->status->word);
}

TEST(Printer, WritesLabelsAndNamesUntilAnAssertFails) {
  TensorSignature x = {"x", DType::F32, {2}}, c = {"c", DType::I1, {}};
  EntrySignature entry;
  entry.name = "main";
  entry.prints = {{"here", {}}, {std::nullopt, {x}}, {"both", {x, c}}};
  entry.checks = {{"x is 3", "m.mlir:3:4", "", {2}, std::nullopt, true}};
  Executable executable = *Executable::create(entry, speak);
  testing::internal::CaptureStderr();
  EXPECT_EQ(message(executable.run(std::vector<Tensor>())),
            "m.mlir:3:4: error: assertion failed: x is 3 (0 of 2 elements, the "
            "first is element 0, in @main)");
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "here\nx = [1. 2.]\nboth: x = [1. 2.]\nboth: c = True\n");
}

/// Counts two trips.
int32_t iterate(const EntryArgs *args) {
  args->status->word = 0;
  *args->trips += 2;
  return 0;
}

TEST(TripCounter, BeginsAnewWithEachCall) {
  EntrySignature entry;
  entry.name = "main";
  entry.trips = 3;
  Executable executable = *Executable::create(entry, iterate);
  TripCounter trips;
  executable.setCounter(&trips);
  for (int call = 0; call < 2; ++call) {
    EXPECT_TRUE(executable.run(std::vector<Tensor>()).ok());
    EXPECT_EQ(trips.done, 2);
    EXPECT_EQ(trips.total, 3);
  }
}

TEST(StateSlab, LoadsAndStoresByName) {
  StateSlab slab = *StateSlab::create(layout());
  State state;
  state.set("w", *Tensor::from<float>({2, 2}, {1, 2, 3, 4}));
  EXPECT_EQ(slab.load(state).message(), "state 'bias' is missing");
  state.set("bias", *Tensor::from<double>({3}, {5, 6, 7}));
  ASSERT_TRUE(slab.load(state).ok());
  State stored = *slab.store();
  EXPECT_EQ(stored.names(), (std::vector<std::string>{"bias", "w"}));
  EXPECT_TRUE(sameBits(*stored.find("w"), *state.find("w")));
  EXPECT_TRUE(sameBits(*stored.find("bias"), *state.find("bias")));
}

TEST(StateSlab, RefusesWhatDoesNotFitBeforeItChanges) {
  StateSlab slab = *StateSlab::create(layout());
  State state;
  state.set("bias", *Tensor::from<double>({3}, {5, 6, 7}));
  state.set("w", *Tensor::from<float>({4}, {1, 2, 3, 4}));
  EXPECT_EQ(slab.load(state).message(),
            "state 'w' is f32[4], expected f32[2, 2]");
  state.set("w", *Tensor::from<float>({2, 2}, {1, 2, 3, 4}));
  state.set("v", *Tensor::from<float>({1}, {1}));
  EXPECT_EQ(slab.load(state).message(),
            "state 'v' is given, but the model has none of that name");
  EXPECT_EQ(slab.tensor("bias")->toDouble(), 0);
  EXPECT_EQ(message(slab.tensor("v")), "the model has no state 'v'");
}

} // namespace
