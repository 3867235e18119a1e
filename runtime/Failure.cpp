//===- Failure.cpp - what a check that failed says --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "runtime/Failure.h"

namespace leat::rt {

/// The role of a check that counts the trips of a loop begins so.
static constexpr const char *kTripsRole = "trips of ";

/// "element 3" of a vector, "element [1, 2]" of a tensor, nothing of a scalar.
static std::string elementOf(const Shape &shape, int64_t position) {
  if (shape.empty())
    return "";
  std::string text;
  for (size_t axis = shape.size(); axis-- > 0;) {
    text = std::to_string(position % shape[axis]) + (text.empty() ? "" : ", ") +
           text;
    position /= shape[axis];
  }
  return "element " + (shape.size() > 1 ? "[" + text + "]" : text);
}

static Status describeAssertion(const CheckRecord &check,
                                const std::string &function, int64_t position,
                                int64_t count) {
  std::string element = elementOf(check.shape, position);
  if (element.empty())
    return userError("assertion failed: ", check.role, " (in @", function, ")");
  int64_t all = 1;
  for (int64_t extent : check.shape)
    all *= extent;
  return userError("assertion failed: ", check.role, " (", count, " of ", all,
                   all == 1 ? " element" : " elements", ", the first is ",
                   element, ", in @", function, ")");
}

Status describeFailure(const CheckRecord &check, const std::string &function,
                       int64_t position, int64_t value) {
  SourcePlace place = parsePlace(check.place);
  if (check.holds)
    return describeAssertion(check, function, position, value).at(place);
  std::string where = elementOf(check.shape, position);
  where = (where.empty() ? "the " : where + " of the ") + check.role + " in @" +
          function;
  if (!check.below)
    return userError(where, " is NaN").at(place);
  if (check.role.rfind(kTripsRole, 0) == 0)
    return userError("found ", value, " trips, expected at most ",
                     *check.below - 1, " (", where, ")")
        .at(place);
  return userError("index ", value, " is out of range, expected 0 to ",
                   *check.below - 1, " (", where, ")")
      .at(place);
}

} // namespace leat::rt
