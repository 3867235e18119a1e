//===- Window.cpp - sliding windows over spatial dimensions ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Window.h"
#include "dialect/Places.h"

using namespace mlir;

namespace leat {

int64_t Window::count(size_t i, int64_t size) const {
  int64_t room = size + 2 * padding[i] - span(i);
  return room < 0 ? 0 : room / stride[i] + 1;
}

Extent Window::count(size_t i, const Extent &size) const {
  if (ShapedType::isDynamic(kernel[i]))
    return Extent();
  if (stride[i] == 1 && 2 * padding[i] == span(i) - 1)
    return size;
  return size.known() ? Extent(count(i, size.size)) : Extent();
}

int64_t Window::volume() const {
  int64_t volume = 1;
  for (int64_t k : kernel)
    volume *= k;
  return volume;
}

SmallVector<int64_t> expandWindow(ArrayRef<int64_t> given, int64_t n,
                                  int64_t missing) {
  if (int64_t(given.size()) == n)
    return SmallVector<int64_t>(given);
  return SmallVector<int64_t>(n, given.empty() ? missing : given.front());
}

// `given` has 0, 1 or n entries, none below `least`.
static LogicalResult checkEntries(StringRef op, OptionalLoc loc, StringRef name,
                                  ArrayRef<int64_t> given, int64_t n,
                                  int64_t least) {
  loc = placeOf(loc, name);
  int64_t size = given.size();
  if (size > 1 && size != n)
    return emitOptionalError(loc, op, ": ", name, " has ", size,
                             " numbers, expected 1 or ", n,
                             ", one per spatial dimension");
  for (int64_t number : given)
    if (number < least && !ShapedType::isDynamic(number))
      return emitOptionalError(loc, op, ": ", name, " is ", number,
                               ", expected at least ", least);
  return success();
}

FailureOr<Window> makeWindow(StringRef op, OptionalLoc loc, int64_t n,
                             ArrayRef<int64_t> kernel, ArrayRef<int64_t> stride,
                             ArrayRef<int64_t> padding,
                             ArrayRef<int64_t> dilation, bool pool) {
  if (kernel.empty())
    return emitOptionalError(placeOf(loc, "kernel"), op,
                             ": kernel is empty, expected 1 or ", n,
                             " numbers");
  if (failed(checkEntries(op, loc, "kernel", kernel, n, 1)) ||
      failed(checkEntries(op, loc, "stride", stride, n, 1)) ||
      failed(checkEntries(op, loc, "padding", padding, n, 0)) ||
      failed(checkEntries(op, loc, "dilation", dilation, n, 1)))
    return failure();
  Window window;
  window.kernel = expandWindow(kernel, n, 1);
  window.stride =
      pool && stride.empty() ? window.kernel : expandWindow(stride, n, 1);
  window.padding = expandWindow(padding, n, 0);
  window.dilation = expandWindow(dilation, n, 1);
  for (auto [k, p] : llvm::zip(window.kernel, window.padding))
    if (pool && 2 * p > k)
      return emitOptionalError(placeOf(loc, "padding"), op, ": padding is ", p,
                               ", expected at most half the kernel, which is ",
                               k);
  return window;
}

FailureOr<Extents> windowPositions(StringRef op, OptionalLoc loc,
                                   const Window &window, Type input) {
  Extents extents = extentsOf(input), positions;
  for (size_t i = 0; i < window.rank(); ++i) {
    positions.push_back(window.count(i, extents[i + 2]));
    if (positions.back().size == 0)
      return emitOptionalError(
          loc, op, ": the kernel spans ", window.span(i),
          " elements of dimension ", i + 2, ", the padded input has ",
          extents[i + 2].size + 2 * window.padding[i], ": ", shortType(input));
  }
  return positions;
}

LogicalResult checkPositions(StringRef op, OptionalLoc loc,
                             const Window &window, ArrayRef<Extent> size,
                             Type positions) {
  Extents found = extentsOf(positions);
  for (size_t i = 0; i < window.rank(); ++i) {
    Extent expected = window.count(i, size[i]);
    if (clash(expected, found[i + 2]))
      return emitOptionalError(loc, op, ": an input extent of ", size[i].size,
                               " has ", expected.size,
                               " windows, but dimension ", i + 2,
                               " of the cotangent is ", found[i + 2].size, ": ",
                               shortType(positions));
  }
  return success();
}

} // namespace leat
