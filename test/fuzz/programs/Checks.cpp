//===- Checks.cpp - is a program run as it should be ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Near a kink a difference quotient says nothing, and where two numbers are
// nearly equal a comparison may turn out either way: a difference is a fault if
// it is there at several points. Bits are equal everywhere.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Checks.h"
#include "test/fuzz/programs/Compiled.h"
#include "test/fuzz/programs/Oracles.h"
#include "test/fuzz/programs/Table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <set>

using namespace mlir;
using namespace leat;
using namespace leat::fuzz;

/// How often a point is tried, and how. What bends within a millionth, such as
/// the sine of something steep, needs the last two.
static constexpr Difference kTries[] = {
    {0x1p-14, false}, {0x1p-11, true}, {0x1p-17, false}, {0x1p-13, true},
    {0x1p-20, false}, {0x1p-17, true}, {0x1p-24, true},  {0x1p-28, true}};
static constexpr uint64_t kTryCount = std::size(kTries);
/// A few units in the last place of f32; half a unit of bf16.
static constexpr double kNudge = 2e-6, kRoughNudge = 2e-3;

const char *fuzz::nameOf(Fault fault) {
  switch (fault) {
  case Fault::None:
    return "no fault";
  case Fault::Refused:
    return "the compiler refuses it";
  case Fault::Bits:
    return "bits differ";
  case Fault::Forms:
    return "the program written out gives something else";
  case Fault::Values:
    return "values differ";
  case Fault::Derivative:
    return "a transform is wrong";
  case Fault::Ended:
    return "the compiler ends";
  }
  return "";
}

namespace {

/// The examination of one model.
class Examination {
public:
  Examination(const std::string &text, uint64_t seed)
      : text(text), seed(seed) {}

  Verdict run();

private:
  Verdict fromStatus(const rt::Status &status) const {
    return {Fault::Refused, status.message()};
  }
  rt::Result<Verdict> checkTransforms();
  rt::Result<Verdict> checkForms();
  rt::Result<Verdict> checkCode();
  rt::Result<Verdict> checkValues(const Callable &function, Compiled &code);
  rt::Result<bool> isUnstable(const Callable &function);
  rt::Result<Verdict> checkBits(const Callable &function, Compiled &one,
                                Compiled &other, const Way &way);

  std::string text, plainText;
  uint64_t seed;
  bool isRough = false, isSingle = false; ///< in f32
  std::optional<rt::DType> floatType;
  double tolerance = 1e-9;
  std::unique_ptr<Subject> subject;
  States states;
};

} // namespace

Verdict Examination::run() {
  size_t end = std::min(text.find(kPlainMark), text.size());
  plainText = text.substr(end);
  text.resize(end);
  isRough = text.find(kRoughMark) != std::string::npos;
  isSingle = seed % 8 == 7;
  if (isSingle)
    floatType = rt::DType::F32;
  tolerance = isRough ? 0.05 : isSingle ? 2e-3 : 1e-9;
  rt::Result<std::unique_ptr<Subject>> read = Subject::read(text, floatType);
  if (!read.ok())
    return fromStatus(read.status());
  subject = *std::move(read);
  rt::Result<States> first = subject->states(seed);
  if (!first.ok())
    return fromStatus(first.status());
  states = *std::move(first);
  if (!isRough && !isSingle) {
    rt::Result<Verdict> verdict = checkTransforms();
    if (!verdict.ok())
      return fromStatus(verdict.status());
    if (verdict->fault != Fault::None)
      return *verdict;
  }
  if (!plainText.empty() && !isSingle) {
    rt::Result<Verdict> verdict = checkForms();
    if (!verdict.ok())
      return fromStatus(verdict.status());
    if (verdict->fault != Fault::None)
      return *verdict;
  }
  rt::Result<Verdict> verdict = checkCode();
  return verdict.ok() ? *verdict : fromStatus(verdict.status());
}

rt::Result<Verdict> Examination::checkTransforms() {
  for (const std::string &name : subject->checks) {
    std::string words;
    for (uint64_t i = 0; i < kTryCount; ++i) {
      LEAT_ASSIGN(words, checkTransform(*subject, name, seed * 16 + i, states,
                                        kTries[i]));
      if (words.empty())
        break;
    }
    if (!words.empty())
      return Verdict{Fault::Derivative, "@" + name + ": " + words};
  }
  return Verdict();
}

static void sortByName(rt::NamedTensors &tensors) {
  std::ranges::stable_sort(tensors, {}, [](const auto &t) { return t.first; });
}

rt::Result<Verdict> Examination::checkForms() {
  LEAT_ASSIGN(std::unique_ptr<Subject> plain,
              Subject::read(plainText, std::nullopt));
  LEAT_ASSIGN(States plainStates, plain->states(seed));
  for (const std::string &name : subject->last) {
    const Callable &function = subject->function(name);
    const Callable &other = plain->function(name);
    std::string words;
    for (uint64_t i = 0; i < kTryCount; ++i) {
      Arrays inputs = subject->inputs(function, seed * 16 + i);
      LEAT_ASSIGN(rt::NamedTensors got,
                  interpret(*subject, function, inputs, states));
      LEAT_ASSIGN(rt::NamedTensors want,
                  interpret(*plain, other, inputs, plainStates));
      sortByName(got);
      sortByName(want);
      words = firstDifference(got, want, tolerance);
      if (words.empty())
        break;
    }
    if (!words.empty())
      return Verdict{Fault::Forms, "@" + name + ": " + words};
  }
  return Verdict();
}

static bool isPartOfName(char c) {
  return std::isalnum(c) || c == '_' || c == '.' || c == '%' || c == '@';
}

