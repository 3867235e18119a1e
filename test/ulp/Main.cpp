//===- Main.cpp - leat-ulp: errors of an op in f32 --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat-ulp CALL BEGIN END    of %x, for the f32 of the bits BEGIN to END - 1
//   leat-ulp CALL PAIRS        of %x and %z, for so many pairs
//   leat-ulp CALL PAIRS beside the same, errors counted beside the operands
//
// Compiled f32 code against compiled f64 code of the same call, in units in the
// last place of the f32 result. Prints the largest error and where it is. Half
// of the pairs are any bits, half numbers of usual sizes; always the same ones.
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Program.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>

using namespace leat;

static constexpr uint64_t kChunk = 1 << 15;

namespace {

/// The inputs of one call of the code; z is empty for an op of one operand.
struct Operands {
  rt::Tensor x, z;
};

struct Worst {
  double error = -1;
  float x = 0, z = 0;
};

/// An op of one or two operands, in f32 and f64.
class Subject {
public:
  static rt::Result<Subject> make(const std::string &call, bool hasTwo);

  /// Looks at the operands in `single`, of which there are kChunk.
  rt::Status measure(Worst &worst, bool isBeside);

  Operands single, wide;

private:
  explicit Subject(Program program) : program(std::move(program)) {}
  Program program;
  std::optional<Function> f32, f64;
  std::vector<double> errors = std::vector<double>(kChunk);
};

} // namespace

rt::Result<Subject> Subject::make(const std::string &call, bool hasTwo) {
  std::string text = "leat.model @ulp {\n";
  for (std::string type : {"f32", "f64"})
    text += "func @" + type + "(%x: " + type + "[K]" +
            (hasTwo ? ", %z: " + type + "[K]" : "") + ") -> (y: " + type +
            "[K]) {\n  %y = let " + call + "\n  return %y }\n";
  ProgramOptions options;
  options.useCache = false;
  LEAT_ASSIGN(Program program, Program::parse(text + "}\n", "ulp", options));
  Subject subject(program);
  LEAT_ASSIGN(subject.f32, program.function("f32"));
  LEAT_ASSIGN(subject.f64, program.function("f64"));
  int64_t size = kChunk;
  LEAT_ASSIGN(subject.single.x, rt::Tensor::zeros(rt::DType::F32, {size}));
  LEAT_ASSIGN(subject.wide.x, rt::Tensor::zeros(rt::DType::F64, {size}));
  if (hasTwo) {
    LEAT_ASSIGN(subject.single.z, rt::Tensor::zeros(rt::DType::F32, {size}));
    LEAT_ASSIGN(subject.wide.z, rt::Tensor::zeros(rt::DType::F64, {size}));
  }
  return subject;
}

/// The error of `got` in units in the last place of the f32 at `size`, which is
/// not negative. What overflows counts as 2^128.
static double errorOf(float got, double want, double size) {
  constexpr double limit = 0x1p128;
  double most = std::numeric_limits<float>::max();
  float place = size < most ? float(size) : float(most);
  uint64_t exponent = std::bit_cast<uint32_t>(place) >> 23 & 0xff;
  exponent = exponent < 1 ? 1 : exponent;
  // 2^150 / 2^exponent: one over the unit, exactly.
  double perUnit = std::bit_cast<double>((1023 + 150 - exponent) << 52);
  double g = got, w = want;
  g = g > limit ? limit : g < -limit ? -limit : g;
  w = w > limit ? limit : w < -limit ? -limit : w;
  double error = std::fabs(g - w) * perUnit;
  bool isNone = got != got, isNoneWanted = want != want;
  return isNone && isNoneWanted   ? 0
         : isNone != isNoneWanted ? std::numeric_limits<double>::infinity()
                                  : error;
}

