//===- Initialize.cpp - the first values of parameters ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every named initializer is one of four fillings: constant, uniform, normal,
// or a matrix with structure.
//
//===----------------------------------------------------------------------===//
#include "runtime/Initialize.h"
#include "runtime/Philox.h"

#include <algorithm>
#include <cmath>

using namespace leat::rt;
using Kind = Initializer::Kind;

static constexpr std::string_view kNames[] = {
    "zeros",          "ones",           "constant",      "uniform",
    "normal",         "xavier_uniform", "xavier_normal", "kaiming_uniform",
    "kaiming_normal", "orthogonal",     "identity"};

std::optional<Kind> leat::rt::parseInitializer(std::string_view name) {
  for (size_t i = 0; i < std::size(kNames); ++i)
    if (kNames[i] == name)
      return Kind(i);
  return std::nullopt;
}

std::string_view leat::rt::nameOf(Kind kind) { return kNames[size_t(kind)]; }

/// Sets each element to `value(i)`, i its row-major position.
template <typename Value> static void fillEach(Tensor &tensor, Value &&value) {
  dispatch(tensor.dtype(), [&](auto zero) {
    using T = decltype(zero);
    uint64_t i = 0;
    for (T &element : tensor.values<T>())
      element = convertElement<T>(value(i++));
  });
}

static Status fillConstant(Tensor &tensor, double value) {
  tensor.fill(value);
  if (!isFloat(tensor.dtype()) && tensor.size() != 0 &&
      tensor.toDouble() != value)
    return userError("constant(", value, ") does not fit into ",
                     tensor.signature());
  return {};
}

static Status fillUniform(Tensor &tensor, double low, double high,
                          const Draw &draw) {
  if (!std::isfinite(low) || !std::isfinite(high) || low > high)
    return userError("uniform on [", low, ", ", high,
                     "), expected finite bounds in ascending order");
  fillEach(tensor,
           [&](uint64_t i) { return low + (high - low) * draw.uniformF64(i); });
  return {};
}

static Status fillNormal(Tensor &tensor, double mean, double deviation,
                         const Draw &draw) {
  if (!std::isfinite(mean) || !std::isfinite(deviation) || deviation < 0)
    return userError("normal of mean ", mean, " and deviation ", deviation,
                     ", expected finite numbers and a deviation >= 0");
  std::array<double, 2> pair;
  fillEach(tensor, [&](uint64_t i) {
    if (i % 2 == 0)
      pair = draw.normalPairF64(i / 2);
    return mean + deviation * pair[i % 2];
  });
  return {};
}

/// The sum of products in a fixed order, which eight partial sums let the
/// compiler vectorise.
static double dot(const double *a, const double *b, int64_t n) {
  double partial[8] = {};
  int64_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (int lane = 0; lane < 8; ++lane)
      partial[lane] += a[i + lane] * b[i + lane];
  double sum = 0;
  for (; i < n; ++i)
    sum += a[i] * b[i];
  for (double part : partial)
    sum += part;
  return sum;
}

/// Gram and Schmidt on independent normals: the result is distributed evenly
/// over the orthogonal matrices. Each vector is cleared of the ones before it
/// twice, which is enough for full accuracy (Giraud et al. 2005).
static Status fillOrthogonal(Tensor &tensor, double gain, const Draw &draw) {
  int64_t rows = tensor.extent(0);
  int64_t columns = tensor.size() / rows;
  int64_t count = std::min(rows, columns), length = std::max(rows, columns);
  LEAT_ASSIGN(Tensor vectors, Tensor::zeros(DType::F64, {count, length}));
  double *first = vectors.values<double>().data();
  fillEach(vectors, [&](uint64_t i) { return draw.normalF64(i); });
  for (int64_t j = 0; j < count; ++j) {
    double *vector = first + j * length;
    for (int pass = 0; pass < 2; ++pass)
      for (int64_t before = 0; before < j; ++before) {
        const double *other = first + before * length;
        double overlap = dot(vector, other, length);
        for (int64_t i = 0; i < length; ++i)
          vector[i] -= overlap * other[i];
      }
    double scale = 1 / std::sqrt(dot(vector, vector, length));
    for (int64_t i = 0; i < length; ++i)
      vector[i] *= scale;
  }
  bool vectorsAreRows = rows <= columns;
  fillEach(tensor, [&](uint64_t position) {
    int64_t row = int64_t(position) / columns;
    int64_t column = int64_t(position) % columns;
    return gain * (vectorsAreRows ? first[row * length + column]
                                  : first[column * length + row]);
  });
  return {};
}

