//===- Statement.h - a linalg op on buffers as loops and addresses -*- C++
//-*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The emitter thinks in statements. A statement is one linalg op whose operands
// are buffers, rewritten as
//
//   loops      d0 .. dn, each parallel or a reduction, extents > 1
//   accesses   per operand: address = offset + sum(stride[d] * d), in elements
//              counted from the aligned pointer of the buffer
//
// so that questions such as "is this contiguous", "may these two loops become
// one" and "do two outer iterations touch the same element" are arithmetic on
// strides, whatever views and shapes the addresses came from.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOOPS_STATEMENT_H
#define LEAT_PASSES_CPU_LOOPS_STATEMENT_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace leat::loops {

/// Number of partial results of a reduction tree. Element f of the flattened
/// trailing reduction goes to partial f mod 64; partials are combined by
/// halving. The same for all element types and vector widths, so that neither
/// changes bits.
constexpr int64_t kPartials = 64;

/// Reductions of at least two chunks are cut into chunks of this many elements,
/// combined in ascending order; chunks may run on different threads.
constexpr int64_t kChunk = 16384;

struct Loop {
  int64_t extent;
  bool reduction;
};

/// How a dimension of the linalg op is found from the loops:
/// (iv[loop] / divisor) % modulus; loop -1 is the constant 0, modulus 0 is
/// none.
struct Origin {
  int loop = -1;
  int64_t divisor = 1;
  int64_t modulus = 0;
};

/// Where an operand is read or written.
struct Access {
  mlir::Value memref;  ///< the operand: a memref, or a scalar passed by value
  mlir::Value base;    ///< the allocation or argument beneath all views
  mlir::AffineMap map; ///< of the op's own dimensions
  bool linear = true;  ///< address is offset + sum(stride * iv)
  bool dynamicOffset = false; ///< a run-time offset comes on top
  int64_t offset = 0;
  llvm::SmallVector<int64_t, 6> strides; ///< one a loop, if linear

  bool isScalar() const {
    return !llvm::isa<mlir::MemRefType>(memref.getType());
  }
  /// True if both surely name one element at equal loop indices. A loop that
  /// only one of the two statements has must not move the address.
  bool sameAddress(const Access &other) const;
  /// True if the address does not depend on loops `from` and deeper.
  bool invariantFrom(unsigned from) const;
};

/// In which order values meet an accumulator.
enum class Order {
  Pointwise, ///< no reduction loop
  Ascending, ///< one accumulator, ascending loops: innermost loop is parallel
  Tree,      ///< kPartials partials over the trailing reduction loops
  InMemory,  ///< load, compute and store at each point: an unusual output map
};

struct Output {
  unsigned argument;    ///< number of its access and body argument
  bool reduced = false; ///< lives in a register over all reductions
  mlir::Operation *combiner = nullptr; ///< recognised `acc <op> value`
  mlir::Value contribution;            ///< the value that the combiner adds
  mlir::Value initial;                 ///< from a folded linalg.fill, or null
};

struct Statement {
  mlir::linalg::LinalgOp op;
  llvm::SmallVector<Loop, 6> loops;
  llvm::SmallVector<Origin, 6> origins;  ///< one a dimension of `op`
  llvm::SmallVector<Access, 6> accesses; ///< one a body argument
  llvm::SmallVector<Output, 2> outputs;
  llvm::SmallVector<mlir::Value, 2> loadedBases; ///< read by loads in the body
  Order order = Order::Pointwise;
  bool window = false;      ///< Tree, with the reduction loops unrolled
  bool vectorizable = true; ///< every op of the body has a vector form
  int lane = -1;            ///< the loop that runs along vector lanes

  mlir::Block *body() { return op.getBlock(); }
  bool isOutput(unsigned argument) const {
    return argument >= accesses.size() - outputs.size();
  }
  bool usesArgument(unsigned argument) {
    return !body()->getArgument(argument).use_empty();
  }
  bool hasReduction() const;
  int64_t points() const; ///< product of all extents

  /// Reorders loops: new loop i is old loop order[i].
  void permute(llvm::ArrayRef<int> order);
  /// True if loops `outer` and `inner` can be one loop for every access.
  bool canMerge(unsigned outer, unsigned inner);
  /// Makes one loop of two; it stands where `inner` stood.
  void merge(unsigned outer, unsigned inner);
};

/// Describes `op`. Fails with a diagnostic if a shape or layout is not static.
mlir::FailureOr<Statement> describe(mlir::linalg::LinalgOp op);

/// The allocation, argument, global or `memref.view` beneath other views of
/// `memref`.
mlir::Value baseOf(mlir::Value memref);

/// False if two bases surely are different memory. Arguments of a kernel do not
/// alias: an in/out buffer is passed once (docs/abi.md).
bool mayAlias(mlir::Value base, mlir::Value other);

} // namespace leat::loops

#endif // LEAT_PASSES_CPU_LOOPS_STATEMENT_H
