//===- Library.cpp - what libleat-plot.so exports ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One function, which gives the others.
//
//===----------------------------------------------------------------------===//

#include "tools/plot/Library.h"

using namespace leat::plot;

extern "C" [[gnu::visibility("default")]] const Library *leatPlotLibrary() {
  static const Library library = {save, render, saveGif, layOut, placeNodes};
  return &library;
}
