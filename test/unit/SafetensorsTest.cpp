//===- SafetensorsTest.cpp - tests of safetensors and State -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each rule of the format has a file that breaks it, and only it.
//
//===----------------------------------------------------------------------===//
#include "TestFiles.h"
#include "runtime/State.h"

using namespace leat::rt;

/// A file of this header and these elements.
static std::string file(const std::string &header,
                        const std::string &elements) {
  std::string length;
  for (int i = 0; i < 8; ++i)
    length += char(uint64_t(header.size()) >> (8 * i) & 0xff);
  return length + header + elements;
}

namespace {
class SafetensorsTest : public FileTest {
protected:
  /// The error of reading this header and elements, without the file's name.
  std::string errorOf(const std::string &header, const std::string &elements) {
    std::string name = write("f", file(header, elements));
    std::string message = readSafetensors(name).status().message();
    std::string prefix = "'" + name + "': ";
    EXPECT_TRUE(message.starts_with(prefix)) << message;
    return message.substr(std::min(prefix.size(), message.size()));
  }
};
} // namespace

TEST_F(SafetensorsTest, StateRoundTripsInOrder) {
  State state;
  for (DType type : kDTypes) {
    Tensor tensor = *Tensor::zeros(type, {3, int64_t(type) % 3});
    tensor.fill(1);
    ASSERT_TRUE(state.insert("w." + std::string(nameOf(type)), tensor).ok());
  }
  ASSERT_TRUE(state.insert("scalar \"\xc3\xa4\"", *Tensor::scalar(1.5)).ok());
  state.metadata() = {{"seed", "7"}, {"note", "a \"quote\"\n"}};
  ASSERT_TRUE(state.save(path("s")).ok());
  State back = *State::load(path("s"));
  EXPECT_EQ(back.names(), state.names());
  EXPECT_EQ(back.metadata(), state.metadata());
  for (const auto &[name, tensor] : state.tensors())
    EXPECT_TRUE(sameBits(*back.find(name), tensor)) << name;
  // The same state gives the same bytes, aligned ones.
  ASSERT_TRUE(back.save(path("t")).ok());
  EXPECT_EQ(content(path("s")), content(path("t")));
  EXPECT_EQ((8 + uint8_t(content(path("s"))[0])) % 64, 0);
}

