//===- Shapes.h - sizes of extents from the command line --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   --shape N=64          the extent N
//   --shape image=64,784  the argument `image`, and so the extents it names
//   --count 64            the one extent that only results have
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_SHAPES_H
#define LEAT_TOOLS_LEAT_SHAPES_H

#include "runtime/program/Interface.h"
#include "tools/leat/Options.h"

namespace leat::cli {

/// The sizes that --shape and --count give; --count is for the function
/// `entry`, or for all where that is empty. Errors (usage): a size that is
/// none; a name that is neither an extent nor an argument of the model; a rank
/// or size that the argument does not have; --count where the function, or all
/// of them, leave no extent, or several, to their callers.
rt::Result<ExtentSizes> readShapes(const Arguments &arguments,
                                   const ModelInterface &model,
                                   const std::string &entry);

/// `given`, then `otherwise` for the extents that only results of `function`
/// have.
ExtentSizes withOpenExtents(const FunctionInfo &function, ExtentSizes given,
                            int64_t otherwise);

/// `given`, then what the defaults of arguments have, then `otherwise` for the
/// other extents of `function`.
rt::Result<ExtentSizes> sizesFor(const FunctionInfo &function,
                                 ExtentSizes given, int64_t otherwise);

/// Adds the extents that the shape of `argument` binds to `extents`, unless
/// they are there.
void bindExtents(const ValueInfo &argument, const rt::Shape &shape,
                 ExtentSizes &extents);

/// As the passes take them: "B=64".
std::vector<std::string> asOptions(const ExtentSizes &sizes);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_SHAPES_H
