//===- NestEmitter.h - the state of emitting one nest ----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One emitter writes the loops of one group. Its members are spread over three
// files by what they write: Nest.cpp (columns, inner loops), Strip.cpp (points,
// ordered reductions, windows), Tree.cpp (reductions along the lanes).
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOOPS_NESTEMITTER_H
#define LEAT_PASSES_CPU_LOOPS_NESTEMITTER_H

#include "passes/cpu/loops/Fuse.h"
#include "passes/cpu/loops/Parallel.h"
#include "passes/cpu/loops/Vectorize.h"

namespace leat::loops {

/// Vectors side by side along the lane loop; the last may be partly active.
struct Strip {
  int slots = 1;
  unsigned lanes = 1;
  unsigned lastActive = 1;
  int across = -1; ///< slots run along this loop instead; all have lastActive
};

/// Indices of the loops that are open, outermost first.
using Ivs = llvm::SmallVector<mlir::Value, 6>;
/// Accumulators, ordered by member, output, slot.
using Accumulators = llvm::SmallVector<mlir::Value>;

/// Writes the loops of `group` at the insertion point of the builder.
class NestEmitter {
public:
  /// `threads` is the number of chunks of a parallel loop if the group is worth
  /// one.
  NestEmitter(mlir::OpBuilder &b, Group &group, unsigned threads)
      : b(b), loc(group.members[0]->op.getLoc()), group(group),
        threads(isWorthThreads(group) ? threads : 1), v(b, loc) {}

  void emit();

private:
  // Loops (Nest.cpp).
  void loop(int64_t trips, int64_t step,
            llvm::function_ref<void(mlir::Value)> body);
  void laneLoop(int64_t extent, int maxSlots,
                llvm::function_ref<void(mlir::Value, const Strip &)> body);
  void columns(unsigned column, Ivs ivs);
  void blockColumn(unsigned column, const Ivs &ivs);
  void inners(const Ivs &ivs, const Strip &strip);
  void inner(const Inner &nest, Ivs ivs, const Strip &strip);
  void innerLanes(const Inner &nest, const Ivs &ivs);
  int slotsFor(llvm::ArrayRef<unsigned> members) const;
  void preload(llvm::ArrayRef<unsigned> members, const Ivs &ivs,
               const Strip &strip);

  // Points and ordered reductions (Strip.cpp).
  Point pointAt(Statement &statement, const Ivs &ivs, const Strip &strip,
                int slot);
  void evaluate(Statement &statement, const Point &point,
                mlir::IRMapping &values);
  void strip(const Inner &nest, const Ivs &ivs, const Strip &strip);
  Accumulators ascending(const Inner &nest, const Ivs &ivs, const Strip &strip,
                         Accumulators accumulators);
  void loadTransposed(Statement &statement, const Ivs &ivs, const Strip &strip);
  void window(Statement &statement, const Ivs &ivs, const Strip &strip);

  // Trees (Tree.cpp).
  void tree(const Inner &nest, const Ivs &ivs);
  llvm::SmallVector<mlir::Value> partialTree(const Inner &nest, const Ivs &ivs,
                                             mlir::Value begin, int64_t length);
  Accumulators treeLoops(const Inner &nest, const Ivs &ivs, mlir::Value begin,
                         int64_t length, Accumulators accumulators);
  Accumulators treeVectors(const Inner &nest, const Ivs &ivs,
                           const Strip &strip, Accumulators accumulators);
  llvm::SmallVector<mlir::Value> chunkedTree(const Inner &nest, const Ivs &ivs,
                                             int64_t length);

  /// An output that is accumulated, with its statement.
  struct Reduced {
    Statement *statement;
    Output *output;
  };
  llvm::SmallVector<Reduced> reducedOutputs(const Inner &nest);
  Statement &first(const Inner &nest) {
    return *group.members[nest.members[0]];
  }
  bool reduces(const Inner &nest, unsigned loop) const;
  llvm::SmallVector<mlir::Value>
  loopWithValues(mlir::Value from, int64_t length, int64_t step,
                 llvm::ArrayRef<mlir::Value> values,
                 llvm::function_ref<llvm::SmallVector<mlir::Value>(
                     mlir::Value, llvm::ArrayRef<mlir::Value>)>
                     body);
  mlir::Value initial(const Reduced &reduced, const Point &point);
  mlir::Value makeBuffer(int64_t size, mlir::Type element);
  void makeSlices();

  mlir::OpBuilder &b;
  mlir::Location loc;
  Group &group;
  unsigned threads; ///< of the next loop that may be parallel; 1 inside one
  Vectorizer v;
  mlir::Value chunk;   ///< the number of the chunk, inside a parallel loop
  int64_t chunks = 1;  ///< how many there are
  bool blocks = false; ///< inside a block of column Group::across
};

} // namespace leat::loops

#endif // LEAT_PASSES_CPU_LOOPS_NESTEMITTER_H
