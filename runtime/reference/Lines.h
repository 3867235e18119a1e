//===- Lines.h - elements that are taken together ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reductions, scans and softmax are functions of lists of numbers: the elements
// that differ only in their position along some axes. This file finds the
// lists, so that the ops read like their formulas.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_REFERENCE_LINES_H
#define LEAT_RUNTIME_REFERENCE_LINES_H

#include "runtime/reference/Array.h"

#include <optional>

namespace leat::reference {

/// The positions of elements that are taken together, ascending.
using Line = std::vector<size_t>;

/// One axis of a tensor of rank `rank`, counted from the first. Attributes of
/// ops are signed, though their accessors give them unsigned.
inline int64_t axisOf(int64_t axis, int64_t rank) {
  return axis < 0 ? axis + rank : axis;
}

/// The axes of a tensor of rank `rank`, counted from the first; all of them
/// where `axis` is nothing.
Index axesOf(std::optional<llvm::ArrayRef<int64_t>> axis, int64_t rank);

/// `shape` with extents of 1 at `axes`, or without these axes.
rt::Shape reducedShape(llvm::ArrayRef<int64_t> shape,
                       llvm::ArrayRef<int64_t> axes, bool keep);

/// One line over `axes` per element of the reduced shape, in row-major order.
std::vector<Line> linesOver(llvm::ArrayRef<int64_t> shape,
                            llvm::ArrayRef<int64_t> axes);

/// The elements of a line.
template <typename T>
std::vector<T> elementsOf(const std::vector<T> &values, const Line &line) {
  std::vector<T> elements;
  for (size_t position : line)
    elements.push_back(values[position]);
  return elements;
}

/// The place in `list`, which is not empty, of the first largest (or smallest)
/// element. A NaN wins: the first one.
template <typename T>
size_t extremePlace(const std::vector<T> &list, bool largest) {
  size_t best = 0;
  for (size_t i = 0; i < list.size(); ++i) {
    if (list[i] != list[i])
      return i;
    if (largest ? list[i] > list[best] : list[i] < list[best])
      best = i;
  }
  return best;
}

} // namespace leat::reference

#endif // LEAT_RUNTIME_REFERENCE_LINES_H
