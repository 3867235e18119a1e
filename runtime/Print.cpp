//===- Print.cpp - tensors as NumPy prints them -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two steps: from the elements that will be shown, decide how one element is
// written (width, digits, exponent or not); then lay the elements out.
//
//===----------------------------------------------------------------------===//
#include "runtime/Print.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>

using namespace leat::rt;

// NumPy's default print options.
static constexpr int kPrecision = 8;
static constexpr int64_t kThreshold = 1000, kEdgeItems = 3;
static constexpr size_t kLineWidth = 75;

/// Writes the element at a row-major position.
using Format = std::function<std::string(int64_t)>;

/// snprintf of one double.
static std::string printDouble(const char *format, int precision,
                               double value) {
  char text[400]; // 1.8e308 has 309 digits before the point
  int length = std::snprintf(text, sizeof(text), format, precision, value);
  return std::string(text, size_t(length));
}

/// The fewest digits that tell `value` from its neighbours of type T, in the
/// form "-1.25e+02".
template <typename T> static std::string shortest(double value) {
  if constexpr (std::is_same_v<T, double> || std::is_same_v<T, float>) {
    char text[40];
    auto end = std::to_chars(text, text + sizeof(text), T(value),
                             std::chars_format::scientific);
    return std::string(text, end.ptr);
  } else {
    for (int precision = 0;; ++precision) {
      std::string text = printDouble("%.*e", precision, value);
      if (T(std::strtod(text.c_str(), nullptr)).bits == T(value).bits)
        return text;
    }
  }
}

static void trimZeros(std::string &text) {
  text.resize(text.find_last_not_of('0') + 1);
}

/// "12.5", "100.": the shortest digits, at most `precision` of them after the
/// point, where a number that has more is rounded from its exact value.
template <typename T>
static std::string positional(double value, int precision) {
  std::string text = shortest<T>(value);
  size_t mark = text.find('e');
  int exponent = std::atoi(text.c_str() + mark + 1);
  std::string sign = text[0] == '-' ? "-" : "", digits;
  for (char c : text.substr(0, mark))
    if (c >= '0' && c <= '9')
      digits += c;
  if (int(digits.size()) - 1 - exponent > precision) {
    text = printDouble("%.*f", precision, value);
    trimZeros(text);
    return text;
  }
  if (exponent < 0) {
    digits.insert(0, size_t(-exponent), '0');
    exponent = 0;
  }
  if (digits.size() < size_t(exponent) + 1)
    digits.resize(size_t(exponent) + 1, '0');
  digits.insert(size_t(exponent) + 1, ".");
  trimZeros(digits);
  return sign + digits;
}

/// "1.25" of 1.25e+02, "1." of 1e+02: what stands before the exponent, with at
/// most kPrecision digits after the point.
template <typename T> static std::string mantissa(double value) {
  std::string text = shortest<T>(value);
  size_t point = text.find('.'), mark = text.find('e');
  if (point == std::string::npos)
    return text.substr(0, mark) + ".";
  if (mark - point - 1 > size_t(kPrecision)) {
    text = printDouble("%.*e", kPrecision, value);
    mark = text.find('e');
  }
  text.resize(mark);
  trimZeros(text);
  return text;
}

static std::string padLeft(const std::string &text, size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text
                             : text;
}

static std::string nonFinite(double value) {
  return std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
}

/// A scalar as Python's str() writes it.
template <typename T> static std::string scalarFloat(double value) {
  constexpr int allDigits = 400;
  if (!std::isfinite(value))
    return nonFinite(value);
  double magnitude = std::abs(value);
  if (magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e16)) {
    std::string text = positional<T>(value, allDigits);
    return text.back() == '.' ? text + "0" : text;
  }
  return shortest<T>(value);
}

