//===- Oracles.cpp - what a transform must give -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Along a random direction v: with D the difference quotient of f along v,
//   jvp   moves by D,     vjp from u gives g with g v = u D,
//   rows of a Jacobian J: J v = D,      H v = the quotient of the gradient.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Oracles.h"
#include "runtime/Philox.h"

#include <cmath>
#include <cstdio>

using namespace leat;
using namespace leat::fuzz;
using reference::Array;

/// Of difference quotients, and of values that are computed twice.
static constexpr double kQuotient = 3e-6, kValue = 1e-9;

bool fuzz::agree(double a, double b, double scale, double tolerance) {
  return std::abs(a - b) <= tolerance * (scale + std::abs(a) + std::abs(b));
}

static double largest(const Array &array) {
  double size = 1;
  for (double x : array.floats)
    size = std::max(size, std::abs(x));
  return size;
}

static bool isFinite(const Arrays &arrays) {
  for (const Array &array : arrays)
    for (double x : array.floats)
      if (!std::isfinite(x))
        return false;
  return true;
}

static std::string describe(const std::string &what, size_t i, double got,
                            double want) {
  char text[128];
  std::snprintf(text, sizeof text, ", element %zu is %.17g, expected %.17g", i,
                got, want);
  return what + text;
}

std::string fuzz::firstDifference(const rt::NamedTensors &got,
                                  const rt::NamedTensors &want,
                                  double tolerance) {
  if (got.size() != want.size())
    return "another number of results";
  for (size_t k = 0; k < got.size(); ++k) {
    const rt::Tensor &a = got[k].second, &b = want[k].second;
    if (a.signature() != b.signature())
      return got[k].first + " is " + a.signature() + ", expected " +
             b.signature();
    double scale = rt::isFloat(a.dtype()) ? 1 : 0;
    bool isFinite = true;
    for (int64_t i = 0; i < b.size(); ++i) {
      isFinite &= std::isfinite(b.toDouble(i));
      scale = scale ? std::max(scale, std::abs(b.toDouble(i))) : 0;
    }
    for (int64_t i = 0; isFinite && i < a.size(); ++i)
      if (!agree(a.toDouble(i), b.toDouble(i), scale, scale ? tolerance : 0))
        return describe(got[k].first, size_t(i), a.toDouble(i), b.toDouble(i));
  }
  return "";
}

namespace {

/// A transform at a point.
class Oracle {
public:
  Oracle(const Subject &subject, const std::string &name, uint64_t point,
         const States &states, const Difference &difference)
      : subject(subject), whole(subject.function(name)),
        base(subject.function(baseOf(name))), kind(transformOf(name)),
        point(point), states(states), difference(difference) {}

  rt::Result<std::string> check();

private:
  using Words = rt::Result<std::string>;
  Array direction(const Array &like, const std::string &name) const;
  rt::Result<Arrays> quotient(const Callable &f, const Arrays &at,
                              const Arrays &along, const States &moving) const;
  Words forward();
  Words reverse();
  Words params();
  Words matrix();
  Words lanes();
  Words compare(const char *what, const Array &got, const Array &want,
                double scale, double tolerance) const;
  Words sums(double got, double want, double scale) const;

  const Subject &subject;
  const Callable &whole, &base;
  std::string kind;
  uint64_t point;
  const States &states;
  Difference difference;
  Arrays inputs;        ///< of `whole`
  Arrays at;            ///< of `base`
  Arrays values, given; ///< results of `base` and of `whole`
};

} // namespace

Array Oracle::direction(const Array &like, const std::string &name) const {
  Array along = like;
  rt::Draw draw(rt::seedFor(point, "along " + name), 0);
  for (size_t i = 0; i < along.floats.size(); ++i)
    along.floats[i] = draw.normalF64(i);
  return along;
}

/// `array` + h `along`
static void move(Array &array, const Array &along, double h) {
  for (size_t i = 0; i < along.floats.size(); ++i)
    array.floats[i] += h * along.floats[i];
}

