//===- Mnist1d.cpp - digits as one-dimensional signals ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One function a step of the paper, each from signal to signal.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Mnist1d.h"
#include "runtime/Philox.h"

#include <algorithm>
#include <cmath>

using namespace leat::rt;

static constexpr int64_t kDigits = 10, kTemplate = 12, kSignal = 72,
                         kSamples = 40;
static constexpr int64_t kMinPadding = 36, kMaxPadding = 60, kMaxShift = 48;
static constexpr double kAmplitude = 1. / 6, kScale = 0.4, kBackground = 0.25,
                        kWhite = 0.02, kShear = 0.75;

/// The digits, drawn with one stroke from left to right.
static constexpr double kTemplates[kDigits][kTemplate] = {
    {0, 1, 1.5, 1.75, 2, 2, 2, 2, 1.75, 1.5, 1, 0},
    {0, -2, -2, -1.5, -1.25, -0.75, -0.5, 0, 0.5, 0.75, 0, 0},
    {0, 1, 1.5, 1.5, 1, 0.25, -0.25, -1, -1.5, -1.5, -1, 0},
    {0, 1, 1.5, 1.5, 1, 0, 0, 1, 1.5, 1.5, 1, 0},
    {0, -0.5, -1.25, -1.75, -2.5, -2.5, 0, 0, 0, -1.5, -1.5, 0},
    {0, -2, -2, -2, -2, 0, 1, 1.5, 1.5, 1, -0.5, 0},
    {0, -1, -1.5, -1.75, -2, -2, -2, -2, -1.75, -1.5, -1, 0},
    {0, 2, 2, 1.5, 1.25, 0.75, 0.5, 0, -0.5, -0.75, 0, 0},
    {0, -1, -1.5, -1.5, -1, 0, 0, -1, -1.5, -1.5, -1, 0},
    {0, -1, -1.5, -1.5, -1, 0, 0, 0, 0, -0.25, -0.75, 0}};

using Signal = std::vector<double>;

namespace {
/// The random numbers of one example.
class Source {
public:
  Source(uint64_t seed, bool isTest, int64_t example)
      : uniforms(seed, isTest ? 2 : 0), normals(seed, isTest ? 3 : 1),
        first(uint64_t(example) * 256) {}

  /// In [0, 1); there are 256 of them, as of the normals.
  double uniform(uint64_t i) const { return uniforms.uniformF64(first + i); }
  double normal(uint64_t i) const { return normals.normalF64(first + i); }

private:
  Draw uniforms, normals;
  uint64_t first;
};
} // namespace

/// A template of deviation kAmplitude that starts at 0.
static Signal whiten(int64_t digit) {
  Signal signal(kTemplates[digit], kTemplates[digit] + kTemplate);
  double mean = 0, variance = 0;
  for (double value : signal)
    mean += value / kTemplate;
  for (double value : signal)
    variance += (value - mean) * (value - mean) / kTemplate;
  double start = signal[0], factor = kAmplitude / std::sqrt(variance);
  for (double &value : signal)
    value = (value - start) * factor;
  return signal;
}

/// `count` samples at even distances, the first and last those of `signal`.
static Signal resample(const Signal &signal, int64_t count) {
  Signal result;
  for (int64_t i = 0; i < count; ++i) {
    double place = double(i * int64_t(signal.size() - 1)) / double(count - 1);
    size_t left = std::min(size_t(place), signal.size() - 2);
    double part = place - double(left);
    result.push_back((1 - part) * signal[left] + part * signal[left + 1]);
  }
  return result;
}

/// Which points of a padded and resampled signal belong to the template.
static std::vector<bool> foreground(int64_t padded) {
  std::vector<bool> result;
  for (int64_t i = 0; i < kSignal; ++i)
    result.push_back(i * (padded - 1) <= (kTemplate - 1) * (kSignal - 1));
  return result;
}

/// White noise smoothed by a Gaussian of deviation 2; at the ends the noise is
/// mirrored.
static Signal smoothNoise(const Source &source) {
  // exp(-k^2 / 8), cut off at four deviations, without the C library's exp.
  constexpr double weights[] = {1,
                                0.88249690258459546,
                                0.60653065971263342,
                                0.32465246735834974,
                                0.13533528323661270,
                                0.043936933623407420,
                                0.011108996538242306,
                                0.0021874911181828851,
                                0.00033546262790251185};
  constexpr int64_t reach = std::size(weights) - 1;
  double total = -weights[0];
  for (double weight : weights)
    total += 2 * weight;
  Signal noise, result;
  for (int64_t i = 0; i < kSignal; ++i)
    noise.push_back(source.normal(uint64_t(i)));
  for (int64_t i = 0; i < kSignal; ++i) {
    double sum = 0;
    for (int64_t k = -reach; k <= reach; ++k) {
      int64_t at = i + k;
      at = at < 0 ? -1 - at : at >= kSignal ? 2 * kSignal - 1 - at : at;
      sum += weights[std::abs(k)] * noise[size_t(at)];
    }
    result.push_back(kBackground * sum / total);
  }
  return result;
}

static Signal makeExample(const Signal &whitened, const Source &source) {
  int64_t padding =
      kMinPadding +
      int64_t(source.uniform(0) * double(kMaxPadding - kMinPadding + 1));
  Signal padded = whitened;
  padded.resize(size_t(kTemplate + padding));
  Signal signal = resample(padded, kSignal);
  std::vector<bool> isDigit = foreground(int64_t(padded.size()));
  double scale = 1 + kScale * (source.uniform(1) - 0.5);
  int64_t shift = int64_t(source.uniform(2) * double(kMaxShift));
  std::rotate(signal.begin(), signal.end() - shift, signal.end());
  std::rotate(isDigit.begin(), isDigit.end() - shift, isDigit.end());
  Signal background = smoothNoise(source);
  double shear = kShear * (source.uniform(3) - 0.5);
  for (size_t i = 0; i < signal.size(); ++i) {
    double value = isDigit[i] ? scale * signal[i] : background[i];
    value += kWhite * source.normal(uint64_t(kSignal) + i);
    double place = double(i) / double(kSignal - 1) - 0.5;
    signal[i] = value - shear * place;
  }
  return resample(signal, kSamples);
}

Result<DataSet> leat::rt::generateMnist1d(int64_t count, bool isTest,
                                          uint64_t seed) {
  LEAT_ASSIGN(Tensor signals, Tensor::zeros(DType::F32, {count, kSamples}));
  LEAT_ASSIGN(Tensor labels, Tensor::zeros(DType::I64, {count}));
  std::vector<Signal> whitened;
  for (int64_t digit = 0; digit < kDigits; ++digit)
    whitened.push_back(whiten(digit));
  uint64_t own = seedFor(seed, "data.mnist1d");
  float *to = signals.values<float>().data();
  for (int64_t i = 0; i < count; ++i) {
    int64_t digit = i % kDigits;
    labels.values<int64_t>()[size_t(i)] = digit;
    for (double value :
         makeExample(whitened[size_t(digit)], Source(own, isTest, i)))
      *to++ = float(value);
  }
  return DataSet::create({{"x", signals}, {"label", labels}});
}
