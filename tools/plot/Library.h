//===- Library.h - what draws, opened when it is needed ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Cairo and Graphviz take longer to load than `leat` takes to start, so they
// are in a library of their own (libleat-plot.so), and giflib with them. This
// is all that crosses its border.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_PLOT_LIBRARY_H
#define LEAT_TOOLS_PLOT_LIBRARY_H

#include "tools/plot/Axes.h"
#include "tools/plot/Gif.h"
#include "tools/plot/Layout.h"

namespace leat::plot {

/// What the library offers.
struct Library {
  rt::Status (*saveFigure)(const Figure &, const std::string &path);
  rt::Result<rt::Picture> (*renderFigure)(const Figure &);
  rt::Status (*saveGif)(const rt::Animation &, const std::string &path);
  rt::Result<std::string> (*layOut)(const std::string &dot);
  rt::Result<std::vector<Point>> (*placeNodes)(const Graph &);
};

/// The function that the library exports under the name kLibrarySymbol.
using GetLibrary = const Library *();
inline constexpr char kLibrarySymbol[] = "leatPlotLibrary";

/// The library, opened at the first call: beside the file that this code is
/// in, in ../lib seen from there, or where the system's loader looks. Errors
/// (target not available): it is not there.
rt::Result<const Library *> library();

} // namespace leat::plot

#endif // LEAT_TOOLS_PLOT_LIBRARY_H
