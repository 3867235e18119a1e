//===- Lines.cpp - elements that are taken together -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every element is put on the list of the reduced index that it belongs to.
//
//===----------------------------------------------------------------------===//
#include "runtime/reference/Lines.h"
#include "llvm/ADT/STLExtras.h"

using namespace leat;
using namespace leat::reference;

Index leat::reference::axesOf(std::optional<llvm::ArrayRef<int64_t>> axis,
                              int64_t rank) {
  Index axes;
  if (!axis)
    for (int64_t a = 0; a < rank; ++a)
      axes.push_back(a);
  else
    for (int64_t a : *axis)
      axes.push_back(axisOf(a, rank));
  return axes;
}

rt::Shape leat::reference::reducedShape(llvm::ArrayRef<int64_t> shape,
                                        llvm::ArrayRef<int64_t> axes,
                                        bool keep) {
  rt::Shape reduced;
  for (auto [axis, extent] : llvm::enumerate(shape)) {
    if (!llvm::is_contained(axes, int64_t(axis)))
      reduced.push_back(extent);
    else if (keep)
      reduced.push_back(1);
  }
  return reduced;
}

std::vector<Line> leat::reference::linesOver(llvm::ArrayRef<int64_t> shape,
                                             llvm::ArrayRef<int64_t> axes) {
  Array reduced;
  reduced.shape = reducedShape(shape, axes, /*keep=*/true);
  std::vector<Line> lines(size_t(reduced.size()));
  forEachIndex(shape, [&](const Index &index, int64_t position) {
    lines[size_t(reduced.broadcastPosition(index))].push_back(size_t(position));
  });
  return lines;
}
