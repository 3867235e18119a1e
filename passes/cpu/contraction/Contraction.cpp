//===- Contraction.cpp - checks on a contraction --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/Contraction.h"

using namespace mlir;
using namespace leat;

namespace {
struct Group {
  StringRef name;
  ArrayRef<ContractionDim> dims;
  bool lhs, rhs, out; // which operands its dims may move
};
} // namespace

static SmallVector<Group> groups(const Contraction &c) {
  return {{"batch", c.batch, true, true, true},
          {"m", c.m, true, false, true},
          {"n", c.n, false, true, true},
          {"k", c.k, true, true, false}};
}

LogicalResult
leat::verifyContraction(const Contraction &c,
                        llvm::function_ref<InFlightDiagnostic()> emitError) {
  if (!c.element || !(c.element.isF32() || c.element.isF64()))
    return emitError() << "contraction of " << Type(c.element)
                       << ", expected f32 or f64";
  for (const Group &group : groups(c)) {
    for (auto [i, dim] : llvm::enumerate(group.dims)) {
      if (dim.extent < 1)
        return emitError() << "contraction dim " << group.name << "[" << i
                           << "] has extent " << dim.extent
                           << ", expected at least 1";
      StringRef wrong = dim.lhs && !group.lhs   ? "lhs"
                        : dim.rhs && !group.rhs ? "rhs"
                        : dim.out && !group.out ? "out"
                                                : "";
      if (!wrong.empty() && dim.extent > 1)
        return emitError() << "contraction dim " << group.name << "[" << i
                           << "] moves " << wrong << ", expected stride 0";
    }
  }
  return success();
}

int64_t leat::countMultiplyAdds(const Contraction &c) {
  int64_t count = 1;
  for (const Group &group : groups(c))
    for (const ContractionDim &dim : group.dims)
      count *= dim.extent;
  return count;
}
