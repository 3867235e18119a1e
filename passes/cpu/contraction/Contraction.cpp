//===- Contraction.cpp - checks on a contraction --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/Contraction.h"
#include "dialect/Extents.h"

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
    return emitError() << "is a contraction of " << inShort(c.element)
                       << ", expected f32 or f64";
  for (const Group &group : groups(c)) {
    for (auto [i, dim] : llvm::enumerate(group.dims)) {
      if (dim.extent < 1)
        return emitError() << "contracts; dim " << group.name << "[" << i
                           << "] has extent " << dim.extent
                           << ", expected at least 1";
      StringRef wrong = dim.lhs && !group.lhs   ? "lhs"
                        : dim.rhs && !group.rhs ? "rhs"
                        : dim.out && !group.out ? "out"
                                                : "";
      if (!wrong.empty() && dim.extent > 1)
        // Invariant: describeContraction gives such a dim stride 0.
        return emitError() << "contracts; dim " << group.name << "[" << i
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

/// `dims` collapse to one dim in which both operands step by 1.
static bool isContiguousDepth(ArrayRef<ContractionDim> dims) {
  int64_t step = 1;
  for (const ContractionDim &dim : llvm::reverse(dims)) {
    if (dim.extent > 1 && (dim.lhs != step || dim.rhs != step))
      return false;
    step *= dim.extent;
  }
  return true;
}

bool leat::sumsAlongDepth(const Contraction &c) {
  // x[m, 784] . W[256, 784]^T, of the multiply-add ceiling: 8 rows 69 % along
  // depth and 39 % packed, 16 rows 65 % packed.
  constexpr int64_t kMostRows = 8;
  // Below four vectors the tree outweighs the sums.
  constexpr int64_t kLeastDepth = 64;
  int64_t rows = 1, columns = 1, depth = 1;
  bool contiguous = false;
  for (const ContractionDim &dim : c.m) {
    rows *= dim.extent;
    contiguous |= dim.extent > 1 && dim.out == 1;
  }
  for (const ContractionDim &dim : c.n) {
    columns *= dim.extent;
    contiguous |= dim.extent > 1 && dim.out == 1;
  }
  // A batch dim that one operand does not vary along widens the other's side.
  for (const ContractionDim &dim : c.batch) {
    rows *= dim.rhs == 0 ? dim.extent : 1;
    columns *= dim.lhs == 0 ? dim.extent : 1;
  }
  for (const ContractionDim &dim : c.k)
    depth *= dim.extent;
  return contiguous && std::min(rows, columns) <= kMostRows &&
         depth >= kLeastDepth && isContiguousDepth(c.k);
}
