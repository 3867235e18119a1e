//===- Generated.cpp - data sets that are made here -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One function per set: from the draws of one point to the point.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Generated.h"
#include "runtime/Philox.h"
#include "runtime/PortableMath.h"
#include "runtime/data/Mnist1d.h"

#include <cmath>

using namespace leat::rt;

static constexpr double kTwoPi = 0x1.921fb54442d18p+2;
/// Deviation of the noise round the curves.
static constexpr double kNoise = 0.05;

namespace {
/// The random numbers of one point: two uniforms and two normals.
struct Source {
  double u, v, z0, z1;
};
/// A point, and what a person knows about it.
struct Point {
  double x, y;
  double extra = 0; ///< label, or position along the curve
};
} // namespace

static Point gaussMixture(const Source &source) {
  double component = std::floor(8 * source.u);
  auto [cosine, sine] = cosSinOfTurns(component / 8);
  return {2 * cosine + 0.1 * source.z0, 2 * sine + 0.1 * source.z1, component};
}

static Point twoMoons(const Source &source) {
  auto [cosine, sine] = cosSinOfTurns(source.v / 2);
  Point point = source.u < 0.5 ? Point{cosine, sine, 0}
                               : Point{1 - cosine, 0.5 - sine, 1};
  point.x += kNoise * source.z0;
  point.y += kNoise * source.z1;
  return point;
}

static Point swissRoll(const Source &source) {
  double turns = 0.75 + 1.5 * source.u, t = kTwoPi * turns;
  auto [cosine, sine] = cosSinOfTurns(turns);
  return {t * cosine / 5 + kNoise * source.z0,
          t * sine / 5 + kNoise * source.z1, t};
}

static Point spirals(const Source &source) {
  double arm = source.u < 0.5 ? 0 : 1, radius = 2 * source.v;
  auto [cosine, sine] = cosSinOfTurns(1.5 * source.v + arm / 2);
  return {radius * cosine + kNoise * source.z0,
          radius * sine + kNoise * source.z1, arm};
}

static Point checkerboard(const Source &source) {
  double x = 4 * source.u;
  // Of the column's four squares two are taken: rows of the column's parity.
  double half = 2 * source.v, row = std::floor(half);
  double parity = std::fmod(std::floor(x), 2);
  double y = 2 * row + parity + (half - row);
  return {x - 2, y - 2};
}

int64_t leat::rt::defaultCount(std::string_view name, bool isTest) {
  return name == "mnist1d" && !isTest ? 4000 : 1000;
}

Result<DataSet> leat::rt::generateData(std::string_view name, int64_t count,
                                       bool isTest, uint64_t seed) {
  if (name == "mnist1d")
    return generateMnist1d(count, isTest, seed);
  using Make = Point (*)(const Source &);
  constexpr std::pair<std::string_view, Make> makers[] = {
      {"gauss-mixture", gaussMixture},
      {"two-moons", twoMoons},
      {"swiss-roll", swissRoll},
      {"spirals", spirals},
      {"checkerboard", checkerboard}};
  Make make = nullptr;
  for (auto [known, maker] : makers)
    if (known == name)
      make = maker;
  if (!make)
    return userError("no data set '", name, "'");

  // Two draws a set: the uniforms, and the normals.
  uint64_t own = seedFor(seed, "data." + std::string(name));
  Draw uniforms(own, isTest ? 2 : 0), normals(own, isTest ? 3 : 1);
  LEAT_ASSIGN(Tensor points, Tensor::zeros(DType::F32, {count, 2}));
  LEAT_ASSIGN(Tensor extras, Tensor::zeros(DType::F64, {count}));
  float *to = points.values<float>().data();
  for (int64_t i = 0; i < count; ++i) {
    uint64_t first = 2 * uint64_t(i), second = first + 1;
    Point point = make({uniforms.uniformF64(first), uniforms.uniformF64(second),
                        normals.normalF64(first), normals.normalF64(second)});
    to[first] = float(point.x);
    to[second] = float(point.y);
    extras.values<double>()[size_t(i)] = point.extra;
  }
  if (make == checkerboard)
    return DataSet::create({{"x", points}});
  bool isCurve = make == swissRoll;
  LEAT_ASSIGN(extras, extras.cast(isCurve ? DType::F32 : DType::I64));
  return DataSet::create(
      {{"x", points}, {isCurve ? "position" : "label", extras}});
}