/// The digits before and after the point that a column needs.
namespace {
struct Columns {
  size_t left = 0, right = 0;
  void fit(const std::string &text) {
    size_t point = text.find('.');
    left = std::max(left, point);
    right = std::max(right, text.size() - point - 1);
  }
  /// Room for "nan" and "-inf" in place of digits and point.
  void fitNonFinite(const std::string &text) {
    left = std::max(left, text.size() - std::min(text.size(), right + 1));
  }
};
} // namespace

/// True if the numbers are too large, too small or too far apart to stand in
/// columns without exponents. The ratio is taken in T, as NumPy does.
template <typename T>
static bool needsExponent(const std::vector<double> &finite) {
  double smallest = HUGE_VAL, largest = 0;
  for (double value : finite)
    if (value != 0) {
      smallest = std::min(smallest, std::abs(value));
      largest = std::max(largest, std::abs(value));
    }
  if (largest == 0)
    return false;
  double ratio = double(T(largest / smallest));
  return largest >= 1e8 || smallest < 0.0001 || ratio > 1000;
}

/// With an exponent all numbers have the same digits after the point: as many
/// as the longest shortest one.
template <typename T>
static Format scientificFormat(const Tensor &tensor,
                               const std::vector<double> &finite,
                               const std::vector<double> &others) {
  Columns columns;
  size_t exponentSize = 2;
  for (double value : finite) {
    std::string text = printDouble("%.*e", kPrecision, value);
    exponentSize = std::max(exponentSize, text.size() - text.find('e') - 2);
    columns.fit(mantissa<T>(value));
  }
  int precision = int(columns.right);
  columns.right += exponentSize + 2;
  for (double value : others)
    columns.fitNonFinite(nonFinite(value));
  size_t width = columns.left + 1 + columns.right;
  return [=, &tensor](int64_t position) {
    double value = tensor.toDouble(position);
    if (!std::isfinite(value))
      return padLeft(nonFinite(value), width);
    std::string text = printDouble("%.*e", precision, value);
    if (precision == 0)
      text.insert(text.find('e'), ".");
    size_t digits = text.find('e') + 2;
    text.insert(digits, exponentSize - (text.size() - digits), '0');
    return padLeft(text, width);
  };
}

/// Without an exponent the points stand in one column.
template <typename T>
static Format positionalFormat(const Tensor &tensor,
                               const std::vector<double> &finite,
                               const std::vector<double> &others) {
  Columns columns;
  for (double value : finite)
    columns.fit(positional<T>(value, kPrecision));
  for (double value : others)
    columns.fitNonFinite(nonFinite(value));
  return [=, &tensor](int64_t position) {
    double value = tensor.toDouble(position);
    size_t width = columns.left + 1 + columns.right;
    if (!std::isfinite(value))
      return padLeft(nonFinite(value), width);
    std::string text = positional<T>(value, kPrecision);
    size_t fraction = text.size() - text.find('.') - 1;
    return padLeft(text + std::string(columns.right - fraction, ' '), width);
  };
}

template <typename T>
static Format floatFormat(const Tensor &tensor,
                          const std::vector<int64_t> &shown) {
  if (tensor.rank() == 0)
    return [&](int64_t) { return scalarFloat<T>(tensor.toDouble()); };
  std::vector<double> finite, others;
  for (int64_t position : shown) {
    double value = tensor.toDouble(position);
    (std::isfinite(value) ? finite : others).push_back(value);
  }
  return needsExponent<T>(finite) ? scientificFormat<T>(tensor, finite, others)
                                  : positionalFormat<T>(tensor, finite, others);
}

template <typename T>
static Format integerFormat(const Tensor &tensor,
                            const std::vector<int64_t> &shown) {
  std::span<const T> values = tensor.values<T>();
  size_t width = 0;
  for (int64_t position : shown)
    width = std::max(width, std::to_string(values[size_t(position)]).size());
  return [=](int64_t position) {
    return padLeft(std::to_string(values[size_t(position)]), width);
  };
}

