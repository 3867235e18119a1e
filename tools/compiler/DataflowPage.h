//===- DataflowPage.h - dataflow graphs as a page to explore ----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One file without network: pictures, data and the script that moves them.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_COMPILER_DATAFLOWPAGE_H
#define LEAT_TOOLS_COMPILER_DATAFLOWPAGE_H

#include "tools/compiler/Dataflow.h"

namespace leat::cli {

/// An HTML page about a model: one picture a function, of `pictures` (SVG, of
/// writeDot({function}, number)), to zoom, move and click on.
std::string writePage(const std::string &title,
                      const std::vector<Dataflow> &functions,
                      const std::vector<std::string> &pictures);

} // namespace leat::cli

#endif // LEAT_TOOLS_COMPILER_DATAFLOWPAGE_H
