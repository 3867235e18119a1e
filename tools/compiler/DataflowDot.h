//===- DataflowDot.h - a dataflow graph in Graphviz's language --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How the nodes of `leat show` look.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_COMPILER_DATAFLOWDOT_H
#define LEAT_TOOLS_COMPILER_DATAFLOWDOT_H

#include "tools/compiler/Dataflow.h"

namespace leat::cli {

/// One graph; with several functions each has a frame. Node n of function f has
/// the id "f<f>n<n>"; the class of an edge names its nodes: "from<id> to<id>".
/// Functions are counted from `first`.
std::string writeDot(llvm::ArrayRef<Dataflow> functions, size_t first = 0);

/// "1.93 M", "635 k", "42": three digits of a count.
std::string shortCount(int64_t count);

/// The same of bytes: "1.93 MB", "42 B".
std::string shortBytes(int64_t bytes);

} // namespace leat::cli

#endif // LEAT_TOOLS_COMPILER_DATAFLOWDOT_H