/// How elements of the tensor are written, by those that are shown.
static Format formatFor(const Tensor &tensor,
                        const std::vector<int64_t> &shown) {
  return dispatch(tensor.dtype(), [&](auto zero) -> Format {
    using T = decltype(zero);
    if constexpr (std::is_same_v<T, bool>)
      return [&](int64_t position) -> std::string {
        if (tensor.values<bool>()[size_t(position)])
          return tensor.rank() == 0 ? "True" : " True";
        return "False";
      };
    else if constexpr (std::is_integral_v<T>)
      return integerFormat<T>(tensor, shown);
    else
      return floatFormat<T>(tensor, shown);
  });
}

namespace {
/// Brackets, rows, lines, and dots for what is left out.
class Layout {
public:
  explicit Layout(const Tensor &tensor)
      : shape(tensor.shape()), summarised(tensor.size() > kThreshold),
        strides(shape.size(), 1) {
    for (size_t axis = shape.size(); axis-- > 1;)
      strides[axis - 1] = strides[axis] * shape[axis];
    collect(0, 0);
    format = formatFor(tensor, shown);
  }
  Layout(const Layout &) = delete;

  std::string text() const { return write(0, 0, " ", kLineWidth); }

private:
  bool isCut(size_t axis) const {
    return summarised && shape[axis] > 2 * kEdgeItems;
  }

  /// Calls `element(i)` for the indices shown along `axis`, `dots()` for those
  /// left out.
  template <typename Element, typename Dots>
  void along(size_t axis, Element &&element, Dots &&dots) const {
    int64_t extent = shape[axis];
    for (int64_t i = 0; i < extent; ++i) {
      if (isCut(axis) && i == kEdgeItems) {
        dots();
        i = extent - kEdgeItems;
      }
      element(i);
    }
  }

  void collect(size_t axis, int64_t offset) {
    if (axis == shape.size()) {
      shown.push_back(offset);
      return;
    }
    along(
        axis, [&](int64_t i) { collect(axis + 1, offset + i * strides[axis]); },
        [] {});
  }

  std::string write(size_t axis, int64_t offset, const std::string &indent,
                    size_t width) const;
  std::string writeRow(int64_t offset, const std::string &indent,
                       size_t width) const;

  const Shape &shape;
  bool summarised;
  std::vector<int64_t> strides, shown;
  Format format;
};
} // namespace

/// The last dimension: elements in lines, continued under `indent`.
std::string Layout::writeRow(int64_t offset, const std::string &indent,
                             size_t width) const {
  std::string done, line = indent;
  auto add = [&](const std::string &word) {
    if (line.size() > indent.size())
      line += ' ';
    if (line.size() + word.size() > width - 1 && line.size() > indent.size()) {
      line.resize(line.find_last_not_of(' ') + 1);
      done += line + '\n';
      line = indent;
    }
    line += word;
  };
  along(
      shape.size() - 1, [&](int64_t i) { add(format(offset + i)); },
      [&] { add("..."); });
  return done + line;
}

std::string Layout::write(size_t axis, int64_t offset,
                          const std::string &indent, size_t width) const {
  size_t axesLeft = shape.size() - axis;
  if (axesLeft == 0)
    return format(offset);
  std::string text;
  if (axesLeft == 1) {
    text = writeRow(offset, indent, width);
  } else {
    auto add = [&](const std::string &part) {
      if (!text.empty())
        text += std::string(axesLeft - 1, '\n');
      text += indent + part;
    };
    along(
        axis,
        [&](int64_t i) {
          add(write(axis + 1, offset + i * strides[axis], indent + ' ',
                    width - 1));
        },
        [&] { add("..."); });
  }
  return '[' + text.substr(indent.size()) + ']';
}

std::string leat::rt::toString(const Tensor &tensor) {
  if (tensor.size() == 0)
    return "[]";
  return Layout(tensor).text();
}