// Results are the quotients; those of integers have none.
rt::Result<Arrays> Oracle::quotient(const Callable &f, const Arrays &at,
                                    const Arrays &along,
                                    const States &moving) const {
  auto central = [&](double h) -> rt::Result<Arrays> {
    Arrays sides[2];
    for (int side = 0; side < 2; ++side) {
      Arrays moved = at;
      States movedStates = states;
      double by = side ? -h : h;
      for (size_t i = 0; i < along.size(); ++i)
        move(moved[i], along[i], by);
      for (const auto &[name, array] : moving)
        move(movedStates[name], array, by);
      LEAT_ASSIGN(Given given, subject.call(f, moved, movedStates));
      sides[side] = std::move(given.results);
    }
    for (size_t k = 0; k < sides[0].size(); ++k)
      for (size_t i = 0; i < sides[0][k].floats.size(); ++i) {
        double &x = sides[0][k].floats[i];
        x = (x - sides[1][k].floats[i]) / (2 * h);
      }
    return std::move(sides[0]);
  };
  LEAT_ASSIGN(Arrays whole, central(difference.step));
  if (!difference.extrapolates)
    return whole;
  LEAT_ASSIGN(Arrays half, central(difference.step / 2));
  for (size_t k = 0; k < whole.size(); ++k)
    for (size_t i = 0; i < whole[k].floats.size(); ++i)
      half[k].floats[i] = (4 * half[k].floats[i] - whole[k].floats[i]) / 3;
  return half;
}

Oracle::Words Oracle::compare(const char *what, const Array &got,
                              const Array &want, double scale,
                              double tolerance) const {
  scale = std::max(scale, largest(want));
  for (size_t i = 0; i < want.floats.size(); ++i)
    if (!agree(got.floats[i], want.floats[i], scale, tolerance))
      return describe(what, i, got.floats[i], want.floats[i]);
  for (size_t i = 0; i < want.integers.size(); ++i)
    if (got.integers[i] != want.integers[i])
      return describe(what, i, double(got.integers[i]),
                      double(want.integers[i]));
  return std::string();
}

Oracle::Words Oracle::sums(double got, double want, double scale) const {
  if (agree(got, want, scale, kQuotient))
    return std::string();
  return describe("a gradient along a direction", 0, got, want);
}

Oracle::Words Oracle::forward() {
  Arrays along = at;
  size_t tangent = at.size();
  for (Array &array : along)
    if (array.isFloat())
      array = inputs[tangent++];
    else
      array.floats.clear();
  LEAT_ASSIGN(Arrays slopes, quotient(base, at, along, {}));
  size_t next = values.size();
  for (size_t k = 0; k < values.size(); ++k) {
    if (!values[k].isFloat())
      continue;
    LEAT_ASSIGN(std::string words,
                compare("a tangent", given[next++], slopes[k],
                        largest(values[k]), kQuotient));
    if (!words.empty())
      return words;
  }
  return std::string();
}

/// The sum of products, and of their sizes.
static double dot(const Array &a, const Array &b, double &scale) {
  double sum = 0;
  for (size_t i = 0; i < a.floats.size(); ++i) {
    sum += a.floats[i] * b.floats[i];
    scale += std::abs(a.floats[i] * b.floats[i]);
  }
  return sum;
}

Oracle::Words Oracle::reverse() {
  Arrays along;
  for (size_t i = 0; i < at.size(); ++i)
    along.push_back(direction(at[i], base.names[i]));
  LEAT_ASSIGN(Arrays slopes, quotient(base, at, along, {}));
  double got = 0, want = 0, scale = 1;
  size_t gradient = values.size(), cotangent = at.size();
  for (size_t i = 0; i < at.size(); ++i)
    if (at[i].isFloat())
      got += dot(given[gradient++], along[i], scale);
  for (size_t k = 0; k < values.size(); ++k) {
    if (!values[k].isFloat() || (kind == "grad" && k > 0))
      continue;
    Array one = slopes[k];
    one.floats.assign(one.floats.size(), 1);
    want += dot(kind == "grad" ? one : inputs[cotangent++], slopes[k], scale);
    scale += largest(values[k]);
  }
  return sums(got, want, scale);
}

Oracle::Words Oracle::params() {
  States along;
  double got = 0, scale = largest(values[0]);
  size_t gradient = values.size();
  for (const auto &[name, value] : states)
    if (name[0] == 'w') {
      along[name] = direction(value, name);
      got += dot(given[gradient++], along[name], scale);
    }
  LEAT_ASSIGN(Arrays slopes, quotient(base, at, {}, along));
  return sums(got, slopes[0].floats[0], scale);
}

