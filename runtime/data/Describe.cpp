//===- Describe.cpp - tensors in a few lines --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Integers are counted as integers, so that large ones keep all digits.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Describe.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <type_traits>

using namespace leat::rt;

static constexpr size_t kMaxListed = 20;

template <typename T>
static std::string describeIntegers(const Tensor &tensor) {
  std::span<const T> values = tensor.values<T>();
  auto [least, most] = std::ranges::minmax_element(values);
  std::ostringstream text;
  text << int64_t(*least) << " to " << int64_t(*most);
  if (tensor.rank() != 1)
    return text.str();
  std::map<int64_t, int64_t> counts;
  for (T value : values)
    if (++counts[value]; counts.size() > kMaxListed)
      return text.str();
  char separator = ';';
  for (auto [value, count] : counts) {
    text << separator << ' ' << value << ": " << count;
    separator = ',';
  }
  return text.str();
}

static std::string describeFloats(const Tensor &tensor) {
  double least = INFINITY, most = -INFINITY, sum = 0;
  int64_t finite = 0, nans = 0;
  for (int64_t i = 0; i < tensor.size(); ++i) {
    double value = tensor.toDouble(i);
    nans += std::isnan(value);
    if (!std::isfinite(value))
      continue;
    ++finite;
    sum += value;
    least = std::min(least, value);
    most = std::max(most, value);
  }
  std::ostringstream text;
  text.precision(4);
  if (finite != 0)
    text << least << " to " << most << ", mean " << sum / double(finite);
  int64_t infinities = tensor.size() - finite - nans;
  const char *separator = finite != 0 ? ", " : "";
  if (nans != 0) {
    text << separator << nans << " NaN";
    separator = ", ";
  }
  if (infinities != 0)
    text << separator << infinities << " infinite";
  return text.str();
}

static std::string describeValues(const Tensor &tensor) {
  if (tensor.size() == 0)
    return "no elements";
  return dispatch(tensor.dtype(), [&](auto zero) {
    using T = decltype(zero);
    if constexpr (std::is_integral_v<T>)
      return describeIntegers<T>(tensor);
    else
      return describeFloats(tensor);
  });
}

std::string leat::rt::describeTensors(const NamedTensors &tensors) {
  size_t nameWidth = 0, typeWidth = 0;
  for (const auto &[name, tensor] : tensors) {
    nameWidth = std::max(nameWidth, name.size());
    typeWidth = std::max(typeWidth, tensor.signature().size());
  }
  std::string text;
  for (const auto &[name, tensor] : tensors) {
    std::string type = tensor.signature();
    text += "  " + name + std::string(nameWidth - name.size() + 2, ' ') + type +
            std::string(typeWidth - type.size() + 2, ' ') +
            describeValues(tensor) + "\n";
  }
  return text;
}
