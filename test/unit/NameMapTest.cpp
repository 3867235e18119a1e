//===- NameMapTest.cpp - tests of other names for tensors -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Rules, their mistakes, and names that are nearly right.
//
//===----------------------------------------------------------------------===//
#include "runtime/NameMap.h"

#include <gtest/gtest.h>

using namespace leat::rt;

static const std::vector<std::string> kNames = {"enc.0.gamma", "enc.0.w",
                                                "head.w", "w"};

/// The new names of kNames by these rules, or the error.
static std::string rename(const std::vector<std::string> &rules) {
  NameMap map;
  for (const std::string &rule : rules)
    if (Status added = map.add(rule); !added.ok())
      return added.message();
  auto renamed = map.apply(kNames);
  if (!renamed.ok())
    return renamed.status().message();
  std::string text;
  for (const std::string &name : kNames)
    text += (text.empty() ? "" : " ") + (*renamed)[name];
  return text;
}

TEST(NameMap, FirstRuleThatMatchesDecides) {
  EXPECT_EQ(rename({}), "enc.0.gamma enc.0.w head.w w");
  EXPECT_EQ(rename({"w=v"}), "enc.0.gamma enc.0.w head.w v");
  EXPECT_EQ(rename({"enc.*=encoder.*"}),
            "encoder.0.gamma encoder.0.w head.w w");
  EXPECT_EQ(rename({"enc.0.gamma=g", "enc.*=*", "*w=*x"}), "g 0.w head.x x");
  EXPECT_EQ(rename({"head.*=*.head", "e*w=*"}), "enc.0.gamma nc.0. w.head w");
}

TEST(NameMap, MistakesAreErrors) {
  EXPECT_EQ(rename({"w"}), "'w', expected OLD=NEW");
  EXPECT_EQ(rename({"=w"}), "'=w', expected OLD=NEW");
  EXPECT_EQ(rename({"w="}), "'w=', expected OLD=NEW");
  for (const char *rule : {"a*=b", "a=b*", "a**=b*", "*a*=*b*"})
    EXPECT_EQ(rename({rule}), "'" + std::string(rule) +
                                  "', expected one '*' on each side or none");
  EXPECT_EQ(rename({"dec.*=*"}), "'dec.*=*' matches no tensor of the file");
  EXPECT_EQ(rename({"head.w=w"}), "'head.w' and 'w' both become 'w'");
}

TEST(NameMap, NearestName) {
  const std::vector<std::string> names = {"fc1.weight", "fc2.weight",
                                          "model.norm.scale", "b"};
  auto near = [&](const std::string &wanted) {
    return nearestName(wanted, names);
  };
  EXPECT_EQ(near("fc_2.weight"), "fc2.weight");
  EXPECT_EQ(near("norm.scale"), "model.norm.scale");
  EXPECT_EQ(near("all.of.the.long.model.fc1.weight"), "fc1.weight");
  EXPECT_EQ(near("embedding"), "");
  EXPECT_EQ(near("c"), "b");
}