/// The rows of `matrix` times `vector`, as `like`.
static Array product(const Array &matrix, const Array &vector, Array like) {
  size_t n = vector.floats.size();
  for (size_t i = 0; i < like.floats.size(); ++i) {
    like.floats[i] = 0;
    for (size_t j = 0; j < n; ++j)
      like.floats[i] += matrix.floats[i * n + j] * vector.floats[j];
  }
  return like;
}

Oracle::Words Oracle::matrix() {
  size_t first = 0;
  while (!at[first].isFloat())
    ++first;
  Arrays along = at;
  for (Array &array : along)
    array.floats.assign(array.floats.size(), 0);
  along[first] = direction(at[first], base.names[first]);
  LEAT_ASSIGN(Arrays slopes, quotient(base, at, along, {}));
  if (kind == "jacobian")
    return compare("a Jacobian times a direction",
                   product(given[0], along[first], values[0]), slopes[0],
                   largest(values[0]), kQuotient);
  size_t gradient = values.size();
  double scale = largest(values[0]);
  double slope = dot(given[gradient], along[first], scale);
  LEAT_ASSIGN(std::string words, sums(slope, slopes[0].floats[0], scale));
  if (!words.empty())
    return words;
  LEAT_ASSIGN(Arrays turns, quotient(whole, at, along, {}));
  return compare("a Hessian times a direction",
                 product(given[gradient + 1], along[first], given[gradient]),
                 turns[gradient], largest(given[gradient]), kQuotient);
}

/// Row `lane` of `array` along `axis`.
static Array laneOf(const Array &array, int64_t axis, int64_t lane) {
  rt::Shape shape = array.shape;
  shape.erase(shape.begin() + axis);
  Array row = Array::zeros(array.type, shape);
  reference::forEachIndex(shape, [&](const reference::Index &index, int64_t i) {
    reference::Index from = index;
    from.insert(from.begin() + axis, lane);
    row.setElement(i, array, array.positionOf(from));
  });
  return row;
}

// Draws are other ones in each lane.
Oracle::Words Oracle::lanes() {
  if (base.writes)
    return std::string();
  int64_t count = given[0].shape[0];
  for (int64_t lane = 0; lane < count; ++lane) {
    Arrays here;
    for (size_t i = 0; i < inputs.size(); ++i) {
      const std::string &name = whole.names[i];
      bool isShared = name.size() == base.names[i].size();
      here.push_back(isShared ? inputs[i]
                              : laneOf(inputs[i], name.back() - '0', lane));
    }
    LEAT_ASSIGN(Given one, subject.call(base, here, states));
    if (!isFinite(one.results))
      continue;
    for (size_t k = 0; k < given.size(); ++k) {
      LEAT_ASSIGN(std::string words,
                  compare("a lane", laneOf(given[k], 0, lane), one.results[k],
                          1, kValue));
      if (!words.empty())
        return words;
    }
  }
  return std::string();
}

Oracle::Words Oracle::check() {
  inputs = subject.inputs(whole, point);
  LEAT_ASSIGN(Given made, subject.call(whole, inputs, states));
  given = std::move(made.results);
  if (kind == "vmap")
    return lanes();
  at.assign(inputs.begin(), inputs.begin() + int64_t(base.names.size()));
  LEAT_ASSIGN(Given plain, subject.call(base, at, states));
  values = std::move(plain.results);
  if (!isFinite(values))
    return std::string();
  if (!isFinite(given))
    return std::string("a derivative is not finite");
  for (size_t k = 0; kind != "jacobian" && k < values.size(); ++k) {
    LEAT_ASSIGN(std::string words,
                compare("a result", given[k], values[k], 1, kValue));
    if (!words.empty())
      return words;
  }
  if (kind == "jvp")
    return forward();
  if (kind == "params")
    return params();
  return kind == "vjp" || kind == "grad" ? reverse() : matrix();
}

rt::Result<std::string> fuzz::checkTransform(const Subject &subject,
                                             const std::string &name,
                                             uint64_t point,
                                             const States &states,
                                             const Difference &difference) {
  return Oracle(subject, name, point, states, difference).check();
}