static Status fillIdentity(Tensor &tensor) {
  if (tensor.rank() != 2)
    return userError("identity of ", tensor.signature(), ", expected rank 2");
  uint64_t columns = uint64_t(tensor.extent(1));
  fillEach(tensor,
           [&](uint64_t i) { return i / columns == i % columns ? 1.0 : 0.0; });
  return {};
}

static Status fillScaled(Tensor &tensor, const Initializer &initializer,
                         const Draw &draw) {
  if (tensor.rank() < 2)
    return userError(nameOf(initializer.kind), " of ", tensor.signature(),
                     ", expected rank 2 or more");
  bool isKaiming = initializer.kind == Kind::KaimingUniform ||
                   initializer.kind == Kind::KaimingNormal;
  double gain = initializer.gain.value_or(isKaiming ? std::sqrt(2.0) : 1.0);
  if (!std::isfinite(gain) || gain < 0)
    return userError("gain ", gain, ", expected a finite number >= 0");
  if (tensor.size() == 0)
    return {};
  double window = 1;
  for (int64_t axis = 2; axis < tensor.rank(); ++axis)
    window *= double(tensor.extent(axis));
  double fanIn = double(tensor.extent(1)) * window;
  double fanOut = double(tensor.extent(0)) * window;
  double fan = initializer.mode == FanMode::FanIn ? fanIn : fanOut;
  switch (initializer.kind) {
  case Kind::XavierUniform: {
    double bound = gain * std::sqrt(6 / (fanIn + fanOut));
    return fillUniform(tensor, -bound, bound, draw);
  }
  case Kind::XavierNormal:
    return fillNormal(tensor, 0, gain * std::sqrt(2 / (fanIn + fanOut)), draw);
  case Kind::KaimingUniform: {
    double bound = gain * std::sqrt(3 / fan);
    return fillUniform(tensor, -bound, bound, draw);
  }
  case Kind::KaimingNormal:
    return fillNormal(tensor, 0, gain / std::sqrt(fan), draw);
  default:
    return fillOrthogonal(tensor, gain, draw);
  }
}

static Status fill(Tensor &tensor, const Initializer &initializer,
                   const Draw &draw) {
  switch (initializer.kind) {
  case Kind::Zeros:
    return fillConstant(tensor, 0);
  case Kind::Ones:
    return fillConstant(tensor, 1);
  case Kind::Constant:
    return fillConstant(tensor, initializer.first);
  case Kind::Identity:
    return fillIdentity(tensor);
  default:
    break;
  }
  if (!isFloat(tensor.dtype()))
    return userError(nameOf(initializer.kind), " of ", tensor.signature(),
                     ", expected a float type");
  if (initializer.kind == Kind::Uniform)
    return fillUniform(tensor, initializer.first, initializer.second, draw);
  if (initializer.kind == Kind::Normal)
    return fillNormal(tensor, initializer.first, initializer.second, draw);
  return fillScaled(tensor, initializer, draw);
}

Status leat::rt::initialize(Tensor &tensor, const Initializer &initializer,
                            uint64_t seed, std::string_view name) {
  return fill(tensor, initializer, Draw(seedFor(seed, name), 0))
      .at("initial value of '" + std::string(name) + "'");
}