/// The program with every fraction in it a little larger.
static std::string nudged(const std::string &text, double nudge) {
  std::string result;
  for (size_t i = 0; i < text.size();) {
    bool begins =
        std::isdigit(text[i]) && (i == 0 || !isPartOfName(text[i - 1]));
    size_t end = i + 1;
    double value = 0;
    if (begins)
      end = size_t(
          std::from_chars(text.data() + i, text.data() + text.size(), value)
              .ptr -
          text.data());
    std::string number = text.substr(i, end - i);
    i = end;
    if (begins && number.find('.') != std::string::npos && value != 0) {
      char digits[40];
      std::snprintf(digits, sizeof digits, "%.12e", value * (1 + nudge));
      number = digits;
    }
    result += number;
  }
  return result;
}

/// Whether what the function gives changes beyond the tolerance where all
/// constants and inputs are a little larger: then narrow floats can not give
/// it.
rt::Result<bool> Examination::isUnstable(const Callable &function) {
  double nudge = isRough ? kRoughNudge : kNudge;
  LEAT_ASSIGN(std::unique_ptr<Subject> other,
              Subject::read(nudged(text, nudge), floatType));
  Arrays inputs = subject->inputs(function, seed * 16);
  LEAT_ASSIGN(rt::NamedTensors was,
              interpret(*subject, function, inputs, states));
  for (reference::Array &array : inputs)
    for (double &element : array.floats)
      element *= 1 + nudge;
  LEAT_ASSIGN(
      rt::NamedTensors is,
      interpret(*other, other->function(function.name), inputs, states));
  return !firstDifference(is, was, tolerance).empty();
}

rt::Result<Verdict> Examination::checkValues(const Callable &function,
                                             Compiled &code) {
  std::string words;
  for (uint64_t i = 0; i < kTryCount; ++i) {
    Arrays inputs = subject->inputs(function, seed * 16 + i);
    LEAT_ASSIGN(rt::NamedTensors want,
                interpret(*subject, function, inputs, states));
    LEAT_ASSIGN(rt::NamedTensors got, code.run(function, inputs, states));
    words = firstDifference(got, want, tolerance);
    if (words.empty())
      return Verdict();
  }
  if (isRough || isSingle) {
    LEAT_ASSIGN(bool unstable, isUnstable(function));
    if (unstable)
      return Verdict{Fault::None, "", true};
  }
  return Verdict{Fault::Values, "@" + function.name + ": " + words};
}

/// The first element of other bits, or -1. The bits of a NaN are no value.
static int64_t firstOther(const rt::Tensor &a, const rt::Tensor &b) {
  int64_t size = rt::sizeOf(a.dtype());
  for (int64_t i = 0; i < a.size(); ++i)
    if (std::memcmp(static_cast<const char *>(a.data()) + i * size,
                    static_cast<const char *>(b.data()) + i * size,
                    size_t(size)) != 0 &&
        !(std::isnan(a.toDouble(i)) && std::isnan(b.toDouble(i))))
      return i;
  return -1;
}

rt::Result<Verdict> Examination::checkBits(const Callable &function,
                                           Compiled &one, Compiled &other,
                                           const Way &way) {
  Arrays inputs = subject->inputs(function, seed * 16);
  LEAT_ASSIGN(rt::NamedTensors a, one.run(function, inputs, states));
  LEAT_ASSIGN(rt::NamedTensors b, other.run(function, inputs, states));
  for (size_t k = 0; k < a.size(); ++k) {
    int64_t i = firstOther(a[k].second, b[k].second);
    if (i < 0)
      continue;
    char text[160];
    std::snprintf(text, sizeof text, ", element %lld is %a, %s: %a",
                  (long long)i, a[k].second.toDouble(i), way.name,
                  b[k].second.toDouble(i));
    return Verdict{Fault::Bits, "@" + function.name + ": " + a[k].first + text};
  }
  return Verdict();
}

rt::Result<Verdict> Examination::checkCode() {
  const Way &way = ways()[1 + seed / 8 % (ways().size() - 1)];
  LEAT_ASSIGN(std::unique_ptr<Compiled> usual,
              Compiled::make(*subject, ways()[0]));
  LEAT_ASSIGN(std::unique_ptr<Compiled> other, Compiled::make(*subject, way));
  Verdict whole;
  for (const std::string &name : subject->last) {
    const Callable &function = subject->function(name);
    LEAT_ASSIGN(Verdict verdict, checkValues(function, *usual));
    whole.isUnstable |= verdict.isUnstable;
    if (verdict.fault == Fault::None) {
      LEAT_ASSIGN(verdict, checkBits(function, *usual, *other, way));
    }
    if (verdict.fault != Fault::None)
      return verdict;
  }
  return whole;
}

Verdict fuzz::check(const std::string &text, uint64_t seed) {
  return Examination(text, seed).run();
}

std::map<std::string, uint64_t> fuzz::countOps(const std::string &text) {
  std::map<std::string, uint64_t> counts;
  rt::Result<std::unique_ptr<Subject>> subject =
      Subject::read(text.substr(0, text.find(kPlainMark)), std::nullopt);
  if (subject.ok())
    (*subject)->model().model()->walk(
        [&](Operation *op) { ++counts[op->getName().stripDialect().str()]; });
  return counts;
}

std::string fuzz::missingOps() {
  std::set<std::string> made;
  for (const Rule &rule : table())
    made.insert(rule.op);
  DialectRegistry registry;
  registerDialects(registry);
  MLIRContext context(registry);
  context.getOrLoadDialect("leat");
  std::string missing;
  for (RegisteredOperationName name : context.getRegisteredOperations()) {
    std::string op = name.stripDialect().str();
    if (name.getDialectNamespace() == "leat" && !made.count(op) &&
        !reasonFor(op))
      missing += op + "\n";
  }
  return missing;
}