rt::Status Subject::measure(Worst &worst, bool isBeside) {
  rt::NamedTensors narrow = {{"x", single.x}}, broad = {{"x", wide.x}};
  const float *x = single.x.values<float>().data(), *z = x;
  for (uint64_t i = 0; i < kChunk; ++i)
    wide.x.values<double>()[i] = x[i];
  if (single.z.size()) {
    z = single.z.values<float>().data();
    for (uint64_t i = 0; i < kChunk; ++i)
      wide.z.values<double>()[i] = z[i];
    narrow.push_back({"z", single.z});
    broad.push_back({"z", wide.z});
  }
  LEAT_ASSIGN(rt::NamedTensors gots, f32->run(narrow));
  LEAT_ASSIGN(rt::NamedTensors wants, f64->run(broad));
  const float *got = gots[0].second.values<float>().data();
  const double *want = wants[0].second.values<double>().data();
  double largest = -1;
  for (uint64_t i = 0; i < kChunk; ++i) {
    double size = std::fabs(want[i]);
    if (isBeside)
      size = std::fmax(size, std::fmax(std::fabs(x[i]), std::fabs(z[i])));
    double error = errorOf(got[i], want[i], size);
    errors[i] = error;
    largest = error > largest ? error : largest;
  }
  if (largest <= worst.error)
    return {};
  for (uint64_t i = 0; i < kChunk; ++i)
    if (errors[i] == largest) {
      worst = {largest, x[i], z[i]};
      break;
    }
  return {};
}

/// 64 bits that look like chance (Steele, Lea, Flood 2014).
static uint64_t mix(uint64_t number) {
  number *= 0x9e3779b97f4a7c15;
  number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
  number = (number ^ number >> 27) * 0x94d049bb133111eb;
  return number ^ number >> 31;
}

/// Of either sign, below 2^8.
static float usual(uint32_t bits) {
  float fraction = float(bits >> 5 & 0x7fffff) * 0x1p-23f;
  float number = std::ldexp(fraction, int(bits & 15) - 7);
  return bits >> 31 ? -number : number;
}

static void fillPairs(Operands &operands, uint64_t first) {
  for (uint64_t i = 0; i < kChunk; ++i) {
    uint64_t bits = mix(first + i + 1);
    bool any = i % 2 == 0;
    uint32_t low = uint32_t(bits), high = uint32_t(bits >> 32);
    operands.x.values<float>()[i] =
        any ? std::bit_cast<float>(low) : usual(low);
    operands.z.values<float>()[i] =
        any ? std::bit_cast<float>(high) : usual(high);
  }
}

/// One number: a count of pairs; two: the first bits and their end.
static rt::Status run(const std::string &call,
                      const std::vector<uint64_t> &numbers, bool isBeside) {
  bool hasTwo = numbers.size() == 1;
  LEAT_ASSIGN(Subject subject, Subject::make(call, hasTwo));
  uint64_t begin = hasTwo ? 0 : numbers[0], end = numbers.back();
  Worst worst;
  for (uint64_t first = begin; first < end; first += kChunk) {
    if (hasTwo)
      fillPairs(subject.single, first);
    else
      for (uint64_t i = 0; i < kChunk; ++i)
        subject.single.x.values<float>()[i] =
            std::bit_cast<float>(uint32_t(std::min(first + i, end - 1)));
    LEAT_TRY(subject.measure(worst, isBeside));
  }
  std::printf("%.17g x = %.9g", worst.error, worst.x);
  if (hasTwo)
    std::printf(", z = %.9g", worst.z);
  std::printf("\n");
  return {};
}

int main(int argc, char **argv) {
  bool isBeside = argc == 4 && std::strcmp(argv[3], "beside") == 0;
  int last = isBeside ? 3 : argc;
  std::vector<uint64_t> numbers;
  for (int i = 2; i < last; ++i) {
    const char *end = argv[i] + std::strlen(argv[i]);
    uint64_t number = 0;
    auto [stop, failed] = std::from_chars(argv[i], end, number);
    if (failed == std::errc() && stop == end && number <= uint64_t(1) << 32)
      numbers.push_back(number);
  }
  if (argc < 3 || argc > 4 || numbers.size() != size_t(last - 2)) {
    std::fputs("usage: leat-ulp CALL BEGIN END | CALL PAIRS [beside]\n",
               stderr);
    return 2;
  }
  rt::Status status = run(argv[1], numbers, isBeside);
  if (!status.ok())
    std::fprintf(stderr, "leat-ulp: %s\n", status.message().c_str());
  return status.ok() ? 0 : 1;
}
