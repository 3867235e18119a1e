//===- Scale.cpp - numbers along an axis ------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Ticks are multiples of 1, 2 or 5 times a power of ten.
//
//===----------------------------------------------------------------------===//

#include "tools/plot/Scale.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace leat;
using namespace leat::plot;

// The step of the 1, 2, 5 series that makes at most `ticks` of `range`.
static double niceStep(double range, int ticks) {
  double raw = range / ticks, power = std::pow(10, std::floor(std::log10(raw)));
  for (double factor : {1, 2, 5})
    if (factor * power >= raw * 0.999)
      return factor * power;
  return 10 * power;
}

std::string plot::tickLabel(double value, double step, double largest) {
  char text[40];
  double size = std::max(std::abs(value), std::abs(step));
  if (std::abs(value) < step * 1e-9)
    return "0";
  if (size < 1e-4 || std::abs(value) >= 1e9) {
    std::snprintf(text, sizeof(text), "%.3g", value);
    return text;
  }
  for (auto [unit, name] : {std::pair(1e6, "M"), std::pair(1e3, "k")})
    if (largest >= 10 * unit && std::fmod(step, unit / 10) == 0) {
      std::snprintf(text, sizeof(text), "%.6g%s", value / unit, name);
      return text;
    }
  int digits = std::max(0, int(std::ceil(-std::log10(step) - 1e-9)));
  std::snprintf(text, sizeof(text), "%.*f", digits, value);
  return text;
}

Scale Scale::exact(double low, double high, int ticks, double least) {
  Scale scale;
  if (low == high) {
    double space = low == 0 ? 1 : std::abs(low) * 0.1;
    low -= space;
    high += space;
  }
  scale.low = low;
  scale.high = high;
  double step = std::max(niceStep(high - low, ticks), least);
  for (double i = std::ceil(low / step - 1e-9); i * step <= high + step * 1e-9;
       ++i)
    scale.marks.push_back(
        {i * step, tickLabel(i * step, step, std::max(-low, high))});
  return scale;
}

Scale Scale::linear(double low, double high, int ticks) {
  if (low == high)
    return exact(low, high, ticks);
  double step = niceStep(high - low, ticks);
  return exact(std::floor(low / step + 1e-9) * step,
               std::ceil(high / step - 1e-9) * step, ticks + 2);
}

Scale Scale::logarithmic(double low, double high) {
  Scale scale;
  scale.isLogarithmic = true;
  scale.low = low / 1.1;
  scale.high = high * 1.1;
  double decades = std::log10(scale.high / scale.low);
  // More than eight labels are too many to read.
  int stride = std::max(1, int(std::ceil(decades / 8)));
  int first = int(stride > 1 ? std::ceil(std::log10(scale.low))
                             : std::floor(std::log10(scale.low)));
  for (int power = first; std::pow(10, power) <= scale.high; power += stride)
    for (double factor : {1, 2, 5}) {
      double value = factor * std::pow(10, power);
      bool isShown = factor == 1 || decades < 2.5;
      if (isShown && value >= scale.low && value <= scale.high)
        scale.marks.push_back(
            {value, tickLabel(value, std::pow(10, power), value)});
    }
  return scale;
}

double Scale::at(double value) const {
  return isLogarithmic ? std::log(value / low) / std::log(high / low)
                       : (value - low) / (high - low);
}