TEST(State, FindsAndReplaces) {
  State state;
  ASSERT_TRUE(state.insert("a", *Tensor::scalar(1.0)).ok());
  EXPECT_EQ(state.insert("a", *Tensor::scalar(1.0)).message(),
            "the state has 'a' already");
  State shared = state, own = *state.clone();
  state.find("a")->fill(2);
  EXPECT_EQ(shared.find("a")->toDouble(), 2);
  EXPECT_EQ(own.find("a")->toDouble(), 1);
  state.set("a", *Tensor::scalar(3.0));
  state.set("b", *Tensor::scalar(4.0));
  EXPECT_EQ(state.names(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(shared.find("b"), nullptr);
}

TEST_F(SafetensorsTest, ReadsTypesTheLanguageLacks) {
  write("f", file(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                  R"("b":{"dtype":"I16","shape":[1],"data_offsets":[2,4]}})",
                  std::string("\x01\xff\xfe\xff", 4)));
  Safetensors content = *readSafetensors(path("f"));
  EXPECT_EQ(content.tensors[0].second.signature(), "i32[2]");
  EXPECT_EQ(content.tensors[0].second.toDouble(1), 255);
  EXPECT_EQ(content.tensors[1].second.toDouble(), -2);
}

TEST_F(SafetensorsTest, BrokenHeadersAreErrors) {
  EXPECT_EQ(errorOf("", ""), "is no safetensors file: the header does not "
                             "start with '{'");
  EXPECT_EQ(errorOf("{\"a\":", ""), "the header is not a JSON object");
  EXPECT_EQ(errorOf("{\"a\":1,\"a\":2}", ""),
            "the header has the key 'a' twice");
  EXPECT_EQ(errorOf("{\"a\":[[[[[[1]]]]]]}", ""),
            "the header is nested too deeply");
  EXPECT_EQ(errorOf("{\"__metadata__\":{\"a\":1}}", ""),
            "__metadata__ holds 'a', which is no text, expected only texts");
  EXPECT_EQ(errorOf("{\"a\":{\"dtype\":\"F32\"}}", ""),
            "tensor 'a': expected dtype, shape and data_offsets");
  EXPECT_EQ(
      errorOf(R"({"a":{"dtype":"F8_E5M2","shape":[],"data_offsets":[0,1]}})",
              "x"),
      "tensor 'a': element type 'F8_E5M2' is not supported");
  for (const char *shape :
       {"-1", "1.5", "[-1]", "[\"2\"]", "[1e3]", "[18446744073709551615]"})
    EXPECT_EQ(errorOf(R"({"a":{"dtype":"F32","data_offsets":[0,4],"shape":)" +
                          std::string(shape) + "}}",
                      "1234"),
              "tensor 'a': the shape is not a list of integers >= 0");
  for (const char *offsets : {"[0]", "[4,0]", "[0,4,8]", "[-4,0]", "{}"})
    EXPECT_EQ(errorOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":)" +
                          std::string(offsets) + "}}",
                      "1234"),
              "tensor 'a': data_offsets is not a pair [begin, end]");
}

TEST_F(SafetensorsTest, OffsetsMustCoverTheBytesOnce) {
  auto two = [](const char *a, const char *b) {
    return std::string(R"({"a":{"dtype":"I8","shape":[2],"data_offsets":)") +
           a + R"(},"b":{"dtype":"I8","shape":[2],"data_offsets":)" + b + "}}";
  };
  write("f", file(two("[2,4]", "[0,2]"), "1234"));
  EXPECT_TRUE(readSafetensors(path("f")).ok());
  EXPECT_EQ(errorOf(two("[0,2]", "[1,3]"), "1234"),
            "tensor 'b' starts at byte 1, but the one before it ends at 2");
  EXPECT_EQ(errorOf(two("[0,2]", "[3,5]"), "12345"),
            "tensor 'b' starts at byte 3, but the one before it ends at 2");
  EXPECT_EQ(errorOf(two("[0,2]", "[2,4]"), "12345"),
            "holds 5 bytes of elements, but the header describes 4");
  EXPECT_EQ(errorOf(two("[0,2]", "[2,4]"), "123"),
            "holds 3 bytes of elements, but the header describes 4");
  EXPECT_EQ(errorOf(two("[0,3]", "[3,5]"), "12345"),
            "tensor 'a': data_offsets span 3 bytes, expected 2 elements of 1");
}

TEST_F(SafetensorsTest, HostileSizesTakeNoMemory) {
  std::string name = write("f", std::string(7, '\xff') + '\x7f' + "{}");
  EXPECT_EQ(readSafetensors(name).status().message(),
            "'" + name +
                "': is no safetensors file, or truncated: a header of "
                "9223372036854775807 bytes in a file of 10");
  EXPECT_EQ(errorOf(R"({"a":{"dtype":"I8","shape":[1000000000000],)"
                    R"("data_offsets":[0,1000000000000]}})",
                    "x"),
            "holds 1 bytes of elements, but the header describes "
            "1000000000000");
  EXPECT_EQ(errorOf(R"({"a":{"dtype":"F64","shape":[4294967296,4294967296],)"
                    R"("data_offsets":[0,0]}})",
                    ""),
            "tensor 'a': too many elements in f64[4294967296, 4294967296]");
  EXPECT_FALSE(
      readSafetensors(write("g", file(std::string(100000, '['), ""))).ok());
  EXPECT_FALSE(readSafetensors(
                   write("g", file("{\"a\":" + std::string(100000, '['), "")))
                   .ok());
}

TEST_F(SafetensorsTest, SurvivesDamage) {
  State state;
  ASSERT_TRUE(state.insert("a", *Tensor::from<float>({2}, {1, 2})).ok());
  state.metadata()["k"] = "v";
  ASSERT_TRUE(state.save(path("s")).ok());
  expectRobust(content(path("s")), 128, [&](const std::string &bytes) {
    return State::load(write("damaged", bytes));
  });
}

TEST_F(SafetensorsTest, BadNamesAreNotWritten) {
  Tensor one = *Tensor::scalar(1.0);
  for (const NamedTensors &tensors : {NamedTensors{{"a", one}, {"a", one}},
                                      {{"__metadata__", one}},
                                      {{"\xff", one}}})
    EXPECT_FALSE(writeSafetensors(path("s"), tensors, {}).ok());
  EXPECT_FALSE(writeSafetensors(path("s"), {}, {{"k", "\xc3"}}).ok());
  EXPECT_TRUE(listing().empty());
}
